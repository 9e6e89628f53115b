"""Quotes, or checked claims → the text of an answer with its numbered citations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.quoting import wants_list
from qa.answering.vouching import Checked
from qa.language.analysis import analyse
from qa.language.asked_for import find_asked
from qa.language.query import Query
from qa.language.questions import Kind
from qa.types import Citation, Statement

_MARKS = {"fr": ("«\u00a0", "\u00a0»")}
POINTED_AT = (Kind.WHO, Kind.WHEN, Kind.HOW_MANY, Kind.WHERE)
"""Kinds of questions whose answers can be told by their form."""
_PARTLY = {"fr": "(en partie seulement)", "en": "(only in part)"}


def compose_quotes(quotes: Sequence[Citation], language: str) -> str:
    """Return the quotes one a line, each in quotation marks and followed by its marker."""
    before, after = _MARKS.get(language, ("“", "”"))
    return "\n".join(f"{before}{quote.quote}{after} [{quote.number}]" for quote in quotes)


def compose_statement(statement: Statement, language: str) -> str:
    """Return a statement as a sentence, with the markers of what it cites.

    What is borne out only in part says so.
    """
    supported = statement.support.verdict == "supported"
    words = [statement.text] if supported else [statement.text, _partly(language)]
    markers = "".join(f"[{number}]" for number in statement.numbers)
    return f"{' '.join(words)} {markers}."


def answers_question(
    checked: Sequence[Checked],
    candidates: Sequence[Citation],
    query: Query,
    quotes: Sequence[Citation],
    *,
    able: bool = True,
) -> bool:
    """Whether the kept claims give what was asked for, and no less than the quotes.

    A written answer to “qui” without a name, without any of what the quotes mark, or to a
    question for a list without all of it, is worse than the quotes it would stand in for. One
    by a writer that isn't ``able`` must rest on the first quote and give what that marks:
    such a writer may word an answer, and not choose another.
    """
    text = " ".join(one.text for one in checked if one.kept)
    if not any(one.support.verdict == "supported" for one in checked):
        return False
    if query.kind in POINTED_AT and not find_asked(query, text):
        return False
    if not able and not _rests_on(quotes[:1], checked, candidates):
        return False
    looked_at = quotes if able or wants_list(query) else quotes[:1]
    terms = set(analyse(text))
    asked = [mark.cut(quote.article.text) for quote in looked_at for mark in quote.marks]
    given = [_is_given(query.kind, analyse(mark), terms) for mark in asked]
    return all(given) if wants_list(query) else any(given) or (able and not given)


def _rests_on(
    quotes: Sequence[Citation], checked: Sequence[Checked], candidates: Sequence[Citation]
) -> bool:
    """Whether some kept claim cites one of ``quotes``."""
    places = {(quote.article.id, quote.start) for quote in quotes}
    cited = (candidates[n - 1] for one in checked if one.kept for n in one.numbers)
    return any((one.article.id, one.start) in places for one in cited)


def compose_claims(
    checked: Sequence[Checked], candidates: Sequence[Citation], language: str
) -> tuple[str, tuple[Citation, ...], tuple[Statement, ...]]:
    """Return the text of the kept claims, its citations numbered from 1, and all statements."""
    numbers: dict[int, int] = {}
    sentences, statements = [], []
    for one in checked:
        if not one.kept:
            statements.append(Statement(one.text, (), one.support, dropped=True))
            continue
        renumbered = tuple(numbers.setdefault(n, len(numbers) + 1) for n in one.numbers)
        statements.append(Statement(one.text, renumbered, one.support))
        sentences.append(compose_statement(statements[-1], language))
    citations = tuple(replace(candidates[old - 1], number=new) for old, new in numbers.items())
    return " ".join(sentences), citations, tuple(statements)


def _is_given(kind: Kind, mark: Sequence[str], terms: set[str]) -> bool:
    """Whether the terms of a mark are all there; of a name the last will do (“Macron”)."""
    wanted = mark[-1:] if kind is Kind.WHO else mark
    return bool(wanted) and terms.issuperset(wanted)


def _partly(language: str) -> str:
    return _PARTLY.get(language, _PARTLY["en"])
