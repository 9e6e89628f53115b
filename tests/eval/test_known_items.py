"""Known-item sets: what is asked, what isn't, and what no index may hold."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.known_items import known_items, make_known_items, write_set
from eval.loading import load_set
from eval.questions import Question, QuestionSet, Support
from qa import Article, QuestionError
from qa.types import Failure


def article(id: str, title: str, text: str = "Tout autre chose.", summary: str = "") -> Article:
    return Article(id, title, text, date(2022, 2, 11), summary=summary, url="https://a.fr/1")


ASKED = article(
    "asked", "Le musée rouvre ses portes", "Le musée rouvre lundi.", "Un bref résumé ici"
)


@pytest.mark.parametrize(
    "other",
    [
        article("none", ""),
        article("short", "Musée : il rouvre"),
        article("long", "Le musée " * 1_000),
        article("first", "La crue de la Lerne", "LA CRUE,\nde la Lerne : trois morts. Suite."),
        article("cut", "La crue de la Lerne a…", "La crue de la Lerne a fait trois morts."),
        article("signs", "« – — – »"),
    ],
)
def test_what_cant_be_asked_stays_among_the_articles(other: Article) -> None:
    made = known_items([other, ASKED], "title", 9, seed=1)
    assert made.questions == (
        Question(
            "title of asked",
            "Le musée rouvre ses portes",
            article="asked",
            type="known-item",
        ),
    )
    assert made.articles == (replace(other, title=""), replace(ASKED, title=""))


def test_a_title_of_several_articles_isnt_asked() -> None:
    twins = [article("one", "Les titres du jour"), article("two", "Les titres  du JOUR !")]
    assert [q.article for q in known_items([*twins, ASKED], "title", 9, seed=1).questions] == [
        "asked"
    ]
    with pytest.raises(QuestionError, match="None of the 2 articles has a title to ask"):
        known_items(twins, "title", 9, seed=1)


def test_summaries_are_asked_and_blanked_and_titles_kept() -> None:
    made = known_items([ASKED, article("none", "Sans résumé du tout")], "summary", 9, seed=1)
    assert [(q.id, q.question) for q in made.questions] == [
        ("summary of asked", "Un bref résumé ici")
    ]
    assert [(a.title, a.summary) for a in made.articles] == [
        ("Le musée rouvre ses portes", ""),
        ("Sans résumé du tout", ""),
    ]


MANY = [article(f"a{n}", f"Le titre de l’article {n}") for n in range(300)]


def test_the_draw_is_the_seed_s_and_doesnt_hang_on_other_articles() -> None:
    def drawn(articles: list[Article], seed: int) -> list[str | None]:
        return [q.article for q in known_items(articles, "title", 100, seed).questions]

    assert drawn(MANY, 1) == drawn(MANY[::-1], 1)
    assert len(set(drawn(MANY, 1))) == 100
    assert 15 <= len(set(drawn(MANY, 1)) & set(drawn(MANY, 2))) <= 55  # a third of 100 by chance
    many, fewer = drawn(MANY, 1), drawn(MANY[:200], 1)
    again = [id for id in many if id in fewer]
    assert again == [id for id in many if id in {one.id for one in MANY[:200]}]
    assert again == fewer[: len(again)]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9).filter(str.strip)
LISTS = st.lists(TEXTS, max_size=2).map(tuple)
QUESTIONS = st.builds(
    Question,
    id=TEXTS,
    question=TEXTS,
    answers=LISTS,
    all_of=LISTS,
    article=st.sampled_from(["a", "b"]),
    also=st.sampled_from([(), ("b",)]),
    support=st.lists(
        st.builds(Support, article=st.sampled_from(["a", "b"]), text=TEXTS)
        | st.builds(
            Support,
            st.just("b"),
            start=st.integers(0, 9),
            end=st.integers(10),
            check=st.just("0123abcd"),
        ),
        max_size=2,
    ).map(tuple),
    type=st.just("") | TEXTS,
    history=st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple),
    near=st.none() | st.just("b"),
    not_in=st.sampled_from([(), ("b",)]),
    tags=LISTS,
)


@given(st.lists(QUESTIONS, min_size=1, max_size=3, unique_by=lambda q: q.id), TEXTS)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, questions: list[Question], text: str
) -> None:
    articles = (
        Article("a", "Titre", text, date(2022, 2, 11), "", "https://a.fr", "en", "Résumé"),
        Article("b", "", text, None, language="fr"),
    )
    folder = tmp_path_factory.mktemp("written") / "made" / "here"
    write_set(QuestionSet("any", tuple(questions), articles), folder)
    loaded = load_set(folder)
    assert loaded.questions == tuple(questions)
    assert loaded.articles == articles
    assert loaded.name == "here"


def test_an_interrupted_writing_leaves_no_halves_of_two_sets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_set(known_items(MANY[:9], "title", 9, seed=1), tmp_path)
    rename = Path.replace

    def stopped(draft: Path, target: Path) -> Path:
        if target.name == "questions.jsonl":
            raise KeyboardInterrupt
        return rename(draft, target)

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_set(known_items(MANY[5:20], "title", 9, seed=1), tmp_path)
    with pytest.raises(QuestionError, match="holds no question set"):
        load_set(tmp_path)
    monkeypatch.undo()
    write_set(known_items(MANY[5:20], "title", 9, seed=1), tmp_path)
    assert len(load_set(tmp_path).articles) == 15
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles.jsonl", "questions.jsonl"]


def test_what_cant_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    made = known_items(MANY[:2], "title", 9, seed=1)
    with pytest.raises(QuestionError, match=r"can't be written to .*choose another folder"):
        write_set(made, tmp_path / "file")
    with pytest.raises(QuestionError, match="brings no articles of its own"):
        write_set(replace(made, articles=()), tmp_path / "set")
    asked = replace(made.questions[0], given=made.articles)
    with pytest.raises(QuestionError, match="brings no articles of its own"):
        write_set(replace(made, questions=(asked,)), tmp_path / "set")


def test_any_folder_makes_a_set(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    rows = [
        {"id": f"a{n}", "title": f"Le titre de l’article {n}", "text": f"Le corps du texte {n}."}
        for n in range(20)
    ]
    lines = [json.dumps(row) for row in rows]
    (corpus / "one.jsonl").write_text("\n".join([*lines, "oops"]), encoding="utf-8")
    # The same ids again, of other articles: they go by their places.
    again = [json.dumps({**row, "title": f"Encore {row['title']}"}) for row in rows[:2]]
    (corpus / "two.jsonl").write_text("\n".join(again), encoding="utf-8")
    (corpus / "doc.md").write_text("# Un titre de quatre mots\n\nLe corps.", encoding="utf-8")
    failures: list[Failure] = []
    out = tmp_path / "set"
    made = make_known_items(
        corpus, "title", articles=None, questions=99, out=out, told=failures.append
    )
    assert {q.article for q in made.questions} == {a.id for a in made.articles}
    assert {a.id for a in made.articles} == {
        *(f"a{n}" for n in range(20)),
        "two.jsonl#1",
        "two.jsonl#2",
        "doc.md",
    }
    assert not any(a.title for a in made.articles)
    assert [failure.place for failure in failures] == ["one.jsonl#21"]
    assert str(tmp_path) not in (out / "articles.jsonl").read_text(encoding="utf-8")

    few = make_known_items(corpus, "title", articles=10, questions=4, out=out)
    assert (len(few.articles), len(few.questions), few.name) == (10, 4, "set")
    again_few = make_known_items(corpus, "title", articles=10, questions=4, out=tmp_path / "b")
    assert again_few.digest == few.digest
    other = make_known_items(corpus, "title", articles=10, questions=4, out=out, seed=8)
    assert other.digest != few.digest
