"""Questions for the subject of a clause: who, which, what, how many, of what age."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.training.asking.clauses import Clause
from qa.training.asking.drafts import Draft
from qa.training.asking.keeping import answer_of, kept_of
from qa.training.asking.lots import Lot
from qa.training.asking.verbs import ETRE, SAYING
from qa.training.asking.wording import for_who, plain, predicate
from qa.training.asking.words import as_question, elides, with_de

_ABSTRACT = re.compile(
    r"(?:tion|sion|ment|age|ure|té|isme|ence|ance|erie|xion|ie|ème|sme|ique|ade|ude|ée|eur)$|"
    r"^(?:accident|incendie|attentat|attaque|crise|virus|séisme|film|livre|projet|texte|loi|train|"
    r"avion|bateau|navire|véhicule|voiture|vidéo|photo|procès|match|vol|conflit|guerre|grève|titre|"
    r"album|série|site|plan|prix|taux|chiffre|nombre|tempête|orage|feu|explosion|drame|"
    r"scène|appel|arrêt|vote|débat|accord|arrêté|décret|réforme|mesure|modèle|moteur|système|ville|"
    r"quartier|pays|île|village|région|commune|département|tour|pont|fleuve|rivière|bâtiment)$"
)
_ASIDE = re.compile(r"\b(?:côté|quant à|en effet|ailleurs|pour sa part|à son tour)\b")
_AND_ANOTHER = re.compile(r" et (?:le|la|les|un|une|l['’]|[A-ZÀ-Ý])")
_COUNTED = re.compile(
    r"(?P<number>(?:(?:(?:plus|moins|près) d(?:e |['’])|environ |au moins |quelque )?"
    r"(?:\d(?:[\d., \u00a0]*\d)?|[A-Za-zé-]+))(?:[ \u00a0](?:millions?|milliards?)(?= d))?)"
    r"(?:(?<=[ds])[ \u00a0]d(?:e |['’])|(?<=million) d(?:e |['’])|[ \u00a0])"
    r"(?P<noun>[a-zà-ÿ].*)$",
    re.IGNORECASE,
)
_OF_EVENTS = frozenset(
    "durer dérouler coûter commencer débuter survenir produire accompagner".split()
)
_HE = re.compile(r"\b(?:qu['’]|que )(?:il|elle)\b")
_THERE = re.compile(r"^y |\by (?:a|ont)\b")
_SHARE = re.compile(
    r"(?P<share>(?:plus de |près de |environ )?\d+(?:,\d+)? ?(?:%|pour cent)) (?P<of>d.*)$"
)
_BEEN = re.compile(r"(?:^|\b)(?:être|été|se|s['’])[ ]?\w+(?:é|i|u)(?:e|s|es)\b")
_OWN = re.compile(r"\b(?:son|sa|ses|leurs?)\b")


def ask_subject(clause: Clause, number: int, lot: Lot) -> Iterator[Draft]:
    """Yield the question whose answer is the subject, and its age where it tells that."""
    if clause.subject.kind == "pronoun" or _ASIDE.search(clause.subject_text):
        return
    rest = kept_of(clause, -1, lot, timeless=lot.chance(0.6, "when of who"))
    subject, verb = clause.subject, clause.verb
    if not rest or not _stands(clause, rest):
        return
    yield from _age(clause, rest, number)
    answer = answer_of(clause, clause.subject_span)
    if subject.kind == "people" and clause.apposition:
        named = clause.apposition.cut(clause.text)
        answer = named if named[0].isupper() else answer
    if share := _SHARE.match(answer):
        question = as_question(f"quel pourcentage {share['of']} {for_who(verb)} {rest}")
        yield Draft(question, share["share"], (number,), "how many", "subject")
    elif verb.lemma in _OF_EVENTS and subject.kind not in ("person", "people"):
        return
    elif subject.counted:
        yield from _counted_subject(clause, answer, rest, number)
    elif subject.kind in ("person", "people", "body", "name") or (
        verb.lemma in SAYING and not verb.been
    ):
        word = "qui" if lot.chance(0.93, "qui") else "qui est-ce qui"
        kind = "list" if subject.plural and _AND_ANOTHER.search(answer) else "who"
        question = as_question(f"{word} {for_who(verb)} {rest}")
        yield Draft(question, answer, (number,), kind, "subject" if word == "qui" else "est-ce que")
    elif (
        subject.kind in ("thing", "site") and not subject.plural and _ABSTRACT.search(subject.head)
    ):
        yield from _thing_subject(clause, answer, rest, number)


def _stands(clause: Clause, rest: str) -> bool:
    """Whether ``rest`` says something when its subject is left out."""
    verb = clause.verb
    attributive = verb.lemma == "être" and not verb.participle
    if attributive or len(rest.split()) < 2:
        return False
    if _BEEN.search(rest) or _THERE.search(rest):
        return False  # “qui a dû être désincarcérées”
    if clause.subject.plural and _HE.search(rest):
        return False
    # “son corps”: whose isn't told
    return not _OWN.search(rest) or verb.lemma in SAYING or verb.reflexive


def _age(clause: Clause, rest: str, number: int) -> Iterator[Draft]:
    """Ask the age of “un homme de 42 ans” by what he did or what happened to him."""
    match = re.match(
        r"(?:un|une) (?P<who>.+?)(?: âgée?)? de (?P<age>\d{1,3} (?:ans|mois))$", clause.subject_text
    )
    if match and clause.subject.gender and clause.subject.kind == "people":
        article = "le" if clause.subject.gender == "m" else "la"
        who = f"l'{match['who']}" if elides(match["who"]) else f"{article} {match['who']}"
        question = as_question(f"quel âge a {who} qui {predicate(clause.verb)} {rest}")
        yield Draft(question, match["age"], (number,), "how many", "inversion")


def _thing_subject(clause: Clause, answer: str, rest: str, number: int) -> Iterator[Draft]:
    """Ask “quelle ville” of “la ville de Lyon”, “qu’est-ce qui” of any other thing."""
    subject, verb = clause.subject, clause.verb
    proper = re.search(r" (?:de |du |d['’])?[A-ZÀ-Ý][^ ]*$", answer)
    if proper and subject.gender and subject.head:
        quel = "quel" if subject.gender == "m" else "quelle"
        agreed = clause.verb.participle
        finite = " ".join(filter(None, (for_who(verb).rsplit(" ", 1)[0], agreed)))
        whole = finite if agreed else for_who(verb)
        question = as_question(f"{quel} {subject.head} {whole} {rest}")
        yield Draft(question, answer, (number,), "what", "subject")
    elif verb.finite not in ETRE and not verb.been:
        question = as_question(f"qu'est-ce qui {for_who(verb)} {rest}")
        yield Draft(question, answer, (number,), "what", "est-ce que")


def _counted_subject(clause: Clause, answer: str, rest: str, number: int) -> Iterator[Draft]:
    match = _COUNTED.match(answer)
    if not match or match["noun"].startswith(("de ", "d'", "des ", "%", "pour cent")):
        return
    verb = clause.verb
    noun = plain(match["noun"])
    question = as_question(f"combien {with_de(noun)} {predicate(verb)} {rest}")
    yield Draft(question, match["number"].strip(), (number,), "how many", "subject")
