"""Years and what is made of them: “en 2014”, “2014-2018”, “les années 1990”, “au XIXe siècle”."""

from __future__ import annotations

import re

from qa.language.calendar import PartialDate
from qa.language.resolving import nearest_month
from qa.language.scanning import YEAR, Scan

_ISO = re.compile(r"(?P<year>[12][0-9]{3})-(?P<month>0?[1-9]|1[0-2])-(?P<day>[0-3]?[0-9])(?![0-9])")
_YEARS = re.compile(
    rf"(?P<first>{YEAR})(?:(?P<tight>[-/])(?P<last>{YEAR}|[0-9]{{2}}(?![0-9]))"
    rf"| (?P<word>a|et) (?P<other>{YEAR}))?"
)
_LEADS = {"a": re.compile("[^a-z]de $"), "et": re.compile("[^a-z]entre $")}
_EARLY_YEAR = re.compile(r"1[0-4][0-9]{2}(?![0-9])")
_DECADE = re.compile(
    r"annees (?P<first>(?:1[5-9]|20)?[0-9]0)(?![0-9])"
    r"(?:(?:-| et | a )(?P<last>(?:1[5-9]|20)?[0-9]0)(?![0-9]))?"
)
_CENTURY = re.compile(
    r"(?:(?P<first>[ivx]+|[0-9]{1,2})(?:e|eme|er) (?:et|au) )?"
    r"(?P<last>[ivx]+|[0-9]{1,2})(?:e|eme|er) $"
)
_ORDINALS = {
    name: number
    for number, names in enumerate(
        ("premier 1er", "deuxieme second 2e 2eme", "troisieme 3e 3eme", "quatrieme 4e 4eme"),
        start=1,
    )
    for name in names.split()
}
_QUARTER = re.compile(rf"(?<![a-z0-9])(?P<which>{'|'.join(_ORDINALS)}) $")
_OF_YEAR = re.compile(rf"s?(?: (?:de )?(?:l'annee )?(?P<year>{YEAR}))?(?![a-z0-9])")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_LATEST_CENTURY = 21

# A number before a plural is a count: “2000 personnes”. These words end like one and aren't.
_COUNT = re.compile(
    r"[ ]?(?:[%€$£]|(?:m|km|kg|ha|m2|h|mn)(?![a-z]))| (?!(?:les|des|ses|ces|nos|dans|sans|sous|"
    r"mais|plus|pas|puis|depuis|apres|vers|lors|alors|tous|toutes|certains|plusieurs|aux|"
    r"deux|trois|six|dix|mes|hors|chez|was|has|is)(?![a-z]))(?:[a-z]|[^\x00-\x7f]){2,}[sx](?![a-z'])"
)
_YEAR_LEADS = re.compile(
    r"[^a-z](?:en|depuis|l'an|annees?|saisons?|d'ici|d'ici a|jusqu'en|fin|debut|rentree|"
    r"(?:l'|d')?(?:ete|automne|hiver|printemps)) $"
)
_LOOK_BACK = 24


def read_year(scan: Scan, at: int) -> int:
    """Read “2022-02-11”, “2014-2018”, “de 2014 à 2018”, or a year alone."""
    folded = scan.folded
    if folded[at - 1] in ".,$€£+" or (folded[at - 1] in "-/" and folded[at - 2].isdigit()):
        return 0
    iso = _ISO.match(folded, at)
    if iso and int(iso["year"]) and folded[at - 1] != "-":
        day = PartialDate(int(iso["day"]), int(iso["month"]), int(iso["year"]))
        return scan.add(at, iso.end(), day) if day.as_date else 0
    match = _YEARS.match(folded, at)
    if match is None:
        early = _EARLY_YEAR.match(folded, at)
        if early and _YEAR_LEADS.search(folded[max(0, at - 10) : at]):
            return scan.add(at, early.end(), PartialDate(None, None, int(early.group())))
        return 0
    first, last = int(match["first"]), _last_year(folded, match)
    if last:
        return scan.add(at, match.end(), PartialDate(year=first), PartialDate(year=last))
    end = match.end("first")
    glued = scan.text[end : end + 1].isupper() and scan.text[end + 1 : end + 2].islower()
    return scan.add(at, end, PartialDate(year=first)) if glued or _is_year(folded, at, end) else 0


def _last_year(folded: str, match: re.Match[str]) -> int | None:
    """Return the year a stretch ends in, None when there is no stretch."""
    first = int(match["first"])
    last = int(match["last"] or match["other"] or 0)
    if match["last"] and len(match["last"]) == 2:
        last += first // 100 * 100
    lead = _LEADS.get(match["word"] or "")
    led = lead is None or lead.search(folded, max(0, match.start() - 8), match.start())
    return last if last > first and led else None


def _is_year(folded: str, at: int, end: int) -> bool:
    """Whether four figures are a year: no price, no count, no title in quotation marks."""
    after = folded[end : end + 2].ljust(2)
    if after[:1].isalnum() or after[:1] in "%_" or (after[:1] in ".,-/" and after[1:].isdigit()):
        return False
    if folded[at - 2 : at].strip() in ("«", "“", '"') and after.strip() in ("»", "”", '"'):
        return False
    if _COUNT.match(folded, end):
        return bool(_YEAR_LEADS.search(folded[max(0, at - 14) : at]))
    return True


def read_decade(scan: Scan, at: int) -> int:
    """Read “années 1990”, “années 60”, “années 1980 et 1990”."""
    match = _DECADE.match(scan.folded, at)
    if match is None:
        return 0
    first = int(match["first"]) + (1900 if len(match["first"]) == 2 else 0)
    last = int(match["last"] or match["first"])
    last += first // 100 * 100 if last < 100 else 0
    return scan.add(at, match.end(), PartialDate(year=first), PartialDate(year=last + 9))


def read_century(scan: Scan, at: int) -> int:
    """Read “XIXe siècle”, “XVe et XVIe siècles”, looking back from the word “siècle”."""
    back = max(scan.read_to, at - _LOOK_BACK)
    match = re.search(rf"(?<![a-z0-9]){_CENTURY.pattern}", scan.folded[back:at])
    end = at + 7 if scan.folded[at : at + 7] == "siecles" else at + 6
    if match is None or scan.folded[end : end + 4] == " av.":
        return 0
    last = _ordinal(match["last"])
    first = _ordinal(match["first"] or match["last"])
    if not 0 < first <= last <= _LATEST_CENTURY:
        return 0
    start, years = back + match.start(), (100 * first - 99, 100 * last)
    return scan.add(start, end, PartialDate(year=years[0]), PartialDate(year=years[1]))


def _ordinal(number: str) -> int:
    """Return what “19” or “xix” counts."""
    if number.isdigit():
        return int(number)
    values = [_ROMAN[letter] for letter in number]
    following = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, following, strict=True))


def read_quarter(scan: Scan, at: int) -> int:
    """Read “premier trimestre 2019”, “second semestre”, looking back from the noun."""
    back = max(scan.read_to, at - _LOOK_BACK)
    which = _QUARTER.search(scan.folded[back:at])
    noun = scan.folded[at : at + 9].rstrip("s ")
    match = _OF_YEAR.match(scan.folded, at + len(noun))
    if which is None or match is None:
        return 0
    months = 3 if noun == "trimestre" else 6
    count = _ORDINALS[which["which"]]
    if count * months > 12:
        return 0
    first, last = months * (count - 1) + 1, months * count
    start = back + which.start()
    if match["year"]:
        year = int(match["year"])
    else:
        published = scan.open_from()
        if published is None:
            return 0
        year = nearest_month(last, published, scan.tense(start, match.end()))
    return scan.add(
        start, match.end(), PartialDate(None, first, year), PartialDate(None, last, year)
    )
