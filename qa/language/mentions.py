"""Names and numbers in text: what a sentence must not get wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qa.language.analysis import STOP_WORDS
from qa.language.folding import fold
from qa.language.numbers import IN_DIGITS, normalise_number, spelled_values
from qa.language.openers import opens_sentences
from qa.types import Span

_UPPER = "A-ZÀ-ÖØ-ÞŒŠŽŁ"
_PARTICLE = r"(?:de|du|des|d['’]|la|le|von|van|der|den|di|da|del|al|el|ben|bin|ibn)"
# A capital that nothing but an elision gave a word (“C’est”) is passed over.
_REST = rf"(?!(?:u|(?:us|ors|uis|uoi)qu)?['’][^{_UPPER}])(?:[\w’'.-]*\w|\.)?"
# The capitals come first in the pattern: the engine skips to them.
_NAME = re.compile(
    rf"[{_UPPER}](?<!\w.){_REST}(?:[ \u00a0-](?:{_PARTICLE}[ \u00a0]?){{0,2}}[{_UPPER}]{_REST})*"
)
_ELISION = re.compile(r"(?:[LlDdJjMmTtSsNnCc]|(?:[Jj]us|[Ll]ors|[Pp]uis|[Qq]uoi)?[Qq]u)['’]")
_CAPITALS = re.compile(rf"[{_UPPER}][^{_UPPER}]*[{_UPPER}]")
_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]+")
_TITLES = frozenset(
    "m mm mme mmes mlle me dr pr mgr mr mrs ms lord sir monsieur madame maitre".split()
)
_BEFORE = " \u00a0\u202f«“\"'’(—–-"


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name or acronym as written, with its folded words but no title (M., Mme)."""

    span: Span
    words: tuple[str, ...]


def find_names(text: str, *, initial: bool = True) -> list[Name]:
    """Return runs of capitalised words in ``text`` that look like names.

    The first word of a sentence may be capitalised for no other reason. Alone it is kept when
    it has another capital (“OTAN”), and, if ``initial``, when it isn't a word that often
    opens sentences (“Macron”, but not “Plusieurs”).
    """
    names = []
    for match in _NAME.finditer(text):
        run, start = _read(match.group()), match.start()
        if not run.words:
            continue
        if run.lead or run.doubtful:
            opens = _opens_sentence(text, start)
            if opens and not run.lead and (not initial or run.opener):
                continue
            start += run.lead if opens else 0
        names.append(Name(Span(start + run.elided, match.end()), run.words))
    return names


@dataclass(frozen=True, slots=True)
class _Run:
    """Capitalised words in a row: the name's, folded, and what to make of the first.

    ``elided`` and ``lead`` are how many characters an elision and stop words (“Selon”) take at
    its beginning. It is ``doubtful`` if it is one word whose capital may be a sentence's,
    and an ``opener`` if that word often opens sentences.
    """

    words: tuple[str, ...]
    elided: int
    lead: int
    doubtful: bool
    opener: bool


@lru_cache(maxsize=1 << 15)
def _read(raw: str) -> _Run:
    elision = _ELISION.match(raw)
    elided = elision.end() if elision else 0
    name, lead = raw[elided:], 0
    while not elided and fold(name.partition(" ")[0]) in STOP_WORDS and " " in name:
        lead += name.index(" ") + 1
        name = raw[lead:]
    words = [word for word in _WORD.findall(fold(name)) if word not in _TITLES]
    while words and words[0] in STOP_WORDS:
        words.pop(0)
    doubtful = not elided and " " not in name and not _CAPITALS.search(name)
    return _Run(tuple(words), elided, lead, doubtful, opens_sentences(name))


def find_numbers(text: str) -> set[str]:
    """Return the numbers written in digits in ``text``, each in one form (``2 000`` → ``2000``)."""
    return {normalise_number(raw) for raw in IN_DIGITS.findall(text)}


def spelled_numbers(text: str) -> set[str]:
    """Return the numbers written in words in ``text`` (“vingt-deux”, “douzaine”), in digits."""
    return {str(value) for value in spelled_values(_LETTERS.findall(fold(text)))}


def _opens_sentence(text: str, at: int) -> bool:
    while at > 0 and text[at - 1] in _BEFORE:
        at -= 1
    return at == 0 or text[at - 1] in ".!?…:\n"


def forget_names() -> None:
    """Empty the cache of names: to measure without it."""
    _read.cache_clear()
