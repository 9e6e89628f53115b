"""Predictions → each question's scores, and all of them together with their intervals."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval.measures import MEASURES, Share, score_all, verdict, wrong_if_answered
from eval.measures.abstention import aurc, risk_coverage
from eval.measures.citations import Supports
from eval.measures.cost import latencies
from eval.predictions import Prediction
from eval.questions import UNTYPED, Question, QuestionSet
from eval.statistics import estimate

ALL = "all"


@dataclass(frozen=True, slots=True)
class Scored:
    """One row a question, for ``scores.jsonl``, and what ``metrics.json`` holds."""

    questions: list[dict[str, Any]]
    metrics: dict[str, Any]


def score(
    question_set: QuestionSet,
    predictions: Mapping[str, Prediction],
    supports: Supports,
    index: Mapping[str, Any] | None,
) -> Scored:
    """Measure every question of the set; one without a prediction counts as a failure.

    ``supports`` judges citations, ``index`` is what the manifest says of indexing.
    """
    questions = question_set.questions
    scores = score_all(questions, predictions, supports)
    rows = [
        _row(question, predictions.get(question.id), scores[question.id]) for question in questions
    ]
    points = risk_coverage([row["confidence"] for row in rows], [row["wrong"] for row in rows])
    writers = [p.written_by for p in predictions.values() if not p.abstained and not p.failure]
    metrics = {
        "set": question_set.name,
        "questions": len(questions),
        "types": _count([_type(question) for question in questions]),
        "measures": estimates(rows),
        "costs": {stage: asdict(cost) for stage, cost in latencies(predictions.values()).items()},
        "peak memory": peak_memory(),
        "index": index,
        "risk coverage": [list(point) for point in points],
        "AURC": aurc(points),
        "verdicts": _count([row["verdict"] for row in rows]),
        "written by": _count(writers),
    }
    return Scored(rows, metrics)


def estimates(rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return, by measure and then by type of question, the value with its interval."""
    import numpy as np

    pools = {ALL: list(rows)}
    for row in rows:
        pools.setdefault(row["type"], []).append(row)
    found: dict[str, dict[str, Any]] = {}
    for measure in MEASURES:
        found[measure.name] = {}
        for kind, pool in pools.items():
            shares = np.array([row["scores"][measure.name] for row in pool], dtype=float)
            found[measure.name][kind] = asdict(estimate(shares[:, 0], shares[:, 1]))
    return found


def peak_memory() -> int:
    """Return the most memory this process has held, in bytes; 0 where the system won't say."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _row(
    question: Question, prediction: Prediction | None, scores: Mapping[str, Share]
) -> dict[str, Any]:
    return {
        "id": question.id,
        "type": _type(question),
        "question": question.question,
        "answers": question.answers,
        "all_of": question.all_of,
        "article": question.article,
        "also": question.also,
        "support": [support.text for support in question.support],
        "history": question.history,
        "tags": question.tags,
        "verdict": verdict(question, prediction),
        "confidence": prediction.confidence if prediction else 0.0,
        "wrong": int(wrong_if_answered(question, prediction)),
        "scores": {name: [float(n), float(d)] for name, (n, d) in scores.items()},
    }


def _type(question: Question) -> str:
    return question.type or UNTYPED


def _count(names: Sequence[str]) -> dict[str, int]:
    return {name: names.count(name) for name in dict.fromkeys(names)}
