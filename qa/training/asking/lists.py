"""Questions whose answer is a list: “A, B et C ont signé”, “trois villes : A, B et C”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Date

from qa.language.folding import fold
from qa.training.asking import names, nouns
from qa.training.asking.drafts import Draft
from qa.training.asking.lots import Lot
from qa.training.asking.standing_in import read_instead
from qa.training.asking.wording import for_who, plain
from qa.training.asking.words import as_question

_NAME = (
    r"[A-ZÀ-ÝŒ][\w’'-]*(?: (?:(?:de|du|des|la|le|d['’]) ?)?[A-ZÀ-ÝŒ][\w’'-]*){0,3}"
    r"(?: \([^)]{2,30}\))?"
)
_PEOPLE = re.compile(
    rf"^(?P<list>{_NAME}(?:, {_NAME})* et {_NAME}) "
    r"(?=(?:ont|sont|étaient|avaient|seront|vont|se|s['’])\b)"
)
_ITEM = r"[^\W\d_][^,;:.!?()\"«»]{2,45}"
_COLON = re.compile(
    r"(?P<count>deux|trois|quatre|cinq|six|sept|huit|\d) "
    r"(?P<what>(?:[a-zà-ÿ-]+ ){0,2}?(?P<noun>[a-zà-ÿ-]+s)"
    rf"(?: [a-zà-ÿ' -]{{2,40}})?) ?: (?P<list>{_ITEM}(?:, {_ITEM})* et {_ITEM})(?=\.$|$)"
)
_NUMBERED = {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8}
_MOST = 22  # words of a list


def ask_lists(text: str, number: int, published: Date | None, lot: Lot) -> Iterator[Draft]:
    """Yield the questions that lists in sentence ``number`` answer."""
    yield from _people(text, number, published, lot)
    for match in _COLON.finditer(text):
        items = re.split(r", | et ", match["list"])
        count = _NUMBERED.get(match["count"]) or int(match["count"])
        sex = nouns.gender(match["noun"])
        if count == len(items) and sex and len(match["list"].split()) <= _MOST:
            quels = "quels" if sex == "m" else "quelles"
            question = as_question(f"{quels} sont les {match['count']} {plain(match['what'])}")
            yield Draft(question, match["list"].strip(), (number,), "list", "plain")


def _people(text: str, number: int, published: Date | None, lot: Lot) -> Iterator[Draft]:
    match = _PEOPLE.match(text)
    if not match or fold(text.split()[0]) in ("selon", "entre", "pour", "avec", "en", "dans"):
        return
    people = re.split(r", | et ", match["list"])
    sure = sum(names.may_be_person(plain(name)) for name in people)
    clause = read_instead(text, 0, match.end("list"), "ils", published)
    if clause is None or sure < len(people) - 1 or len(match["list"].split()) > _MOST:
        return
    rest = " ".join(plain(chunk.span.cut(text)) for chunk in clause.chunks[:2])
    if 2 <= len(rest.split()) <= 14 and clause.verb.lemma != "être" and not clause.verb.reflexive:
        question = as_question(f"qui {for_who(clause.verb)} {rest}")
        yield Draft(question, match["list"], (number,), "list", "subject")
