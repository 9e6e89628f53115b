"""Whether what was said is the right answer: exact match, F1, and gold found in the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from eval.measures.normalising import normalise
from eval.measures.share import Share, mean
from eval.predictions import Prediction
from eval.questions import Question


def exact_match(text: str, golds: Sequence[str]) -> float:
    """Return 1 when ``text`` is one of ``golds`` in normal form, else 0.

    Rajpurkar et al. 2016, “SQuAD” (arXiv 1606.05250). Caveat: an answer that quotes a whole
    sentence is hardly ever a match; a gold that is nothing in normal form never is.
    """
    said = normalise(text)
    return float(any(said and said == normalise(gold) for gold in golds))


def f1(text: str, golds: Sequence[str]) -> float:
    """Return the harmonic mean of precision and recall over bags of words, best of ``golds``.

    Rajpurkar et al. 2016, “SQuAD” (arXiv 1606.05250). Caveat: it falls with every word said
    beyond the gold, quotes included; read it beside ``contains gold``.
    """
    said = Counter(normalise(text))
    return max((_f1(said, Counter(normalise(gold))) for gold in golds), default=0.0)


def contains_gold(question: Question, text: str) -> bool:
    """Whether an accepted answer, or every item of a list, stands in ``text`` as a run of words.

    Caveat: a long answer may hold the gold by luck; read it with the precision of citations.
    """
    if question.all_of:
        return all_of_share(question.all_of, text) == 1.0
    said = normalise(text)
    return any(_within(normalise(gold), said) for gold in question.answers)


def holds_some(question: Question, text: str) -> bool:
    """Whether an accepted answer, or an item of a list, stands in ``text``."""
    return contains_gold(question, text) or all_of_share(question.all_of, text) > 0


def all_of_share(items: Sequence[str], text: str) -> float:
    """Return the share of ``items`` that stand in ``text``, each as a run of words."""
    said = normalise(text)
    return sum(_within(normalise(item), said) for item in items) / len(items) if items else 0.0


def score(question: Question, prediction: Prediction | None) -> dict[str, Share]:
    """Return the measures of the answer; silence and a missing prediction score 0.

    Nothing for a question that isn't answerable or has no gold answer. A list's gold is all
    its items; ``all of list`` is 1 only when each of them is there.
    """
    if not question.answerable or not question.gold:
        return {}
    text = prediction.said.text if prediction and not prediction.abstained else ""
    holds = mean(contains_gold(question, text))
    return {
        "exact match": mean(exact_match(text, question.gold)),
        "F1": mean(f1(text, question.gold)),
        "contains gold": holds,
        **({"all of list": holds} if question.all_of else {}),
    }


def _f1(said: Counter[str], gold: Counter[str]) -> float:
    common = (said & gold).total()
    return 2 * common / (said.total() + gold.total()) if common else 0.0


def _within(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether ``few`` stands in ``many`` as a run; nothing stands nowhere."""
    size = len(few)
    return bool(few) and any(
        list(many[at : at + size]) == list(few) for at in range(len(many) - size + 1)
    )
