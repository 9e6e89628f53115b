"""A quote in pieces: nothing is lost, and exactly the marks are marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.marked import marked_pieces
from qa.types import Article, Citation, Span


@given(st.text(min_size=1, max_size=40), st.data())
def test_the_pieces_are_the_quote_and_exactly_the_marks_are_marked(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    places = st.integers(0, len(text))
    drawn = data.draw(st.lists(st.tuples(places, places), max_size=5))
    marks = tuple(Span(min(pair), max(pair)) for pair in drawn)
    citation = Citation(1, Article("a", "", text), start, end, text[start:end], marks)
    pieces = list(marked_pieces(citation))
    assert "".join(piece for piece, _ in pieces) == citation.quote
    assert all(piece for piece, _ in pieces)
    asked = [asked for piece, asked in pieces for _ in piece]
    for at, marked in enumerate(asked, start):
        assert marked == any(mark.start <= at < mark.end for mark in marks)


def test_marks_that_touch_are_one_and_may_reach_both_ends() -> None:
    article = Article("a", "", "Le 3 mai 2021.")
    marks = (Span(8, 14), Span(0, 4), Span(3, 8))
    whole = Citation(1, article, 0, 14, article.text, marks)
    assert list(marked_pieces(whole)) == [("Le 3 mai 2021.", True)]
    assert list(marked_pieces(Citation(1, article, 3, 8, "3 mai"))) == [("3 mai", False)]
