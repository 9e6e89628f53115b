"""Measures on tiny cases with exact values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.measures import Prediction, holds_gold, measure, recall_at, reciprocal_rank
from eval.questions import Question

WHO = Question("q1", "Qui ?", answers=("Anne Roy",), article="a", also=("b",))
LIST = Question("q2", "Qui ?", all_of=("Anne Roy", "Luc Petit"), article="c")
NONE = Question("q3", "Qui ?")
SAID = Prediction(
    id="q1",
    found=("x", "b", "a"),
    text="C’est « Anne Roy » [1].",
    cited=("b", "x"),
    verbatim=(True, True),
    abstained=False,
    written_by="quotes",
    seconds=0.1,
)


def test_ranks() -> None:
    assert [recall_at(k, WHO, SAID.found) for k in (1, 2, 5)] == [0, 1, 1]
    assert reciprocal_rank(WHO, SAID.found) == 0.5
    assert reciprocal_rank(WHO, ("x",) * 10 + ("a",)) == 0
    assert reciprocal_rank(WHO, ()) == 0


@pytest.mark.parametrize(
    ("answer", "text", "holds"),
    [
        ("Anne Roy", "Selon anne roy, oui", True),
        ("Hélène", "helene [1]", True),
        ("2 000", "il y en a 2.000 ici", True),
        ("2 000", "2 000 places", True),
        ("3,6 millions", "3,6 millions d’euros", True),
        ("16 juin", "le 16 juin [2]", True),
        ("16", "116 voix", False),
        ("Roy", "Royal", False),
        ("1", "rien [1]", False),
        ("", "rien", False),
    ],
)
def test_gold(answer: str, text: str, holds: bool) -> None:
    assert holds_gold(replace(WHO, answers=(answer,)), text) is holds


def test_a_list_needs_every_item() -> None:
    assert holds_gold(LIST, "Luc Petit et Anne Roy")
    assert not holds_gold(LIST, "Luc Petit")


def test_everything_over_three_questions() -> None:
    abstained = replace(SAID, id="q2", abstained=True, text="Rien", cited=(), verbatim=())
    said = {"q1": SAID, "q2": abstained, "q3": replace(abstained, id="q3")}
    assert measure([WHO, LIST, NONE], said) == {
        "questions": 3,
        "recall@1": 0.0,
        "recall@5": 0.5,
        "recall@10": 0.5,
        "mrr@10": 0.25,
        "gold in answer": 0.5,
        "citation in right article": 0.5,
        "quotes verbatim": 1.0,
        "abstained on answerable": 0.5,
        "abstained on unanswerable": 1.0,
        "words in answer": 6.0,
    }


def test_a_missing_prediction_scores_zero_and_nothing_measures_none() -> None:
    measured = measure([WHO], {})
    assert measured["recall@10"] == 0 and measured["gold in answer"] == 0
    assert measured["abstained on unanswerable"] is None
    assert measured["quotes verbatim"] is None
