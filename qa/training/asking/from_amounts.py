"""Questions about numbers in what follows a verb: how many, how much, what share, what age."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from qa.training.asking import nouns
from qa.training.asking.clauses import Clause
from qa.training.asking.drafts import Draft
from qa.training.asking.lots import Lot
from qa.training.asking.verbs import AVOIR
from qa.training.asking.wording import ask, plain, predicate
from qa.training.asking.words import as_question, with_de

_ABOUT = (
    r"(?:(?:plus|moins|près) d(?:e |['’])|(?:environ|au moins|quelque|jusqu['’]à|presque|au total|"
    r"à peine|pas moins de|au moins) )?"
)
_SPELLED = (
    r"(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|"
    r"vingt|trente|quarante|cinquante|soixante|cent|mille)(?:-[a-z-]+)?"
)
_FIGURE = rf"(?:\d{{1,3}}(?:[ \u00a0.]\d{{3}})+|\d+(?:[,.]\d+)?|{_SPELLED})"
_COUNT = re.compile(
    rf"(?P<number>{_ABOUT}"
    rf"(?:une (?:di|dou|quin|ving|tren|quaran|cinquan|soixan|cen)t?aine|{_FIGURE})"
    r"(?:[ \u00a0](?:millions?|milliards?|milliers?|mille))?)"
    r"(?P<of>[ \u00a0]d(?:e |['’])|[ \u00a0])"
    r"(?P<noun>[a-zà-ÿœ-]+)",
)
_MONEY = re.compile(
    rf"(?P<sum>{_ABOUT}{_FIGURE}(?:[ \u00a0](?:millions?|milliards?)(?: d(?:e |['’]))?)?[ \u00a0]?"
    r"(?:euros?|dollars?|livres|€|francs))"
)
_SHARE = re.compile(
    rf"(?P<share>{_ABOUT}\d+(?:[,.]\d+)?[ \u00a0]?(?:%|pour cent))(?P<of> d(?:es|e|u|['’]).*)?$"
)
_BY = re.compile(rf"de (?P<by>{_ABOUT}\d+(?:[,.]\d+)?[ \u00a0]?(?:%|points?|euros|degrés))")
_TO = re.compile(
    rf"à (?P<to>{_ABOUT}{_FIGURE}(?:[ \u00a0](?:millions?|milliards?) d(?:e |['’]))?[ \u00a0]?"
    r"(?:%|euros|dollars|€|[a-zà-ÿ]+))"
)
_AGE = re.compile(r"à (?:l['’]âge de )?(?P<age>(?:seulement )?\d{1,3} ans)\b")
_PRISON = re.compile(
    rf"à (?P<term>{_FIGURE} (?:ans?|mois) (?:de (?:prison|réclusion)|d['’]emprisonnement)"
    r"(?: criminelle)?(?: (?:ferme|avec sursis))?)"
)
_MEASURED = frozenset(
    "ans an mois jours jour heures heure minutes minute semaines secondes années".split()
)
_VERBS_BY = frozenset(
    "baisser augmenter chuter reculer progresser diminuer grimper bondir réduire".split()
)
_VERBS_TO = frozenset("élever estimer chiffrer fixer monter évaluer établir".split())
_DIES = frozenset("mourir décéder éteindre disparaître succomber".split())


def ask_amounts(clause: Clause, at: int, number: int, lot: Lot) -> Iterator[Draft]:
    """Yield the question about the number in chunk ``at``, if it has one that can be asked."""
    chunk = clause.chunks[at]
    text = chunk.span.cut(clause.text)
    verb = clause.verb
    others = _others(clause, at)
    if match := _PRISON.match(text):
        if verb.lemma == "condamner":
            yield from _asked(clause, "à quelle peine", others, match["term"], number, lot, "what")
    elif (match := _AGE.match(text)) and verb.lemma in _DIES:
        yield from _asked(clause, "à quel âge", "", match["age"], number, lot, "how many")
    elif (match := _BY.match(text)) and verb.lemma in _VERBS_BY:
        yield from _asked(clause, "de combien", others, match["by"], number, lot, "how many")
    elif (match := _TO.match(text)) and verb.lemma in _VERBS_TO:
        yield from _asked(clause, "à combien", others, match["to"], number, lot, "how many")
    elif not verb.passive and not verb.reflexive:
        yield from _object(clause, text, others, number, lot)


def _others(clause: Clause, at: int) -> str:
    kept = [
        plain(c.span.cut(clause.text))
        for n, c in enumerate(clause.chunks)
        if n != at and not c.lead and c.kind in ("place", "time", "other")
    ]
    return kept[0] if kept and len(kept[0].split()) <= 8 else ""


def _object(clause: Clause, text: str, others: str, number: int, lot: Lot) -> Iterator[Draft]:
    if clause.verb.before_object or clause.verb.lemma in ("être", "devenir"):
        return
    if match := _SHARE.match(text):
        of, other = _split_of(match["of"] or "")
        others = f"{other} {others}".strip() if len(other.split()) < 7 else others
        if of and len(of.split()) <= 8:
            yield from _agreeing(
                clause, f"quel pourcentage {plain(of)}", "", others, match["share"], number, lot
            )
    elif match := _MONEY.match(text):
        rest = others if match.end() == len(text) else plain(text[match.end() :].strip())
        if clause.verb.lemma in ("coûter", "valoir"):
            yield from _asked(clause, "combien", rest, match["sum"], number, lot, "how many")
        elif len(rest.split()) <= 9 and not rest.startswith(("de ", "d'", "d’")):
            yield from _agreeing(clause, "quelle somme", "e", rest, match["sum"], number, lot)
    elif match := _COUNT.match(text):
        noun = match["noun"]
        if noun in _MEASURED and clause.verb.lemma == "durer":
            answer = f"{match['number']} {noun}"
            yield from _asked(clause, "combien de temps", others, answer, number, lot, "how many")
        elif noun not in _MEASURED and (sex := nouns.gender(noun)):
            rest = plain(text[match.end() :].strip())
            counted, rest = _with_complement(with_de(noun), rest)
            ending = "es" if sex == "f" else "s"
            rest = f"{rest} {others}".strip() if len(rest.split()) < 5 else rest
            if _plural(noun) and noun != "fois" and not rest.startswith(("par ", "plus ")):
                yield from _agreeing(
                    clause, f"combien {counted}", ending, rest, match["number"], number, lot
                )


def _split_of(text: str) -> tuple[str, str]:
    """Return “de son budget” and “à la culture” of both together."""
    found = re.search(r" (?:à|aux?|en|pour|chez|dans) ", text)
    return (text[: found.start()], text[found.start() :].strip()) if found else (text, "")


def _with_complement(noun: str, rest: str) -> tuple[str, str]:
    """Return “d’élevages de visons” and what is left of what follows: it stays with its noun."""
    match = re.match(r"((?:de |d['’]|du |des )[^ ]+(?: [a-zà-ÿ]+s)?|[a-zà-ÿ]+(?:s|x))(?: |$)", rest)
    if not match:
        return noun, rest
    return f"{noun} {match[1]}", rest[match.end() :]


def _plural(noun: str) -> bool:
    return noun.endswith(("s", "x", "z"))


def _asked(
    clause: Clause, asked: str, rest: str, answer: str, number: int, lot: Lot, kind: str
) -> Iterator[Draft]:
    forms = lot.pick((("inversion", "est-ce que"), ("inversion", "end"), ("est-ce que",)), asked)
    for form in forms:
        if question := ask(clause, asked, rest, form):
            yield Draft(question, answer.strip(), (number,), kind, form)
            return


def _agreeing(
    clause: Clause, asked: str, ending: str, rest: str, answer: str, number: int, lot: Lot
) -> Iterator[Draft]:
    """Ask for an object that stands before the verb now: its participle agrees with it."""
    verb = clause.verb
    compound = verb.finite in AVOIR and verb.participle
    if compound and verb.after:
        return
    if not compound and verb.finite in AVOIR:
        return
    if lot.chance(0.2, "object last"):
        text = f"{plain(clause.subject_text)} {predicate(verb)} {asked} {rest}"
        yield Draft(as_question(text), answer.strip(), (number,), "how many", "end")
        return
    if compound:
        own = ending.removeprefix("s") if verb.participle.endswith("s") else ending
        clause = replace(clause, verb=replace(verb, participle=verb.participle + own))
    yield from _asked(clause, asked, rest, answer, number, lot, "how many")
