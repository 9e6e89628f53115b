"""Features → a score and a verdict, by the few weights of ``weights.json``.

A logistic regression whose weights are none above zero: what speaks against a sentence can't
raise its score. ``python -m eval.support fit`` makes the file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from qa.types import Verdict

WEIGHTS = Path(__file__).resolve().parent / "weights.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Model:
    """What each feature takes from ``base`` (log-odds), and the scores that verdicts begin at."""

    base: float
    weights: Mapping[str, float]
    supported: float
    partly: float

    def score(self, features: Mapping[str, float]) -> float:
        """Return how likely it is, 0 to 1, that a sentence with these features is borne out."""
        odds = self.base + sum(
            self.weights.get(name, 0.0) * value for name, value in features.items()
        )
        return 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))

    def verdict(self, score: float) -> Verdict:
        """Return what is to be made of a score."""
        if score >= self.supported:
            return "supported"
        return "partly" if score >= self.partly else "unsupported"


@lru_cache(maxsize=1)
def load_model() -> Model:
    """Return the model that comes with Sourcier, read at first use."""
    return read_model(WEIGHTS)


def read_model(path: Path) -> Model:
    """Read a model from JSON. Raises ``ValueError`` for another version."""
    record = json.loads(path.read_text(encoding="utf-8"))
    if record["version"] != _VERSION:
        raise ValueError(f"{path.name} is of version {record['version']}, not {_VERSION}")
    thresholds = record["thresholds"]
    return Model(record["base"], record["weights"], thresholds["supported"], thresholds["partly"])
