"""What speaks for a passage or a sentence, weighed: two linear models, in a file anyone can read.

The weights are learnt on our dev questions (``sourcier eval learn``) as a softmax over the
candidates of a question (Cao et al. 2007, “Learning to rank: from pairwise to listwise
approach”), so that scores are log-odds and their softmax is a share of the evidence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("ranking.json")

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The weight of each feature of a passage and of a sentence; one not named weighs 0."""

    passage: Mapping[str, float]
    sentence: Mapping[str, float]


@lru_cache(maxsize=1)
def shipped() -> Ranking:
    """Return the weights that come with Sourcier."""
    record = json.loads(FILE.read_text(encoding="utf-8"))
    return Ranking(record["passage"], record["sentence"])


def weigh(features: Features, weights: Mapping[str, float]) -> float:
    """Return the score of a candidate, in log-odds."""
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def leave_out(
    features: Features, stages: frozenset[str], of_stages: Mapping[str, Sequence[str]]
) -> dict[str, float]:
    """Return the features without those of ``stages``, which ``of_stages`` names."""
    off = {name for stage in stages for name in of_stages.get(stage, ())}
    return {name: value for name, value in features.items() if name not in off}


def shares(scores: Sequence[float]) -> list[float]:
    """Return the softmax of ``scores``: of each candidate its share of the evidence, 0 to 1."""
    best = max(scores, default=0.0)
    exponentials = [math.exp(score - best) for score in scores]
    total = sum(exponentials)
    return [one / total for one in exponentials]
