"""Questions and predictions → each question's part in every measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.measures import abstention, answers, citations, retrieval
from eval.measures.citations import Supports
from eval.measures.share import OUTSIDE, Share
from eval.measures.verdicts import Verdict, verdict, wrong_if_answered
from eval.predictions import Prediction
from eval.questions import Question

__all__ = [
    "MEASURES",
    "Measure",
    "Share",
    "Verdict",
    "score_all",
    "verdict",
    "wrong_if_answered",
]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its name, the group it is reported in, and a sentence on what it is."""

    name: str
    group: str
    higher_is_better: bool
    says: str


def _ranked(level: str, things: str, found: str, cutoffs: Sequence[int]) -> list[Measure]:
    """Return the measures of one level of retrieval, but for success."""
    return [
        *(
            Measure(
                f"{level} recall@{k}",
                "retrieval",
                True,
                f"Share of the {things} that are among the first {k} {found}.",
            )
            for k in cutoffs
        ),
        Measure(
            f"{level} MRR@10",
            "retrieval",
            True,
            f"One over the rank of the first of the {things}; 0 when none is in the first ten.",
        ),
        Measure(
            f"{level} nDCG@10",
            "retrieval",
            True,
            f"Gain of the {things} in the first ten, discounted by the logarithm of their rank, "
            "over the gain of the best order.",
        ),
    ]


_ARTICLES = _ranked("article", "articles that answer", "articles found", (1, 5, 10))

MEASURES: tuple[Measure, ...] = (
    *_ARTICLES[:3],
    Measure(
        "article success@1",
        "retrieval",
        True,
        "Share of questions for which the first article found is one that answers.",
    ),
    *_ARTICLES[3:],
    *_ranked(
        "passage", "passages that hold a supporting sentence whole", "passages found", (1, 5, 10)
    ),
    *_ranked("sentence", "supporting sentences", "sentences ranked", (1, 3, 10)),
    Measure(
        "exact match",
        "answers",
        True,
        "Share of answers that are a gold answer, word for word in normal form.",
    ),
    Measure(
        "F1", "answers", True, "Words the answer shares with the gold, precision against recall."
    ),
    Measure(
        "contains gold",
        "answers",
        True,
        "Share of answers that hold a gold answer, or every item of a list.",
    ),
    Measure("all of list", "answers", True, "Share of lists that are given with every item."),
    Measure(
        "citation recall",
        "citations",
        True,
        "Share of an answer's statements that are supported by what they cite.",
    ),
    Measure(
        "citation precision",
        "citations",
        True,
        "Share of an answer's citations that support their statement and are needed for it.",
    ),
    Measure(
        "citation in right article",
        "citations",
        True,
        "Share of an answer's citations that lie in an article that answers.",
    ),
    Measure(
        "support cited",
        "citations",
        True,
        "Share of the supporting sentences that the answer cites; none for an abstention.",
    ),
    Measure(
        "quotes verbatim",
        "citations",
        True,
        "Share of citations and quotes that the library holds, character for character.",
    ),
    Measure(
        "hallucination rate",
        "abstention",
        False,
        "Share of unanswerable questions that were answered.",
    ),
    Measure(
        "error rate", "abstention", False, "Share of answerable questions that were not answered."
    ),
    Measure(
        "abstention F1",
        "abstention",
        True,
        "Precision against recall of abstaining: silent on unanswerable questions, and only there.",
    ),
)


def score_all(
    questions: Sequence[Question], predictions: Mapping[str, Prediction], supports: Supports
) -> dict[str, dict[str, Share]]:
    """Return, by question and measure, numerator and denominator; (0, 0) outside the domain.

    Every question has every measure, in the order of ``MEASURES``. One whose prediction is
    missing or failed scores the worst there is. ``supports`` judges citations.
    """
    given = {id_: one for id_, one in predictions.items() if not one.failure}
    ranked = retrieval.score(questions, given)
    scores = {}
    for question in questions:
        prediction = given.get(question.id)
        found = {
            **ranked[question.id],
            **answers.score(question, prediction),
            **citations.score(question, prediction, supports),
            **abstention.score(question, prediction),
        }
        scores[question.id] = {one.name: found.get(one.name, OUTSIDE) for one in MEASURES}
    return scores
