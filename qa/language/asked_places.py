"""Places a text names that a question doesn't: “à Rouen (Seine-Maritime)”, “rue des Lices”."""

from __future__ import annotations

import re

from qa.language.analysis import analyse
from qa.language.folding import fold
from qa.language.query import Query
from qa.types import Span

_TOWN = (
    r"[A-ZÀ-Ö](?!['’][a-zà-ÿ])[\w’'-]+"
    r"(?: (?:(?:sur|sous|en|lès|la|le|les|de|du) |d['’])?[A-ZÀ-Ö][\w’'-]+)*"
)
_ARTICLE = r"(?:l['’]|la |le |les |un |une )?"
_SITES = (
    "rue avenue boulevard place quai quartier gare port aéroport hôpital clinique lycée collège "
    "prison stade musée parc forêt lac plage château usine centre hôtel théâtre cathédrale église "
    "camp aérodrome circuit comté district vallée col massif mont restaurant école base maison"
).replace(" ", "|")
_AREAS = (
    "commune ville village hameau quartier département région province île capitale gare hauteur "
    "niveau large est ouest nord sud près station arrondissement agglomération canton"
).replace(" ", "|")
_PATTERNS = (
    (re.compile(rf"(?P<place>{_TOWN}) \([A-ZÀ-Ö][a-zà-ÿ][\w’' -]+\)"), 1.0),
    (
        re.compile(rf"\b(?:{_AREAS}) (?:\w+ )?(?:de |du |des |d['’]){_ARTICLE}(?P<place>{_TOWN})"),
        0.9,
    ),
    (
        re.compile(
            rf"\b(?P<place>(?:{_SITES})s? (?:[a-zà-ÿ]+ )?(?:d['’]|de |du |des )*{_ARTICLE}{_TOWN})"
        ),
        0.8,
    ),
    (
        re.compile(
            r"(?<!\w)(?:[àÀ]|[Aa]ux?|[Ee]n|[Dd]ans|[Ss]ur|[Pp]rès d[eu]|[Cc]hez|[Vv]ers|depuis|"
            rf"entre|at|in|near) {_ARTICLE}(?P<place>(?:[a-zà-ÿ]+ (?:d['’]|de |du |des )?){{0,2}}"
            rf"{_ARTICLE}{_TOWN})"
        ),
        0.7,
    ),
    (
        re.compile(rf"(?<!\w)(?:de |d['’]|et ){_ARTICLE}(?P<place>[A-ZÀ-Ö][\w’'-]+)(?! [A-ZÀ-Ö])"),
        0.4,
    ),
)
_NO_PLACE = re.compile(
    r"^(?:facebook|twitter|instagram|youtube|internet|google|whatsapp|afp|bfmtv|europe 1|"
    r"france (?:inter|info|bleu|2|3|5|culture)|franceinfo|rtl|rmc|lci|cnews|le (?:monde|parisien|"
    r"figaro|point)|tf1|m6|canal|covid|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|"
    r"octobre|novembre|decembre)\b"
)


def find_asked_places(query: Query, text: str) -> list[tuple[Span, float]]:
    """Return the places in ``text`` that ``query`` doesn't name, each with a score, 0 to 1."""
    known = set(query.terms)
    found: dict[Span, float] = {}
    for pattern, score in _PATTERNS:
        for match in pattern.finditer(text):
            span = Span(*match.span("place"))
            place = span.cut(text)
            terms = set(analyse(place))
            if not terms or terms <= known or _NO_PLACE.match(fold(place)):
                continue
            found[span] = max(score, found.get(span, 0.0))
    return list(found.items())
