"""Does a text hold what was asked for: a name for “qui”, a date for “quand”, a number …?"""

from __future__ import annotations

import re
from datetime import date as Date

from qa.language.mentions import find_names, find_numbers, spelled_numbers
from qa.language.questions import Kind
from qa.language.units import gives_amount
from qa.retrieval.asked import Asked

_HOURS = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|aujourd'hui|demain|veille|"
    r"matin|soir|midi|minuit|\d{1,2} ?h(?:eures?)?(?: ?\d{2})?|\d{1,2} heures?)\b",
    re.IGNORECASE,
)
# “à Zurich”, “dans le parc naturel de l'Ahaggar”, “à la clinique Hirslanden”
_PLACES = re.compile(
    r"\b(?:[àÀ]|[Aa]ux?|[Ee]n|[Dd]ans|[Ss]ur|[Pp]rès d[eu]|[Cc]hez|[Vv]ers|at|in|near)\s+"
    r"(?:l['’]|la |le |les |un |une )?(?:\w+ ){0,2}(?:(?:de |du |des )?(?:la |le |l['’]|d['’])?)?"
    r"(?P<place>[A-ZÀ-Ö][\w’'-]+(?:[ -][A-ZÀ-Ö][\w’'-]+)*)"
)
_CAUSES = re.compile(
    r"\b(?:parce qu|car\b|en raison|à cause|grâce|afin|pour \w+[ei]r\b|faute d|suite à|"
    r"à la suite|permet|puisqu|due?s? à|liée?s? à|explique|provoqu|caus[eé]|à l['’]origine|"
    r"représailles|motif|raison|voul(?:u|ait|oir)|so that|because|due to)",
    re.IGNORECASE,
)
_MOST, _HALF, _SOME = 0.7, 0.5, 0.3


def holds_kind(asked: Asked, text: str, published: Date | None = None) -> float:
    """Return how well ``text`` holds something of the kind asked for, 0 to 1.

    Only what the question doesn't say itself counts. Relative dates are counted from
    ``published``, the day the text appeared. 0 for a question that asks for no kind.
    """
    kind = asked.query.kind
    if kind is Kind.WHO:
        return _names(asked, text)
    if kind is Kind.WHEN:
        return _dates(asked, text, published)
    if kind is Kind.HOW_MANY:
        return _numbers(asked, text, published)
    if kind is Kind.WHERE:
        return _places(asked, text)
    if kind is Kind.WHY:
        return float(bool(_CAUSES.search(text)))
    return 0.0


def _names(asked: Asked, text: str) -> float:
    """A name of several words is most likely somebody's."""
    known = asked.query.names | set(asked.query.terms)
    new = [
        name
        for name in find_names(text, initial=False)
        if not set(asked.terms[name.span.cut(text)]) <= known
    ]
    return _HALF * bool(new) + _HALF * any(len(name.words) > 1 for name in new)


def _places(asked: Asked, text: str) -> float:
    known = set(asked.query.terms)
    found = [set(asked.terms[match["place"]]) for match in _PLACES.finditer(text)]
    if any(place and not place <= known for place in found):
        return 1.0
    return _HALF * bool(found)


def _dates(asked: Asked, text: str, published: Date | None) -> float:
    new = [
        mention
        for mention in asked.dates_in(text, published)
        if not any(given.agrees_with(mention) for given in asked.query.dates)
    ]
    if any(mention.month for mention in new):
        return 1.0
    return _HALF if new or _HOURS.search(text) else 0.0


def _numbers(asked: Asked, text: str, published: Date | None) -> float:
    new = find_numbers(text) - asked.numbers
    if new:  # a date's are none
        new -= {
            number
            for mention in asked.dates_in(text, published)
            for number in find_numbers(text[mention.start : mention.end])
        }
    if not new and not spelled_numbers(text) - asked.numbers:
        return 0.0
    if gives_amount(asked.query.text, text):
        return 1.0
    return _MOST if new else _SOME
