"""Questions with their passages given, in NoMIRACL's form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.loading import load_set
from qa.errors import QuestionError


def passage(id: str, **more: Any) -> dict[str, Any]:
    return {"docid": id, "title": "Titre", "text": f"Le passage {id}.", **more}


def asked(id: str, positive: list[Any], negative: list[Any], **more: Any) -> dict[str, Any]:
    return {
        "query_id": id,
        "query": f"Question {id} ?",
        "positive_passages": positive,
        "negative_passages": negative,
        **more,
    }


def written(folder: Path, *rows: object) -> Path:
    path = folder / "test.relevant.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_passages_are_given_and_judged(tmp_path: Path) -> None:
    yes = asked(
        "1#0",
        [passage("a#1"), passage("a#2")],
        [passage("b#1", title=None)],
        answers=["oui"],
        subset="relevant",
    )
    no = asked("2#0", [], [passage("a#1"), passage("c#1")], subset="non_relevant")
    loaded = load_set(written(tmp_path, yes, no))
    answerable, unanswerable = loaded.questions
    assert (answerable.id, answerable.question) == ("1#0", "Question 1#0 ?")
    assert (answerable.article, answerable.also) == ("a#1", ("a#2",))
    assert (answerable.answers, answerable.tags) == (("oui",), ("relevant",))
    assert {a.id: (a.title, a.text) for a in answerable.given} == {
        "a#1": ("Titre", "Le passage a#1."),
        "a#2": ("Titre", "Le passage a#2."),
        "b#1": ("", "Le passage b#1."),
    }
    assert (unanswerable.article, unanswerable.type) == (None, "unanswerable")
    assert {a.id for a in unanswerable.given} == {"a#1", "c#1"}
    assert loaded.gives_passages and loaded.articles == ()
    assert loaded.name == "test.relevant"


def test_what_answers_comes_first_no_more_often_than_by_chance(tmp_path: Path) -> None:
    rows = [
        asked(str(n), [passage("yes")], [passage(f"no{m}") for m in range(3)]) for n in range(400)
    ]
    path = written(tmp_path, *rows)
    questions = load_set(path).questions
    first = sum(question.given[0].id == "yes" for question in questions)
    assert 70 <= first <= 130  # 100 expected; the shuffle is by hash, so this never changes
    assert load_set(path).questions == questions


GOOD = asked("1", [passage("a")], [])


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (asked("2", [], []), ": the question 2 has no passages"),
        (asked("2", [passage("a"), passage("a")], []), r"positive_passages\[1\]: the id “a” was"),
        (asked("2", [passage("a")], [passage("a")]), r"negative_passages\[0\]: the id “a” was"),
        (asked("2", [passage("a", text=" ")], []), r"positive_passages\[0\]: “text”"),
        (asked("2", [passage("a", title=3)], []), r"positive_passages\[0\]: “title”"),
        (asked("2", [{"text": "Un."}], []), r"positive_passages\[0\]: “docid”"),
        (asked("2", [], ["a"]), r"negative_passages\[0\]: a JSON object"),
        ({**GOOD, "query_id": "2", "negative_passages": "a"}, ": “negative_passages” must be a"),
        ({**GOOD, "query_id": "2", "query": ""}, ": “query”"),
        ({**GOOD, "query_id": "2", "answers": "oui"}, ": “answers”"),
        ({**GOOD, "query_id": "2", "subset": 3}, ": “subset”"),
        ({"id": "2", "question": "Qui ?"}, ": “query_id”"),
        (GOOD, ": the id “1” was used at .*line 1 already"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, row: object, says: str) -> None:
    path = written(tmp_path, GOOD, row)
    with pytest.raises(QuestionError, match=rf"test\.relevant\.jsonl, line 2(, )?{says}"):
        load_set(path)
