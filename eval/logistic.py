"""Logistic regression with bounded weights, and how well scores tell two sides apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Bounds = tuple[float | None, float | None]


def fit_logistic(
    rows: NDArray[np.float64],
    positive: NDArray[np.bool_],
    weights: NDArray[np.float64],
    penalty: float,
    bounds: Sequence[Bounds],
) -> tuple[float, NDArray[np.float64]]:
    """Return the bias and the slopes of least loss, each slope within its bounds.

    ``rows`` are ``(cases, features)``, ``weights`` what each case counts for; half the
    ``penalty`` is on the squares of the slopes, none on the bias.
    """
    import numpy as np
    from scipy.optimize import minimize

    sides = np.where(positive, 1.0, -1.0)

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        slopes = values[1:]
        odds = sides * (rows @ slopes + values[0])
        total = float(weights @ np.logaddexp(0.0, -odds)) + penalty / 2 * float(slopes @ slopes)
        pull = -weights * sides / (1.0 + np.exp(np.clip(odds, -500, 500)))
        return total, np.concatenate([[pull.sum()], rows.T @ pull + penalty * slopes])

    start = np.zeros(len(bounds) + 1)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(None, None), *bounds]).x
    return float(best[0]), best[1:]


def area_under_curve(positive: Sequence[bool], scores: Sequence[float]) -> float:
    """Return how often a positive case scores above another one (AUC), ties half.

    NaN where there is but one side.
    """
    from scipy.stats import rankdata

    ranks = rankdata(scores)
    good = [rank for rank, is_positive in zip(ranks, positive, strict=True) if is_positive]
    others = len(positive) - len(good)
    if not good or not others:
        return float("nan")
    return float((sum(good) - len(good) * (len(good) + 1) / 2) / (len(good) * others))
