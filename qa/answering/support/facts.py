"""Whether names, amounts and dates are borne out, and stand with what they belong to."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import TYPE_CHECKING

from qa.answering.support.amounts import borne_out, measure, measured
from qa.answering.support.matching import Matches
from qa.answering.support.names import known, name_support
from qa.answering.support.reading import Reading
from qa.answering.support.wording import windows
from qa.language.calendar import DateMention, mention_of
from qa.language.scanning import WEEKDAY, WEEKDAYS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST = 2.0  # two false things are as bad as three
_TOO_PRECISE = 0.4  # “le 11 février” where the text says February
_NEIGHBOURS = 4  # content words around a number or date that say what it is of
_WRONG = 0.5  # borne out less than this, a fact is false
_UNKNOWN = 0.5  # a weekday where the evidence names none
_WEEKDAY = re.compile(rf"\b{WEEKDAY}")


Key = frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Fact:
    """A name, amount or date of a sentence: as written, where, and how well it is borne out.

    ``key`` is what it is compared by: two are the same when they have something in common.
    ``columns`` are the sentences that have it.
    """

    kind: str
    text: str
    start: int
    support: float
    key: Key
    columns: tuple[int, ...] = ()

    @property
    def false(self) -> bool:
        """Whether the evidence doesn't have it."""
        return self.support < _WRONG

    @property
    def unheard(self) -> bool:
        """Whether the evidence has nothing of it."""
        return not self.support


def find_facts(
    sentence: Reading, evidence: Sequence[Reading], title: Reading | None, date: Date | None
) -> list[Fact]:
    """Return the facts of ``sentence``, judged by all its evidence, title and date."""
    around = [*evidence, *([title] if title else [])]
    return [
        *_names(sentence, around),
        *_amounts(sentence, evidence, around, date),
        *_dates(sentence, evidence, around, date),
    ]


def facts_against(facts: Sequence[Fact]) -> dict[str, float]:
    """Return the features of facts that aren't borne out: how many of each kind, two at most."""
    against = dict.fromkeys(("name", "amount", "date"), 0.0)
    for fact in facts:
        against[fact.kind] = min(against[fact.kind] + 1 - fact.support, _MOST)
    return against


def misplaced(facts: Sequence[Fact], matches: Matches) -> float:
    """Return how much of what stands by a number or date is found away from it, 0 to 1."""
    worst = 0.0
    for fact in facts:
        if fact.columns and fact.kind != "name" and not fact.false and matches.tokens:
            worst = max(worst, _away(fact, matches))
    return worst


def _away(fact: Fact, matches: Matches) -> float:

    near = sorted(
        range(len(matches.tokens)), key=lambda n: abs(matches.tokens[n].start - fact.start)
    )[:_NEIGHBOURS]
    weights = matches.weights[near]
    around: NDArray[np.float64] = windows(matches)[near]
    anywhere = float(weights @ matches.degrees[near].max(axis=1))
    here = float((weights @ around[:, list(fact.columns)]).max())
    return max(0.0, (anywhere - here) / float(weights.sum()))


def _names(sentence: Reading, around: Sequence[Reading]) -> list[Fact]:
    there, found = known(around), []
    starts = {start for start, _ in sentence.sentences}
    for name in sentence.names:
        written = name.span.cut(sentence.text)
        opens = name.span.start in starts and " " not in written
        support = name_support(name, written, opens, there)
        found.append(Fact("name", written, name.span.start, support, frozenset(name.words)))
    return found


def _amounts(
    sentence: Reading, evidence: Sequence[Reading], around: Sequence[Reading], date: Date | None
) -> list[Fact]:
    there = [amount for reading in around for amount in reading.amounts]
    years = {m.year for reading in around for m in reading.dates} | ({date.year} if date else set())
    days = {m.day for reading in around for m in reading.dates}
    found = []
    for amount in sentence.amounts:
        support, value = borne_out(amount, there)
        if not measure(amount) and not amount.spelled and amount.value in years | days:
            support = 1.0
        places = [
            (n, one.span.start)
            for n, reading in enumerate(evidence)
            for one in reading.amounts
            if one.value == value
        ]
        span, key = measured(amount), frozenset({value})
        columns = _columns(evidence, places)
        found.append(Fact("amount", span.cut(sentence.text), span.start, support, key, columns))
    return found


def _dates(
    sentence: Reading, evidence: Sequence[Reading], around: Sequence[Reading], date: Date | None
) -> list[Fact]:
    there = [mention for reading in around for mention in reading.dates]
    if date is not None:
        there.append(mention_of(date))
    numbers = {amount.value for reading in around for amount in reading.amounts}
    found = []
    for mention in sentence.dates:
        support = max((_date_support(mention, other) for other in there), default=0.0)
        if _year_alone(mention) and mention.year in numbers:
            support = 1.0
        support = max(support, _by_word(sentence, mention, around, numbers))
        support = min(support, _weekday_support(sentence, mention, around))
        places = [
            (n, one.start)
            for n, reading in enumerate(evidence)
            for one in reading.dates
            if _date_support(mention, one) == 1.0
        ]
        written = sentence.text[mention.start : mention.end]
        found.append(
            Fact(
                "date",
                written,
                mention.start,
                support,
                date_key(mention),
                _columns(evidence, places),
            )
        )
    return [*found, *_bare_weekdays(sentence, around)]


def _weekday_support(sentence: Reading, mention: DateMention, around: Sequence[Reading]) -> float:
    """Judge “lundi 19 juillet”: 0 where that day is no Monday, or is called otherwise."""
    written = _WEEKDAY.search(sentence.folded, mention.start, mention.end)
    if not written:
        return 1.0
    said, day = WEEKDAYS[written.group()], mention.as_date
    if day is not None and day.weekday() != said:
        return 0.0
    called = {
        WEEKDAYS[found.group()]
        for one in around
        for other in one.dates
        if mention.agrees_with(other)
        and (found := _WEEKDAY.search(one.folded, other.start, other.end))
    }
    return 0.0 if called and said not in called else 1.0


def _bare_weekdays(sentence: Reading, around: Sequence[Reading]) -> list[Fact]:
    """Judge weekdays that stand for no known day, as nobody said when the text was written."""
    there = {WEEKDAYS[word] for one in around for word in _WEEKDAY.findall(one.folded)}
    found = []
    for match in _WEEKDAY.finditer(sentence.folded):
        if any(mention.start <= match.start() < mention.end for mention in sentence.dates):
            continue
        support = 1.0 if WEEKDAYS[match.group()] in there else 0.0 if there else _UNKNOWN
        found.append(
            Fact("date", match.group(), match.start(), support, frozenset({match.group()}))
        )
    return found


def _by_word(
    sentence: Reading, mention: DateMention, around: Sequence[Reading], numbers: set[float]
) -> float:
    """Judge a date that agrees with none: “mercredi”, reckoned otherwise, or “le 19” alone."""
    written = sentence.folded[mention.start : mention.end]
    if any(written == one.folded[m.start : m.end] for one in around for m in one.dates):
        return 1.0
    months = {other.month for one in around for other in one.dates}
    return _TOO_PRECISE if mention.day in numbers and mention.month in months else 0.0


def date_key(mention: DateMention) -> Key:
    """Return what a date is compared by: the day it begins on, as far as that is known."""
    return frozenset({(mention.day, mention.month, mention.year)})


def _year_alone(mention: DateMention) -> bool:
    return mention.month is None and mention.last is None


def _date_support(mention: DateMention, other: DateMention) -> float:
    if not mention.agrees_with(other):
        return 0.0
    if mention.year is not None and other.year is None and _year_alone(mention):
        return 0.0
    mine, theirs = mention.span_of_days(), other.span_of_days()
    if mine and theirs and mine[0] <= theirs[0] and theirs[1] <= mine[1]:
        return 1.0
    if mention.last and other.last:
        return _TOO_PRECISE
    return 1.0 if other.meets(mention) else _TOO_PRECISE


def _columns(evidence: Sequence[Reading], places: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Return which sentences of all the evidence hold ``places``: a text, and where in it."""
    firsts = [0]
    for reading in evidence:
        firsts.append(firsts[-1] + len(reading.sentences))
    return tuple(
        dict.fromkeys(firsts[text] + evidence[text].sentence_at(at) for text, at in places)
    )
