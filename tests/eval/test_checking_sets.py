"""Sets against their library: ours holds together, and each kind of mistake is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.checking import Counts, Problem, check_set, count, describe
from eval.loading import load_set
from eval.locating import by_place
from eval.questions import Question, QuestionSet, Support
from qa import Article, Assistant, QuestionError

SETS = Path(__file__).resolve().parents[2] / "eval" / "sets"

FIRST = Article(
    "foire.txt",
    "La foire de Noirval change de place",
    "La foire de Noirval s’installe place du Puits. La maire, Odette Vasseur, l’a annoncé lundi. "
    "Le boucher Luc Brunet s’en félicite.",
)
SECOND = Article(
    "rappel.txt",
    "Foire de Noirval : un rappel",
    "La maire de Noirval, Odette Vasseur, a annoncé en mai que la foire change de place.",
)
THIRD = Article(
    "course.txt",
    "Course cycliste à Lormel",
    "Odette Vasseur a gagné la course de Lormel en deux heures.",
)
GOOD = Question(
    "q1",
    "Quelle maire a annoncé que la foire de Noirval change de place ?",
    answers=("Odette Vasseur",),
    article="foire.txt",
    also=("rappel.txt",),
    support=(Support("foire.txt", "La maire, Odette Vasseur, l’a annoncé lundi."),),
    type="who",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    assistant = Assistant.open(tmp_path_factory.mktemp("checking") / "library", model="none")
    assert not assistant.add([FIRST, SECOND, THIRD]).failed
    return assistant


def problems(assistant: Assistant, *questions: Question) -> list[str]:
    found = check_set(QuestionSet("any", questions), assistant)
    assert {problem.question for problem in found} <= {question.id for question in questions}
    return [problem.sentence for problem in found]


def test_our_own_set_holds_together(quoting: Assistant) -> None:
    samples = load_set(SETS / "samples.jsonl")
    assert describe(samples, check_set(samples, quoting)).endswith("No problems found.")
    counts = count(samples)
    assert counts.questions >= 60
    assert counts.unanswerable >= counts.questions / 4
    assert {"who", "who-list", "when", "day-month", "how-many", "where", "why"} <= set(counts.types)


@pytest.mark.parametrize("part", ["dev", "test"])
def test_the_news_sets_are_what_they_should_be(part: str) -> None:
    news = load_set(SETS / f"news-{part}.jsonl")
    counts = count(news)
    assert counts.questions >= 100
    assert counts.unanswerable >= 0.3 * counts.questions
    assert counts.tags["paraphrase"] >= counts.questions / 2
    assert {"no-accents", "typo", "keywords"} <= set(counts.tags)
    assert 2 * counts.types["who-list"] >= counts.types["who"]
    assert all(support.check and not support.text for q in news.questions for support in q.support)


def test_dev_and_test_share_no_article() -> None:
    dev, test = (load_set(SETS / f"news-{part}.jsonl").questions for part in ("dev", "test"))
    about = [{q.article or q.near for q in questions} for questions in (dev, test)]
    assert not about[0] & about[1] and None not in about[0] | about[1]


def test_sound_questions_have_no_problems(library: Assistant) -> None:
    place = by_place("foire.txt", FIRST.text, GOOD.support[0].text)
    title = replace(GOOD, answers=("change de place",))  # in the title of the support's article
    list_of_two = replace(
        GOOD,
        all_of=("Odette Vasseur", "Luc Brunet"),
        support=(place, Support("foire.txt", "Le boucher Luc Brunet s’en félicite.")),
        type="two-sentences",
    )
    none = Question("q2", "Qui a volé la foire ?", near="foire.txt", type="unanswerable")
    search = Question("q3", "La foire de Noirval change de place", article="foire.txt")
    assert problems(library, GOOD) == []
    assert problems(library, replace(GOOD, support=(place,))) == []
    assert problems(library, replace(title, also=("rappel.txt",))) == []
    assert problems(library, list_of_two) == []
    assert problems(library, none, search) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"article": "none.txt", "not_in": ("foire.txt",)},
            "“article” names none.txt, which isn't in the library",
        ),
        ({"also": ("rappel.txt", "no.txt")}, "“also” names no.txt, which isn't in the library"),
        ({"near": "no.txt"}, "“near” names no.txt"),
        ({"not_in": ("no.txt",)}, "“not_in” names no.txt"),
        ({"support": (Support("no.txt", "Odette Vasseur"),)}, "sentence 1 is of no.txt"),
        (
            {"support": (*GOOD.support, Support("foire.txt", "Elle l’a dit."))},
            "supporting sentence 2 (“Elle l’a dit.”) isn't in foire.txt: copy it",
        ),
        (
            {"support": (*GOOD.support, Support("foire.txt", "", 3, 9, "00000000"))},
            "supporting sentence 2 isn't in foire.txt: copy it",
        ),
        ({"support": ()}, "it has no supporting sentence"),
        (
            {"support": (Support("foire.txt", "Le boucher Luc Brunet s’en félicite."),)},
            "don't hold an accepted answer (“Odette Vasseur”)",
        ),
        (
            {"all_of": ("Odette Vasseur", "Luc Brunet"), "answers": ()},
            "don't hold the whole list (“Odette Vasseur”, “Luc Brunet”)",
        ),
        ({"type": "two-sentences"}, "fewer than two “support”"),
        ({"question": "Qui ? " * 999}, "it can't be asked: The question has"),
        ({"also": ()}, "the article rappel.txt also holds “Odette Vasseur”: list it in “also”"),
    ],
)
def test_each_mistake_is_found(library: Assistant, changes: dict[str, object], says: str) -> None:
    (sentence,) = problems(library, replace(GOOD, **changes))  # type: ignore[arg-type]
    assert says in sentence


@pytest.mark.parametrize("changes", [{"answers": ("Anne",)}, {"also": ("rappel.txt",)}])
def test_an_unanswerable_question_has_no_answers(
    library: Assistant, changes: dict[str, object]
) -> None:
    asked = Question("q", "Qui a volé la foire ?")
    (sentence,) = problems(library, replace(asked, **changes))  # type: ignore[arg-type]
    assert sentence.startswith("it has no “article”, and yet answers")


def test_an_article_that_also_answers_may_be_ruled_out(library: Assistant) -> None:
    assert problems(library, replace(GOOD, also=(), not_in=("rappel.txt",))) == []


def test_the_answer_alone_makes_no_second_article(library: Assistant) -> None:
    # The race's winner has the mayor's name and nothing else of the question.
    hits = library.search(GOOD.question, 30)
    assert "course.txt" in {hit.article.id for hit in hits}
    assert problems(library, GOOD) == []


def test_a_follow_up_is_searched_with_the_question_before_it(library: Assistant) -> None:
    history = (("Qui a annoncé que la foire de Noirval change de place ?", "La maire."),)
    asked = replace(GOOD, question="Et son nom ?", history=history, also=())
    (sentence,) = problems(library, asked)
    assert "rappel.txt also holds" in sentence


def test_passages_given_have_no_library(library: Assistant) -> None:
    with pytest.raises(QuestionError, match="there is no library to check it against"):
        problems(library, replace(GOOD, given=(FIRST,)))


def test_counts_and_what_is_printed() -> None:
    questions = (
        GOOD,
        replace(GOOD, id="q2", tags=("paraphrase",), history=(("Qui ?", "Elle."),)),
        replace(GOOD, id="q3", answers=(), type=""),
        Question("q4", "Qui ?", type="unanswerable"),
    )
    asked = QuestionSet("any", questions)
    assert count(asked) == Counts(
        questions=4,
        types={"who": 2, "untyped": 1, "unanswerable": 1},
        tags={"paraphrase": 1},
        unanswerable=1,
        followups=1,
        without_answers=1,
    )
    assert describe(asked, [Problem("q1", "this"), Problem("q1", "that")]).splitlines() == [
        "4 questions",
        "kinds: follow-ups 1 (25%), unanswerable 1 (25%), without accepted answers 1 (25%)",
        "types: who 2 (50%), unanswerable 1 (25%), untyped 1 (25%)",
        "tags: paraphrase 1 (25%)",
        "q1: this",
        "q1: that",
        "2 problems in 1 question.",
    ]
    assert describe(QuestionSet("one", questions[:1]), []).splitlines() == [
        "1 question",
        "types: who 1 (100%)",
        "No problems found.",
    ]
