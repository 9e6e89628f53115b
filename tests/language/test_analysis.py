"""The analyser: what must meet in the index, and what must stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.analysis import analyse, tokenize

SAME = [
    ("l'élection", "élections"),
    ("l’élection", "ELECTION"),
    ("participé", "participer"),
    ("organisée", "organisee"),
    ("rencontrer", "rencontre"),
    ("2 000", "2000"),
    ("2.000", "2 000"),
    ("2 000", "2 000"),
    ("3,6", "3.6"),
    ("O.T.A.N.", "OTAN"),
    ("l’O.T.A.N.", "otan"),
    ("cœur", "coeur"),
    ("jusqu’à Nice", "nice"),
    ("Saint-Denis", "saint denis"),
    ("s’est réunie", "réunie"),
    ("février", "fevrier"),
    ("11", "011"),
]
APART = [("prud’homme", "homme"), ("2000", "200"), ("poisson", "poison"), ("3,6", "36")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_meet(one: str, other: str) -> None:
    assert analyse(one) == analyse(other) != []


@pytest.mark.parametrize(("one", "other"), APART)
def test_stay_apart(one: str, other: str) -> None:
    assert analyse(one) != analyse(other)


@pytest.mark.parametrize("text", ["", "Qui est-ce que c’est ?", "à la", "l’", "…"])
def test_words_without_a_topic_leave_nothing(text: str) -> None:
    assert analyse(text) == []


@given(st.text())
def test_tokens_lie_in_the_text_and_agree_with_terms(text: str) -> None:
    tokens = list(tokenize(text))
    assert [token.term for token in tokens] == analyse(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(" " not in token.term for token in tokens)
