"""A question, read: its terms, names, dates, language and the kind of answer it wants."""

from __future__ import annotations

from dataclasses import dataclass

from qa.language.analysis import analyse
from qa.language.dates import DateMention, find_dates
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
    """Read ``text`` as a question."""
    names = (name.span.cut(text) for name in find_names(text, initial=False))
    dates = tuple(find_dates(text))
    return Query(
        text=text,
        terms=tuple(dict.fromkeys(analyse(text))),
        names=frozenset(term for name in names for term in analyse(name)),
        dates=dates,
        kind=question_kind(text),
        language=detect_language(text),
    )
