"""The words that the peers' tokenizers are given."""

from __future__ import annotations

import re

from eval.peers.french import FRENCH_WORD, truncated_word, without_stop_words


def test_words_begin_after_an_apostrophe_and_have_two_letters() -> None:
    text = "qu’il boive l'eau à 12 degrés"
    assert re.findall(FRENCH_WORD, text) == ["qu", "il", "boive", "eau", "12", "degrés"]


def test_words_are_cut() -> None:
    assert re.findall(truncated_word(5), "les manifestants manifestèrent") == [
        "les",
        "manif",
        "manif",
    ]


def test_stop_words_are_refused_whole() -> None:
    pattern = without_stop_words(truncated_word(5))
    text = "aujourd’hui à la loire, l’été qui était où l'on sera sont sonton"
    assert re.findall(pattern, text) == ["loire", "sonto"]
