"""One word a question, and whether the answer would be wrong if it were given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.measures.verdicts import verdict, wrong_if_answered
from eval.predictions import Cited, Prediction, Said
from eval.questions import Question

WHO = Question("q", "Qui ?", answers=("Anne Roy",), article="a", also=("b",))
LIST = Question("q", "Qui ?", all_of=("Anne Roy", "Luc Petit"), article="a")
BARE = Question("q", "Qui ?", article="a")
NONE = Question("q", "Qui ?")


def say(text: str, *articles: str) -> Said:
    return Said(text, tuple(Cited(1, one, "", None, 0, 1, "x", True) for one in articles))


@pytest.mark.parametrize(
    ("question", "said", "word", "wrong"),
    [
        (WHO, say("Anne Roy [1]", "x"), "right", False),
        (WHO, say("Luc Petit [1]", "x", "b"), "partly", True),
        (WHO, say("Luc Petit [1]", "x"), "wrong", True),
        (LIST, say("Luc Petit et Anne Roy", "x"), "right", False),
        (LIST, say("Luc Petit", "x"), "partly", True),
        (LIST, say("Personne", "a"), "partly", True),
        (LIST, say("Personne", "x"), "wrong", True),
        (BARE, say("Anne Roy", "a"), "right", False),
        (BARE, say("Anne Roy", "x"), "wrong", True),
        (NONE, say("Anne Roy", "a"), "should be silent", True),
    ],
)
def test_answers(question: Question, said: Said, word: str, wrong: bool) -> None:
    answered = Prediction("q", said=said)
    assert verdict(question, answered) == word
    assert wrong_if_answered(question, answered) is wrong
    withheld = Prediction("q", said=say("Rien"), withheld=said, abstained=True)
    assert verdict(question, withheld) == ("abstained" if question.answerable else "rightly silent")
    assert wrong_if_answered(question, withheld) is wrong


@pytest.mark.parametrize("question", [WHO, LIST, BARE, NONE])
def test_what_failed_is_wrong(question: Question) -> None:
    failed = replace(Prediction("q", said=say("Anne Roy", "a")), failure="It broke.")
    for prediction in (None, failed):
        assert verdict(question, prediction) == "failed"
        assert wrong_if_answered(question, prediction) is True


def test_withholding_nothing_withholds_a_wrong_answer() -> None:
    assert wrong_if_answered(WHO, Prediction("q", abstained=True)) is True
