"""Choices that look random and are the same on every run: a hash of what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Lot:
    """Draws for one sentence of one article; another ``what`` is another draw."""

    article: str
    sentence: int

    def number(self, what: str) -> float:
        """Return a number from 0 to 1, 1 not included."""
        key = f"{self.article}\n{self.sentence}\n{what}".encode("utf-8", "replace")
        return int.from_bytes(blake2b(key, digest_size=6).digest()) / 2**48

    def chance(self, share: float, what: str) -> bool:
        """Return true for about ``share`` of all draws."""
        return self.number(what) < share

    def pick(self, choices: Sequence[_T], what: str) -> _T:
        """Return one of ``choices``."""
        return choices[int(self.number(what) * len(choices))]
