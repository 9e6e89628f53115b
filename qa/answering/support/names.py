"""Whether the names a sentence uses are names its evidence uses, in whatever form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from qa.answering.support.matching import is_acronym
from qa.answering.support.reading import Reading
from qa.answering.support.words import lexicon
from qa.language.analysis import STOP_WORDS, analyse
from qa.language.mentions import Name

_WORD = re.compile(r"\w+")
_SPELLING, _LONG = 0.86, 7  # “Zelensky” and “Zelenskyy”
_FORENAME_ADDED = 0.6  # “Emmanuel Macron” where the text only says “M. Macron”
_APART = 0.3  # the words are there, but not together
_OPENING = 0.5  # a capital that may be the sentence's own
_TOGETHER = 0.9  # “le Vieux-Port de Marseille” where the text has the port and the town apart
_PIECES = re.compile(r" (?:(?:de la|de l|du|des|de|d) )+")
_COMMON = 3.0  # weight up to which a word in capitals (“l’État”) may be no name
_SHORTEST_ACRONYM = 2
_PARTICLES = frozenset("de du des d la le l von van der den di da del al el ben bin ibn et".split())


@dataclass(frozen=True, slots=True)
class Known:
    """Who and what evidence names: its words in a row, its names, and its stems.

    ``initials`` are those of its content words in a row.
    """

    words: str
    names: frozenset[tuple[str, ...]]
    stems: frozenset[str]
    initials: str
    acronyms: frozenset[str]


def known(readings: Sequence[Reading]) -> Known:
    """Gather what ``readings`` name."""
    each = [_known(reading) for reading in readings]
    return Known(
        " | ".join(one.words for one in each),
        frozenset().union(*(one.names for one in each)),
        frozenset().union(*(one.stems for one in each)),
        " ".join(one.initials for one in each),
        frozenset().union(*(one.acronyms for one in each)),
    )


@lru_cache(maxsize=1024)
def _known(reading: Reading) -> Known:
    words = _WORD.findall(reading.folded)
    return Known(
        f" {' '.join(words)} ",
        frozenset(name.words for name in reading.names),
        frozenset(analyse(" ".join(words))),
        "".join(word[0] for word in words if word not in STOP_WORDS),
        frozenset(token.word for token in reading.tokens if is_acronym(reading, token)),
    )


def name_support(name: Name, written: str, opens: bool, there: Known) -> float:
    """Return how well ``there`` bears a name out, 0 to 1.

    ``written`` is the name as it stands, and ``opens`` whether its capital may be that of a
    sentence.
    """
    words = name.words
    if f" {' '.join(words)} " in there.words:
        return 1.0
    degree = _one(words[0], written, there) if len(words) == 1 else _several(words, there)
    if not degree and written.isupper() and _stands_for(written, there):
        return 1.0
    return max(degree, _OPENING) if opens and len(words) == 1 else degree


def _one(word: str, written: str, there: Known) -> float:
    stems = analyse(word) or [word]
    if all(stem in there.stems for stem in stems) or _place_named(stems[0], there):
        return 1.0
    if len(word) == 1:
        return 1.0 if f" {word}" in there.words else 0.0
    if len(stems) == 1 and lexicon().weight(stems[0]) <= _COMMON and not written.isupper():
        return _OPENING
    if len(word) < _LONG:
        return 0.0
    close = (
        one
        for one in set(there.words.split())
        if abs(len(one) - len(word)) <= 2 and one[:2] == word[:2]
    )
    return 0.8 if any(_alike(word, one) for one in close) else 0.0


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= _SPELLING


def _place_named(stem: str, there: Known) -> bool:
    places = lexicon().places
    groups = places.get(stem, frozenset())
    return any(
        not groups.isdisjoint(places.get(one, frozenset())) for one in there.stems & places.keys()
    )


def _several(words: tuple[str, ...], there: Known) -> float:
    """Judge a name of several words: order, particles and first names may differ."""
    full = [word for word in words if word not in _PARTICLES]
    acronym = "".join(word[0] for word in full)
    if any(one.startswith(acronym) and len(one) <= len(full) + 1 for one in there.acronyms):
        return 1.0
    for one in there.names:
        other = [word for word in one if word not in _PARTICLES]
        if sorted(other) == sorted(full) or _same_with_initials(full, other):
            return 1.0
    pieces = [piece.split() for piece in _PIECES.split(" ".join(words)) if piece]
    if len(pieces) > 1 and all(f" {' '.join(piece)} " in there.words for piece in pieces):
        return _TOGETHER
    held = [f" {word} " in there.words or _one(word, word, there) == 1.0 for word in full]
    if all(held):
        return _together(full, there)
    if not held[-1]:
        return sum(held) / len(held) * _APART
    return _with_forename(full, held, there)


def _with_forename(full: list[str], held: list[bool], there: Known) -> float:
    """Judge a name whose last word is known: is the rest added to it, or put for another?"""
    others = [one for one in there.names if full[-1] in one and len(one) > 1]
    if any(one[-1] == full[-1] for one in others) and len(full) == 2:
        return 0.0
    return _FORENAME_ADDED if not others else sum(held) / len(held) * _FORENAME_ADDED


def _same_with_initials(one: list[str], other: list[str]) -> bool:
    if len(one) != len(other) or one[-1] != other[-1]:
        return False
    return all(
        a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in zip(one, other, strict=True)
    )


def _together(full: list[str], there: Known) -> float:
    """Return 1 when the words of a name stand within a few words of each other."""
    near = r"(?: \w+){0,3} "
    for order in (full, full[::-1]):
        if re.search(rf" {near.join(map(re.escape, order))} ".replace("  ", " "), there.words):
            return 1.0
    return _APART


def _stands_for(acronym: str, there: Known) -> bool:
    letters = "".join(filter(str.isalpha, acronym)).lower()
    return len(letters) > _SHORTEST_ACRONYM and letters in there.initials
