"""All questions that rules make of one article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from qa.language.mentions import find_names
from qa.language.sentences import split_sentences
from qa.training.asking.clauses import Clause, read_clause
from qa.training.asking.drafts import Draft
from qa.training.asking.from_clauses import ask_clause
from qa.training.asking.from_names import ask_people
from qa.training.asking.lists import ask_lists
from qa.training.asking.lots import Lot
from qa.training.asking.names import full_names, sex
from qa.training.asking.pronouns import read_continued
from qa.training.asking.saying import ask_reporter, ask_sayer
from qa.training.asking.topics import place_of, with_place
from qa.types import Article

_EARLY = 4  # sentences that are surely about what the title says


def make_questions(article: Article) -> Iterator[Draft]:
    """Yield the questions about every sentence of ``article``."""
    place = place_of(article)
    before: Clause | None = None
    previous = ""
    known = people_of(article.text)
    for number, span in enumerate(split_sentences(article.text)):
        sentence = span.cut(article.text)
        lot = Lot(article.id, number)
        clause = read_clause(sentence, article.date)
        clause = called_in_full(clause, known, lot) if clause else None
        drafts = _of_sentence(sentence, clause, number, lot)
        for draft in (*drafts, *ask_lists(sentence, number, article.date, lot)):
            told = "" if draft.kind == "where" or number >= _EARLY else place
            yield replace(draft, question=with_place(draft.question, told))
        if clause is None:
            continued = read_continued(sentence, article.date, before, previous)
            yield from _of_two(continued, number, lot) if continued else ()
        before, previous = clause, sentence


def people_of(text: str) -> dict[str, str]:
    """Return the full names of the people of an article by their surnames."""
    return full_names([name.span.cut(text) for name in find_names(text)])


def called_in_full(clause: Clause, known: dict[str, str], lot: Lot) -> Clause:
    """Return ``clause`` with “Macron” or “M. Macron” called as elsewhere in the article."""
    written = clause.subject_span.cut(clause.text)
    surname = re.sub(r"^(?:M\.|Mme|Me|Dr|Pr) ", "", written)
    full = known.get(surname)
    if full is None or full == written or clause.subject.plural:
        return clause
    subject = replace(clause.subject, kind="person", gender=sex(full))
    return replace(clause, subject=subject, called=full if lot.chance(0.7, "full name") else "")


def _of_sentence(sentence: str, clause: Clause | None, number: int, lot: Lot) -> Iterator[Draft]:
    yield from ask_people(sentence, number, lot)
    yield from ask_sayer(sentence, number, lot)
    if clause is not None:
        yield from ask_reporter(clause, number, lot)
        yield from ask_clause(clause, number, lot)


def _of_two(clause: Clause, number: int, lot: Lot) -> Iterator[Draft]:
    """Yield questions whose subject is named by the sentence before: both answer together."""
    for draft in ask_clause(clause, number, lot):
        yield replace(draft, sentences=(number, number - 1), kind="two")
