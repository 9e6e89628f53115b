"""Weekdays, alone or with a day: “mardi”, “mardi dernier”, “samedi 23”, “ce matin”, “cet été”."""

from __future__ import annotations

import re
from datetime import timedelta

from qa.language.calendar import PartialDate
from qa.language.feasts import read_feast
from qa.language.relative_dates import SEASONS
from qa.language.resolving import (
    Range,
    near_season,
    near_weekday,
    numbered_weekday,
    other_weekday,
    this_weekday,
    week,
    weekend,
    whole,
)
from qa.language.scanning import PART_OF_DAY, TURN, WEEKDAY, WEEKDAYS, Scan, turn_of
from qa.language.written_dates import read_days

_WEEKDAY = re.compile(
    rf"(?P<name>{WEEKDAY})"
    rf"(?:(?P<number>{PART_OF_DAY},? (?:le )?(?P<day>[0-3]?[0-9])(?:er)?(?![0-9a-z]))"
    rf"| (?P<link>au?|et) (?P<last>{WEEKDAY})| (?P<turn>{TURN})"
    r"|(?P<feast> de (?:l'ascension|p[aâ]ques|pentecôte))|(?P<other> (?:gras|saint|noir|des)\b))?"
)
_LEFT = re.compile(
    r"[ ](?:matin|soir|apres-midi|midi|a|au|aux|et|en|dans|avec|pour|par|sur)\b|[^ \w]|$"
)
_GENERIC = re.compile(r"[^a-z](?:le|un|chaque|du|au|d'un|bon|black|big|super) $")
_THIS = re.compile(
    r"ce(?:t|tte)? (?P<what>week-?end|apres-midi|[a-z]+)(?!-la|[a-z])(?:-ci(?![a-z]))?"
)
_PARTS_OF_TODAY = ("matin", "soir", "midi", "apres-midi", "nuit")
THESE = (*WEEKDAYS, *_PARTS_OF_TODAY, *SEASONS, "semaine", "week", "mois", "annee")
_LOOK_BACK = 12


def read_weekday(scan: Scan, at: int) -> int:
    """Read a weekday with its day and month, with a turn, to another one, or alone.

    One that “le”, “un”, “chaque” make any such day isn't a date.
    """
    match = _WEEKDAY.match(scan.folded, at)
    if match is None:
        return 0
    if match["feast"]:
        return read_feast(scan, at)
    if match["number"] and (end := read_days(scan, at)):
        return end
    published, weekday = scan.published, WEEKDAYS[match["name"]]
    if published is None or match["other"]:
        return 0
    if match["turn"]:
        turned = other_weekday(weekday, published, turn_of(match["turn"]))
        return scan.add(at, match.end(), whole(turned))
    before = scan.folded[max(0, at - _LOOK_BACK) : at]
    if match["number"] and _LEFT.match(scan.folded, match.end()):
        numbered = numbered_weekday(weekday, int(match["day"]), published)
        if numbered:
            return scan.add(at, match.end(), whole(numbered))
    if match["link"] and _is_stretch(before, match["link"]):
        return scan.add(at, match.end(), *_stretch(scan, match))
    if _GENERIC.search(before):
        return 0
    end = match.end("name")
    return scan.add(at, end, whole(near_weekday(weekday, published, scan.tense(at, end))))


def _is_stretch(before: str, link: str) -> bool:
    """Whether “de”, “nuit du” or “entre” before the first weekday make two the ends of one."""
    if link == "et":
        return before.endswith("entre ")
    return before.endswith((" de ", "nuit du "))


def _stretch(scan: Scan, match: re.Match[str]) -> Range:
    assert scan.published is not None
    first, last = WEEKDAYS[match["name"]], WEEKDAYS[match["last"]]
    length = timedelta((last - first) % 7)
    ahead = scan.tense(match.start(), match.end())
    if ahead():
        begins = near_weekday(first, scan.published, ahead)
        return whole(begins), whole(begins + length)
    ends = near_weekday(last, scan.published, lambda: None)
    return whole(ends - length), whole(ends)


def read_this(scan: Scan, at: int) -> int:
    """Read “ce mardi”, “ce matin”, “cette semaine”, “ce mois-ci”, “cette année”, “cet été”."""
    match, published = _THIS.match(scan.folded, at), scan.published
    if match is None or published is None:
        return 0
    what, end = match["what"], match.end()
    if what in _PARTS_OF_TODAY:
        return scan.add(at, end, whole(published))
    if what in WEEKDAYS:
        if end_of_days := read_days(scan, match.start("what")):
            return end_of_days
        ahead = scan.tense(at, end)
        return scan.add(at, end, whole(this_weekday(WEEKDAYS[what], published, ahead)))
    if what == "semaine":
        return scan.add(at, end, *week(published, 0))
    if what in ("week-end", "weekend"):
        return scan.add(at, end, *weekend(published, 0, scan.tense(at, end)))
    if what == "mois":
        return scan.add(at, end, PartialDate(None, published.month, published.year))
    if what == "annee":
        return scan.add(at, end, PartialDate(None, None, published.year))
    return scan.add(at, end, *near_season(what, published, 0)) if what in SEASONS else 0
