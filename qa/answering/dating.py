"""Which year's 11 February? A question's date without a year, and the one the quotes are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date as Date

from qa.language.calendar import DateMention, written_date
from qa.language.dates import find_dates
from qa.language.day_terms import years_for
from qa.language.query import Query
from qa.types import Article, Citation, Hit

_TAKEN = {
    "fr": ("Le {date}\u00a0:", "Le {date} (il y a aussi {others})\u00a0:"),
    "en": ("On {date}:", "On {date} (there is also {others}):"),
}


def date_taken(query: Query, quotes: Sequence[Citation]) -> Date | None:
    """Return the day the first quote is about, where the question gives a day without a year."""
    asked = _without_year(query)
    if asked is None or not quotes:
        return None
    return _day(asked, quotes[0])


def of_the_day(query: Query, quotes: Sequence[Citation], taken: Date) -> tuple[Citation, ...]:
    """Return the quotes, numbered anew, without those about the same day of another year."""
    asked = _without_year(query)
    kept = [quote for quote in quotes if asked is None or _day(asked, quote) in (None, taken)]
    return tuple(replace(quote, number=n) for n, quote in enumerate(kept, 1))


def introduce(query: Query, taken: Date, hits: Sequence[Hit]) -> str:
    """Say which day the answer is about, and in which other years something was found."""
    asked = _without_year(query)
    others: list[int] = []
    if asked is not None:
        found = (day for hit in hits for day in _days(asked, hit.article, hit.text))
        others = [year for year in years_for(asked, found) if year != taken.year]
    alone, among = _TAKEN.get(query.language, _TAKEN["en"])
    template = among if others else alone
    date = written_date(taken, query.language)
    return template.format(date=date, others=", ".join(map(str, others)))


def _without_year(query: Query) -> DateMention | None:
    """Return the question's date if it has one alone: a day and a month, no year."""
    dates = [date for date in query.dates if date.last is None and date.day and date.month]
    return dates[0] if len(query.dates) == len(dates) == 1 and dates[0].year is None else None


def _day(asked: DateMention, quote: Citation) -> Date | None:
    """Return the day asked about that a quote is about, if any."""
    return next(iter(_days(asked, quote.article, quote.quote)), None)


def _days(asked: DateMention, article: Article, text: str) -> Iterable[Date]:
    """Yield the days asked about that ``text`` mentions, then its article's own if it is one."""
    for mention in find_dates(text, article.date):
        if mention.as_date is not None and mention.meets(asked):
            yield mention.as_date
    if article.date is not None and asked.agrees_with(article.date):
        yield article.date
