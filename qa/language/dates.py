"""Find dates written out in text, French first, English too.

What a mention leaves open (the year in “le 11 février”, the day in “février 2022”)
stays ``None``; nothing is guessed here. Relative dates (“mardi dernier”) are not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as Date

MONTH_NAMES = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
).split()
_MONTHS = {
    1: r"janvier|janv\.|january",
    2: r"f[ée]vrier|f[ée]vr?\.|february",
    3: r"mars|march",
    4: r"avril|avr\.|april",
    5: r"mai|may",
    6: r"juin|june",
    7: r"juillet|juil\.|july",
    8: r"ao[ûu]t|august",
    9: r"septembre|sept\.|september",
    10: r"octobre|oct\.|october",
    11: r"novembre|nov\.|november",
    12: r"d[ée]cembre|d[ée]c\.|december",
}
_MONTH = "|".join(f"(?P<m{number}>{names})" for number, names in _MONTHS.items())
_SPACE = r"[ \u00a0\u202f]+"
_DAY = r"(?P<day>[0-3]?\d)(?:er|st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"

# Tried in this order at each place, the fullest form first.
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d/.-]){_YEAR}-(?P<month>0?[1-9]|1[0-2])-(?P<day>[0-3]?\d)(?!\d)",
        rf"(?<![\d/.,-]){_DAY}(?P<sep>[/.-])(?P<month>0?[1-9]|1[0-2])(?P=sep)"
        r"(?:(?P<year>1[5-9]\d\d|20\d\d)|(?P<short>\d\d))(?![\d/])",
        rf"(?<![\d,.]){_DAY}{_SPACE}(?:de{_SPACE}|of{_SPACE})?(?:{_MONTH})(?!\w)"
        rf"(?:(?:,?{_SPACE}|{_SPACE}de{_SPACE}){_YEAR}(?!\d))?",
        rf"\b(?:{_MONTH}){_SPACE}{_DAY}(?!\d)(?:,?{_SPACE}{_YEAR}(?!\d))?",
        rf"\b(?:{_MONTH}){_SPACE}(?:de{_SPACE})?{_YEAR}(?!\d)",
        rf"(?<![\w,.]){_YEAR}(?![\w%]|[.,]\d)",
    )
)
_SHORT_YEAR_PIVOT = 70  # 69 → 2069, 70 → 1970
_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as written at ``text[start:end]``; what it doesn't say is ``None``."""

    start: int
    end: int
    day: int | None
    month: int | None
    year: int | None

    @property
    def as_date(self) -> Date | None:
        """The calendar day, when day, month and year are all there and exist."""
        if self.day is None or self.month is None or self.year is None:
            return None
        try:
            return Date(self.year, self.month, self.day)
        except ValueError:
            return None

    def agrees_with(self, other: DateMention | Date) -> bool:
        """Whether both may mean the same day: every part given by both is equal."""
        mine = (self.day, self.month, self.year)
        theirs = (other.day, other.month, other.year)
        pairs = [(a, b) for a, b in zip(mine, theirs, strict=True) if a is not None]
        return all(b is None or a == b for a, b in pairs)

    def conflicts_with(self, other: DateMention | Date) -> bool:
        """Whether a part given by both differs."""
        return not self.agrees_with(other)


def find_dates(text: str) -> list[DateMention]:
    """Return the dates written in ``text``, in order, never overlapping.

    Numeric dates are read day first (``11/02/22`` is 11 February 2022), except ISO ones.
    """
    mentions: list[DateMention] = []

    def take(match: re.Match[str]) -> str:
        mention = _mention(match)
        if mention is None:
            return match.group()
        mentions.append(mention)
        return "\0" * len(match.group())  # hidden from the patterns after

    for pattern in _PATTERNS:
        text = pattern.sub(take, text)
    return sorted(mentions, key=lambda mention: mention.start)


def _mention(match: re.Match[str]) -> DateMention | None:
    groups = match.groupdict()
    day = int(groups["day"]) if groups.get("day") else None
    if day is not None and not 1 <= day <= _LONGEST_MONTH:
        return None
    return DateMention(match.start(), match.end(), day, _month(groups), _year(groups))


def _month(groups: dict[str, str | None]) -> int | None:
    if groups.get("month"):
        return int(groups["month"] or 0)
    return next((number for number in _MONTHS if groups.get(f"m{number}")), None)


def _year(groups: dict[str, str | None]) -> int | None:
    if groups.get("year"):
        return int(groups["year"] or 0)
    if groups.get("short"):
        short = int(groups["short"] or 0)
        return short + (1900 if short >= _SHORT_YEAR_PIVOT else 2000)
    return None
