"""How rare a term is in French at large: what a small library can't tell of its own.

``rarity.json`` counts the passages of French news that hold each of the 20,000 commonest terms
of ``qa.language.analysis``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("rarity.json")
_RARE = 4  # passages that hold a term too rare to be listed, about
_AS_GOOD_AS = 2_000  # passages of a library's own that tell as much as all of these


@dataclass(frozen=True, slots=True)
class Rarity:
    """How many of so many ``passages`` hold each term."""

    passages: int
    terms: Mapping[str, int]

    def idf(self, term: str, held_by: int = 0, of: int = 0) -> float:
        """Return how telling a term is, at least 0; ``held_by`` of ``of`` passages hold it here.

        The larger the library, the more its own counts say.
        """
        share = self.terms.get(term, _RARE) / self.passages
        held, passages = held_by + _AS_GOOD_AS * share, of + _AS_GOOD_AS
        return math.log(1 + (passages - held) / (held + 0.05))


@lru_cache(maxsize=1)
def of_french() -> Rarity:
    """Return the counts that come with Sourcier."""
    record = json.loads(FILE.read_text(encoding="utf-8"))
    return Rarity(record["passages"], record["terms"])
