"""The measures, as pure functions of questions and what was predicted for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.questions import Question
from qa.language.analysis import fold, normalise_number

_MARKER = re.compile(r"\[\d+\]")
_WORD = re.compile(r"\d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)?|\w+")


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the assistant said to a question, as far as the measures need it.

    ``found`` are article ids, best first, each once. ``cited`` are the articles of the
    citations, one a citation; ``verbatim`` says of each whether its quote was found at its
    offsets.
    """

    id: str
    found: tuple[str, ...]
    text: str
    cited: tuple[str, ...]
    verbatim: tuple[bool, ...]
    abstained: bool
    written_by: str
    seconds: float


def recall_at(k: int, question: Question, found: Sequence[str]) -> float:
    """Return 1 when an article that answers is among the first ``k`` found, else 0.

    With one relevant article this is recall; with several, success at k.
    """
    return float(any(article in question.articles for article in found[:k]))


def reciprocal_rank(question: Question, found: Sequence[str], k: int = 10) -> float:
    """Return 1 over the rank of the first article that answers, 0 when not in the first ``k``.

    Its mean over questions is MRR@k (Voorhees 1999, TREC-8 question answering track).
    """
    ranks = (n for n, article in enumerate(found[:k], 1) if article in question.articles)
    return 1.0 / next(ranks, float("inf"))


def holds_gold(question: Question, text: str) -> bool:
    """Whether ``text`` holds an accepted answer, or every item of a list.

    Case, accents, punctuation, spaces and the notation of numbers don't count; words must
    match whole. A long answer may hold the gold by luck: read it with the answer's length.
    """
    words = _words(_MARKER.sub(" ", text))
    if question.all_of:
        return all(_within(_words(item), words) for item in question.all_of)
    return any(_within(_words(answer), words) for answer in question.answers)


def measure(
    questions: Sequence[Question], predictions: Mapping[str, Prediction]
) -> dict[str, float | int | None]:
    """Return every measure over the questions; one without a prediction counts as a failure.

    A measure of nothing (abstention with no unanswerable question) is None.
    """
    answerable = [q for q in questions if q.answerable]
    unanswerable = [q for q in questions if not q.answerable]
    said = {q.id: predictions[q.id] for q in questions if q.id in predictions}
    answered = [q for q in answerable if q.id in said and not said[q.id].abstained]
    citations = [ok for p in said.values() for ok in p.verbatim]

    def over(
        pool: Iterable[Question], score: Callable[[Question, Prediction], float]
    ) -> float | None:
        values = [score(q, said[q.id]) if q.id in said else 0.0 for q in pool]
        return sum(values) / len(values) if values else None

    return {
        "questions": len(questions),
        "recall@1": over(answerable, lambda q, p: recall_at(1, q, p.found)),
        "recall@5": over(answerable, lambda q, p: recall_at(5, q, p.found)),
        "recall@10": over(answerable, lambda q, p: recall_at(10, q, p.found)),
        "mrr@10": over(answerable, lambda q, p: reciprocal_rank(q, p.found)),
        "gold in answer": over(answerable, lambda q, p: not p.abstained and holds_gold(q, p.text)),
        "citation in right article": over(answered, _right_citations),
        "quotes verbatim": sum(citations) / len(citations) if citations else None,
        "abstained on answerable": over(answerable, lambda q, p: p.abstained),
        "abstained on unanswerable": over(unanswerable, lambda q, p: p.abstained),
        "words in answer": over(answered, lambda q, p: len(p.text.split())),
    }


def _right_citations(question: Question, prediction: Prediction) -> float:
    """Return the share of citations that lie in an article that answers; 0 for no citation."""
    right = [article in question.articles for article in prediction.cited]
    return sum(right) / len(right) if right else 0.0


def _words(text: str) -> list[str]:
    return [
        normalise_number(word)
        if word[0].isdigit() and word.strip("0123456789., \u00a0\u202f") == ""
        else word
        for word in _WORD.findall(fold(text))
    ]


def _within(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether ``few`` stands in ``many`` as a run; nothing stands nowhere."""
    size = len(few)
    return bool(few) and any(
        list(many[at : at + size]) == list(few) for at in range(len(many) - size + 1)
    )
