"""A text read once for all checks: sentences, content words, names, amounts, dates, negations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as Date
from functools import lru_cache

from qa.answering.support.amounts import measured
from qa.answering.support.frames import frame_stems
from qa.answering.support.polarity import negated_words
from qa.answering.support.words import lexicon
from qa.language.amounts import Amount, find_figures
from qa.language.analysis import analyse
from qa.language.calendar import DateMention
from qa.language.dates import find_dates
from qa.language.folding import fold
from qa.language.mentions import Name, find_names
from qa.language.numbers import join_thousands
from qa.language.sentences import split_sentences

_WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")
_DOTTED = re.compile(r"\b(?:[A-ZÀ-Ý]\.){2,}[A-ZÀ-Ý]?")
_TIME = re.compile(r"(?<!\d)(\d{1,2})\s?[hH]\s?(\d{2})(?!\w)")
_MOST = 1024
_NAME_WEIGHT = 3.0  # a name weighs this at least, however often it is in the news


@dataclass(frozen=True, slots=True)
class Token:
    """A content word: as written but folded, its stem and weight, and where it stands."""

    word: str
    stem: str
    weight: float
    sentence: int
    start: int
    named: bool
    negated: bool


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What was read of ``text``, which is the text given with its notations made plain."""

    text: str
    folded: str
    sentences: tuple[tuple[int, int], ...]
    tokens: tuple[Token, ...]
    names: tuple[Name, ...]
    amounts: tuple[Amount, ...]
    dates: tuple[DateMention, ...]

    def sentence_at(self, place: int) -> int:
        """Return the number of the sentence that holds the character at ``place``."""
        for number, (_, end) in enumerate(self.sentences):
            if place < end:
                return number
        return max(len(self.sentences) - 1, 0)


@lru_cache(maxsize=_MOST)
def read(text: str, published: Date | None = None) -> Reading:
    """Read ``text``; dates it leaves open are worked out from ``published``."""
    plain = _plain(text)
    folded = _folded(plain)
    sentences = tuple((span.start, span.end) for span in split_sentences(plain))
    dates = tuple(find_dates(plain, published))
    names = tuple(find_names(plain))
    amounts = tuple(find_figures(plain, dates))
    reading = Reading(plain, folded, sentences, (), names, amounts, dates)
    return Reading(plain, folded, sentences, tuple(_tokens(reading)), names, amounts, dates)


def _plain(text: str) -> str:
    """Return ``text`` with one notation for thousands, times of day and acronyms."""
    text = _DOTTED.sub(lambda match: match.group().replace(".", ""), text)
    return join_thousands(_TIME.sub(r"\1 h \2", text))


def _folded(text: str) -> str:
    """Fold character by character, so that offsets stay."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded
    return "".join(one if len(one := fold(c)) == 1 else (one[:1] or " ") for c in text)


def _tokens(reading: Reading) -> list[Token]:
    found = []
    size = len(reading.text)
    told = _marked(size, [(one.start, one.end) for one in reading.dates])
    amounts = [measured(one) for one in reading.amounts]
    counted = _marked(size, [(span.start, span.end) for span in amounts])
    named = _marked(size, [(one.span.start, one.span.end) for one in reading.names])
    negated, number = negated_words(reading.folded), 0
    for match in _WORD.finditer(reading.text):
        at = match.start()
        while number + 1 < len(reading.sentences) and at >= reading.sentences[number][1]:
            number += 1
        if told[at] or counted[at]:
            continue
        stem, how_much = _stem_of(match.group())
        if not stem:
            continue
        if named[at]:
            how_much = max(how_much, _NAME_WEIGHT)
        word = reading.folded[at : match.end()]
        found.append(Token(word, stem, how_much, number, at, bool(named[at]), at in negated))
    return found


@lru_cache(maxsize=1 << 16)
def _stem_of(word: str) -> tuple[str, float]:
    """Return the stem of a word and its weight; "" for a word that says nothing."""
    stem = next(iter(analyse(word)), "")
    return ("", 0.0) if stem in frame_stems() else (stem, lexicon().weight(stem))


def _marked(size: int, spans: list[tuple[int, int]]) -> bytearray:
    """Return a byte a character, 1 within ``spans``."""
    marks = bytearray(size)
    for start, end in spans:
        marks[start:end] = b"\1" * (end - start)
    return marks
