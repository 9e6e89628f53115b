"""Scores, against values worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.retrieval.scoring import bm25, coverage, idf, matching_pairs


def test_idf_is_lucenes() -> None:
    assert idf(1, 10) == pytest.approx(math.log(1 + 9.5 / 1.5))
    assert idf(0, 10) > idf(1, 10) > idf(9, 10) > 0


def test_bm25_of_one_term() -> None:
    # two occurrences, a text of mean length: tf part = 2 * 1.9 / (2 + 0.9)
    assert bm25(["a", "b", "a"], {"a": 2.0}, 3.0) == pytest.approx(2.0 * 2 * 1.9 / 2.9)


def test_bm25_of_other_words_is_zero() -> None:
    assert bm25(["b"], {"a": 2.0}, 1.0) == 0


def test_bm25_prefers_the_shorter_text() -> None:
    assert bm25(["a"], {"a": 1.0}, 10.0) > bm25(["a"] + ["b"] * 30, {"a": 1.0}, 10.0)


def test_pairs_count_neighbours_in_either_order() -> None:
    weights = {"a": 1.0, "b": 2.0, "c": 4.0}
    assert matching_pairs(["b", "a", "x", "c"], ["a", "b", "c"], weights) == 3.0
    assert matching_pairs(["a", "x", "b"], ["a", "b"], weights) == 0


def test_coverage_is_a_share_of_weight() -> None:
    assert coverage({"a"}, {"a": 1.0, "b": 3.0}) == 0.25
    assert coverage({"a"}, {}) == 0


@given(st.lists(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd")))
def test_coverage_and_bm25_stay_in_bounds(text: list[str], question: set[str]) -> None:
    weights = dict.fromkeys(question, 1.0)
    assert 0 <= coverage(set(text), weights) <= 1
    assert 0 <= bm25(text, weights, 4.0) <= 1.9 * len(question)
