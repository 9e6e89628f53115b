"""A clause turned into a question: inversion, “est-ce que”, the question word last, “qui”."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.training.asking.clauses import Clause
from qa.training.asking.verb_groups import Verb
from qa.training.asking.verbs import ETRE, is_plural, masculine, singular
from qa.training.asking.words import as_question, elides, with_que

_BRACKETS = re.compile(r"[ \u00a0]?\([^)]*\)")
_VOWEL_LAST = re.compile(r"[aeéc]$")


def plain(text: str) -> str:
    """Return ``text`` without what stands in brackets."""
    return _BRACKETS.sub("", text).strip()


def clitic(verb: Verb) -> str:
    """Return “se ” or “s’” before the verb's finite form, '' when it isn't reflexive."""
    if not verb.reflexive:
        return ""
    if verb.en:
        return "s'en "
    return "s'" if elides(verb.finite) else "se "


def predicate(verb: Verb) -> str:
    """Return the verb as it stands after its subject: “a été arrêté”, “s’est rendu”."""
    parts = (clitic(verb) + verb.finite, "été" if verb.been else "", verb.participle, verb.after)
    return " ".join(filter(None, parts))


def inverted(clause: Clause) -> str:
    """Return “le maire a-t-il annoncé”; '' when the subject's gender isn't known."""
    pronoun = clause.subject.pronoun
    verb = clause.verb
    if not pronoun or is_plural(verb.finite) != clause.subject.plural:
        return ""
    joint = "-t-" if _VOWEL_LAST.search(verb.finite) else "-"
    finite = f"{clitic(verb)}{verb.finite}{joint}{pronoun}"
    rest = ("été" if verb.been else "", verb.participle, verb.after)
    return " ".join(filter(None, (plain(clause.subject_text), finite, *rest)))


def straight(clause: Clause) -> str:
    """Return “le maire a annoncé”."""
    return f"{plain(clause.subject_text)} {predicate(clause.verb)}"


def behind(clause: Clause) -> str:
    """Return “est mort le maire”: the subject last, where nothing follows the verb."""
    return f"{predicate(clause.verb)} {plain(clause.subject_text)}"


def for_who(verb: Verb) -> str:
    """Return the verb after “qui”: singular, and a participle with “être” masculine."""
    agrees = verb.been or verb.finite in ETRE
    participle = masculine(verb.participle) if agrees and verb.participle else verb.participle
    finite = singular(verb.finite)
    finite = clitic(replace(verb, finite=finite)) + finite
    return " ".join(filter(None, (finite, "été" if verb.been else "", participle, verb.after)))


def ask(clause: Clause, asked: str, rest: str, form: str) -> str:
    """Return the question that begins with ``asked`` (“quand”), ``rest`` kept behind the verb.

    '' when the form can't be had: “inversion” needs the subject's gender, “behind” an empty rest.
    """
    if form == "inversion":
        middle = inverted(clause)
        return as_question(f"{asked} {middle} {rest}") if middle else ""
    if form == "est-ce que":
        return as_question(f"{asked} est-ce {with_que(straight(clause))} {rest}")
    if form == "end":
        return as_question(f"{straight(clause)} {rest} {asked}")
    short = len(clause.subject_text.split()) <= 8
    if form == "behind" and not rest and short and not clause.verb.finite.endswith("ait"):
        return as_question(f"{asked} {behind(clause)}")
    return ""


def ask_best(clause: Clause, asked: str, rest: str, forms: tuple[str, ...]) -> tuple[str, str]:
    """Return the first question that can be had in ``forms``, and its form; two '' of none."""
    for form in forms:
        if question := ask(clause, asked, rest, form):
            return question, form if form != "behind" else "inversion"
    return "", ""
