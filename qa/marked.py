"""A quote in pieces: what was asked for, and the words around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.types import Citation, Span


def marked_pieces(citation: Citation) -> Iterator[tuple[str, bool]]:
    """Yield the quote's pieces in order, each with whether it is marked; none is empty.

    Marks may come in any order, overlap or touch: what they cover together is marked once.
    Joined, the pieces are the quote.
    """
    quote, at = citation.quote, 0
    for mark in _joined(citation.marks):
        start = max(at, mark.start - citation.start)
        end = min(len(quote), mark.end - citation.start)
        if start < end:
            if at < start:
                yield quote[at:start], False
            yield quote[start:end], True
            at = end
    if at < len(quote):
        yield quote[at:], False


def _joined(marks: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if joined and mark.start <= joined[-1].end:
            mark = Span(joined[-1].start, max(joined.pop().end, mark.end))
        joined.append(mark)
    return joined
