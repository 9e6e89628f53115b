"""Where a paragraph was glued to the one before without a stop; the rest is in the cleaning's."""

from __future__ import annotations

import pytest

from qa.language.glue import find_breaks, split_glued

# A stroke marks the place where the line must break.
GLUED = [
    "Le préfet l'a dit.¦Aucun blessé¦L'incendie est éteint.",
    "Il est sorti.¦DÉJÀ CONDAMNÉ¦Lors de la fouille, rien.",
    "Par Radio TV¦Le bilan s'alourdit.",
    "Une loi votée en 2014¦Le ministère s'explique.",
    "Une hausse de 30%¦Selon lui, c'est peu.",
    "Une vidéo (en français)¦Cette annonce surprend.",
    'Il le dit.¦"Un choix assumé"¦Interrogé, le maire se tait.',
    'Une "énorme surprise"¦"Je ne savais pas", dit-elle.',
    "Les « invisibles »¦Dans ce rapport, rien.",
]
WHOLE = [
    "YouTube, BuzzFeed et LinkedIn ont répondu à l'AccorHotels Arena.",
    "Le slogan #JeSuisLa est né sur WhatsApp.",
    'Il a dit "La vie est belle" et l\'"Espoir" aussi.',
    "Sur France.TV et Exemple.Com, c'est gratuit.",
    "La 4L de McDonald et l'iPad Le Grand.",
]


@pytest.mark.parametrize("marked", GLUED)
def test_subheads_without_a_stop_come_apart(marked: str) -> None:
    assert split_glued(marked.replace("¦", "")) == marked.replace("¦", "\n")


@pytest.mark.parametrize("text", WHOLE)
def test_names_with_capitals_inside_are_left(text: str) -> None:
    assert find_breaks(text) == []
    assert split_glued(text) == text


def test_breaks_are_offsets_in_order() -> None:
    text = "Un.Deux fois.Trois."
    assert find_breaks(text) == [3, 13]
