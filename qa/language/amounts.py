"""Amounts in text: a number, in figures or words, with what it counts: “12 morts”, “3,6 %”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date

from qa.language.analysis import STOP_WORDS, analyse
from qa.language.dates import DateMention, find_dates
from qa.language.folding import fold
from qa.language.numbers import IN_DIGITS, NUMBER_WORDS, normalise_number, spelled_values
from qa.language.scanning import fold_in_place
from qa.types import Span

_SCALES = {"millier": 1e3, "million": 1e6, "milliard": 1e9, "billion": 1e9}
_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_SPELLED = re.compile(
    rf"(?<![\w-])(?:{_WORDS})(?:(?:[ \u00a0-]| et |-et-)(?:{_WORDS}))*(?!['’]?\w|-\w)"
)
_SCALE = re.compile(
    r"(?:[ \u00a0-]| de )?(?P<scale>milliers?|millions?|milliards?|billions?)(?!\w)"
)
_OF = re.compile(r"[ \u00a0\u202f](?:d['’]|de[ \u00a0\u202f])")
_SIGN = re.compile(
    r"[ \u00a0\u202f]?(?P<sign>%|€|\$|£|°C?|(?:km/h|km2|km²|m2|m²|km|cm|mm|kg|ha|MW|kW|kWh)(?!\w))"
    r"|[ \u00a0\u202f](?P<share>pour ?cents?|percent|points?|degrés?)(?!\w)"
)
_WORD = re.compile(r"[ \u00a0\u202f](?P<word>[^\W\d_][\w’'-]*)")
_CURRENCY_FIRST = re.compile(r"[€$£][ \u00a0\u202f]?$")
_UNITS = {
    **dict.fromkeys(("%", "pour cent", "pourcent", "pour cents", "percent"), "%"),
    **{"€": "euro", "$": "dollar", "£": "livr", "°": "degr", "°C": "degr"},
}
_ABOUT = re.compile(
    r"(?:pr[eè]s d[e'’]|environ|quelque|autour d[e'’]|plus d[e'’]|moins d[e'’]|au moins|au plus|"
    r"presque|jusqu['’][aà]|[aà] peine|[aà] peu pr[eè]s|bonne|une|des|vers|nearly|about|over|"
    r"at least|almost|some|more than|less than|under|up to)[ \u00a0]*$",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:articles?|num[ée]ros?|n°|pages?|chapitres?|lignes?|routes?|vols?|covid|rues?|"
    r"place|la RN|A|D|N|h)[ \u00a0-]?|[:h]|[A-Z]-?)$"
)
_NOT_AFTER = re.compile(
    r"(?:er|re|e|ème|eme|nd|nde|[A-Za-z])(?<!°C)(?!\w)|[ \u00a0]?h(?:eures?)?[ \u00a0]?\d{2}(?!\d)"
    r"|[ \u00a0]?h(?!\w)|:\d|/\d|, (?:rue|avenue|boulevard|place|quai)"
)
_ROUND = re.compile("(?:aine|aines|ier|iers)$")  # “une trentaine”, “des milliers”
_WORDS_AFTER = 3  # how far from the number what it counts may stand: “12 jeunes randonneurs”


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at ``span`` of a text, with what it counts, in its smallest wording.

    ``value`` has its scale (“3,6 millions” is 3,600,000). ``unit`` is the term of the first
    word counted, or “%”; '' where nothing follows. ``terms`` are those of the words up to
    three places on. ``about`` says that it is rounded: “près de”, “une trentaine”.
    """

    span: Span
    value: float
    unit: str
    terms: tuple[str, ...]
    about: bool


def find_amounts(
    text: str,
    published: Date | None = None,
    counted: str = "",
    dates: list[DateMention] | None = None,
) -> list[Amount]:
    """Return the amounts in ``text``, in order: no dates, hours, ordinals or road numbers.

    ``counted`` is the term of the noun asked for: a span goes on up to it where it stands
    within three words (“12 jeunes randonneurs” where randonneurs are asked for).
    """
    mentions = find_dates(text, published) if dates is None else dates
    taken = [(mention.start, mention.end) for mention in mentions]
    found: list[Amount] = []
    for start, end, value, about in sorted(_numbers(text)):
        if any(start < last and first < end for first, last in taken):
            continue
        if _NOT_BEFORE.search(text, max(0, start - 12), start) or _NOT_AFTER.match(text, end):
            continue
        after = found[-1].span.end if found else 0
        amount = _amount(text, Span(start, end), value, about, counted, after)
        if value == 1 and text[start].isalpha() and counted not in amount.terms[:1]:
            continue  # “un” is an article where it doesn't count what is asked for
        found.append(amount)
        taken.append((start, found[-1].span.end))
    return found


def _numbers(text: str) -> Iterator[tuple[int, int, float, bool]]:
    """Yield where numbers stand, what they are, and whether they are round ones by their word."""
    for match in IN_DIGITS.finditer(text):
        value = float(normalise_number(match.group()))
        yield *_scaled(text, match.start(), match.end(), value), False
    for match in _SPELLED.finditer(fold_in_place(text)):
        words = re.findall(r"[a-z]+", fold(match.group()))
        values = spelled_values(words)
        value = float(values[0]) if values else 1.0
        if len(values) <= 1:
            yield *_scaled(text, *match.span(), value), bool(_ROUND.search(words[-1]))


def _scaled(text: str, start: int, end: int, value: float) -> tuple[int, int, float]:
    scale = _SCALE.match(text, end)
    if scale is None:
        return start, end, value
    return start, scale.end(), value * _SCALES[scale["scale"].rstrip("s")]


def _amount(text: str, number: Span, value: float, about: bool, counted: str, after: int) -> Amount:
    """Return the amount whose number is given; nothing before ``after`` belongs to it."""
    start, end = number.start, number.end
    about = about or bool(_ABOUT.search(text, max(0, start - 14), start))
    if before := _CURRENCY_FIRST.search(text, max(after, start - 2), start):
        unit = _UNITS[before.group()[0]]
        return Amount(Span(before.start(), end), value, unit, (unit,), about)
    if sign := _SIGN.match(text, end):
        written = sign["sign"] or sign["share"]
        unit = _UNITS.get(written) or _first(analyse(written)) or written
        return Amount(Span(start, sign.end()), value, unit, (unit, *analyse(written)), about)
    if of := _OF.match(text, end):
        end = of.end() - 1 if text[of.end() - 1].isspace() else of.end()
        glued = re.compile(r"[ \u00a0]?(?P<word>[^\W\d_][\w’'-]*)").match(text, end)
        words = ([glued] if glued else []) + _words(text, glued.end() if glued else end, 2)
    else:
        words = _words(text, end, _WORDS_AFTER)
    return _counting(number, value, about, counted, words)


def _words(text: str, at: int, most: int) -> list[re.Match[str]]:
    words: list[re.Match[str]] = []
    while len(words) < most and (match := _WORD.match(text, at)):
        words.append(match)
        at = match.end()
    return words


def _counting(
    number: Span, value: float, about: bool, counted: str, words: list[re.Match[str]]
) -> Amount:
    """Return the amount with as many of the words after it as say what it counts."""
    if not words or fold(words[0]["word"]) in STOP_WORDS:
        return Amount(number, value, "", (), about)
    terms = [analyse(word["word"]) for word in words]
    last = next((n for n, its in enumerate(terms) if counted and counted in its), 0)
    unit = counted if counted and counted in terms[last] else _first(terms[0])
    span = Span(number.start, words[last].end())
    return Amount(span, value, unit, tuple(term for its in terms for term in its), about)


def _first(terms: list[str]) -> str:
    return terms[0] if terms else ""
