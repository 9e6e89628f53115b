"""Find the dates a text mentions, French first, English too.

What a mention leaves open (the year in “le 11 février”) is worked out from the day of
publication where that is given, and else stays ``None``. A mention begins with its first word
that tells when: “11 février” of “le 11 février”, “été 2018” of “l'été 2018”.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date as Date

from qa.language import (
    feasts,
    month_dates,
    relative_dates,
    scanning,
    weekday_dates,
    written_dates,
    year_dates,
)
from qa.language.calendar import MONTH_NAMES, DateMention, PartialDate, written_date
from qa.language.scanning import Scan

__all__ = ["MONTH_NAMES", "DateMention", "PartialDate", "find_dates", "written_date"]

_YEAR_FIGURES = 4
_FIRST_YEAR, _LAST_YEAR = 1500, 9000  # days outside of these no article was published on


def _read_century(scan: Scan, at: int) -> int:
    return relative_dates.read_unit(scan, at) or year_dates.read_century(scan, at)


# What a date may begin with in folded text, what must follow there, and what reads it: a
# function of the text and the place that returns where it has read to, 0 when there is no date.
_Reader = Callable[[Scan, int], int]
_WORD_END, _TURN = "(?![a-z])", "(?=derni|prochain|passe)"
_BEGINNINGS: tuple[tuple[Iterable[str], str, _Reader], ...] = (
    (scanning.WEEKDAYS, _WORD_END, weekday_dates.read_weekday),
    (scanning.MONTHS, _WORD_END, month_dates.read_month),
    (relative_dates.SEASONS, " (?=[12d]|prochain|passe)", relative_dates.read_season),
    (relative_dates.UNITS, f" {_TURN}", relative_dates.read_unit),
    (("week-end", "weekend"), _WORD_END, relative_dates.read_weekend),
    (("debut", "mi", "milieu", "fin"), "(?=[ -][jfmasond12l])", month_dates.read_part),
    (("ce", "cet", "cette"), f" (?={'|'.join(weekday_dates.THESE)})", weekday_dates.read_this),
    (relative_dates.DAY_WORDS, _WORD_END, relative_dates.read_day_word),
    (relative_dates.NEXT_DAYS, _WORD_END, relative_dates.read_next_day),
    (("il y a", "voila", "voici"), f" (?={relative_dates.AMOUNT})", relative_dates.read_ago),
    (("dans",), f" (?={relative_dates.AMOUNT})", relative_dates.read_within),
    (("plus tot", "plus tôt", "plus tard", "auparavant"), _WORD_END, relative_dates.read_later),
    (feasts.NAMES, _WORD_END, feasts.read_feast),
    (("annees",), " (?=[1-9])", year_dates.read_decade),
    (("siecle", "siecles"), _WORD_END, _read_century),
    (("trimestre", "semestre"), "(?!s?[a-z])", year_dates.read_quarter),
)
_FIGURES_OF_YEAR = "(?:1[0-9]|20)[0-9]{2}(?![0-9])"
_FIGURES_OF_DAY = (  # and the beginning of a month, of another day, or of a date in figures
    "[0-3]?[0-9](?=[/.-][01]?[0-9][/.-][0-9]|/[01][0-9]|-[0-9]{1,2} [jfmasond]"
    "|(?:er|st|nd|rd|th)?(?:[ -](?:de |of )?(?:j[au]|f[ev]|ma[iryc]|a[opuv][^ ]|se|oc|no|de)"
    "|,? (?:(?:et|ou|au?) )?(?:le |du |au )?"
    "(?:[0-9]{1,2}(?:er|[ ,-])|[ljvsm][aeu][a-z]*di|dimanche)))"
)
_READERS = {word: reader for words, _, reader in _BEGINNINGS for word in words}


def _trigger() -> re.Pattern[str]:
    """Return the pattern of all beginnings, by first letter: tried one by one it would be slow."""
    by_letter: dict[str, list[str]] = {}
    for words, after, _ in _BEGINNINGS:
        for word in words:
            by_letter.setdefault(word[0], []).append(re.escape(word[1:]) + after)
    letters = (f"{first}(?:{'|'.join(rest)})" for first, rest in sorted(by_letter.items()))
    return re.compile(f"[^a-z0-9](?:{'|'.join(letters)}|{_FIGURES_OF_YEAR}|{_FIGURES_OF_DAY})")


_TRIGGER = _trigger()


def find_dates(
    text: str, published: Date | None = None, *, fill_years: bool = True
) -> list[DateMention]:
    """Return the dates ``text`` mentions, in order, never overlapping.

    Numeric dates are read day first (``11/02/22`` is 11 February 2022), except ISO ones.
    ``published`` is the day the text appeared on: from it relative dates are counted (without
    it they aren't returned), and missing years filled in, unless ``fill_years`` is false.
    """
    if published and not _FIRST_YEAR <= published.year <= _LAST_YEAR:
        published = None
    scan = Scan(text, published, fill_years)
    search, folded, at = _TRIGGER.search, scan.folded, 0
    while match := search(folded, at):
        word = match.group()[1:].rstrip()
        read = _READERS.get(word) or (
            year_dates.read_year if len(word) == _YEAR_FIGURES else written_dates.read_days
        )
        at = read(scan, match.start() + 1) or match.end()
    return scan.mentions
