"""Citations → one numbering, and the passages they are cut from with every one located."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.types import Article, Citation, Hit, Span

_AROUND = 240  # characters shown on each side of a sentence that no passage holds


@dataclass(frozen=True, slots=True)
class Source:
    """A passage of an article and the citations it holds, in the order of its text.

    The citations don't overlap, and each lies within ``start`` and ``end``. ``also`` are the
    articles that reprint this one.
    """

    article: Article
    start: int
    end: int
    citations: tuple[Citation, ...]
    also: tuple[Article, ...] = ()


def join_citations(
    quotes: Sequence[Citation], cited: Sequence[Citation]
) -> tuple[tuple[Citation, ...], dict[int, int]]:
    """Return the quotes and then what else is cited, each once, and the new number of each cited.

    The quotes keep theirs, so that they stay as they are when a text that cites is put beside
    them; others are numbered on from them.
    """
    joined, numbers = list(quotes), {}
    known = {(one.article.id, one.start, one.end): one.number for one in quotes}
    for citation in cited:
        place = citation.article.id, citation.start, citation.end
        if place not in known:
            known[place] = max(known.values(), default=0) + 1
            joined.append(replace(citation, number=known[place]))
        numbers[citation.number] = known[place]
    return tuple(joined), numbers


def gather_sources(citations: Sequence[Citation], hits: Sequence[Hit]) -> list[Source]:
    """Return the passages that hold the citations, by the smallest number each holds.

    A citation is shown in the best hit it lies in; when it lies in none, with the words
    around it.
    """
    groups: list[tuple[Article, Span, list[Citation]]] = []
    for citation in citations:
        span = _passage_of(citation, hits)
        for article, other, held in groups:
            if article.id == citation.article.id and other == span and _apart(citation, held):
                held.append(citation)
                break
        else:
            groups.append((citation.article, span, [citation]))
    also = {hit.article.id: hit.also for hit in hits}
    return [
        Source(
            article,
            span.start,
            span.end,
            tuple(sorted(held, key=lambda c: c.start)),
            also.get(article.id, ()),
        )
        for article, span, held in groups
    ]


def _passage_of(citation: Citation, hits: Sequence[Hit]) -> Span:
    for hit in hits:
        same = hit.article.id == citation.article.id
        if same and hit.start <= citation.start and citation.end <= hit.end:
            return Span(hit.start, hit.end)
    text = citation.article.text
    start, end = max(0, citation.start - _AROUND), min(len(text), citation.end + _AROUND)
    # Begin and end on whole words.
    if start:
        start = text.find(" ", start, citation.start) + 1 or citation.start
    if end < len(text):
        end = max(text.rfind(" ", citation.end, end), citation.end)
    return Span(start, end)


def _apart(citation: Citation, others: Sequence[Citation]) -> bool:
    """Whether the citation shares no character with the others, so that each has its mark."""
    return all(citation.end <= other.start or other.end <= citation.start for other in others)
