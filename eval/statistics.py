"""How sure a measure is: bootstrap intervals and permutation tests over questions.

A measure is a ratio of sums over questions, Σ numerator / Σ denominator: a mean when every
denominator is 1, and also rates and F1. Arrays are float64 of length n, one entry a question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESAMPLES = 2_000
PERMUTATIONS = 10_000
LEVEL = 0.95
ALPHA = 0.05
SEED = 7
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval, over ``n`` questions; all None when there are none."""

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Difference:
    """How much B is above A, with its interval, and how likely that is by luck.

    ``p`` is two-sided; ``p_lower`` and ``p_higher`` are those of B being as far below A, and
    above. ``changed`` says whether any question's result differs.
    """

    a: float | None
    b: float | None
    difference: float
    low: float
    high: float
    p: float
    p_lower: float
    p_higher: float
    changed: bool


def estimate(numerators: NDArray[np.float64], denominators: NDArray[np.float64]) -> Estimate:
    """Return the ratio of sums with its 95% percentile bootstrap interval.

    Questions are drawn again with replacement (Efron 1979; Sakai 2006, “Evaluating evaluation
    metrics based on the bootstrap”). Caveat: with few questions, or all of them alike, the
    interval is too narrow: a share of 1 out of 5 gets [1, 1].
    """
    import numpy as np

    there = denominators > 0
    n = int(there.sum())
    if n == 0:
        return Estimate(None, None, None, 0)
    counts = resamples(n)
    ratios = _ratios(counts @ numerators[there], counts @ denominators[there])
    low, high = np.nanquantile(ratios, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    value = numerators[there].sum() / denominators[there].sum()
    return Estimate(float(value), float(low), float(high), n)


def compare(
    a: tuple[NDArray[np.float64], NDArray[np.float64]],
    b: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> Difference | None:
    """Compare two runs over the same questions; None when either measures nothing.

    ``a`` and ``b`` are (numerators, denominators). The interval is a paired bootstrap's:
    both runs are resampled by the same draws. The p-value is a two-sided paired permutation
    test's (Fisher 1935; Smucker et al. 2007): the share of random swaps of the two runs'
    results, question by question, that differ at least as much.
    """
    import numpy as np

    there = (a[1] > 0) | (b[1] > 0)
    (an, ad), (bn, bd) = ((n[there], d[there]) for n, d in (a, b))
    if not ad.sum() or not bd.sum():
        return None
    va, vb = float(an.sum() / ad.sum()), float(bn.sum() / bd.sum())
    counts = resamples(len(an))
    drawn = _ratios(counts @ bn, counts @ bd) - _ratios(counts @ an, counts @ ad)
    low, high = np.nanquantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    permuted = _permuted((an, ad), (bn, bd))
    observed = vb - va

    def share(as_far: NDArray[np.bool_]) -> float:
        return min(1.0, float((1 + as_far.sum()) / (1 + PERMUTATIONS)))

    return Difference(
        va,
        vb,
        observed,
        float(low),
        float(high),
        p=share(np.abs(permuted) >= abs(observed) - _ROUNDING),
        p_lower=share(permuted <= observed + _ROUNDING),
        p_higher=share(permuted >= observed - _ROUNDING),
        changed=bool((an != bn).any() or (ad != bd).any()),
    )


def _permuted(
    a: tuple[NDArray[np.float64], NDArray[np.float64]],
    b: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Return ``(PERMUTATIONS,)``: B − A with the two runs' results swapped at random."""
    import numpy as np

    swaps = np.random.default_rng(SEED).random((PERMUTATIONS, len(a[0]))) < 0.5
    numerators, denominators = (swaps @ (y - x) for x, y in zip(a, b, strict=True))
    return _ratios(b[0].sum() - numerators, b[1].sum() - denominators) - _ratios(
        a[0].sum() + numerators, a[1].sum() + denominators
    )


def holm(p_values: Mapping[str, float], alpha: float = ALPHA) -> set[str]:
    """Return the names that are significant together (Holm 1979): one false alarm in 1/alpha."""
    kept = set()
    for rank, (name, p) in enumerate(sorted(p_values.items(), key=lambda pair: pair[1])):
        if p > alpha / (len(p_values) - rank):
            break
        kept.add(name)
    return kept


@lru_cache(maxsize=32)
def resamples(n: int) -> NDArray[np.float64]:
    """Return ``(RESAMPLES, n)``: how often each of ``n`` questions is drawn, the same each time."""
    import numpy as np

    random = np.random.default_rng(SEED)
    return random.multinomial(n, np.full(n, 1 / n), size=RESAMPLES).astype(np.float64)


def _ratios(
    numerators: NDArray[np.float64], denominators: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Divide; nan where a draw holds no question of the measure's."""
    import numpy as np

    safe = np.where(denominators > 0, denominators, np.nan)
    ratios: NDArray[np.float64] = numerators / safe
    return ratios
