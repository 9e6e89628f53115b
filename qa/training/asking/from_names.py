"""Questions about people and their roles: “Gérard Roux, maire de Noirval,”, “Léa Roy (34 ans)”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.language.folding import fold
from qa.training.asking import names, nouns
from qa.training.asking.drafts import Draft
from qa.training.asking.lots import Lot
from qa.training.asking.phrases import may_be_verb
from qa.training.asking.words import as_question, elides, with_de

_UPPER = "A-ZÀ-ÝŒ"
_PERSON = (
    rf"(?P<name>[{_UPPER}][a-zà-ÿ'’.-]+(?:-[{_UPPER}][a-zà-ÿ'’]+)?"
    r"(?: (?:de |du |des |d['’]|le |la |[Vv]on |[Vv]an |der |den |ben |el )*"
    rf"?[{_UPPER}][\w'’-]+){{1,3}})"
)
_ROLE = r"(?P<role>[a-zà-ÿ][a-zà-ÿ-]+(?: [^\s,;:.()«»\"•|/]+){0,9}?)"
_BEFORE = re.compile(
    rf"(?<![\w'’])(?P<det>[Ll]e |[Ll]a |[Ll]['’]|[Ss]on |[Ss]a ){_ROLE},? {_PERSON}"
)
_BEHIND = re.compile(
    rf"{_PERSON}(?: \([^)]*\))?, (?:(?P<det>le |la |l['’]))?{_ROLE}(?=, | a | est | s['’]est|\.$|$)"
)
_AGED = re.compile(rf"{_PERSON}(?:,? âgée? de |, | \()(?P<age>\d{{1,2}} ans)\b")
_BORN = re.compile(
    rf"{_PERSON},? (?:est |était )?née? "
    r"(?:le (?P<day>\d{1,2}(?:er)? [a-zéû]+ \d{4})|en (?P<year>(?:19|20)\d\d))"
)
_BORN_AT = re.compile(
    rf"{_PERSON},? (?:est |était )?née? (?:[^,.]*? )?à (?P<town>[{_UPPER}][\w'’-]+)"
)
_COMPLEMENT = re.compile(
    r" (?:de |du |des |d['’]|à |au |aux |en |pour |chez )|ique$|ain$|aine$|ais$|aise$|ienne?$"
)
_INNER_END = re.compile(
    r"(?:^|[ '’])(?:de|du|des|d|à|au|aux|en|et|la|le|les|l|un|une|que|qui|pour|sur|son|sa|par|sous|"
    r"chez|avec|dans|contre|entre)$"
)
_PRESS = re.compile(
    r"\b(?:magazine|journal|quotidien|site|chaîne|émission|film|hebdomadaire|série)$"
)
_VERBS = re.compile(
    r"(?:^| |['’])(?:a|ont|est|sont|était|avait|qui|que|dont|où|il|elle|ne|mais|selon|et|"
    r"depuis|lors|après|avant|pendant)(?: |$)"
)
_UNWHOLE = (_INNER_END, _PRESS, _VERBS, re.compile(rf"[{_UPPER}]\w+ [{_UPPER}]\w+ [{_UPPER}]"))
_NO_ROLES = frozenset(("présent", "présente"))
_OF_EITHER_SEX = frozenset(("victime", "star", "personne", "figure"))
_TRADES = re.compile(r"(?:eur|euse|iste|ien|ienne|logue|trice|er|ère|cat|cate|cin)$")
_FEWEST_TOLD = 2  # words of a role that tell whose it is
_WHO = (
    "qui est {}",
    "comment s'appelle {}",
    "quel est le nom {}",
    "qui est {}",
    "comment se nomme {}",
)
_POST = (
    "qui est {}",
    "quelle est la fonction {}",
    "quel poste occupe {}",
    "quelles sont les fonctions {}",
)
_TRADE = ("qui est {}", "quel est le métier {}")


def ask_people(text: str, number: int, lot: Lot) -> Iterator[Draft]:
    """Yield questions about the people of sentence ``number``, whose ``text`` is given."""
    for match in _BEFORE.finditer(text):
        det = match["det"].lower().replace("’", "'")
        two = text.startswith(" et ", match.end()) or text[: match.start()].endswith(" et ")
        if det not in ("son ", "sa ") and not two:
            yield from _ask_role(match["name"], match["role"], det, number, lot)
    for match in _BEHIND.finditer(text):
        yield from _ask_role(match["name"], match["role"], match["det"] or "", number, lot)
    for match in _AGED.finditer(text):
        if names.is_person(match["name"]):
            asked = lot.pick(("quel âge a {}", "quel est l'âge de {}", "{} a quel âge"), "age")
            name = match["name"]
            question = as_question(asked.format(name))
            if "de {}" in asked:
                question = as_question(f"quel est l'âge {with_de(name)}")
            yield Draft(question, match["age"], (number,), "how many", "plain")
    yield from _births(text, number, lot)


def _births(text: str, number: int, lot: Lot) -> Iterator[Draft]:
    for match in _BORN.finditer(text):
        name = match["name"]
        if names.is_person(name):
            date = match["day"] or match["year"]
            e = "e" if names.sex(name) == "f" else ""
            asked = lot.pick(
                (f"quand est né{e} {name}", f"quelle est la date de naissance {with_de(name)}",
                 f"en quelle année est né{e} {name}"), "born",
            )  # fmt: skip
            yield Draft(as_question(asked), date, (number,), "when", "plain")
    for match in _BORN_AT.finditer(text):
        name = match["name"]
        if names.is_person(name):
            e = "e" if names.sex(name) == "f" else ""
            asked = lot.pick(
                (f"où est né{e} {name}", f"quel est le lieu de naissance {with_de(name)}",
                 f"dans quelle ville est né{e} {name}"), "born at",
            )  # fmt: skip
            yield Draft(as_question(asked), match["town"], (number,), "where", "plain")


def _ask_role(name: str, role: str, det: str, number: int, lot: Lot) -> Iterator[Draft]:
    name = name.rstrip("-'’")
    first = _head(role)
    if not _is_role(role, first, name):
        return
    told = _COMPLEMENT.search(role) is not None and len(re.split(r"[ '’]", role)) > _FEWEST_TOLD
    if told and lot.chance(0.6, f"role of {name}"):
        sex = {"le ": "m", "la ": "f"}.get(det) or names.sex(name)
        whole = f"l'{role}" if elides(role) else f"{'la' if sex == 'f' else 'le'} {role}"
        asked = lot.pick(_WHO, f"named {name}")
        asked = asked.format(with_de(whole) if asked.endswith("nom {}") else whole)
        yield Draft(as_question(asked), name, (number,), "who", "plain")
    elif told or len(role.split()) > 1:
        asked = lot.pick(_ways(role, first), f"role {name}")
        of = asked.endswith(("fonction {}", "métier {}", "fonctions {}"))
        question = as_question(asked.format(with_de(name) if of else name))
        yield Draft(question, role, (number,), "what", "plain")


def _head(role: str) -> str:
    """Return the noun of a role: “ministre” of “ancien ministre”."""
    first = role.split()[0].split("'")[0]
    return [*role.split(), ""][1] if nouns.is_before(first) else first


def _is_role(role: str, first: str, name: str) -> bool:
    """Whether ``role`` is one, whole and of one person, and may be that of ``name``."""
    if not (names.is_person(name) and nouns.is_human(first)) or first in _NO_ROLES:
        return False
    if first.endswith("s") or any(pattern.search(role) for pattern in _UNWHOLE):
        return False
    if any(may_be_verb(word) for word in role.split()[1:] if word.islower()):
        return False
    return {nouns.gender(first), names.sex(name)} != {"m", "f"} or first in _OF_EITHER_SEX


def _ways(role: str, first: str) -> tuple[str, ...]:
    """Return how to ask for a role: a post is occupied, a trade is exercised."""
    if first.startswith("ex-") or fold(role).startswith("ancien"):
        return ("qui est {}",)
    if fold(first) in _POSTS:
        return _POST
    return _TRADE if "candidat" not in first and _TRADES.search(first) else ("qui est {}",)


_POSTS = frozenset(
    (
        "president presidente directeur directrice ministre secretaire maire depute deputee prefet "
        "prefete procureur procureure senateur senatrice chef cheffe patron patronne porte-parole "
        "responsable conseiller conseillere commissaire gouverneur chancelier chanceliere adjoint "
        "adjointe ambassadeur ambassadrice general vice-president vice-presidente pdg premier "
        "premiere delegue deleguee dirigeant dirigeante entraineur eurodepute eurodeputee"
    ).split()
)
