"""What a sentence gives as the answer, so that two can be compared: an amount, a day, a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

from qa.language.amounts import Amount, find_amounts
from qa.language.asked_for import AskedSpan, counts_the_same, find_asked
from qa.language.calendar import DateMention
from qa.language.dates import find_dates
from qa.language.mentions import find_names
from qa.language.query import Query
from qa.language.questions import Kind
from qa.language.units import asked_amount
from qa.types import Span

_SURE = {Kind.HOW_MANY: 1.0, Kind.WHEN: 0.9, Kind.WHO: 0.75}  # the least score of a clear answer
_LEAD = {Kind.HOW_MANY: 0.0, Kind.WHEN: 0.05, Kind.WHO: 0.15}  # … and over the next one
_AT_LEAST = re.compile(
    r"\b(?:plus d[e'’]|au moins|more than|at least|over)[ \u00a0]*$", re.IGNORECASE
)
_AT_MOST = re.compile(
    r"\b(?:moins d[e'’]|au plus|jusqu['’][aà]|less than|up to|at most)[ \u00a0]*$", re.IGNORECASE
)
_ABOUT = re.compile(r"\b(?:près d[e'’]|environ|quelque|nearly|about)[ \u00a0]*$", re.IGNORECASE)
_COMPLEMENT = re.compile(r"(?<!\best )(?<!\bétait )\bde[ \u00a0]$")  # “une forêt de 250 hectares”
_FARE = re.compile(r"[ \u00a0](?:sont|ont|étaient|avaient|auraient|seraient|were|have|had|are)\b")
_OPEN = 1.25  # “plus de 100” is less than 125
_PEOPLE = ("person", "gen", "habit", "homm", "femm")  # “8 personnes sont mortes”
_ROUNDED = 0.15  # “près de 2 000” is 1,700 to 2,300
_FAINT = 0.05  # figures that end in zeros may be rounded, and nobody says so
_ZEROS = re.compile(r"\d[\d .\u00a0\u202f]*00\b(?!,)")
_PLACES = re.compile(r",(\d+)")
_PART = re.compile(  # of the whole only, or of something else
    r"(?:\b(?:dont|parmi|entre|premi[eè]r\w*|chaque|les|ces|ses|leurs|autres?|encore|soit|contre|"
    r"(?:de|entre) \d[\d .,\u00a0]* (?:à|et))\s+(?:eux,? |elles,? |au moins )?)$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:autres?|nouveaux|nouvelles|supplémentaires|premi[eè]r\w*|derni[eè]r\w*|de plus)\b"
    r"|\bpar (?:jour|an|mois|semaine|personne|heure)\b|\bsur \d|\bet demie?\b"
    r"|\b24 ?h(?:eures)?\b"
)
_VAGUE = re.compile(r"(?:dizaine|centaine|millier|million|milliard)s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Value:
    """An answer as ``written`` at ``span`` of its sentence: an amount, a day or a name.

    ``bounds`` are what the amount may be, as it may be rounded; ``complement`` says that it
    belongs to a noun before it: “une forêt de 250 hectares”.
    """

    span: Span
    written: str
    amount: Amount | None = None
    bounds: tuple[float, float] = (0.0, 0.0)
    at_least: bool = False
    complement: bool = False
    day: DateMention | None = None
    name: tuple[str, ...] = ()

    def agrees_with(self, other: Value) -> bool:
        """Whether both may mean the same: rounded numbers, “M. Roux” and “Paul Roux”."""
        if self.amount and other.amount:
            if self.at_least and other.at_least:  # “au moins 11”, then “au moins 13”: it rose
                return self.bounds == other.bounds
            return self.bounds[0] <= other.bounds[1] and other.bounds[0] <= self.bounds[1]
        if self.day and other.day:
            return self.day.agrees_with(other.day)
        return bool(set(self.name) & set(other.name))

    def is_like(self, other: Value) -> bool:
        """Whether both are of one kind: amounts of the same thing, days, names."""
        if self.amount and other.amount:
            return _same_unit(self.amount, other.amount)
        return bool(self.day and other.day) or bool(self.name and other.name)


def read_value(query: Query, text: str, published: Date | None) -> Value | None:
    """Return what ``text`` gives as the answer to ``query``, None unless that is clear.

    It isn't where two amounts, days or names might be meant, or where the amount is part of
    another: “dont 3 enfants”, “deux autres blessés”.
    """
    if query.kind not in _SURE:
        return None
    found = find_asked(query, text, published)
    values = [_value(query, text, published, one) for one in _clear(query.kind, found)]
    first = next(iter(values), None)
    if first is None or any(one is None or not one.agrees_with(first) for one in values[1:]):
        return None
    return first


def values_in(text: str, like: Value) -> list[Value]:
    """Return all values in ``text`` of the kind of ``like``."""
    if like.amount:
        counted = like.amount.unit
        found = [_of_amount(text, amount) for amount in find_amounts(text, None, counted)]
        return [one for one in found if one.amount and _same_unit(one.amount, like.amount)]
    if like.day:
        mentions = find_dates(text, like.day.as_date)
        return [_of_day(text, mention) for mention in mentions if mention.month]
    return [Value(n.span, n.span.cut(text), name=n.words) for n in find_names(text)]


def _clear(kind: Kind, found: Sequence[AskedSpan]) -> list[AskedSpan]:
    """Return the spans of which any may be meant, none where no one is clearly of the kind."""
    if not found or found[0].score < _SURE[kind]:
        return []
    if kind is Kind.HOW_MANY:
        return [one for one in found if one.score >= _SURE[kind]]
    return [one for one in found if one.score > found[0].score - _LEAD[kind]]


def _value(query: Query, text: str, published: Date | None, one: AskedSpan) -> Value | None:
    if query.kind is Kind.WHEN:
        days = (m for m in find_dates(text, published) if m.start == one.span.start)
        return next((_of_day(text, day) for day in days if day.day and day.as_date), None)
    if query.kind is Kind.WHO:
        names = (name for name in find_names(one.span.cut(text)) if name.words)
        return next((Value(one.span, one.span.cut(text), name=n.words) for n in names), None)
    counted = asked_amount(query.text)[1]
    amounts = find_amounts(text, published, counted)
    amount = next((amount for amount in amounts if amount.span == one.span), None)
    if amount is None or amount.value <= 1 or counted in _PEOPLE or _is_part(text, amount):
        return None  # “combien de personnes”: who did what would have to be compared
    if counted and not asked_amount(query.text)[0] and not _is_whole(text, amount, counted):
        return None
    return _of_amount(text, amount)


def _is_whole(text: str, amount: Amount, counted: str) -> bool:
    """Whether it counts what is asked for, and no kind of it: “deux militaires morts”."""
    if amount.unit in _PEOPLE or amount.terms[:1] in [(people,) for people in _PEOPLE]:
        words = amount.span.cut(text).split()
        after = text.find(words[-1], amount.span.start) + len(words[-1])
        return bool(_FARE.search(text, amount.span.start, after + 12))
    return counts_the_same(counted, *amount.terms[:1])


def _of_day(text: str, mention: DateMention) -> Value:
    span = Span(mention.start, mention.end)
    return Value(span, span.cut(text), day=mention)


def _of_amount(text: str, amount: Amount) -> Value:
    figures = amount.span.cut(text)
    before = text[max(0, amount.span.start - 14) : amount.span.start]
    low = high = amount.value
    at_least = bool(_AT_LEAST.search(before))
    if at_least:
        high = low * _OPEN
    elif _AT_MOST.search(before):
        low = high / _OPEN
    elif amount.about:
        low, high = low * (1 - _ROUNDED), high * (1 + _ROUNDED)
    elif _ZEROS.match(figures):
        low, high = low * (1 - _FAINT), high * (1 + _FAINT)
    elif " million" in figures or " milliard" in figures:
        places = _PLACES.search(figures)
        step = (1e9 if "milliard" in figures else 1e6) / 10 ** len(places[1] if places else "")
        low, high = low - step / 2, high + step / 2
    lead = _AT_LEAST.search(before) or _AT_MOST.search(before) or _ABOUT.search(before)
    return Value(
        amount.span,
        f"{lead.group().lower()}{figures}" if lead else figures,
        amount=amount,
        bounds=(low, high),
        at_least=at_least,
        complement=bool(_COMPLEMENT.search(before)),
    )


def _same_unit(one: Amount, other: Amount) -> bool:
    if not one.unit or not other.unit:
        return False
    return counts_the_same(one.unit, other.unit) or bool(
        {one.unit, other.unit} & set(_PEOPLE)
        and any(counts_the_same(term, *other.terms) for term in one.terms)
    )


def _is_part(text: str, amount: Amount) -> bool:
    start, end = amount.span.start, amount.span.end
    around = f"{amount.span.cut(text)}{text[end : end + 60].partition('.')[0]}"
    if _VAGUE.match(text, start):
        return True
    return bool(_PART.search(text, max(0, start - 30), start) or _MORE.search(around))
