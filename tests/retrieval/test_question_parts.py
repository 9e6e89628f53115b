"""What a question is about, and what it says of it."""

from __future__ import annotations

import pytest

from qa.language.query import parse_question
from qa.retrieval.question_parts import Part, take_apart


@pytest.mark.parametrize(
    ("question", "names", "words"),
    [
        ("Quelle est la superficie du lac Tchad ?", ["Tchad"], ["superficie", "lac"]),
        ("Qui a fondé la Croix-Rouge ?", ["Croix-Rouge"], ["fondé"]),
        (
            "Combien d’habitants compte Vaulx-en-Velin ?",
            ["Vaulx-en-Velin"],
            ["habitants", "compte"],
        ),
        ("En quelle année le pont de Lormel a-t-il brûlé ?", ["Lormel"], ["pont", "brûlé"]),
        (
            "Quand Ida et Nour se rencontrent-elles à Lormel ?",
            ["Ida", "Nour", "Lormel"],
            ["rencontrent"],
        ),
        ("Qui dirigeait le port le 12 mai 2020 ?", [], ["dirigeait", "port"]),
    ],
)
def test_names_and_words_are_as_written(question: str, names: list[str], words: list[str]) -> None:
    parts = take_apart(parse_question(question))
    assert [part.text for part in parts.names] == names
    assert [part.text for part in parts.words] == words


def test_a_name_is_held_most_by_its_last_word() -> None:
    name = Part("Claire Morvan", ("clair", "morvan"))
    whole, last, first, none = (
        name.held_by(frozenset(terms))
        for terms in ({"clair", "morvan"}, {"morvan"}, {"clair"}, {"autr"})
    )
    assert whole == 1.0 > last > first > none == 0.0
