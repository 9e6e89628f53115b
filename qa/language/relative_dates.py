"""Dates that count from the day of publication: “la veille”, “il y a dix ans”, “l'an dernier”.

Without that day none of them is read: nothing is guessed.
"""

from __future__ import annotations

import re
from datetime import timedelta

from qa.language.calendar import PartialDate
from qa.language.resolving import near_season, season, shifted, shifted_month, week, weekend, whole
from qa.language.scanning import NUMBER, NUMBERS, TURN, YEAR, Scan, turn_of

DAY_WORDS = {
    "avant-hier": -2,
    "hier": -1,
    "aujourd'hui": 0,
    "demain": 1,
    "apres-demain": 2,
    "yesterday": -1,
    "tomorrow": 1,
}
NEXT_DAYS = {"avant-veille": -2, "veille": -1, "lendemain": 1, "surlendemain": 2}
SEASONS = ("ete", "automne", "hiver", "printemps")
UNITS = ("semaine", "mois", "an", "annee")
_WORD = re.compile("[a-z]+(?:[-'][a-z]+)?")
_NOT_THAT_DAY = re.compile(r"(?<!jour )d'aujourd'hui$|de demain$")  # “le monde de demain”
_IN_WEEKEND = re.compile(r"[^a-z](?:au cours du|durant le|pendant le|lors du) $")
_UNIT = re.compile(rf"(?P<unit>semaine|mois|annee|an|week-?end|siecle) (?P<turn>{TURN})")
_DEFINITE = re.compile(r"^ $|l'$|[^a-z](?:la|le|du|au) $")
_SEASON = re.compile(
    rf"(?P<name>ete|hiver|automne|printemps) (?:(?:de )?(?P<year>{YEAR})"
    rf"(?:[-/](?:{YEAR}|[0-9]{{2}}(?![0-9])))?|(?P<turn>{TURN}))"
)
_SUMMER_LEADS = re.compile(r"[^a-z ]$|^ $|[^a-z](?:cet|en|un) $")  # “a été 2018 fois” has none
_ABOUT = "(?:(?:(?:environ|deja|juste|a peine|pres de) )|pres d')?"
AMOUNT = f"{_ABOUT}{NUMBER} (?:jour|semaine|mois|an)"
_AMOUNT = rf"(?P<number>{NUMBER}) (?P<unit>jours?|semaines?|mois|ans?|annees?)(?![a-z])"
_AGO = re.compile(rf"(?:il y a|voila|voici) {_ABOUT}{_AMOUNT}(?! et demi)")
_WITHIN = re.compile(rf"dans {_ABOUT}{_AMOUNT}(?! de | d'| et demi)")
_BEFORE_LATER = re.compile(rf"(?<![a-z0-9-]){_AMOUNT} $")
_LATER = re.compile(r"plus t[oô]t|plus tard|auparavant")
_OF_SOMETHING = re.compile(r" (?:de|du|des)(?![a-z])| d'")
_LOOK_BACK = 22


def read_day_word(scan: Scan, at: int) -> int:
    """Read “hier”, “demain”, “aujourd'hui”."""
    match = _WORD.match(scan.folded, at)
    if match is None or scan.published is None:
        return 0
    if _NOT_THAT_DAY.search(scan.folded, max(0, at - 8), match.end()):
        return 0
    days = DAY_WORDS[match.group()]
    return scan.add(at, match.end(), whole(scan.published + timedelta(days)))


def read_unit(scan: Scan, at: int) -> int:
    """Read “semaine dernière”, “mois prochain”, “an dernier”, “week-end dernier”."""
    match, published = _UNIT.match(scan.folded, at), scan.published
    if match is None or published is None or not _DEFINITE.search(scan.folded[max(0, at - 4) : at]):
        return 0
    unit, end, turn = match["unit"], match.end(), turn_of(match["turn"])
    if unit == "semaine":
        return scan.add(at, end, *week(published, turn))
    if unit == "mois":
        return scan.add(at, end, shifted_month(published, turn))
    if unit == "siecle":
        first = (published.year - 1) // 100 * 100 + 1 + 100 * turn
        return scan.add(at, end, PartialDate(year=first), PartialDate(year=first + 99))
    if unit in ("an", "annee"):
        return scan.add(at, end, PartialDate(year=published.year + turn))
    return scan.add(at, end, *weekend(published, turn, lambda: None))


def read_weekend(scan: Scan, at: int) -> int:
    """Read “week-end dernier”, and “au cours du week-end”, which is the one last or about to be."""
    end = read_unit(scan, at)
    if end or scan.published is None or not _IN_WEEKEND.search(scan.folded, max(0, at - 13), at):
        return end
    end = scan.folded.index("end", at) + len("end")
    return scan.add(at, end, *weekend(scan.published, 0, scan.tense(at, end)))


def read_season(scan: Scan, at: int) -> int:
    """Read “été 2018”, “hiver 2019-2020”, “printemps dernier”."""
    match = _SEASON.match(scan.folded, at)
    if match is None:
        return 0
    name, end = match["name"], match.end()
    if name == "ete" and not _SUMMER_LEADS.search(scan.folded[max(0, at - 5) : at]):
        return 0
    if match["year"]:
        return scan.add(at, end, *season(name, int(match["year"])))
    if scan.published is None:
        return 0
    return scan.add(at, end, *near_season(name, scan.published, turn_of(match["turn"])))


def read_ago(scan: Scan, at: int) -> int:
    """Read “il y a trois jours”, “voici dix ans”."""
    return _shift(scan, _AGO.match(scan.folded, at), -1)


def read_within(scan: Scan, at: int) -> int:
    """Read “dans deux semaines”."""
    return _shift(scan, _WITHIN.match(scan.folded, at), 1)


def _shift(scan: Scan, match: re.Match[str] | None, turn: int) -> int:
    if match is None or scan.published is None:
        return 0
    found = shifted(whole(scan.published), turn * _amount(match), match["unit"])
    return scan.add(match.start(), match.end(), *found) if found else 0


def read_later(scan: Scan, at: int) -> int:
    """Read “deux jours plus tôt”, from the day mentioned last, else the day of publication."""
    word = _LATER.match(scan.folded, at)
    back = max(scan.read_to, at - _LOOK_BACK)
    match = _BEFORE_LATER.search(scan.folded[back:at])
    if match is None or word is None or scan.published is None:
        return 0
    later = word.group().endswith("tard")
    if scan.mentions:
        base = scan.mentions[-1].first
    elif later:
        return 0  # nothing says later than what
    else:
        base = whole(scan.published)
    found = shifted(base, _amount(match) * (1 if later else -1), match["unit"])
    return scan.add(back + match.start(), word.end(), *found) if found else 0


def _amount(match: re.Match[str]) -> int:
    number = match["number"]
    return int(number) if number.isdigit() else NUMBERS[number]


def read_next_day(scan: Scan, at: int) -> int:
    """Read “la veille”, “le lendemain”: of the day mentioned last, else of publication.

    “la veille du scrutin” is another matter.
    """
    match = _WORD.match(scan.folded, at)
    if match is None or _OF_SOMETHING.match(scan.folded, match.end()):
        return 0
    if not scan.folded.endswith((" la ", " le ", "l'"), 0, at):
        return 0
    days = [day for mention in scan.mentions[::-1] if (day := mention.as_date)]
    base = days[0] if days else scan.published
    if base is None:
        return 0
    return scan.add(at, match.end(), whole(base + timedelta(NEXT_DAYS[match.group()])))
