"""Days as they are written: “le 11 février 2022”, “11/02/22”, “du 3 au 5 mai”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from qa.language.calendar import PartialDate
from qa.language.resolving import following_year, nearest_year, turned_year
from qa.language.scanning import (
    MONTH,
    MONTHS,
    PART_OF_DAY,
    TURN,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    Scan,
    turn_of,
)

_NUMERIC = re.compile(
    r"(?P<day>[0-3]?[0-9])(?:(?P<slash>[/])|(?P<dash>-)|[.])(?P<month>0?[1-9]|1[0-2])"
    r"(?(slash)/|(?(dash)-|[.]))(?P<year>(?:1[5-9]|20)[0-9]{2}|[0-9]{2})(?![0-9/]|[.-][0-9])"
)
_SLASHED = re.compile(r"(?P<day>[0-3]?[0-9])/(?P<month>0[1-9]|1[0-2])(?![0-9/]|[.,][0-9])")
_DAY = re.compile(
    rf"(?:(?P<weekday>{WEEKDAY}){PART_OF_DAY},? (?:le )?)?"
    r"(?P<day>[0-3]?[0-9])(?:er|st|nd|rd|th)?(?![0-9a-z])"
    rf"(?:[ -](?:de |of )?(?P<month>{MONTH})"
    rf"(?:[ -](?:de )?(?P<year>{YEAR})| (?P<turn>{TURN}))?)?"
)
_LINK = re.compile(
    r" (?P<to>au|a)(?: le)? |(?P<dash>-)| (?P<and>et|ou)(?: le| du| au)? |, (?:le )?"
)
_STREET = re.compile(
    r"[^a-z](?:rue|avenue|place|boulevard|quai|square|allee|impasse|esplanade|faubourg|rond-point|"
    r"lycee|college) (?:du |de la |des )?$"
)
_ANY_YEAR = re.compile(r"[^a-z](?:un|chaque|tous les) $")
_PIVOT = 70  # 69 → 2069, 70 → 1970
LONGEST_MONTH = 31
_NINE_ELEVEN = (11, 9, 2001)  # “le 11-Septembre”
_LOOK_BACK = 26


@dataclass(slots=True)
class _Day:
    """A link of a chain such as “3, 4 et 5 mai”: what it says, and how it hangs on the next."""

    start: int
    end: int
    day: int
    month: int | None
    year: int | None
    weekday: int | None
    turn: int
    link: str = ""
    elided: bool = False

    @property
    def date(self) -> PartialDate:
        return PartialDate(self.day, self.month, self.year)


def read_days(scan: Scan, at: int) -> int:
    """Read the days that begin at ``at``, numbers or words; return where they end, 0 if none."""
    if scan.folded[at].isdigit():
        end = _read_numeric(scan, at)
        if end:
            return end
    chain = _chain(scan.folded, at)
    if not chain or _STREET.search(
        scan.folded[max(0, chain[0].start - _LOOK_BACK) : chain[0].start]
    ):
        return chain[-1].end if chain else 0
    _complete(chain)
    _resolve(scan, chain)
    group = [chain[0]]
    for one in chain[1:]:
        if not _joined(scan, group[-1], one):
            _add(scan, group)
            group = []
        group.append(one)
    return _add(scan, group)


def _read_numeric(scan: Scan, at: int) -> int:
    folded = scan.folded
    if folded[at - 1] in "/.,-":
        return 0
    match = _NUMERIC.match(folded, at)
    if match is None:
        match = _SLASHED.match(folded, at)
        led = folded[max(0, at - 3) : at] in ("le ", "du ", "au ")
        if match is None or not led:
            return 0
        day, month = int(match["day"]), int(match["month"])
        return scan.add(
            at, match.end(), PartialDate(day, month, open_year(scan, day, month, at, match.end()))
        )
    plain = len(match["year"]) == 2
    if plain and (match["dash"] or (not match["slash"] and match.end() - at < 8)):
        return 0  # a score, a version number
    day = int(match["day"])
    if not 1 <= day <= LONGEST_MONTH:
        return 0
    year = int(match["year"]) + ((1900 if int(match["year"]) >= _PIVOT else 2000) if plain else 0)
    return scan.add(at, match.end(), PartialDate(day, int(match["month"]), year))


def _chain(folded: str, at: int) -> list[_Day]:
    """Return the days linked together from ``at`` on, up to the last one with its month."""
    chain: list[_Day] = []
    while match := _DAY.match(folded, at):
        day = int(match["day"])
        if 1 <= day <= LONGEST_MONTH:
            chain.append(
                _Day(
                    match.start(),
                    match.end(),
                    day,
                    MONTHS[match["month"]] if match["month"] else None,
                    int(match["year"]) if match["year"] else None,
                    WEEKDAYS[match["weekday"]] if match["weekday"] else None,
                    turn_of(match["turn"]),
                )
            )
        else:
            chain.clear()
            if match["month"]:
                break
        link = _LINK.match(folded, match.end())
        if link is None:
            break
        if chain:
            chain[-1].link = link["to"] or link["dash"] or link["and"] or ","
        at = link.end()
    while chain and chain[-1].month is None:
        chain.pop()
    return _without_strangers(chain)


def _without_strangers(chain: list[_Day]) -> list[_Day]:
    """Drop what only a comma joins to the rest: “à 10h30, 3 mai”."""
    if {"et", "ou"} & {one.link for one in chain[:-1]}:
        return chain
    loose = [n for n, one in enumerate(chain) if one.link == "," and one.month is None]
    return chain[loose[-1] + 1 :] if loose else chain


def _complete(chain: list[_Day]) -> None:
    """Give each day the month, and the year, that are written once for several."""
    for one, after in zip(chain[-2::-1], chain[:0:-1], strict=True):
        if one.month is None:
            one.month, one.elided = after.month, True
        if one.year is None and after.year is not None:
            one.year = after.year - ((one.month or 0) > (after.month or 0))
    for one, after in pairwise(chain):
        if after.year is None and one.year is not None:
            after.year = one.year + ((one.month or 0) > (after.month or 0))


def _resolve(scan: Scan, chain: list[_Day]) -> None:
    last = chain[-1]
    if last.year is not None:
        return
    if (last.day, last.month) == _NINE_ELEVEN[:2] and "-" in scan.folded[last.start : last.end]:
        last.year = _NINE_ELEVEN[2]
    elif not _ANY_YEAR.search(scan.folded[max(0, chain[0].start - 10) : chain[0].start]):
        last.year = open_year(
            scan, last.day, last.month or 0, chain[0].start, last.end, last.weekday, last.turn
        )
    _complete(chain)


def open_year(
    scan: Scan,
    day: int,
    month: int,
    start: int,
    end: int,
    weekday: int | None = None,
    turn: int = 0,
) -> int | None:
    """Return the year of a day written without, None where it is left open."""
    published = scan.published if turn else scan.open_from()
    if published is None:
        return None
    if turn:
        return turned_year(day, month, published, turn)
    ahead = scan.tense(start, end)
    earlier = scan.dated_before(start)
    year = earlier and not ahead() and following_year(day, month, earlier, published)
    return year or nearest_year(day, month, published, ahead, weekday)


def _joined(scan: Scan, one: _Day, after: _Day) -> bool:
    """Whether two linked days are the ends of one stretch."""
    if one.link in ("au", "a", "-"):
        return True
    if one.link == "et" and scan.folded[: one.start].endswith(("entre le ", "entre ")):
        return True
    return one.link in ("et", ",") and one.elided and after.day == one.day + 1


def _add(scan: Scan, group: list[_Day]) -> int:
    first, last = group[0], group[-1]
    return scan.add(first.start, last.end, first.date, last.date if len(group) > 1 else None)
