"""A verb as a clause has it: auxiliary, participle, reflexive."""

from __future__ import annotations

from dataclasses import dataclass

from qa.training.asking.phrases import NEGATIONS, is_adverb, participle_at, reads_verb
from qa.training.asking.verbs import AVOIR, ETRE, forms, masculine, participles
from qa.training.asking.words import Word

_MEASURES = frozenset("plus peu près presque quasi trop tout depuis".split())


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb as it stands: “s’” + “est” + “rendu”; “a” + “été” + “arrêté”; “annonce”.

    One that was put in place of another may have words ``after`` it (“fait savoir”), a
    preposition ``before_object`` (“se félicite de”) and “en” (“s’en prend à”).
    """

    finite: str
    reflexive: bool
    been: bool
    participle: str
    lemma: str
    after: str = ""
    before_object: str = ""
    en: bool = False

    @property
    def passive(self) -> bool:
        """Whether something is done to the subject: “a été arrêté”, “est accusé”."""
        return self.been and bool(self.participle)


def read_verb(words: list[Word], at: int) -> tuple[Verb, int] | None:
    """Return the verb at ``at`` and where what follows it begins."""
    reflexive = words[at].low in ("se", "s'")
    at += reflexive
    if at >= len(words) or not reads_verb(words, at):
        return None
    finite = words[at].low
    if finite in AVOIR or finite in ETRE:
        return _compound(words, at, finite, reflexive)
    after = at + 1
    while after < len(words) and is_adverb(words[after].low) and words[after].low not in _MEASURES:
        if words[after].low in NEGATIONS:
            return None
        after += 1
    return Verb(finite, reflexive, False, "", forms()[finite].lemma), after


def _compound(words: list[Word], at: int, finite: str, reflexive: bool) -> tuple[Verb, int] | None:
    found = participle_at(words, at + 1)
    if any(word.low in NEGATIONS for word in words[at + 1 : (found or at + 2)]):
        return None
    if found is None:
        after = at + 1
        while after < len(words) and is_adverb(words[after].low):
            after += 1
        return Verb(finite, reflexive, False, "", "être"), after
    been = words[found].low == "été" and finite in AVOIR
    if been:
        second = participle_at(words, found + 1)
        if any(w.low in NEGATIONS for w in words[found + 1 : (second or found + 2)]):
            return None
        if second is None:
            return Verb(finite, reflexive, True, "", "être"), found + 1
        found = second
    participle = words[found].low
    if finite in AVOIR and not been and participle != masculine(participle):
        return None
    after = found + 1
    while after < len(words) and words[after].low not in _MEASURES and is_adverb(words[after].low):
        after += 1
    lemma = participles().get(masculine(participle), "")
    return Verb(finite, reflexive, been, participle, lemma), after
