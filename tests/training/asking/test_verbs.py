"""Forms of French verbs."""

from __future__ import annotations

import pytest

from qa.training.asking.verbs import forms, is_participle, like, masculine, present, singular


@pytest.mark.parametrize(
    ("verb", "one", "many"),
    [
        ("annoncer", "annonce", "annoncent"),
        ("révéler", "révèle", "révèlent"),
        ("acheter", "achète", "achètent"),
        ("appeler", "appelle", "appellent"),
        ("rejeter", "rejette", "rejettent"),
        ("employer", "emploie", "emploient"),
    ],
)
def test_present(verb: str, one: str, many: str) -> None:
    assert present(verb) == (one, many)


@pytest.mark.parametrize(
    ("participle", "own"),
    [("prises", "pris"), ("mise", "mis"), ("élues", "élu"), ("arrêtés", "arrêté"),
     ("morte", "mort"),
     ("soumises", "soumis"), ("perdus", "perdu"), ("acquis", "acquis")],
)  # fmt: skip
def test_masculine(participle: str, own: str) -> None:
    assert masculine(participle) == own


def test_singular() -> None:
    assert [singular(form) for form in ("ont", "étaient", "prennent", "annoncera")] == [
        "a",
        "était",
        "prend",
        "annoncera",
    ]


def test_another_verb_in_the_same_person_and_tense() -> None:
    assert like(forms()["annoncent"], "annoncent", "révéler") == "révèlent"
    assert like(forms()["publiait"], "publiait", "diffuser") == "diffusait"


@pytest.mark.parametrize("word", ["lui", "ainsi", "plus", "depuis", "maison"])
def test_no_participle(word: str) -> None:
    assert not is_participle(word)
