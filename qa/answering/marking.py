"""Which words of a quote are what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.quoting import wants_list
from qa.language.asked_for import AskedSpan, find_asked
from qa.language.query import Query
from qa.types import Citation, Span

_MOST = 3  # marks a quote, lists apart
_LIKELY = 0.75  # … each with at least this part of the best one's score, in all quotes
_LISTED = 0.6  # the same for lists, whose names are many


def mark_asked(query: Query, citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Return the citations with what the question asks for marked, the likeliest first.

    Marks are spans of ``article.text`` within the quote: names for “qui”, a date or an hour
    for “quand”, a number with what it counts for “combien”, a place for “où”, the clause that
    gives the cause for “pourquoi”. A quote without any, or a question of another kind, has
    none.
    """
    found = [find_asked(query, c.quote, c.article.date) for c in citations]
    several = wants_list(query)
    return tuple(
        replace(citation, marks=_marks(citation, asked, several))
        for citation, asked in zip(citations, found, strict=True)
    )


def _marks(citation: Citation, asked: Sequence[AskedSpan], several: bool) -> tuple[Span, ...]:
    if not asked:
        return ()
    least = (_LISTED if several else _LIKELY) * asked[0].score
    likely = [one.span for one in asked if one.score >= least]
    return tuple(
        Span(citation.start + span.start, citation.start + span.end)
        for span in (likely if several else likely[:_MOST])
    )
