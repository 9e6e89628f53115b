"""Split text into sentences, by rule, for French news first."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise

from qa.language.glue import find_breaks
from qa.language.stops import LOWER, UPPER, ends_sentence
from qa.types import Span

# A possible boundary: closing punctuation, closing quotes or brackets, white space, and then a
# capital, a figure, an item, a quotation, or a name such as iPhone, @maire, #marche.
_END = re.compile(
    rf"""
    (?P<stop>[.!?…](?<![.!?…].)[.!?…]*+)
    (?P<close>(?:[ \u00a0\u202f]?[»”]|["’')\]]|[ ]"(?=\s))*+)
    \s++
    (?= [«“"'‘(\[—–•■●▪►→*\s-]{{0,4}} [{UPPER}\d]
      | [«“] [ \u00a0\u202f]? [{LOWER}] | "[{LOWER}]
      | [a-z]{{1,2}}[A-Z] | [@#]\w | [•■●▪►→] )
    """,
    re.VERBOSE,
)
_LINE = re.compile(r"[^\n]+")
_MEANING = re.compile(r"\w")
_LONGEST = 1_200


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of ``text`` as spans, in order, without surrounding white space.

    A line break always ends a sentence, and so does a place where two paragraphs were glued.
    Spans never overlap and together hold every letter and digit of the text; none is longer
    than 1,200 characters.
    """
    spans: list[Span] = []
    for start, end in _paragraphs(text):
        first = len(spans)
        for piece in _pieces(text, start, end):
            _append(spans, first, text, *piece)
    return spans


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of ``text`` between line breaks, and where there should be one."""
    breaks = find_breaks(text)
    for line in _LINE.finditer(text):
        start, end = line.span()
        inside = breaks[bisect_right(breaks, start) : bisect_left(breaks, end)]
        yield from pairwise((start, *inside, end))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of ``text[start:end]``, a paragraph, between its boundaries."""
    begin = start
    for match in _END.finditer(text, start, end):
        at, close = match.end(), match["close"]
        if close.startswith(' "') and text.count('"', start, match.start("close")) % 2 == 0:
            at, close = match.start("close"), ""  # a mark between spaces that opens
        if _ends(text, begin, match, close):
            yield begin, at
            begin = at
    yield begin, end


def _ends(text: str, begin: int, match: re.Match[str], close: str) -> bool:
    """Whether the sentence that began at ``begin`` ends at ``match``, ``close`` being its own."""
    stop = match.start()
    if match["stop"] != ".":
        return not (close == ")" and text[stop - 1 : stop + 1] in ("(!", "(?"))
    return close[:1] not in ("", ")") or ends_sentence(text, begin, stop, match.end())


def _append(spans: list[Span], first: int, text: str, start: int, end: int) -> None:
    """Add ``text[start:end]`` trimmed; without any word it joins its paragraph's span before.

    ``first`` is the paragraph's first span.
    """
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start >= end:
        return
    if not _MEANING.search(text, start, end):
        if len(spans) > first:
            spans[-1] = Span(spans[-1].start, end)
        return
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        spans.append(Span(start, cut))
        start = cut + (text[cut] == " ")
    spans.append(Span(start, end))
