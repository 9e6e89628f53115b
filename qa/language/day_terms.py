"""Index terms for days, so that the lexical index finds a day whatever its wording.

“@2022-02-11” is a day, “@02-11” that day of any year, “@2022-02” a month. “@” keeps them apart
from words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date as Date
from datetime import timedelta

from qa.language.calendar import DateMention, PartialDate

_MOST_DAYS = 7  # a longer stretch stands for its months
_MOST_MONTHS = 2
_LEAP_YEAR = 2000


def day_terms(date: DateMention | Date) -> list[str]:
    """Return the terms under which a text is found that mentions ``date``, or is of that day.

    A day gives itself with and without its year, and its month; a stretch of up to a week each
    of its days; one of up to two months these; a year, or a longer stretch, nothing.
    """
    if isinstance(date, Date):
        return _of_day(date)
    span = date.span_of_days()
    if span is None:
        return _without_year(date)
    if date.day is not None or date.last is not None:
        days = _days(*span)
        if len(days) <= _MOST_DAYS:
            return list(dict.fromkeys(term for day in days for term in _of_day(day)))
    return _months(*span) if date.month is not None else []


def query_day_terms(asked: DateMention) -> list[str]:
    """Return the terms to search for what a question asks: “@02-11” for “11 février”.

    “février 2022” gives “@2022-02”, a stretch of up to a week each of its days, a year nothing:
    it is a word of its own.
    """
    span = asked.span_of_days()
    if span is None:
        return _without_year(asked)
    if asked.day is not None and (days := _days(*span)) and len(days) <= _MOST_DAYS:
        return [f"@{day.isoformat()}" for day in days]
    return _months(*span) if asked.month is not None else []


def years_for(asked: DateMention, days: Iterable[Date]) -> list[int]:
    """Return the years, earliest first, in which one of ``days`` may be the one asked about."""
    return sorted({day.year for day in days if asked.agrees_with(day)})


def _of_day(day: Date) -> list[str]:
    whole = day.isoformat()
    return [f"@{whole}", f"@{whole[5:]}", f"@{whole[:7]}"]


def _without_year(date: DateMention) -> list[str]:
    """Return “@02-11” for “11 février”, the days of “3 au 5 mai”, nothing for a month."""
    if date.day is None or date.year is not None:
        return []
    first, last = (replace(end, year=_LEAP_YEAR) for end in (date.first, date.last or date.first))
    if (last.month or 0) < (first.month or 0):
        last = replace(last, year=_LEAP_YEAR + 1)
    span = DateMention(0, 0, first, last).span_of_days()
    days = _days(*span) if span else []
    return [f"@{day.isoformat()[5:]}" for day in days] if len(days) <= _MOST_DAYS else []


def _days(first: Date, last: Date) -> list[Date]:
    """Return the days of a stretch, no more of them than tell that it is a long one."""
    count = min((last - first).days, _MOST_DAYS) + 1
    return [first + timedelta(days) for days in range(count)]


def _months(first: Date, last: Date) -> list[str]:
    begins, ends = (12 * day.year + day.month - 1 for day in (first, last))
    if ends - begins >= _MOST_MONTHS:
        return []
    months = (PartialDate(None, n % 12 + 1, n // 12) for n in range(begins, ends + 1))
    return [f"@{month.year:04}-{month.month:02}" for month in months]
