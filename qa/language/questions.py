"""What a question asks for, read from its question word."""

from __future__ import annotations

import re
from enum import StrEnum

from qa.language.analysis import fold


class Kind(StrEnum):
    """The kind of answer a question asks for."""

    WHO = "who"
    WHEN = "when"
    HOW_MANY = "how-many"
    WHERE = "where"
    WHY = "why"
    HOW = "how"
    WHAT = "what"


# On folded text; the first that matches decides.
_PATTERNS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (Kind.WHY, r"\bpourquoi\b|\bquelles? (?:\w+ )?(?:raisons?|causes?|motifs?)\b|\bwhy\b"),
        (
            Kind.HOW_MANY,
            r"\bcombien\b|\bquels? (?:est |etait |sera |a ete )?(?:le |l')?(?:nombre|montant|"
            r"budget|prix|cout|pourcentage|taux|bilan|chiffre|score|total)\b|\bquelle "
            r"(?:est |etait |sera )?(?:la |l')?(?:part|somme|superficie|surface|distance|duree|"
            r"longueur|hauteur|population|proportion|quantite|capacite)\b|"
            r"\bhow (?:many|much|long|far|old)\b",
        ),
        (
            Kind.WHEN,
            r"\bquand\b|\bquelles? (?:est la |etait la )?(?:date|annee|heure|periode)s?\b|"
            r"\bquels? (?:est le )?(?:jour|mois)\b|\bwhen\b|\bwhat (?:date|day|year|time)\b",
        ),
        (
            Kind.WHERE,
            r"^ou\b|\bd'ou\b|\bwhere\b|\b(?:dans|en|a|de) quel(?:le)?s? (?:ville|pays|lieu|"
            r"endroit|region|commune|village|quartier|departement|salle|rue)\b|"
            r"\bquel(?:le)? est (?:le lieu|la ville|l'endroit)\b",
        ),
        (
            Kind.WHO,
            r"\bs'appell|\bse nomm|"
            r"^(?:et )?(?:a |de |par |avec |pour |chez |contre |sur )?qui\b|"
            r"\bqui est-ce\b|\best-ce qui\b|\bpar qui\b|\bavec qui\b|\bqui a\b$|"
            r"\bquel(?:le)?s? (?:sont |est |etaient )?(?:les? |la |l')?(?:participants?|"
            r"dirigeants?|personnes?|noms?|presidents?|ministres?|membres?|auteurs?|candidats?|invites?|"
            r"responsables?|joueurs?|laureats?|elus?)\b|\bnoms? des?\b|\bwho(?:m|se)?\b",
        ),
        (Kind.HOW, r"\bcomment\b|\bde quelle (?:maniere|facon)\b|\bhow\b"),
    )
)
_ACCENTED_WHERE = re.compile(r"\boù\b", re.IGNORECASE)


def question_kind(question: str) -> Kind:
    """Return what ``question`` asks for; ``Kind.WHAT`` when nothing tells."""
    folded = fold(question).strip(" ¿?!.«»\"'")
    for kind, pattern in _PATTERNS:
        if pattern.search(folded):
            return kind
        if kind is Kind.WHERE and _ACCENTED_WHERE.search(question):
            return kind
    return Kind.WHAT
