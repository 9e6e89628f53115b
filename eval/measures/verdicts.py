"""One word for how a question went."""

from __future__ import annotations

from typing import Literal

from eval.measures.answers import all_of_share, contains_gold
from eval.predictions import Prediction, Said
from eval.questions import Question

Verdict = Literal[
    "right", "partly", "wrong", "abstained", "rightly silent", "should be silent", "failed"
]
GOOD: tuple[Verdict, ...] = ("right", "rightly silent")


def verdict(question: Question, prediction: Prediction | None) -> Verdict:
    """Say how the question went.

    ``partly`` is a list with some of its items, or an answer without the gold that cites an
    article that answers. Where no gold answer is known, citing such an article is ``right``.
    """
    if prediction is None or prediction.failure:
        return "failed"
    if not question.answerable:
        return "rightly silent" if prediction.abstained else "should be silent"
    if prediction.abstained:
        return "abstained"
    if _is_right(question, prediction.said):
        return "right"
    some = all_of_share(question.all_of, prediction.said.text) > 0
    return "partly" if some or _cites_right(question, prediction.said) else "wrong"


def wrong_if_answered(question: Question, prediction: Prediction | None) -> bool:
    """Whether the answer, or the one withheld, would be wrong if it were given.

    It is when the question has no answer, when the gold isn't in it, and when there is none.
    """
    if prediction is None or prediction.failure or not question.answerable:
        return True
    said = prediction.withheld if prediction.abstained else prediction.said
    return not _is_right(question, said)


def _is_right(question: Question, said: Said) -> bool:
    if question.gold:
        return contains_gold(question, said.text)
    return _cites_right(question, said)


def _cites_right(question: Question, said: Said) -> bool:
    return any(cited.article in question.articles for cited in said.citations)
