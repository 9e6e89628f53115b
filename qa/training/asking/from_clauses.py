"""Questions about the parts of a clause: who, what, when, where, how many, why, by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.training.asking.clauses import Clause
from qa.training.asking.drafts import Draft
from qa.training.asking.from_amounts import ask_amounts
from qa.training.asking.keeping import answer_of, asked_with, kept_of
from qa.training.asking.lots import Lot
from qa.training.asking.objects import ask_attribute, ask_object
from qa.training.asking.phrases import read_phrase, reads_verb
from qa.training.asking.rewording import reword
from qa.training.asking.subjects import ask_subject
from qa.training.asking.verbs import ALONE, ETRE, SAYING
from qa.training.asking.words import read_words

_WHEN = ("quand", "quand", "quand", "à quelle date", "quel jour", "à quel moment")
_WHERE = ("où", "où", "où", "à quel endroit", "dans quel lieu")
_WHY = ("pourquoi", "pourquoi", "pourquoi", "pour quelle raison", "pour quel motif")
_LONGEST_PLACE, _LONGEST_CAUSE, _LONGEST_AGENT = 9, 22, 12  # words
_RELATIVE = re.compile(r"aujourd['’]hui|lendemain|veille|même jour|jour même|surlendemain")
_FROM = re.compile(r"\b(?:allant|reliant|situé|entre)\b")
_POINTS = re.compile(r"\b(?:cette|cet|ce|ces|son|sa|ses|leurs?)\b")
_NEEDS_WORDS = frozenset(
    (
        "annoncer déclarer indiquer affirmer expliquer préciser dire estimer assurer ajouter "
        "souligner confirmer dénoncer rappeler commenter reconnaître promettre raconter évoquer "
        "révéler rapporter saluer déplorer juger constater détailler exprimer réclamer regretter "
        "critiquer confier noter relever écrire lancer tweeter"
    ).split()
)
_WORDS_SAID = re.compile(
    r"(?:que |qu['’]|d['’]|de |avoir |être |[a-zà-ÿ]+(?:er|ir|re) |(?:le|la|les|un|une|des|son|sa|"
    r"ses|leurs?|l['’]|plusieurs|du|[A-ZÀ-Ý\d])\b|l['’])"
)
_QUE = re.compile(r"\b(?:que |qu['’])")
_ONLY = re.compile(r"\b(?:ne |n['’])(?!.*\b(?:pas|plus|jamais|rien|aucune?|ni|personne|guère)\b)")
_VAGUE = re.compile(
    r"(?:dans|sur) (?:le |la |les |l['’])(?:pays|ville|région|département|commune|quartier|monde|"
    r"zone|maison|île|continent|secteur)$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_DAY = re.compile(r"\d{1,2}(?:er)? [a-zéû]+(?: \d{4})?$")
_COUNTRIES = frozenset(
    (
        "France Allemagne Italie Espagne Belgique Suisse Chine Inde Russie Pologne Hongrie Grèce "
        "Turquie Syrie Libye Algérie Tunisie Australie Argentine Suède Norvège Finlande Autriche "
        "Ukraine Irlande Ecosse Écosse Angleterre Iran Irak Israël Egypte Égypte Indonésie "
        "Thaïlande Colombie Bolivie Etats-Unis États-Unis Pays-Bas Philippines Centrafrique"
    ).split()
)


def ask_clause(clause: Clause, number: int, lot: Lot) -> Iterator[Draft]:
    """Yield questions about a clause of sentence ``number``, half of them in other words."""
    if not _whole(clause):
        return
    if lot.chance(0.8, "reword"):
        clause = reword(clause, lot)
    yield from ask_subject(clause, number, lot)
    yield from ask_attribute(clause, number, lot)
    for at, chunk in enumerate(clause.chunks):
        if chunk.kind in ("object", "other") and not chunk.lead:
            yield from ask_amounts(clause, at, number, lot)
        asker = _ASKERS.get(chunk.kind)
        if asker is not None:
            yield from asker(clause, at, number, lot)


def _whole(clause: Clause) -> bool:
    """Whether the verb has what it needs: an object, but for verbs that do without."""
    verb = clause.verb
    if verb.been or verb.reflexive or verb.finite in ETRE:
        return True
    objects = [c.span.cut(clause.text) for c in clause.chunks if c.kind == "object"]
    if not objects:
        return verb.lemma in ALONE
    if verb.lemma in _NEEDS_WORDS and not any(_WORDS_SAID.match(one) for one in objects):
        return False
    says = next((one[found.start() :] for one in objects if (found := _QUE.search(one))), "")
    if _ONLY.search(says):
        return False
    return not says or any(reads_verb(read_words(says), n) for n in range(2, len(read_words(says))))


def _of_another(clause: Clause, at: int) -> bool:
    """Whether a chunk may belong to the adverbial it follows: “avec une élève en 2012”."""
    if clause.chunks[at].lead:
        return False
    before = [chunk for chunk in clause.chunks[:at] if not chunk.lead]
    return any(chunk.kind in ("other", "cause", "agent") for chunk in before)


def _when(clause: Clause, at: int, number: int, lot: Lot) -> Iterator[Draft]:
    chunk = clause.chunks[at]
    rest = kept_of(clause, at, lot, timeless=True)
    if rest is None:
        return
    answer = answer_of(clause, chunk.core)
    if _RELATIVE.search(answer) or _of_another(clause, at):
        return
    asked = lot.pick(_WHEN, "quand")
    if _YEAR.match(answer) and lot.chance(0.6, "année"):
        asked = "en quelle année"
    elif asked != "quand" and not _DAY.search(answer):
        asked = "quand"
    if chunk.kind == "hour":
        asked = "à quelle heure"
    elif chunk.kind == "since":
        lasting = clause.text[chunk.span.start :].lower().startswith("depuis")
        if lasting and clause.verb.participle and not clause.verb.passive:
            return  # “depuis quand s'est-il évadé”
        asked = "depuis quand" if lasting else "quand"
    elif chunk.kind == "span":
        asked = "pendant combien de temps"
        yield from asked_with(clause, asked, rest, answer, number, "how many", lot)
        return
    yield from asked_with(clause, asked, rest, answer, number, "when", lot)


def _where(clause: Clause, at: int, number: int, lot: Lot) -> Iterator[Draft]:
    chunk, verb = clause.chunks[at], clause.verb
    rest = kept_of(clause, at, lot, timeless=lot.chance(0.5, "when of where"))
    if rest is None or (verb.lemma == "être" and not rest and not verb.participle):
        return
    answer = answer_of(clause, chunk.core)
    if (
        len(answer.split()) > _LONGEST_PLACE
        or _of_another(clause, at)
        or _FROM.search(rest)
        or _VAGUE.match(answer)
        or _POINTS.search(answer)
    ):
        return
    asked = lot.pick(_WHERE, "où")
    town = chunk.word in ("à name", "À name") and not answer.lower().startswith(("l'", "la "))
    if town and lot.chance(0.35, "ville"):
        asked = "dans quelle ville"
    elif chunk.word in ("aux name", "en name") and answer in _COUNTRIES:
        asked = lot.pick(("dans quel pays", "où"), "pays")
    yield from asked_with(clause, asked, rest, answer, number, "where", lot)


def _why(clause: Clause, at: int, number: int, lot: Lot) -> Iterator[Draft]:
    chunk = clause.chunks[at]
    rest = kept_of(clause, at, lot, timeless=lot.chance(0.7, "when of why"))
    answer = answer_of(clause, chunk.core)
    if (
        rest is None
        or len(answer.split()) > _LONGEST_CAUSE
        or clause.verb.lemma in ("aller", "devoir", "pouvoir", "vouloir")
    ):
        return
    attributive = clause.verb.lemma == "être" and not clause.verb.participle
    if attributive and answer.lower().startswith("pour "):
        return  # “la bonne voie pour réussir”
    if re.match(r"[Gg]râce (?=à|aux?)", answer):
        asked = lot.pick(("comment", "de quelle façon"), "thanks")
        yield from asked_with(clause, asked, rest, answer, number, "how", lot)
        return
    asked = lot.pick(_WHY, "pourquoi")
    if re.match(r"(?:afin|pour) ", answer) and not answer.startswith("pour avoir"):
        asked = lot.pick(("pourquoi", "dans quel but", "pourquoi"), "but")
    answer = re.sub(r"^(?:parce (?:que |qu['’])|car |puisque )", "", answer)
    yield from asked_with(clause, asked, rest, answer, number, "why", lot)


def _agent(clause: Clause, at: int, number: int, lot: Lot) -> Iterator[Draft]:
    rest = kept_of(clause, at, lot, timeless=lot.chance(0.6, "when of agent"))
    answer = answer_of(clause, clause.chunks[at].core)
    phrase = read_phrase(read_words(answer), 0)
    if rest is None or phrase is None or len(answer.split()) > _LONGEST_AGENT:
        return
    human = phrase.kind in ("person", "people", "body", "name")
    asked, kind = ("par qui", "who") if human else ("par quoi", "what")
    yield from asked_with(clause, asked, rest, answer, number, kind, lot)


def _how(clause: Clause, at: int, number: int, lot: Lot) -> Iterator[Draft]:
    """Ask “comment” for what is done “en …ant”."""
    rest = kept_of(clause, at, lot, timeless=lot.chance(0.7, "when of how"))
    answer = answer_of(clause, clause.chunks[at].core)
    if rest is None or clause.verb.lemma in SAYING or not 3 <= len(answer.split()) <= 16:
        return
    asked = lot.pick(("comment", "comment", "de quelle manière", "de quelle façon"), "comment")
    yield from asked_with(clause, asked, rest, answer, number, "how", lot)


_ASKERS = {
    "time": _when,
    "hour": _when,
    "since": _when,
    "span": _when,
    "place": _where,
    "cause": _why,
    "agent": _agent,
    "manner": _how,
    "object": ask_object,
}
