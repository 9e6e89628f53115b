"""Names and numbers in text: what a sentence must not get wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language.analysis import STOP_WORDS, fold, normalise_number
from qa.types import Span

_CAPITAL = r"(?:[A-ZÀ-ÖØ-ÞŒ][\w’'.-]*\w|[A-ZÀ-ÖØ-ÞŒ]\.?)"
_PARTICLE = r"(?:de|du|des|d['’]|la|le|von|van|der|den|di|da|del|al|el|ben|bin|ibn)"
_NAME = re.compile(rf"(?<![\w]){_CAPITAL}(?:[ \u00a0-](?:{_PARTICLE}[ \u00a0]?){{0,2}}{_CAPITAL})*")
_ELISION = re.compile(r"^(?:[LlDdJjMmTtSsNnCc]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)['’]")
_TITLES = frozenset(("m mm mme mmes mlle dr pr me mgr mr mrs ms lord sir").split())
_NUMBER = re.compile(
    r"(?<![\w.,])\d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?:,\d+)?(?!\d)|(?<![\w])\d+(?:[.,]\d+)?"
)
_NUMBER_WORDS = {
    word: str(number)
    for number, words in {
        2: "deux two",
        3: "trois three",
        4: "quatre four",
        5: "cinq five",
        6: "six",
        7: "sept seven",
        8: "huit eight",
        9: "neuf nine",
        10: "dix ten dizaine",
        11: "onze eleven",
        12: "douze twelve douzaine",
        13: "treize thirteen",
        14: "quatorze fourteen",
        15: "quinze fifteen quinzaine",
        16: "seize sixteen",
        20: "vingt twenty vingtaine",
        30: "trente thirty trentaine",
        40: "quarante forty quarantaine",
        50: "cinquante fifty cinquantaine",
        60: "soixante sixty soixantaine",
        100: "cent hundred centaine",
        1000: "mille thousand millier",
    }.items()
    for word in words.split()
}
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name or acronym as written, with its folded words but no title (M., Mme)."""

    span: Span
    words: tuple[str, ...]


def find_names(text: str, *, initial: bool = True) -> list[Name]:
    """Return runs of capitalised words in ``text`` that look like names.

    The first word of a sentence may be capitalised for no other reason: a run of one
    word there is kept only when ``initial``.
    """
    names = []
    for match in _NAME.finditer(text):
        start, raw = match.start(), match.group()
        elision = _ELISION.match(raw)
        if elision:
            start, raw = start + elision.end(), raw[elision.end() :]
        words = [word for word in re.findall(r"\w+", fold(raw)) if word not in _TITLES]
        while words and words[0] in STOP_WORDS:
            words.pop(0)
        if not words or not raw[:1].isupper():
            continue
        if len(words) == 1 and not initial and _opens_sentence(text, match.start()):
            continue
        names.append(Name(Span(start, match.end()), tuple(words)))
    return names


def find_numbers(text: str) -> set[str]:
    """Return the numbers written in digits in ``text``, each in one form (``2 000`` → ``2000``)."""
    return {normalise_number(raw) for raw in _NUMBER.findall(text)}


def spelled_numbers(text: str) -> set[str]:
    """Return the numbers written as single words in ``text`` (“trois”, “douzaine”), in digits."""
    words = (fold(word) for word in _WORD.findall(text))
    return {
        number
        for word in words
        if (number := _NUMBER_WORDS.get(word) or _NUMBER_WORDS.get(word.rstrip("s")))
    }


def _opens_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \u00a0\u202f«“\"'’(—–-")
    return not before or before[-1] in ".!?…:\n"
