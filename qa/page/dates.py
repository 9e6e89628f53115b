"""The dates that articles are to be of: read from the page's two fields, and said in words."""

from __future__ import annotations

from html import escape

from qa.language.periods import parse_day
from qa.page.labels import Labels, written_date
from qa.types import Period


def read_period(since: str, until: str, labels: Labels) -> Period | str:
    """Return the period that the fields mean, or a sentence about what is wrong with them."""
    first, last = parse_day(since, last=False), parse_day(until, last=True)
    for text, day, field in ((since, first, labels.since), (until, last, labels.until)):
        if text.strip() and day is None:
            return labels.unread_date.format(field=field)
    if first and last and first > last:
        return labels.dates_reversed.format(
            since=written_date(first, labels), until=written_date(last, labels)
        )
    return Period(first, last)


def written_period(period: Period, labels: Labels) -> str:
    """Return a period in words: “du 1er mars 2022 au 31 mars 2022”; nothing for an open one."""
    since, until = (
        written_date(day, labels) if day else "" for day in (period.since, period.until)
    )
    if since and until:
        words = labels.of_day if since == until else labels.from_to
    else:
        words = labels.from_on if since else labels.up_to if until else ""
    return words.format(since=since, until=until)


def render_problem(period: Period | str) -> str:
    """Return the sentence about fields that can't be read, or nothing."""
    if isinstance(period, Period):
        return ""
    return f'<p class="problem" role="alert">{escape(period)}</p>'
