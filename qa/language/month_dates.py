"""Months as they are written, and parts of them: “février 2022”, “de mars à juin”, “fin mars”."""

from __future__ import annotations

import re

from qa.language.calendar import PartialDate
from qa.language.resolving import following_year, nearest_month, part_of, turned_month
from qa.language.scanning import MONTH, MONTHS, TURN, YEAR, Scan, turn_of
from qa.language.written_dates import LONGEST_MONTH, open_year

_ENGLISH_NAMES = frozenset(
    (
        "january february march april may june july august september october november december"
    ).split()
)
_ENGLISH = re.compile(
    rf"(?P<month>{'|'.join(sorted(_ENGLISH_NAMES))}|jan[.]|feb[.]|apr[.]|aug[.]|sept[.]|oct[.]|"
    r"nov[.]|dec[.]) "
    rf"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9a-z]|[.,][0-9])(?:,? (?P<year>{YEAR}))?"
)
_MONTH = re.compile(rf"(?P<month>{MONTH})(?:(?:-| (?:de )?)(?P<year>{YEAR})| (?P<turn>{TURN}))?")
_MONTH_LINK = re.compile(r" (?P<word>a|et) |-")
_PART = re.compile(
    r"(?P<part>debut|mi|milieu|fin)[ -](?:(?:de |du |d')(?:l'|la |mois (?:de |d'))?)?"
    rf"(?:(?P<month>{MONTH})(?: (?:de )?(?P<year>{YEAR})| (?P<turn>{TURN}))?"
    rf"|(?P<only>{YEAR})|(?P<unit>annee|an|mois)(?![a-z])"
    rf"(?: (?P<unit_year>{YEAR})| (?P<unit_turn>{TURN}))?)"
)
_MARS_LEADS = re.compile(
    r"(?:en|de|depuis|des|a|et|ou|avant|apres|debut|fin|mi|jusqu'en|jusqu'a|courant)[ -]$"
)
_FROM = re.compile(r"[^a-z]d(?:e |')$")
_REVOLT = (5, "68")  # “Mai 68”: the one month named by two figures of its year


def read_month(scan: Scan, at: int) -> int:
    """Read “février 2022”, “mars dernier”, “de mars à juin”, “February 11, 2022”, “premier mai”."""
    folded = scan.folded
    english = _ENGLISH.match(folded, at)
    if english:
        day, month = int(english["day"]), MONTHS[english["month"]]
        if 1 <= day <= LONGEST_MONTH:
            year = (
                int(english["year"])
                if english["year"]
                else open_year(scan, day, month, at, english.end())
            )
            return scan.add(at, english.end(), PartialDate(day, month, year))
    match = _MONTH.match(folded, at)
    if match is None:
        return 0
    if folded.endswith("premier ", 0, at):
        month = MONTHS[match["month"]]
        year = int(match["year"]) if match["year"] else None
        year = year or open_year(scan, 1, month, at - 8, match.end(), None, turn_of(match["turn"]))
        return scan.add(at - 8, match.end(), PartialDate(1, month, year))
    return _read_months(scan, match)


def _read_months(scan: Scan, match: re.Match[str]) -> int:
    folded, at, month = scan.folded, match.start(), MONTHS[match["month"]]
    if month == _REVOLT[0] and folded[match.end() : match.end() + 3] == f" {_REVOLT[1]}":
        return scan.add(at, match.end() + 3, PartialDate(None, month, 1900 + int(_REVOLT[1])))
    link = _MONTH_LINK.match(folded, match.end())
    after = _MONTH.match(folded, link.end()) if link else None
    if link and after and _leads(folded, at, link["word"]):
        last = _month_date(scan, after)
        earlier = month > (last.month or 0)
        year = int(match["year"]) if match["year"] else last.year and last.year - earlier
        return scan.add(at, after.end(), PartialDate(None, month, year), last)
    if match["year"] or match["turn"] or _is_bare_month(scan, match):
        return scan.add(at, match.end(), _month_date(scan, match))
    return 0


def _leads(folded: str, at: int, link: str | None) -> bool:
    """Whether “a” has its “de” and “et” its “entre” before the first of two ends."""
    if link == "a":
        return bool(_FROM.search(folded, max(0, at - 4), at))
    return link is None or folded[:at].endswith("entre ")


def _is_bare_month(scan: Scan, match: re.Match[str]) -> bool:
    """Whether a month stands alone for a date: in small letters, and “mars” after “en”…"""
    name, at = match["month"], match.start()
    if not scan.text[at].islower() or name in _ENGLISH_NAMES or name.endswith("."):
        return False
    return name != "mars" or bool(_MARS_LEADS.search(scan.folded[max(0, at - 10) : at]))


def _month_date(scan: Scan, match: re.Match[str]) -> PartialDate:
    month = MONTHS[match["month"]]
    if match["year"]:
        return PartialDate(None, month, int(match["year"]))
    return PartialDate(
        None, month, _open_month(scan, month, match["turn"], match.start(), match.end())
    )


def _open_month(scan: Scan, month: int, turn: str | None, start: int, end: int) -> int | None:
    published = scan.published if turn else scan.open_from()
    if published is None:
        return None
    if turn:
        return turned_month(month, published, turn_of(turn))
    ahead = scan.tense(start, end)
    earlier = scan.dated_before(start)
    year = earlier and not ahead() and following_year(None, month, earlier, published)
    return year or nearest_month(month, published, ahead)


def read_part(scan: Scan, at: int) -> int:
    """Read “début mars”, “fin 2019”, “mi-mai”, “fin de l'année dernière”."""
    match = _PART.match(scan.folded, at)
    if match is None:
        return 0
    month = MONTHS[match["month"]] if match["month"] else None
    written = match["year"] or match["only"] or match["unit_year"]
    year = int(written) if written else None
    if match["unit"] and year is None:
        if scan.published is None:
            return 0
        turn = turn_of(match["unit_turn"])
        year = scan.published.year + (turn if match["unit"] != "mois" else 0)
        if match["unit"] == "mois":
            moved = 12 * year + scan.published.month - 1 + turn
            year, month = moved // 12, moved % 12 + 1
    elif month and year is None:
        year = _open_month(scan, month, match["turn"], at, match.end())
    part = "mi" if match["part"] == "milieu" else match["part"]
    return scan.add(at, match.end(), *part_of(month, year, part))
