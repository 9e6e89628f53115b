"""Predictions survive their line of JSON; anything else is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.predictions import Cited, Place, Prediction, Said, from_line, to_line

texts = st.text(max_size=20)
offsets = st.integers(0, 10_000)
places = st.builds(Place, texts, texts, st.none() | texts, offsets, offsets, texts, st.floats(0, 1))
cited = st.builds(
    Cited, offsets, texts, texts, st.none() | texts, offsets, offsets, texts, st.booleans()
)
tuples = st.lists(cited, max_size=2).map(tuple)
spans = st.lists(st.tuples(texts, offsets, offsets), max_size=2).map(tuple)
said = st.builds(Said, texts, tuples)
predictions = st.builds(
    Prediction,
    id=texts,
    passages=st.lists(places, max_size=2).map(tuple),
    sentences=st.lists(places, max_size=2).map(tuple),
    said=said,
    quotes=tuples,
    withheld=said,
    support=spans,
    relevant_passages=spans,
    timings=st.dictionaries(texts, st.floats(0, 10), max_size=2),
)


@given(predictions)
def test_a_line_gives_the_prediction_back(prediction: Prediction) -> None:
    line = to_line(prediction)
    assert "\n" not in line
    assert from_line(line) == prediction


@pytest.mark.parametrize("line", ["", "{", "[]", "{}", '{"id": "q1"}', "null"])
def test_other_lines_are_refused(line: str) -> None:
    with pytest.raises(ValueError):
        from_line(line)


def test_articles_are_counted_once_in_order() -> None:
    found = [Place(i, "", None, n, n + 1, "", 0.0) for n, i in enumerate("abacb")]
    assert Prediction("q", passages=tuple(found)).articles == ("a", "b", "c")
