"""What a question contributes to a measure."""

from __future__ import annotations

Share = tuple[float, float]
"""Numerator and denominator: a measure is the ratio of their sums over the questions.

A denominator of 0 means that the question is outside the measure's domain.
"""

OUTSIDE: Share = (0.0, 0.0)


def mean(value: float) -> Share:
    """Return the share of a question in a mean over questions."""
    return float(value), 1.0
