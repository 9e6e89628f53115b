"""What a model pointed at as the answer: whether it stands, and how it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.composing import POINTED_AT
from qa.answering.disagreeing import Disagreement, contradicted
from qa.answering.quoting import wants_list
from qa.answering.reading import Reading
from qa.language.analysis import analyse
from qa.language.asked_for import find_asked
from qa.language.query import Query
from qa.types import Citation, Span, Statement, Support


def point_out(
    query: Query,
    reading: Reading,
    quotes: Sequence[Citation],
    disagreement: Disagreement | None = None,
) -> Citation | None:
    """Return the quote that holds the short answer, which is its one mark.

    None where none of the ``quotes``, marked, holds it or where it doesn't stand: it must say
    more than the question and be of the kind asked for, and not the older of two versions.
    """
    span = reading.span
    quote = next((one for one in quotes if _holds(one, reading)), None)
    if span is None or quote is None or not suits(query, quote, span):
        return None
    if disagreement is not None and contradicted(reading.words, disagreement):
        return None
    return replace(quote, marks=(_as_marked(query, quote, span),))


def suits(query: Query, quote: Citation, span: Span) -> bool:
    """Whether these words of a marked quote may be what was asked for: never all of a list."""
    words = span.cut(quote.article.text)
    if wants_list(query) or set(analyse(words)) <= set(query.terms):
        return False
    asked = query.kind in POINTED_AT and not find_asked(query, words, quote.article.date)
    return bool(_met(quote, span)) or not asked


def _met(quote: Citation, span: Span) -> list[Span]:
    """Return the marks of a quote that a span shares words with."""
    return [mark for mark in quote.marks if mark.start < span.end and span.start < mark.end]


def _as_marked(query: Query, quote: Citation, span: Span) -> Span:
    """Return a name, date, number or place as the marks have it: whole, and no more than that."""
    met = _met(quote, span) if query.kind in POINTED_AT else []
    return Span(min(one.start for one in met), max(one.end for one in met)) if met else span


def say(quote: Citation) -> Statement:
    """Return the first mark of a quote as a statement that cites it."""
    words = quote.marks[0].cut(quote.article.text)
    return Statement(words[:1].upper() + words[1:], (quote.number,), Support("supported", 1.0))


def _holds(quote: Citation, reading: Reading) -> bool:
    span, same = reading.span, quote.article.id == reading.best.article.id
    return span is not None and same and quote.start <= span.start and span.end <= quote.end
