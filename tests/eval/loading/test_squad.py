"""Sets in SQuAD's form: contexts become articles, answers' sentences the support."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from eval.loading import load_set
from eval.questions import Question, Support
from qa.errors import QuestionError

CONTEXT = "Anne Roux est née à Lormel. Elle a fondé le musée. Le musée de Lormel a rouvert en 2021."


def answer(text: str, start: int | None) -> dict[str, Any]:
    return {"text": text} | ({} if start is None else {"answer_start": start})


def asked(id: str, *answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": id, "question": f"Question {id} ?", "answers": list(answers), **more}


def paragraph(*questions: dict[str, Any], context: str = CONTEXT) -> dict[str, Any]:
    return {"context": context, "qas": list(questions)}


def written(folder: Path, *documents: object) -> Path:
    path = folder / "fquad.json"
    data = {"version": "1.1", "data": list(documents)}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(QuestionError) as caught:
        load_set(path)
    return str(caught.value)


def test_answers_and_their_sentences(tmp_path: Path) -> None:
    second = CONTEXT.rindex("Lormel")
    path = written(
        tmp_path,
        {
            "title": "Anne Roux",
            "paragraphs": [
                paragraph(
                    asked("q1", answer("Lormel", 20), answer("Lormel", 20), answer("à Lormel", 18)),
                    asked("q2", answer("Lormel", second)),
                    asked(3, answer("le musée. Le musée", CONTEXT.index("le musée."))),  # type: ignore[arg-type]
                )
            ],
        },
    )
    loaded = load_set(path)
    (article,) = loaded.articles
    assert (article.id, article.title, article.text) == ("Anne Roux#1", "Anne Roux", CONTEXT)
    first, middle, last = (
        Support("Anne Roux#1", sentence)
        for sentence in (
            "Anne Roux est née à Lormel.",
            "Elle a fondé le musée.",
            "Le musée de Lormel a rouvert en 2021.",
        )
    )
    assert loaded.questions == (
        Question(
            "q1",
            "Question q1 ?",
            answers=("Lormel", "à Lormel"),
            article="Anne Roux#1",
            support=(first,),
        ),
        Question(
            "q2", "Question q2 ?", answers=("Lormel",), article="Anne Roux#1", support=(last,)
        ),
        Question(
            "3",
            "Question 3 ?",
            answers=("le musée. Le musée",),
            article="Anne Roux#1",
            support=(middle, last),
        ),
    )
    assert (loaded.name, loaded.digest) == ("fquad", sha256(path.read_bytes()).hexdigest())


def test_unanswerable_questions_are_near_their_context(tmp_path: Path) -> None:
    plausible = {"plausible_answers": [answer("Lormel", 20)]}
    path = written(
        tmp_path,
        {
            "title": "Anne Roux",
            "paragraphs": [
                paragraph(
                    asked("q1", is_impossible=True, **plausible),
                    asked("q2"),
                    asked("q3", answer("2021", 83), is_impossible=False),
                )
            ],
        },
    )
    no, neither, yes = load_set(path).questions
    assert no == Question("q1", "Question q1 ?", type="unanswerable", near="Anne Roux#1")
    assert neither.near == "Anne Roux#1" and not neither.answerable
    assert yes.answerable and yes.near is None


def test_articles_have_stable_names_and_identical_contexts_are_one(tmp_path: Path) -> None:
    other = "Un autre texte."
    path = written(
        tmp_path,
        {"title": "A", "paragraphs": [paragraph(), paragraph(context=other)]},
        {"title": "A", "paragraphs": [paragraph(context="Un tiers."), paragraph(asked("q"))]},
        {"paragraphs": [paragraph(context="Sans titre.")]},
    )
    loaded = load_set(path)
    assert [(a.id, a.text) for a in loaded.articles] == [
        ("A#1", CONTEXT),
        ("A#2", other),
        ("A#3", "Un tiers."),
        ("document 3#1", "Sans titre."),
    ]
    assert loaded.questions[0].near == "A#1"


@pytest.mark.parametrize(
    ("given", "at"),
    [
        (answer("Lormel", 0), 20),
        (answer("Lormel", None), 20),
        (answer("Lormel", 55), 63),
        (answer("Lormel", 5_000), 63),
        (answer(" Lormel ", 19), 20),
    ],
)
def test_a_wrong_place_is_put_right_by_the_nearest(
    tmp_path: Path, given: dict[str, Any], at: int
) -> None:
    assert CONTEXT.startswith("Lormel", at)
    path = written(tmp_path, {"title": "A", "paragraphs": [paragraph(asked("q", given))]})
    (question,) = load_set(path).questions
    assert question.answers == ("Lormel",)
    (support,) = question.support
    start = CONTEXT.index(support.text)
    assert start <= at < start + len(support.text)


GOOD = asked("q", answer("2021", 83))


@pytest.mark.parametrize(
    ("questions", "says"),
    [
        ([asked("q7", answer("Paris", 3))], r"qas\[1\].answers\[0\]: .*question q7 .*“Paris”"),
        ([asked("q7", answer("", 3))], r"qas\[1\].answers\[0\]: “text”"),
        ([asked("q7", answer("2021", -1))], "“answer_start” must be a whole number"),
        ([asked("q7", {"text": "2021", "answer_start": "83"})], "“answer_start”"),
        ([asked("q7", "2021")], r"answers\[0\]: a JSON object"),  # type: ignore[arg-type]
        ([asked("q7", is_impossible=False)], r"qas\[1\]: the question q7 has no answer"),
        ([asked("q7", is_impossible="no")], "“is_impossible” must be true or false"),
        ([{**GOOD, "id": ["q"]}], r"qas\[1\]: “id”"),
        ([{**GOOD, "id": "q7", "question": None}], r"qas\[1\]: “question”"),
        ([GOOD], r"qas\[1\]: the id “q” was used at .*paragraphs\[2\].qas\[0\] already"),
        (["q"], r"qas\[1\]: a JSON object"),
    ],
)
def test_a_broken_question_is_named(tmp_path: Path, questions: list[Any], says: str) -> None:
    empty = {"title": "A", "paragraphs": []}
    paragraphs = [paragraph(), paragraph(), paragraph(GOOD, *questions)]
    path = written(tmp_path, empty, {"title": "B", "paragraphs": paragraphs})
    with pytest.raises(QuestionError, match=rf"fquad\.json, data\[1\]\.paragraphs\[2\]\..*{says}"):
        load_set(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{\n\n  oops", "fquad.json, line 3, character 3: this isn't JSON"),
        ('{"data": [NaN]}', "NaN"),
        ("[" * 100_000, "nested too deep"),
        ("", "fquad.json, line 1, character 1: this isn't JSON"),
        ("[]", "fquad.json: a JSON object"),
        ('{"questions": []}', "SQuAD's form, an object with “data”: write"),
        ('{"data": {}}', "fquad.json: “data” must be a list"),
        ('{"data": []}', "holds no question"),
        ('{"data": [3]}', "fquad.json, data[0]: a JSON object"),
        ('{"data": [{"title": 3}]}', "data[0]: “title”"),
        ('{"data": [{"paragraphs": [{"context": ""}]}]}', "data[0].paragraphs[0]: “context”"),
        ('{"data": [{"paragraphs": [{"context": "\\ud83d"}]}]}', "half of a character"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "fquad.json"
    path.write_text("\ufeff" + text, encoding="utf-8")
    assert says in refusal(path)


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "fquad.json"
    path.write_bytes('{"data": "é"}'.encode("latin-1"))
    assert "fquad.json: this isn't UTF-8 text: save" in refusal(path)
