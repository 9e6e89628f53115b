"""Undo the wrapping of lines at a fixed width, as in PDF pages and old text files."""

from __future__ import annotations

import re
from itertools import pairwise

_NARROWEST, _WIDEST = 40, 130  # characters a line, in texts wrapped for people to read
_FEWEST_LINES = 3
_FULL = 0.75  # a line this full, relative to the width, runs on to the next
_MOST_ENDINGS = 0.5
_ENDS = re.compile(r"[.!?…:;][»”\"')\]\u00a0\u202f ]*$")
_ITEM = re.compile(r"(?:[-–—•●■▪►*]|\(?\d{1,3}[.)]|[a-z]\))\s")
_WORD = re.compile(r"\w+(?:-\w+)*")
_BROKEN = re.compile(r"(?<!\w)(\w+)-$")
# Compounds that a line's end may cut at their hyphen.
_FIRST_PARTS = frozenset(
    (
        "après avant arrière celui celle ceux celles peut demi mi semi non quasi ex vice grand "
        "grande porte rendez franco anglo est nord sud ouest ci vis là quelques dix vingt trente "
        "quarante cinquante soixante quatre vingts moi toi lui elle eux nous vous dit fait est a "
        "t"
    ).split()
)
_LAST_PARTS = frozenset(
    (
        "il ils elle elles on ce je tu nous vous moi toi lui leur leurs le la les y en t là ci "
        "même mêmes être vis dire"
    ).split()
)


def unwrap(text: str, *, always: bool = False) -> str:
    """Return ``text`` with its wrapped lines joined into paragraphs, words broken by a hyphen
    mended. Unless ``always``, a text that doesn't look wrapped comes back as it is.
    """
    lines = text.split("\n")
    inner = [line for line, following in pairwise(lines) if line and following]
    width = sorted(map(len, inner))[int(0.9 * (len(inner) - 1))] if inner else 0
    if not always and not _looks_wrapped(inner, width):
        return text
    known = frozenset(word.casefold() for word in _WORD.findall(text))
    paragraphs = [lines[:1]]
    for line, following in pairwise(lines):
        if _runs_on(line, following, width):
            paragraphs[-1].append(following)
        else:
            paragraphs.append([following])
    return "\n".join(_join(paragraph, known) for paragraph in paragraphs)


def _looks_wrapped(inner: list[str], width: int) -> bool:
    """Whether most lines that others follow end near ``width``, and in mid-sentence."""
    full = [line for line in inner if _FULL * width <= len(line)]
    endings = sum(bool(_ENDS.search(line)) for line in full)
    return (
        len(inner) >= _FEWEST_LINES
        and _NARROWEST <= width <= _WIDEST
        and len(full) > 0.5 * len(inner)
        and endings < _MOST_ENDINGS * len(full)
    )


def _runs_on(line: str, following: str, width: int) -> bool:
    if not line or not following or _ITEM.match(following):
        return False
    if _BROKEN.search(line) and following[0].islower():
        return True
    full = len(line) >= _FULL * width
    return full if _ENDS.search(line) else full or following[0].islower()


def _join(lines: list[str], known: frozenset[str]) -> str:
    """Join the lines of a paragraph; ``known`` words tell a broken word from a compound."""
    pieces = [lines[0]]
    for line, following in pairwise(lines):
        broken, rest = _BROKEN.search(line), _WORD.match(following)
        if not broken or not rest or not following[0].islower():
            pieces.append(" ")
        elif not _is_compound(broken[1].casefold(), rest[0].casefold(), known):
            pieces[-1] = pieces[-1][:-1]
        pieces.append(following)
    return "".join(pieces)


def _is_compound(first: str, last: str, known: frozenset[str]) -> bool:
    if f"{first}-{last}" in known:
        return True
    return first + last not in known and (first in _FIRST_PARTS or last in _LAST_PARTS)
