"""Small matters of spelling, and how people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.training.asking.disguise import key_words, with_slip, without_accents
from qa.training.asking.lots import Lot
from qa.training.asking.words import as_question, read_words, with_a, with_de, with_que

LOT = Lot("1", 0)


@pytest.mark.parametrize(
    ("given_text", "de", "a", "que"),
    [
        ("le maire", "du maire", "au maire", "que le maire"),
        ("les élus", "des élus", "aux élus", "que les élus"),
        ("Anne", "d'Anne", "à Anne", "qu'Anne"),
        ("l'homme", "de l'homme", "à l'homme", "que l'homme"),
        ("hommes", "d'hommes", "à hommes", "qu'hommes"),
        ("Hollande", "de Hollande", "à Hollande", "que Hollande"),
    ],
)
def test_contractions_and_elisions(given_text: str, de: str, a: str, que: str) -> None:
    assert (with_de(given_text), with_a(given_text), with_que(given_text)) == (de, a, que)


def test_a_question_is_tidied() -> None:
    assert as_question("où est  le maire ,") == "Où est le maire ?"


def test_key_words_keep_what_tells_and_say_what_is_asked() -> None:
    words = key_words("Quand le maire de Varzy a-t-il fermé la piscine municipale ?", LOT).split()
    assert set(words) >= {"maire", "Varzy", "fermé", "piscine", "municipale"}
    assert not set(words) & {"le", "a-t-il", "la", "?"}


def test_accents_go() -> None:
    bare = without_accents("Où l'Élysée a-t-il été bâti ?", LOT)
    assert bare.isascii() and "elysee" in bare.lower()


def test_a_slip_changes_one_word_a_little() -> None:
    question = "Quand la fabrique de parapluies a-t-elle fermé ?"
    slipped = with_slip(question, LOT)
    changed = [
        pair for pair in zip(question.split(), slipped.split(), strict=True) if len(set(pair)) > 1
    ]
    assert len(changed) == 1 and abs(len(changed[0][0]) - len(changed[0][1])) <= 1


@given(st.text(max_size=60))
def test_words_stand_where_they_say(text: str) -> None:
    for word in read_words(text):
        assert text[word.start : word.end] == word.text


@given(st.text(max_size=8), st.integers(0, 99))
def test_draws_are_the_same_every_time(article: str, sentence: int) -> None:
    lot = Lot(article, sentence)
    assert 0 <= lot.number("what") < 1
    assert lot.number("what") == Lot(article, sentence).number("what")
