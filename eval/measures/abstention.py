"""Whether silence was kept when it should be, and how well confidence tells when."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from eval.measures.share import Share, mean
from eval.predictions import Prediction
from eval.questions import Question


def score(question: Question, prediction: Prediction | None) -> dict[str, Share]:
    """Return hallucination or error rate, and the question's part in the F1 of abstaining.

    NoMIRACL (Thakur et al. 2024, arXiv 2312.11361): the hallucination rate is the share of
    unanswerable questions that were answered, the error rate that of answerable ones that
    were not. Of F1, where abstaining is the positive class, the numerator is 2 TP and the
    denominator 2 TP + FP + FN. A missing prediction counts as the mistake in each.

    Caveat: neither rate says that an answer is right; read them beside ``contains gold``.
    """
    if question.answerable:
        error = prediction is None or prediction.abstained
        return {"error rate": mean(error), "abstention F1": (0.0, float(error))}
    answered = prediction is None or not prediction.abstained
    found = (0.0, 1.0) if answered else (2.0, 2.0)
    return {"hallucination rate": mean(answered), "abstention F1": found}


def risk_coverage(
    confidence: Sequence[float], wrong: Sequence[bool | int]
) -> list[tuple[float, float, float]]:
    """Return (coverage, risk, confidence) for each confidence an answer could be required to have.

    Coverage is the share of questions answered when all of at least that confidence are, risk
    the share of those answers that are wrong (El-Yaniv and Wiener 2010, JMLR 11; Geifman and
    El-Yaniv 2017, arXiv 1705.08500). From the highest confidence down; equal ones are one
    point. A withheld answer counts as what it would have been. Raises ``ValueError`` when
    the two differ in length.
    """
    ordered = sorted(zip(confidence, wrong, strict=True), key=lambda pair: -pair[0])
    points, answered, mistakes = [], 0, 0
    for level, tied in groupby(ordered, key=lambda pair: pair[0]):
        outcomes = [bool(is_wrong) for _, is_wrong in tied]
        answered += len(outcomes)
        mistakes += sum(outcomes)
        points.append((answered / len(ordered), mistakes / answered, level))
    return points


def aurc(points: Sequence[tuple[float, float, float]]) -> float:
    """Return the area under a risk–coverage curve, 0 to 1, lower is better; 0 for no points.

    Without ties it is the mean of the risks at every coverage (Geifman et al. 2019, arXiv
    1805.08206); a step goes back from each point to the one before. Caveat: it falls with
    the number of wrong answers too, so compare it between runs over the same questions.
    """
    before = [0.0, *(coverage for coverage, _, _ in points)]
    return sum(
        (coverage - last) * risk for (coverage, risk, _), last in zip(points, before, strict=False)
    )
