"""Amounts in text: a number, in figures or words, with what it counts: “12 morts”, “3,6 %”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Date
from functools import lru_cache

from qa.language.analysis import STOP_WORDS, analyse
from qa.language.dates import DateMention, find_dates
from qa.language.folding import fold
from qa.language.numbers import IN_DIGITS, NUMBER_WORDS, normalise_number, spelled_values
from qa.language.scanning import fold_in_place
from qa.types import Span

PER_CENT = "%"
MONEY = frozenset("euro dollar livr franc yen".split())
"""Units of money, as terms."""

_SCALES = {"mille": 1e3, "millier": 1e3, "million": 1e6, "milliard": 1e9, "billion": 1e9}
_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_SPELLED = re.compile(
    rf"(?<![\w-])(?:{_WORDS})(?:(?:[ \u00a0-]| et |-et-)(?:{_WORDS}))*(?!['’]?\w|-\w)"
)
_SCALE = re.compile(
    r"(?:[ \u00a0-]| de )?(?P<scale>mille|milliers?|millions?|milliards?|billions?)(?!\w)"
)
_OF = re.compile(r"[ \u00a0\u202f](?:d['’]|de[ \u00a0\u202f])")
_SIGN = re.compile(
    r"[ \u00a0\u202f]?(?P<sign>%|€|\$|£|°C?|(?:km/h|km2|km²|m2|m²|km|cm|mm|kg|ha|MW|kW|kWh)(?!\w))"
    r"|[ \u00a0\u202f](?P<share>pour ?cents?|percent|points?|degrés?)(?!\w)"
)
_WORD = re.compile(r"[ \u00a0\u202f](?P<word>[^\W\d_][\w’'-]*)")
_GLUED = re.compile(r"[ \u00a0]?(?P<word>[^\W\d_][\w’'-]*)")
_CURRENCY_FIRST = re.compile(r"[€$£][ \u00a0\u202f]?$")
_UNITS = {
    **dict.fromkeys(("%", "pour cent", "pourcent", "pour cents", "percent"), PER_CENT),
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
_PARTS = {"moitie": 50.0, "tiers": 100 / 3, "quart": 25.0, "quarts": 75.0}
_PART_OR_NTH = re.compile(
    rf"(?<!\w)(?:(?P<part>{'|'.join(_PARTS)})|(?P<nth>seconde?|[a-z]+iemes?))(?!\w)"
)
_ORDINALS = {"second": 2, "seconde": 2, "cinquieme": 5, "neuvieme": 9}
_WORDS_AFTER = 3  # how far from the number what it counts may stand: “12 jeunes randonneurs”


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at ``span`` of a text, with what it counts, in its smallest wording.

    ``value`` has its scale (“3,6 millions” is 3,600,000). ``unit`` is the term of the first
    word counted, or “%”; '' where nothing follows. ``terms`` are those of the words up to
    three places on. ``about`` says that it is rounded: “près de”, “une trentaine”. ``number``
    is where the number alone stands, with its scale, and ``spelled`` that it is in words.
    """

    span: Span
    value: float
    unit: str
    terms: tuple[str, ...]
    about: bool
    number: Span
    spelled: bool


@dataclass(frozen=True, slots=True, order=True)
class _Number:
    start: int
    end: int
    value: float
    about: bool = False
    spelled: bool = False
    unit: str = ""
    several: bool = False  # “deux trois”: numbers in a row, of which it has the first

    def within(self, spans: Iterable[tuple[int, int]]) -> bool:
        return any(self.start < end and start < self.end for start, end in spans)


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
    for number in sorted(_numbers(text)):
        if number.within(taken) or _counts_nothing(text, number):
            continue
        amount = _amount(text, number, counted, found[-1].span.end if found else 0)
        if _is_article(text, number) and counted not in amount.terms[:1]:
            continue  # “un” is an article where it doesn't count what is asked for
        found.append(amount)
        taken.append((number.start, amount.span.end))
    return found


def find_figures(text: str, dates: Iterable[DateMention]) -> list[Amount]:
    """Return every number in ``text`` outside ``dates``, in order, whatever it is there for.

    Hours, ordinals (“troisième”), numbers of roads and articles are among them, and parts in
    words (“la moitié” is 50 %).
    """
    taken = [(mention.start, mention.end) for mention in dates]
    found: list[Amount] = []
    for number in sorted((*_numbers(text), *_parts_and_ordinals(text))):
        if not number.within(taken) and not _is_article(text, number):
            taken.append((number.start, number.end))
            found.append(_amount(text, number, "", found[-1].number.end if found else 0))
    return found


def _counts_nothing(text: str, number: _Number) -> bool:
    return bool(
        number.several
        or _NOT_BEFORE.search(text, max(0, number.start - 12), number.start)
        or _NOT_AFTER.match(text, number.end)
    )


def _is_article(text: str, number: _Number) -> bool:
    return number.value == 1 and text[number.start].isalpha()


def _numbers(text: str) -> Iterator[_Number]:
    for match in IN_DIGITS.finditer(text):
        end, scale = _scale(text, match.end())
        yield _Number(match.start(), end, float(normalise_number(match.group())) * scale)
    for match in _SPELLED.finditer(fold_in_place(text)):
        words = re.findall(r"[a-z]+", fold(match.group()))
        values = spelled_values(words)
        end, scale = _scale(text, match.end())
        value = scale * (values[0] if values else 1)
        about, several = bool(_ROUND.search(words[-1])), len(values) > 1
        yield _Number(match.start(), end, value, about, spelled=True, several=several)


def _parts_and_ordinals(text: str) -> Iterator[_Number]:
    for match in _PART_OR_NTH.finditer(fold_in_place(text)):
        start, end = match.span()
        if match["part"]:
            yield _Number(start, end, _PARTS[match["part"]], True, True, PER_CENT)
        elif nth := _ordinal(match["nth"]):
            yield _Number(start, end, float(nth), spelled=True)


@lru_cache(maxsize=4096)
def _ordinal(word: str) -> int:
    """Return 3 for “troisieme”, 0 for what is no ordinal."""
    stem = word.removesuffix("s").removesuffix("ieme")
    values = spelled_values((stem,)) or spelled_values((f"{stem}e",))
    return _ORDINALS.get(word) or (values[0] if values else 0)


def _scale(text: str, at: int) -> tuple[int, float]:
    """Return where the scale at ``at`` ends and what it makes of a number: 1 without one."""
    scale = _SCALE.match(text, at)
    return (scale.end(), _SCALES[scale["scale"].removesuffix("s")]) if scale else (at, 1.0)


def _amount(text: str, given: _Number, counted: str, after: int) -> Amount:
    """Return the amount whose number is given; nothing before ``after`` belongs to it."""
    number = Span(given.start, given.end)
    about = given.about or (
        _ABOUT.search(text, max(0, number.start - 14), number.start) is not None
        and not _counts_nothing(text, given)  # “vers 18 h 30” isn't 19
    )

    def amount(span: Span, unit: str, terms: Iterable[str]) -> Amount:
        return Amount(span, given.value, unit, tuple(terms), about, number, given.spelled)

    if given.unit:
        return amount(number, given.unit, (given.unit,))
    if before := _CURRENCY_FIRST.search(text, max(after, number.start - 2), number.start):
        unit = _UNITS[before.group()[0]]
        return amount(Span(before.start(), number.end), unit, (unit,))
    if sign := _SIGN.match(text, number.end):
        written = sign["sign"] or sign["share"]
        unit = _UNITS.get(written) or _first(analyse(written)) or written
        return amount(Span(number.start, sign.end()), unit, (unit, *analyse(written)))
    words = _words_after(text, number.end)
    if not words or fold(words[0]["word"]) in STOP_WORDS:
        return amount(number, "", ())
    return amount(*_counting(number, counted, words))


def _words_after(text: str, end: int) -> list[re.Match[str]]:
    """Return the words that may say what is counted: “d’euros”, “jeunes randonneurs”."""
    of = _OF.match(text, end)
    if not of:
        return _words(text, end, _WORDS_AFTER)
    end = of.end() - 1 if text[of.end() - 1].isspace() else of.end()
    glued = _GLUED.match(text, end)
    return ([glued] if glued else []) + _words(text, glued.end() if glued else end, 2)


def _words(text: str, at: int, most: int) -> list[re.Match[str]]:
    words: list[re.Match[str]] = []
    while len(words) < most and (match := _WORD.match(text, at)):
        words.append(match)
        at = match.end()
    return words


def _counting(
    number: Span, counted: str, words: list[re.Match[str]]
) -> tuple[Span, str, tuple[str, ...]]:
    """Return the span with as many words as say what is counted, its unit and its terms."""
    terms = [analyse(word["word"]) for word in words]
    last = next((n for n, its in enumerate(terms) if counted and counted in its), 0)
    unit = counted if counted and counted in terms[last] else _first(terms[0])
    span = Span(number.start, words[last].end())
    return span, unit, tuple(term for its in terms for term in its)


def _first(terms: list[str]) -> str:
    return terms[0] if terms else ""
