"""What a date that leaves something open means on the day of publication: plain arithmetic.

``ahead()`` is what the sentence tells: True, it speaks of what is to come; False, of what is
past; None, nothing tells. It takes time, and is asked only where that matters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date as Date
from datetime import timedelta

from qa.language.calendar import PartialDate

# The days around publication, from and to, in which a date without a year is looked for. What
# comes within weeks is meant whatever the verb (“reporté après le 11 mai”).
_DAYS = {True: (-2, 363), False: (-280, 85)}
_MONTHS = {True: (0, 11), False: (-9, 2)}  # and a month without one
_SURE, _SURE_MONTHS = (-45, 15), 1  # whatever the sentence tells
_SAME_YEAR_DAYS, _SAME_YEAR_MONTHS = 122, 4  # how far ahead, this year, where nothing tells
_LONG_AGO = timedelta(243)
_NEAR_YEARS = 3  # how far a weekday may decide the year
_SEASONS = {"printemps": 3, "ete": 6, "automne": 9, "hiver": 12}  # each ends in the month after 3
_SATURDAY = 5
_LATE_WEEKEND = 1  # up to Tuesday, “ce week-end” is the one just over
_SLIP = timedelta(60)
_LEAP_DAY = (29, 2)
Tense = Callable[[], bool | None]
Range = tuple[PartialDate, PartialDate]


def whole(day: Date) -> PartialDate:
    """Return a day with nothing left open."""
    return PartialDate(day.day, day.month, day.year)


def nearest_year(
    day: int, month: int, published: Date, ahead: Tense, weekday: int | None
) -> int | None:
    """Return the year of “mardi 11 février”; None when there is no such day.

    A weekday decides when the day is far off: of the years it fits, the nearest one. Near the
    day of publication it is sooner a slip.
    """
    here = _day(day, month, published.year)
    if here and _SURE[0] <= (here - published).days <= _SURE[1]:
        return here.year
    reach = _NEAR_YEARS if weekday is not None or (day, month) == _LEAP_DAY else 1
    years = range(published.year - reach, published.year + reach + 1)
    days = [found for year in years if (found := _day(day, month, year))]
    fitting = [one for one in days if one.weekday() == weekday]
    if fitting and all(abs(one - published) > _SLIP for one in days):
        return min(fitting, key=lambda one: abs(one - published)).year
    found = nearest(days, published, ahead)
    return found.year if found else None


def _day(day: int, month: int, year: int) -> Date | None:
    try:
        return Date(year, month, day)
    except ValueError:
        return None


def nearest(days: Sequence[Date], published: Date, ahead: Tense) -> Date | None:
    """Return the one of ``days``, a year apart, that news of that day means; None of none."""
    gaps = [((one - published).days, one) for one in days]

    def within(least: int, most: int) -> Date | None:
        return next((one for gap, one in gaps if least <= gap <= most), None)

    found = within(*_SURE)
    if found is None:
        told = ahead()
        soon = within(0, _SAME_YEAR_DAYS) if told is None else None
        same_year = soon and soon.year == published.year
        found = soon if same_year else within(*_DAYS[bool(told)])
    return found or min(days, key=lambda one: abs(one - published), default=None)


def following_year(
    day: int | None, month: int, earlier: PartialDate, published: Date
) -> int | None:
    """Return the year of what is told just after an ``earlier`` date of long ago: “mi-juillet”.

    The first one in which it doesn't come before; None when that is near publication.
    """
    begins = earlier.days()
    if begins is None or earlier.year is None or published - begins[0] < _LONG_AGO:
        return None
    before = (month, day or 0) < (earlier.month or 0, (day and earlier.day) or 0)
    found = PartialDate(day, month, earlier.year + before)
    days = found.days()
    return found.year if days and days[0] <= published else None


def turned_year(day: int, month: int, published: Date, turn: int) -> int | None:
    """Return the year of “le 12 mars prochain” (``turn`` 1) or “dernier” (−1), never today."""
    years = range(published.year, published.year + _NEAR_YEARS * turn, turn)
    days = [found for year in years if (found := _day(day, month, year))]
    return next((one.year for one in days if (one - published).days * turn > 0), None)


def turned_month(month: int, published: Date, turn: int) -> int:
    """Return the year of “en mars prochain” (``turn`` 1) or “dernier” (−1), never this month."""
    return published.year + turn * ((month - published.month) * turn <= 0)


def nearest_month(month: int, published: Date, ahead: Tense) -> int:
    """Return the year of “en mars”."""
    if abs(month - published.month) <= _SURE_MONTHS:
        return published.year
    told = ahead()
    if told is None and 0 <= month - published.month <= _SAME_YEAR_MONTHS:
        return published.year
    least, most = _MONTHS[bool(told)]
    gaps = {
        year: 12 * (year - published.year) + month - published.month
        for year in (published.year - 1, published.year, published.year + 1)
    }
    return next(year for year, gap in gaps.items() if least <= gap <= most)


def shifted_month(published: Date, months: int) -> PartialDate:
    """Return the month so many months after that of ``published``, or before."""
    year, month = divmod(12 * published.year + published.month - 1 + months, 12)
    return PartialDate(None, month + 1, year)


def near_weekday(weekday: int, published: Date, ahead: Tense) -> Date:
    """Return the day a weekday names: today or the last one, unless ``ahead``."""
    if weekday == published.weekday():
        return published
    if ahead():
        return published + timedelta((weekday - published.weekday()) % 7)
    return published - timedelta((published.weekday() - weekday) % 7)


def other_weekday(weekday: int, published: Date, turn: int) -> Date:
    """Return “mardi prochain” (``turn`` 1) or “mardi dernier” (−1), never today."""
    if turn > 0:
        return published + timedelta((weekday - published.weekday() - 1) % 7 + 1)
    return published - timedelta((published.weekday() - weekday - 1) % 7 + 1)


def this_weekday(weekday: int, published: Date, ahead: Tense) -> Date:
    """Return the day of “ce mardi”: the nearest one, on the side the sentence tells."""
    told = ahead()
    if told is None:
        return published + timedelta((weekday - published.weekday() + 3) % 7 - 3)
    return near_weekday(weekday, published, lambda: told)


def numbered_weekday(weekday: int, day: int, published: Date) -> Date | None:
    """Return “samedi 23”: of the months around, the nearest where that day is a Saturday."""
    months = (shifted_month(published, months) for months in (0, -1, 1))
    days = [one for m in months if (one := PartialDate(day, m.month, m.year).as_date)]
    fitting = [one for one in days if one.weekday() == weekday]
    return min(fitting, key=lambda one: abs(one - published), default=None)


def shifted(base: PartialDate, amount: int, unit: str) -> Range | tuple[PartialDate] | None:
    """Return what is so many days, weeks, months or years from ``base``, as precise as the unit.

    None when ``base`` isn't known well enough.
    """
    day = base.as_date
    try:
        if unit.startswith("an") and base.year is not None:
            return (PartialDate(None, None, Date(base.year + amount, 1, 1).year),)
        if unit == "mois" and base.month is not None and base.year is not None:
            return (shifted_month(Date(base.year, base.month, 1), amount),)
        if unit.startswith("jour") and day:
            return (whole(day + timedelta(amount)),)
        if unit.startswith("semaine") and day:
            return week(day, amount)
    except (ValueError, OverflowError):  # before the year 1
        return None
    return None


def week(day: Date, weeks: int) -> Range:
    """Return Monday to Sunday of the week so many weeks after that of ``day``, or before."""
    monday = day - timedelta(day.weekday() - 7 * weeks)
    return whole(monday), whole(monday + timedelta(6))


def weekend(published: Date, turn: int, ahead: Tense) -> Range:
    """Return the weekend last past (−1), the next one (1), or “ce week-end” (0)."""
    if turn == 0 and published.weekday() <= _LATE_WEEKEND and not ahead():
        turn = -1
    saturday = published + timedelta(_SATURDAY - published.weekday())
    if turn < 0:
        saturday -= timedelta(7)
    elif turn > 0 and published.weekday() >= _SATURDAY:
        saturday += timedelta(7)
    return whole(saturday), whole(saturday + timedelta(1))


def season(name: str, year: int) -> Range:
    """Return the months of a season, both ends counted in; winter ends in the next year."""
    month = _SEASONS[name]
    last = PartialDate(None, month + 3, year) if month < 12 else PartialDate(None, 3, year + 1)
    return PartialDate(None, month, year), last


def near_season(name: str, published: Date, turn: int) -> Range:
    """Return “l'été dernier” (−1), “l'été prochain” (1) or “cet été” (0)."""
    here = 12 * published.year + published.month

    def gap(year: int) -> int:
        first, last = (12 * (end.year or 0) + (end.month or 0) for end in season(name, year))
        return max(first - here, here - last, 0)

    years = range(published.year - 2, published.year + 2)
    begins = {year: 12 * year + _SEASONS[name] for year in years}
    if turn < 0:
        return season(name, max(year for year in years if begins[year] + 3 <= here))
    if turn > 0:
        return season(name, min(year for year in years if begins[year] > here))
    return season(name, min(years, key=gap))


def part_of(month: int | None, year: int | None, part: str) -> Range:
    """Return “début”, “mi” or “fin” of a month (ten days of it) or of a year (some months)."""
    if month is None:
        first, last = {"debut": (1, 3), "mi": (5, 8), "fin": (10, 12)}[part]
        return PartialDate(None, first, year), PartialDate(None, last, year)
    whole_month = PartialDate(None, month, year or 2000).days()
    length = whole_month[1].day if whole_month else 31
    start, end = {"debut": (1, 10), "mi": (11, 20), "fin": (21, length)}[part]
    return PartialDate(start, month, year), PartialDate(end, month, year)
