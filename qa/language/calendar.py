"""Days, months, years and stretches of them, as far as a text says which; and in words."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date as Date

MONTH_NAMES = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
).split()
_ENGLISH_MONTH_NAMES = (
    "January February March April May June July August September October November December"
).split()
_LEAP_YEAR = 2000  # stands for a year nobody gives, so that 29 February exists
_DAY_SPAN, _MONTH_SPAN = 7, 31  # how long a stretch may be and still say which day, which month


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year; what isn't said is ``None``. A day always has its month."""

    day: int | None = None
    month: int | None = None
    year: int | None = None

    @property
    def as_date(self) -> Date | None:
        """The calendar day, when day, month and year are all there and exist."""
        days = self.days() if self.day else None
        return days[0] if days else None

    def days(self) -> tuple[Date, Date] | None:
        """Return its first and last day; None without a year, or when there is no such day."""
        if self.year is None:
            return None
        if self.month is None:
            return Date(self.year, 1, 1), Date(self.year, 12, 31)
        length = calendar.monthrange(self.year, self.month)[1]
        if self.day is not None and self.day > length:
            return None
        return (
            Date(self.year, self.month, self.day or 1),
            Date(self.year, self.month, self.day or length),
        )

    def agrees_with(self, other: PartialDate) -> bool:
        """Whether every part given by both is equal."""
        return (
            (self.day is None or other.day is None or self.day == other.day)
            and (self.month is None or other.month is None or self.month == other.month)
            and (self.year is None or other.year is None or self.year == other.year)
        )


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date at ``text[start:end]``: ``first``, or the stretch from ``first`` to ``last``."""

    start: int
    end: int
    first: PartialDate
    last: PartialDate | None = None

    @property
    def day(self) -> int | None:
        """The day it begins on."""
        return self.first.day

    @property
    def month(self) -> int | None:
        """The month it begins in."""
        return self.first.month

    @property
    def year(self) -> int | None:
        """The year it begins in."""
        return self.first.year

    @property
    def as_date(self) -> Date | None:
        """The calendar day, when it is one day, given by day, month and year."""
        return self.first.as_date if self.last is None else None

    def span_of_days(self) -> tuple[Date, Date] | None:
        """Return the first and the last day it covers; None when that isn't known."""
        begins, ends = self.first.days(), (self.last or self.first).days()
        return (begins[0], ends[1]) if begins and ends and begins[0] <= ends[1] else None

    def agrees_with(self, other: DateMention | Date) -> bool:
        """Whether both may mean the same day or period.

        Parts given by both are equal; a stretch has a day in common with the other one, in
        the year given by either, or in any year when neither gives one.
        """
        theirs = other if isinstance(other, DateMention) else mention_of(other)
        if self.last is None and theirs.last is None:
            return self.first.agrees_with(theirs.first)
        ends = (self.first, self.last, theirs.first, theirs.last)
        years = {end.year for end in ends if end and end.year} or {_LEAP_YEAR}
        return any(
            mine[0] <= there[1] and there[0] <= mine[1]
            for mine in self._spans(years)
            for there in theirs._spans(years)
        )

    def meets(self, asked: DateMention) -> bool:
        """Whether it agrees with ``asked`` and is as precise: “février 2022” isn't the 11th.

        A stretch of up to a week counts for its days, one of up to a month for its months.
        """
        if not self.agrees_with(asked):
            return False
        if asked.day is not None:
            return self.day is not None and self._length() <= _DAY_SPAN
        if asked.month is not None:
            return self.month is not None and self._length() <= _MONTH_SPAN
        return True

    def _length(self) -> int:
        if self.last is None:
            return 1 if self.day is not None else _MONTH_SPAN
        span = self.span_of_days() or next(iter(self._spans({_LEAP_YEAR})), None)
        return (span[1] - span[0]).days + 1 if span else _MONTH_SPAN + 1

    def _spans(self, years: set[int]) -> list[tuple[Date, Date]]:
        """Return the stretches of days it may mean, in ``years`` where it gives no year."""
        if self.first.year is not None:
            span = self.span_of_days()
            return [span] if span else []
        spans = []
        for year in sorted(years | {year - 1 for year in years}):
            first = replace(self.first, year=year)
            last = replace(self.last or self.first, year=year)
            if (last.month or 0, last.day or 0) < (first.month or 0, first.day or 0):
                last = replace(last, year=year + 1)  # “du 28 décembre au 3 janvier”
            span = replace(self, first=first, last=last).span_of_days()
            spans += [span] if span else []
        return spans


def mention_of(day: Date) -> DateMention:
    """Return a day as a mention that stands nowhere."""
    return DateMention(0, 0, PartialDate(day.day, day.month, day.year))


def written_date(date: Date | PartialDate, language: str) -> str:
    """Return a date in words, in French or English: “1er mai 2020”, “February 2022”, “2019”.

    What a partial date leaves open is left out.
    """
    day, month, year = date.day, date.month, date.year
    names = MONTH_NAMES if language == "fr" else _ENGLISH_MONTH_NAMES
    parts = (
        "1er" if day == 1 and language == "fr" else str(day or ""),
        names[month - 1] if month else "",
        str(year or ""),
    )
    return " ".join(filter(None, parts))
