"""Rankings → recall and MRR by article, with intervals, and Sourcier's lead over each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from eval.measures.retrieval import score
from eval.peers.measuring import Measured
from eval.predictions import Place, Prediction
from eval.questions import Question
from eval.statistics import Difference, Estimate, compare, estimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Shares = tuple[NDArray[np.float64], NDArray[np.float64]]

MEASURES = ("article recall@1", "article recall@5", "article recall@10", "article MRR@10")
COMPARED = ("article recall@5", "article MRR@10")


def shares(measured: Measured, questions: Sequence[Question]) -> dict[str, Shares]:
    """Return, by measure, numerators and denominators, one a question."""
    import numpy as np

    scores = score(questions, {id_: _prediction(id_, a) for id_, a in measured.articles.items()})
    found: dict[str, Shares] = {}
    for name in MEASURES:
        pairs = np.array([scores[question.id][name] for question in questions], dtype=np.float64)
        found[name] = pairs[:, 0], pairs[:, 1]
    return found


def _prediction(question: str, articles: Sequence[str]) -> Prediction:
    """Put the articles as the harness's measures take them: a passage each."""
    places = tuple(Place(article, "", None, 0, 0, "", 0.0) for article in articles)
    return Prediction(question, passages=places)


def estimates(found: dict[str, Shares]) -> dict[str, Estimate]:
    """Return each measure with its 95% bootstrap interval."""
    return {name: estimate(*pair) for name, pair in found.items()}


def lead(ours: dict[str, Shares], theirs: dict[str, Shares]) -> dict[str, Difference | None]:
    """Return how far ours is above theirs, with a paired bootstrap's 95% interval."""
    return {name: compare(theirs[name], ours[name]) for name in COMPARED}


def best_french(
    measured: Sequence[Measured], found: Sequence[dict[str, Estimate]]
) -> frozenset[int]:
    """Return which of ``measured`` is each system's best candidate in French.

    By recall@5, then MRR@10, then recall@1. The candidates are compared on the questions they
    are then reported on, which favours them.
    """
    order = ("article recall@5", "article MRR@10", "article recall@1")
    best: dict[str, int] = {}
    for number, one in enumerate(measured):
        if one.configuration.role != "french":
            continue
        champion = best.setdefault(one.system, number)
        if [found[number][m].value or 0.0 for m in order] > [
            found[champion][m].value or 0.0 for m in order
        ]:
            best[one.system] = number
    return frozenset(best.values())
