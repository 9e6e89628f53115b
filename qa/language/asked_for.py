"""What in a text may be what a question asks for: names for “qui”, a date for “quand” …

Spans come the likeliest first: by how well they are of the kind, then by how near they stand
to the question's own words. What the question says itself is never among them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as Date
from functools import lru_cache

from qa.language.amounts import MONEY, PER_CENT, Amount, find_amounts
from qa.language.analysis import analyse
from qa.language.asked_names import find_asked_names
from qa.language.asked_places import find_asked_places
from qa.language.calendar import DateMention
from qa.language.causes import find_causes
from qa.language.dates import find_dates
from qa.language.folding import fold
from qa.language.nearness import Surroundings
from qa.language.query import Query
from qa.language.questions import Kind
from qa.language.units import asked_amount
from qa.types import Span

_NEAR = 0.6  # what standing near all of the question's words is worth beside being of the kind
_HOUR = re.compile(r"\b(?:\d{1,2} ?(?:h(?:eures?)?|:)(?: ?\d{2})?|midi|minuit)\b", re.IGNORECASE)
_ASKS_HOUR = re.compile(r"\bquelles? heures?\b|\bwhat time\b")
_ASKS_YEAR = re.compile(r"\bquelle annee\b|\b(?:what|which) year\b")
_SAID = re.compile(
    r"\b(?:a|ont|avait|avaient) (?:\w+ )?(?:indiqué|annoncé|déclaré|affirmé|expliqué|précisé|"
    r"rapporté|confié|ajouté|souligné|dit|fait savoir|estimé|assuré)[^,.;]{0,30}$"
    r"|\b(?:indique|annonce|explique|rapporte|précise|publié)e?[^,.;]{0,12}$"
)
_SAID_THEN = 0.3  # taken off a date that only says when somebody said so
_OF_UNIT, _COUNTED, _ANY, _OTHER = 1.0, 1.0, 0.35, 0.1
_TOLLS = (  # terms that count the same people
    frozenset("mort tu deced victim dec".split()),
    frozenset("bless".split()),
    frozenset("arret interpel arrest".split()),
)
_ASKS_MONEY = re.compile(
    r"\b(?:cout|coute|pay|vers|gagn|touch|vend|vaut|rapport|chiffre|depens|rembours|reclam|exig|"
    r"factur|estim|vaudr|offr|encaiss|perte|cost|paid|pay|worth|earn)"
)
_MEASURES = MONEY | {PER_CENT, *"an heur minut mois jour km kg kilometr metr degr".split()}


@dataclass(frozen=True, slots=True)
class AskedSpan:
    """A span of a text and how well it suits the question, 0 to about 1.5."""

    span: Span
    score: float


@lru_cache(maxsize=256)  # quoting, marking and comparing look at the same sentences
def find_asked(query: Query, text: str, published: Date | None = None) -> tuple[AskedSpan, ...]:
    """Return what in ``text`` may answer ``query``, the likeliest first, none overlapping.

    ``published`` is the day the text appeared on: relative dates count from it. Nothing for a
    question that asks for no kind of thing that can be pointed at (“comment”).
    """
    finder = _FINDERS.get(query.kind)
    if finder is None:
        return ()
    around = Surroundings.of(text, query.terms)
    found = [
        AskedSpan(one.span, one.score + _NEAR * around.nearness(one.span))
        for one in finder(query, text, published)
    ]
    chosen: list[AskedSpan] = []
    for one in sorted(found, key=lambda one: (-one.score, one.span.start)):
        if all(one.span.end <= o.span.start or o.span.end <= one.span.start for o in chosen):
            chosen.append(one)
    return tuple(chosen)


def _dates(query: Query, text: str, published: Date | None) -> list[AskedSpan]:
    folded = fold(query.text)
    if _ASKS_HOUR.search(folded):
        return [AskedSpan(Span(*match.span()), 1.0) for match in _HOUR.finditer(text)]
    year = bool(_ASKS_YEAR.search(folded))
    return [
        AskedSpan(Span(mention.start, mention.end), _date_score(query, text, mention, year))
        for mention in find_dates(text, published)
        if not any(given.agrees_with(mention) for given in query.dates if given.day or year)
    ]


def _date_score(query: Query, text: str, mention: DateMention, year: bool) -> float:
    written = text[mention.start : mention.end]
    has_year = str(mention.year) in written
    if year:
        score = 1.0 if has_year else 0.3
    else:
        score = 0.9 if mention.day and any(map(str.isdigit, written)) else 0.5
        score += 0.1 * has_year
    said = _SAID.search(text, max(0, mention.start - 60), mention.start)
    if said and not set(analyse(said.group())) & set(query.terms):
        score -= _SAID_THEN
    return score


def _numbers(query: Query, text: str, published: Date | None) -> list[AskedSpan]:
    unit, counted = asked_amount(query.text)
    amounts = find_amounts(text, published, counted)
    money = bool(_ASKS_MONEY.search(fold(query.text)))
    given = {(amount.value, amount.unit) for amount in find_amounts(query.text)}
    return [
        AskedSpan(amount.span, _amount_score(amount, text, unit, counted, money))
        for amount in amounts
        if (amount.value, amount.unit) not in given
    ]


def _amount_score(
    amount: Amount, text: str, unit: re.Pattern[str] | None, counted: str, money: bool
) -> float:
    measured = amount.unit in _MEASURES and amount.unit != counted  # “60 ans, est mort”
    if counted and not measured and counts_the_same(counted, *amount.terms):
        return _COUNTED
    if unit is not None:
        return _OF_UNIT if unit.search(fold(amount.span.cut(text))) else _OTHER
    if money and not counted and amount.unit in MONEY:
        return _OF_UNIT
    return _OTHER if counted and measured else _ANY


def counts_the_same(term: str, *others: str) -> bool:
    """Whether one of ``others`` counts the same as ``term``: “morts”, “personnes tuées”."""
    return term in others or any(term in group and group & set(others) for group in _TOLLS)


def _names(query: Query, text: str, published: Date | None) -> list[AskedSpan]:
    return [AskedSpan(span, score) for span, score in find_asked_names(query, text)]


def _places(query: Query, text: str, published: Date | None) -> list[AskedSpan]:
    return [AskedSpan(span, score) for span, score in find_asked_places(query, text)]


def _causes(query: Query, text: str, published: Date | None) -> list[AskedSpan]:
    return [AskedSpan(span, score) for span, score in find_causes(text)]


_FINDERS: dict[Kind, Callable[[Query, str, Date | None], list[AskedSpan]]] = {
    Kind.WHO: _names,
    Kind.WHEN: _dates,
    Kind.HOW_MANY: _numbers,
    Kind.WHERE: _places,
    Kind.WHY: _causes,
}
