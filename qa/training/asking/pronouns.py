"""Sentences whose subject points back, “il”, “son avocat”, read with the sentence before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date as Date

from qa.language.mentions import find_names
from qa.training.asking import names, nouns
from qa.training.asking.clauses import Clause
from qa.training.asking.standing_in import read_instead
from qa.training.asking.words import elides, read_words, with_de

_LEAD = r"^(?:(?:[A-ZÀ-Ý][^,]{2,50}, )|Mais |Et |Puis )?"
_PRONOUN = re.compile(
    rf"{_LEAD}(?P<it>[Ii]ls?|[Ee]lles?|[Cc]e dernier|[Cc]ette dernière|[Cc]elui-ci|[Cc]elle-ci) "
    r"(?!y |en |l['’]|faut|n['’]|ne |s['’]agit|pleut|semble|reste|"
    r"est (?:possible|vrai|important|temps))"
)
_MEN = frozenset(("il", "ce dernier", "celui-ci"))
_OWNED = re.compile(
    rf"{_LEAD}(?P<its>[Ss]on|[Ss]a) (?P<noun>[a-zà-ÿ-]+)"
    r"(?= (?:a|est|avait|était|va|doit|s['’]est|sera) )"
)


def read_continued(
    text: str, published: Date | None, before: Clause | None, previous: str
) -> Clause | None:
    """Return the clause of a sentence whose subject is a pronoun, called by its antecedent.

    The antecedent is the subject of the clause ``before``, when it is a person of the pronoun's
    sex; else the only person of that sex whom the sentence ``previous`` names. “Son avocat” is
    called “l’avocat de” that person.
    """
    if match := _PRONOUN.match(text):
        pronoun = _plain(match["it"].lower())
        called = _antecedent(before, previous, pronoun)
        clause = read_instead(text, match.start("it"), match.end("it"), pronoun, published)
        sure = before is not None and before.subject.kind in ("person", "people")
        if not clause or not called or (clause.verb.passive and not sure):
            return None
        return replace(clause, called=called)
    if match := _OWNED.match(text):
        owner = _antecedent(before, previous, "il") or _antecedent(before, previous, "elle")
        return _owned(text, match, owner, published) if owner else None
    return None


def _plain(pronoun: str) -> str:
    if pronoun.endswith("s"):
        return pronoun
    return "il" if pronoun in _MEN else "elle"


def _owned(text: str, match: re.Match[str], owner: str, published: Date | None) -> Clause | None:
    """Return the clause of “son avocat a …”, its subject called “l’avocat d’Anne Roux”."""
    noun = match["noun"]
    sex = nouns.gender(noun)
    if not sex or " et " in owner:
        return None
    pronoun = "il" if sex == "m" else "elle"
    clause = read_instead(text, match.start("its"), match.end("noun"), pronoun, published)
    article = "l'" if elides(noun) else "le " if sex == "m" else "la "
    return replace(clause, called=f"{article}{noun} {with_de(owner)}") if clause else None


def _antecedent(before: Clause | None, previous: str, pronoun: str) -> str:
    sex, plural = "m" if pronoun.startswith("i") else "f", pronoun.endswith("s")
    people = {
        name.span.cut(previous)
        for name in find_names(previous)
        if names.is_person(name.span.cut(previous))
        and names.sex(name.span.cut(previous)) in ("", sex)
    }
    subject = before.subject if before is not None else None
    if before is not None and subject and subject.kind in ("person", "people"):
        own = before.subject_text
        alone = plural or all(name in own for name in people)
        if subject.plural == plural and subject.gender in ("", sex):
            return own if alone and subject.gender and not subject.counted else ""
    if any(nouns.is_human(word.low) and not word.capital for word in read_words(previous)):
        return ""  # it may be somebody who isn't named
    only = people.pop() if len(people) == 1 and not plural else ""
    return only if names.sex(only) in ("", sex) and len(only.split()) < 4 else ""
