"""What a question asks for, read from its question word or the noun that goes with it."""

from __future__ import annotations

import re
from enum import StrEnum

from qa.language.analysis import fold
from qa.language.head_nouns import NOUNS, is_somebody


class Kind(StrEnum):
    """The kind of answer a question asks for."""

    WHO = "who"
    WHEN = "when"
    HOW_MANY = "how-many"
    WHERE = "where"
    WHY = "why"
    HOW = "how"
    WHAT = "what"


# On folded text. The one that stands first decides: “quel riverain a appelé quand …” asks who.
_WORDS = (
    (Kind.WHY, re.compile(r"\bpourquoi\b|\bcomment se fait|\bqu'est-ce qui explique\b|\bwhy\b")),
    (Kind.HOW_MANY, re.compile(r"\bcombien\b|\bhow (?:many|much|long|far|old|fast)\b")),
    (Kind.WHEN, re.compile(r"\bquand\b|\bwhen\b|\bwhat (?:date|day|year|time)\b")),
    (Kind.WHERE, re.compile(r"^ou\b|\bd'ou\b|\bwhere\b")),
    (
        Kind.WHO,
        re.compile(
            r"\bcomment (?:s'appel|se nomm)|\b(?:s'appel|se nomm)|^(?:et )?qui\b|\best-ce qui\b|"
            r"\bqui (?:a|est-ce)$|\b(?:a|de|par|avec|pour|chez|contre|sur|est) qui\b|"
            r"\bwho(?:m|se)?\b"
        ),
    ),
    (Kind.HOW, re.compile(r"\bcomment\b|\bhow\b")),
)
# “quel” and its noun, past the words that may stand between.
_QUEL = re.compile(
    r"\bquel(?:le)?s? (?:(?:est|sont|etait|etaient|sera|seront|fut|furent|serait|a ete|ont ete) )?"
    r"(?:(?:l'|d')|(?:les?|la|un|une|du|des|de|ce|cet|cette|autres?|premiere?s?|premiers?|anciens?|"
    r"anciennes?|nouveaux?|nouvel|nouvelles?|jeunes?|grande?s?|petite?s?|celebres?|deux|trois) )*"
    r"(?P<noun>[a-z][\w-]*)"
)
# Keywords without any question word: a noun that can hardly mean another thing.
_KEYWORDS = (
    (Kind.WHEN, re.compile(r"\bdate\b|\bquel jour\b")),
    (
        Kind.HOW_MANY,
        re.compile(
            r"\b(?:nombre|montant|prix|cout|taux|pourcentage|superficie|vitesse|cadence|hauteur|"
            r"profondeur|longueur|age)\b"
        ),
    ),
    (Kind.WHO, re.compile(r"\bnoms?\b")),
    (Kind.WHY, re.compile(r"\b(?:cause|motif|raison)s?\b")),
)
_QUESTION_WORD = re.compile(r"\bqu(?:e|i|oi|el|elle|els|elles)\b|\bqu'|\bwh\w+\b|\best-ce\b")
_ACCENTED_WHERE = re.compile(r"\boù\b", re.IGNORECASE)


def question_kind(question: str) -> Kind:
    """Return what ``question`` asks for; ``Kind.WHAT`` when nothing tells."""
    folded = fold(question).strip(" ¿?!.«»\"'")
    found = [(match.start(), kind) for kind, words in _WORDS if (match := words.search(folded))]
    noun = _QUEL.search(folded)
    if noun and (kind := _kind_of(noun["noun"])):
        found.append((noun.start(), kind))
    if found:
        return min(found, key=lambda one: one[0])[1]
    if _ACCENTED_WHERE.search(question):
        return Kind.WHERE
    if not _QUESTION_WORD.search(folded):
        for kind, words in _KEYWORDS:
            if words.search(folded):
                return kind
    return Kind.WHAT


def _kind_of(noun: str) -> Kind | None:
    """Return the kind of thing a noun names, in its singular or plural."""
    for form in (noun, noun.removesuffix("s"), noun.removesuffix("x")):
        for kind, nouns in NOUNS.items():
            if form in nouns:
                return Kind(kind)
        if is_somebody(form):
            return Kind.WHO
    return None
