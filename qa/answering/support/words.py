"""What is known of words: how rare they are, what else stands for them, what is contrary.

``words.json`` was written by hand. Everything is kept and looked up by stem.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from qa.language.analysis import analyse
from qa.language.rarity import Rarity, of_french

_WORDS = Path(__file__).with_name("words.json")
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How rare stems are, and for each stem the groups it is in.

    Two stems of one group of ``same`` may stand for each other, ``contrary`` holds for a stem
    the stems of the other side, and ``places`` ties a country or town to its adjective.
    """

    rarity: Rarity
    same: dict[str, frozenset[int]]
    contrary: dict[str, frozenset[str]]
    places: dict[str, frozenset[int]]

    def weight(self, stem: str) -> float:
        """Return the inverse document frequency of ``stem`` in French news."""
        return self.rarity.idf(stem)

    def alike(self, one: str, other: str) -> bool:
        """Whether the stems may stand for each other: a son is a child, and no daughter."""
        if other in self.contrary.get(one, ()):
            return False
        return not self.same.get(one, _NONE).isdisjoint(self.same.get(other, _NONE))


_NONE: frozenset[int] = frozenset()


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return what is known, read at first use."""
    written = _read(_WORDS)
    contrary: dict[str, set[str]] = {}
    for line in written["opposite"]:
        one, other = (set(analyse(side)) for side in line.split("|"))
        for here, there in ((one, other), (other, one)):
            for stem in here - there:
                contrary.setdefault(stem, set()).update(there - here)
    return Lexicon(
        of_french(),
        _groups(written["same"]),
        {stem: frozenset(stems) for stem, stems in contrary.items()},
        _groups(written["places"]),
    )


def _groups(lines: list[str]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(lines):
        for stem in analyse(line):
            found.setdefault(stem, set()).add(number)
    return {stem: frozenset(numbers) for stem, numbers in found.items()}


def _read(path: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if record["version"] != _VERSION:
        raise ValueError(f"{path.name} is of version {record['version']}, not {_VERSION}")
    return record
