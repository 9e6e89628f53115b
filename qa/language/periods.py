"""The ends of a period as a person gives them → the days it goes from and to."""

from __future__ import annotations

import re
from datetime import date as Date
from datetime import datetime

from qa.errors import QuestionError
from qa.language.calendar import PartialDate
from qa.language.dates import find_dates
from qa.types import Period

# 2022, 2022-02, 2022-02-11, 02/2022: read here, for a text holds other numbers of such shapes.
_NUMBERS = re.compile(
    r"(?P<year>[12]\d{3})(?:-(?P<month>0?[1-9]|1[0-2])(?:-(?P<day>0?[1-9]|[12]\d|3[01]))?)?"
    r"|(?P<month_first>0?[1-9]|1[0-2])/(?P<year_last>[12]\d{3})"
)
_BEFORE = re.compile(r"(?:le|en|on|in)\s+", re.IGNORECASE)


def parse_period(since: Date | str | None = None, until: Date | str | None = None) -> Period:
    """Return the period from ``since`` to ``until``, both included.

    Each is a date, or text: ``2022-02-11``, ``11/02/2022``, ``11 février 2022``; or a month or
    year (``2022-02``, ``février 2022``, ``2022``), which means its first day as ``since`` and
    its last as ``until``. None or no text leaves that end open. Raises ``QuestionError``.
    """
    period = Period(_day(since, "since", last=False), _day(until, "until", last=True))
    if period.since and period.until and period.since > period.until:
        raise QuestionError(
            f"The period begins on {period.since} and ends before, on {period.until}: exchange "
            "since and until."
        )
    return period


def _day(value: Date | str | None, name: str, *, last: bool) -> Date | None:
    if value is None or isinstance(value, Date):
        return value.date() if isinstance(value, datetime) else value
    if not value.strip():
        return None
    day = parse_day(value, last=last)
    if day is None:
        raise QuestionError(
            f"“{value.strip()}” can't be read as a date for {name}: write it as 2022-02-11, "
            "11/02/2022, “11 février 2022”, “février 2022” or 2022."
        )
    return day


def parse_day(text: str, *, last: bool) -> Date | None:
    """Return the first day that ``text`` means, or the ``last``; None when it is no date."""
    text = _BEFORE.sub("", text.strip(), count=1)
    numbers = _NUMBERS.fullmatch(text)
    if numbers:
        days = _partial(numbers).days()
    else:
        mentions = find_dates(text)
        whole = len(mentions) == 1 and mentions[0].end - mentions[0].start == len(text)
        days = mentions[0].span_of_days() if whole else None
    return days[last] if days else None


def _partial(numbers: re.Match[str]) -> PartialDate:
    year, month, day, month_first, year_last = (int(n) if n else None for n in numbers.groups())
    return PartialDate(day, month or month_first, year or year_last)
