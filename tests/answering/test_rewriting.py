"""Follow-ups put into questions that stand alone: what is accepted of a model's wording."""

from __future__ import annotations

import pytest

from qa.answering.rewriting import is_faithful

ASKED = "Et qui l'a organisée ?"
SAID = f"{ASKED}\nQui a participé à la réunion du 11 février à Vaubrenne ?\nOdette Vasseur."


@pytest.mark.parametrize(
    "written",
    [
        "Qui a organisé la réunion du 11 février ?",
        "Qui a organisé la réunion du 11 février à Vaubrenne ?",
        "Qui a organisé la réunion à laquelle Odette Vasseur a participé ?",
    ],
)
def test_a_faithful_wording_is_taken(written: str) -> None:
    assert is_faithful(written, ASKED, SAID)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "La réunion du 11 février a été organisée par Odette Vasseur.",
        "Qui a organisé la réunion du 12 février ?",  # another number
        "Qui a organisé la réunion de Kiev ?",  # a name nobody said
        "Quand a été organisée la réunion du 11 février ?",  # asks another thing
        "Qui préside ?",  # lost what was asked
        "Qui a organisé la réunion ?\nQui l'a payée ?",
        "Qui a organisé la réunion, " + "la réunion, " * 40 + "du 11 février ?",
    ],
)
def test_any_other_is_not(written: str) -> None:
    assert not is_faithful(written, ASKED, SAID)
