"""Names and numbers in sentences."""

from __future__ import annotations

import pytest

from qa.language.mentions import find_names, find_numbers, spelled_numbers


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("le président Joe Biden et M. Macron", [("joe", "biden"), ("macron",)]),
        ("Ursula von der Leyen", [("ursula", "von", "der", "leyen")]),
        ("l’OTAN et l'UE", [("otan",), ("ue",)]),
        ("à Saint-Elme", [("saint", "elme")]),
        ("Les élus sont venus", []),
        ("Selon Jean-Marc Vasseur", [("jean", "marc", "vasseur")]),
    ],
)
def test_names(text: str, names: list[tuple[str, ...]]) -> None:
    assert [name.words for name in find_names(text)] == names


def test_the_first_word_of_a_sentence_may_be_no_name() -> None:
    assert find_names("Combien ?", initial=False) == []
    assert [n.words for n in find_names("Musée fermé. Paris attend.", initial=False)] == []


def test_numbers_have_one_form() -> None:
    assert find_numbers("2 000 euros, 839.000, 3,6 % et 16 juin 2022") == {
        "2000",
        "839000",
        "3.6",
        "16",
        "2022",
    }
    assert spelled_numbers("trois douzaines de oeufs") == {"3", "12"}
