"""A question, read: its terms, names, dates, language and the kind of answer it wants."""

from __future__ import annotations

from dataclasses import dataclass

from qa.language.analysis import analyse
from qa.language.dates import MONTH_NAMES, DateMention, find_dates
from qa.language.detect import detect_language
from qa.language.mentions import find_names
from qa.language.questions import Kind, question_kind


@dataclass(frozen=True, slots=True)
class Query:
    """What retrieval and answering know of a question.

    ``terms`` are the analyser's, in order, each once; ``names`` are the terms of its
    proper names, which an answer can't do without.
    """

    text: str
    terms: tuple[str, ...]
    names: frozenset[str]
    dates: tuple[DateMention, ...]
    kind: Kind
    language: str


def parse_question(text: str) -> Query:
    """Read ``text`` as a question. Its dates count as if written out in French."""
    dates = tuple(find_dates(text))
    rest = text
    for mention in reversed(dates):
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    names = (name.span.cut(rest) for name in find_names(rest, initial=False))
    terms = [*analyse(rest), *(term for mention in dates for term in date_terms(mention))]
    return Query(
        text=text,
        terms=tuple(dict.fromkeys(terms)),
        names=frozenset(term for name in names for term in analyse(name)),
        dates=dates,
        kind=question_kind(text),
        language=detect_language(text),
    )


def date_terms(mention: DateMention) -> list[str]:
    """Return the terms of a date as passages are indexed with it: “11 février 2022”."""
    month = MONTH_NAMES[mention.month - 1] if mention.month else ""
    return analyse(f"{mention.day or ''} {month} {mention.year or ''}")
