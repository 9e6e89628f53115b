"""Days known by a name: “à Noël”, “Noël 2019”, “la Toussaint”, “le lundi de Pâques”."""

from __future__ import annotations

import re
from datetime import date as Date
from datetime import timedelta

from qa.language.calendar import PartialDate
from qa.language.resolving import nearest, whole
from qa.language.scanning import TURN, YEAR, Scan, turn_of

_FIXED = {
    "noel": (25, 12),
    "noël": (25, 12),
    "toussaint": (1, 11),
    "saint-sylvestre": (31, 12),
    "jour de l'an": (1, 1),
    "nouvel an": (1, 1),
}
_AFTER_EASTER = {
    "paques": 0,
    "pâques": 0,
    "lundi de paques": 1,
    "lundi de pâques": 1,
    "jeudi de l'ascension": 39,
    "pentecôte": 49,
    "lundi de pentecôte": 50,
}
NAMES = (*_FIXED, *_AFTER_EASTER)
_FEAST = re.compile(
    rf"(?P<name>{'|'.join(NAMES)})(?![a-z])(?: (?:(?P<year>{YEAR})|(?P<turn>{TURN})))?"
)
_LEADS = re.compile(
    r"(?:^ |[^a-z](?:a|avant|apres|depuis|pour|jusqu'a|des|la|le|au|du"
    r"|(?:jour|veille|soir|nuit|lendemain|dimanche|reveillon|messe) de(?: la)?) )$"
)
_OTHER_CALENDARS = re.compile(r" (?:chinois|lunaire|juif|orthodoxe|berbere|tibetain|vietnamien)")
_LOOK_BACK = 14


def read_feast(scan: Scan, at: int) -> int:
    """Read a feast with its year, or one that “à”, “avant”, “depuis”… make a date."""
    match = _FEAST.match(scan.folded, at)
    if match is None or _OTHER_CALENDARS.match(scan.folded, match.end("name")):
        return 0
    name, end = match["name"], match.end()
    if match["year"]:
        return scan.add(at, end, whole(_day(name, int(match["year"]))))
    led = _LEADS.search(scan.folded[max(0, at - _LOOK_BACK) : at])
    if not led or scan.text[end + 1 : end + 2].isupper():
        return 0  # “le marché de Noël”, “Noël Garnier”
    published = scan.published if match["turn"] else scan.open_from()
    if published is None:
        return scan.add(at, end, PartialDate(*_FIXED[name])) if name in _FIXED else 0
    turn = turn_of(match["turn"])
    days = [_day(name, published.year + years) for years in (-1, 0, 1)]
    if turn:
        days = [day for day in days[::turn] if (day - published).days * turn > 0][:1]
    found = nearest(days, published, scan.tense(at, end))
    return scan.add(at, end, whole(found)) if found else 0


def _day(name: str, year: int) -> Date:
    if name in _FIXED:
        day, month = _FIXED[name]
        return Date(year, month, day)
    return easter(year) + timedelta(_AFTER_EASTER[name])


def easter(year: int) -> Date:
    """Return Easter Sunday (the anonymous Gregorian algorithm, Meeus 1991, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return Date(year, month, day + 1)
