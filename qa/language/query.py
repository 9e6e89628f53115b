"""A question, read: its terms, names, dates, language and the kind of answer it wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date

from qa.language.analysis import analyse
from qa.language.dates import DateMention, find_dates, written_date
from qa.language.detect import detect_language
from qa.language.mentions import find_names
from qa.language.plural_verbs import read_plural_verb
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


def parse_question(text: str, today: Date | None = None) -> Query:
    """Read ``text`` as a question. Its dates count as if written out in French.

    “hier” and the like are counted from ``today``, and no dates without it. A year left open
    stays open: “11 février” may be that of any year.
    """
    dates = tuple(find_dates(text, today, fill_years=False))
    days = [mention for mention in dates if mention.last is None]  # a stretch keeps its words
    rest = text
    for mention in reversed(days):
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    found = (name.span.cut(rest) for name in find_names(rest, initial=False))
    names = frozenset(term for name in found for term in analyse(name))
    spoken = (term if term in names else read_plural_verb(term) for term in analyse(rest))
    terms = [*spoken, *(term for mention in days for term in date_terms(mention))]
    return Query(
        text=text,
        terms=tuple(dict.fromkeys(terms)),
        names=names,
        dates=dates,
        kind=question_kind(text),
        language=detect_language(text),
    )


def date_terms(mention: DateMention) -> list[str]:
    """Return the terms of a date as passages are indexed with it: “11 février 2022”.

    Those of a stretch are its ends'.
    """
    ends = (mention.first, mention.last) if mention.last else (mention.first,)
    return list(dict.fromkeys(term for end in ends for term in analyse(written_date(end, "fr"))))
