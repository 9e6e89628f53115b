"""How long people wait: percentiles of the stages' timings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eval.predictions import Prediction


@dataclass(frozen=True, slots=True)
class Cost:
    """Median and 95th percentile over ``n`` questions, in the unit of the timings: seconds,
    or tokens for ``tokens per second``."""

    p50: float
    p95: float
    n: int


def latencies(predictions: Iterable[Prediction]) -> dict[str, Cost]:
    """Return the cost of each stage, over the questions that went through it.

    Stages are in the order they are first seen; questions that failed are left out.
    Percentiles are ``numpy.percentile``'s, which interpolates linearly between the two
    nearest observations (type 7 of Hyndman and Fan 1996). Caveat: over fewer than 20
    questions p95 lies between the two slowest.
    """
    import numpy as np

    observed: dict[str, list[float]] = {}
    for prediction in predictions:
        if not prediction.failure:
            for stage, value in prediction.timings.items():
                observed.setdefault(stage, []).append(value)
    return {
        stage: Cost(float(np.percentile(values, 50)), float(np.percentile(values, 95)), len(values))
        for stage, values in observed.items()
    }
