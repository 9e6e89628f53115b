"""The unit an amount asked for comes in: “quelle somme” in euros, “quel âge” in years."""

from __future__ import annotations

import re
from functools import lru_cache

from qa.language.analysis import analyse, fold

_NUMBER = (
    r"(?:\d|\b(?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|"
    r"trente|quarante|cinquante|soixante|cent|mille)\b)[\d .,\u00a0\u202f]*"
    r"(?:(?:millions?|milliards?|milliers?|centaines?|dizaines?) (?:d[e'’] ?)?)?"
)
_LENGTHS = r"(?:k|c|m)?m\b|(?:kilo|centi|milli)?metres?"
_TIMES = r"secondes?|minutes?|heures?|jours?|semaines?|mois|ans?\b|annees?|siecles?"
# Of folded questions: what is asked for → what follows the number, in folded text.
_UNITS = (
    (
        r"somme|budgets?|cout|coutent?|coute|prix|tarifs?|amende|salaires?|loyers?|montant|rancon|"
        r"profit|benefices?|recettes?|facture|combien (?:a|ont|va|est-ce)[^?]*\b(?:paye|coute)",
        r"euros?|€|dollars?|\$|livres?|£|francs?",
    ),
    (r"age", r"ans?\b|mois"),
    (r"vitesse|allure", r"km ?/ ?h|km\b|kilometres?"),
    (r"pourcentage|taux|proportion|quelle part", r"%|pour ?cent|pourcent"),
    (r"superficie|surface", r"hectares?|ha\b|m[2²]|km[2²]|metres? carres?|kilometres? carres?"),
    (r"distance|longueur|largeur|hauteur|profondeur|diametre|altitude|taille", _LENGTHS),
    (r"duree|delai|combien de temps", _TIMES),
    (r"poids|pese", r"kg\b|kilos?|kilogrammes?|grammes?|g\b|tonnes?"),
    (r"temperature", r"degres?|°"),
)
_COMPILED = tuple(
    (re.compile(rf"\b(?:{nouns})\b"), re.compile(_NUMBER + rf"(?:{units})"))
    for nouns, units in _UNITS
)
_HOW_MANY = re.compile(r"\b(?:combien d(?:e |')|nombre d(?:e |es |'))(?P<noun>[\w-]+)")
_FOLLOWED_BY = 3  # terms after a number in which the thing counted is named


def gives_amount(question: str, text: str) -> bool:
    """Whether ``text`` has a number of the unit, or of the things, that ``question`` asks for."""
    unit, counted = asked_amount(question)
    if unit is not None:
        return unit.search(fold(text)) is not None
    if not counted:
        return False
    terms = analyse(text)
    return any(
        term[:1].isdigit() and counted in terms[n + 1 : n + 1 + _FOLLOWED_BY]
        for n, term in enumerate(terms)
    )


@lru_cache(maxsize=16)
def asked_amount(question: str) -> tuple[re.Pattern[str] | None, str]:
    """Return the pattern of the amount asked for, if its unit is known, and the thing counted.

    The pattern is for folded text; the thing counted is its term, '' where none is named.
    """
    folded = fold(question)
    unit = next((units for nouns, units in _COMPILED if nouns.search(folded)), None)
    counted = _HOW_MANY.search(folded)
    terms = analyse(counted["noun"]) if counted else []
    return unit, terms[0] if terms else ""
