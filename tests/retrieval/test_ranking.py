"""The linear models: their file, and what weights do."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import Assistant
from qa.retrieval import describe_sentences, look_up
from qa.retrieval.ranking import shares, shipped, weigh


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=30))
def test_shares_sum_to_one_and_keep_the_order(scores: list[float]) -> None:
    found = shares(scores)
    assert math.isclose(sum(found), 1.0)
    best = max(range(len(scores)), key=scores.__getitem__)
    assert found[best] == max(found)


def test_no_candidates_have_no_shares() -> None:
    assert shares([]) == []


def test_a_feature_without_a_weight_weighs_nothing() -> None:
    assert weigh({"known": 2.0, "unknown": 9.0}, {"known": 0.5}) == 1.0


def test_every_weight_that_ships_is_of_a_feature(quoting: Assistant) -> None:
    quoting.library.catch_up()
    passages, sentences = set(), set()
    for question in (
        "Qui a participé à la réunion du 11 février ?",
        "Quand le musée rouvre-t-il ?",
        "Combien d’habitants a Vaubrenne ?",
        "Où a eu lieu l’incendie ?",
        "Pourquoi la grève ?",
        "Comment le feu a-t-il pris ?",
        "incendie grange",
    ):
        found = look_up(question, (), quoting.library, quoting.settings)
        passages |= found.passages[0].features.keys()
        sentences |= {
            name
            for one in describe_sentences(found.asked, found.passages, quoting.library)
            for name in one.features
        }
    assert shipped().passage.keys() <= passages
    assert shipped().sentence.keys() <= sentences


@pytest.mark.parametrize("level", ["passage", "sentence"])
def test_more_of_what_was_asked_for_never_weighs_against(level: str) -> None:
    weights = getattr(shipped(), level)
    assert all(
        weight >= 0
        for name, weight in weights.items()
        if name in {"fused", "coverage", "title", "article", "dated", "typed", "likeness"}
        or name.startswith("typed ")
    )
