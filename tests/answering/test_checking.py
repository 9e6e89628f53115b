"""True sentences stand; the same with a name, number, date or negation changed don't."""

from __future__ import annotations

from datetime import date

import pytest

from qa.answering.checking import check_sentence

EVIDENCE = [
    "La maire, Odette Vasseur, a inauguré lundi 3 mai 2021 le marché couvert de Noirval, "
    "qui compte 42 étals et a coûté 3,6 millions d’euros."
]

TRUE = [
    "La maire Odette Vasseur a inauguré le marché couvert de Noirval",
    "Le marché couvert de Noirval compte 42 étals",
    "Le marché de Noirval a coûté 3,6 millions d’euros",
    "Le marché couvert a été inauguré le 3 mai 2021",
    "Le marché couvert a été inauguré le 3 mai",
    "Mme Vasseur a inauguré le marché",
]
ALTERED = [
    "La maire Odette Vannier a inauguré le marché couvert de Noirval",
    "Le marché couvert de Noirval compte 24 étals",
    "Le marché de Noirval a coûté 36 millions d’euros",
    "Le marché couvert a été inauguré le 5 mai 2021",
    "Le marché couvert a été inauguré le 3 mai 2022",
    "La maire Odette Vasseur n’a pas inauguré le marché couvert de Noirval",
    "Le marché couvert de Lormel compte 42 étals",
    "Les forains dénoncent une piscine trop chère",
    "Odette Noirval a inauguré le marché couvert",
]


@pytest.mark.parametrize("sentence", TRUE)
def test_true_sentences_stand(sentence: str) -> None:
    check = check_sentence(sentence, EVIDENCE)
    assert check.supported, check.reasons


@pytest.mark.parametrize("sentence", ALTERED)
def test_altered_sentences_fall_with_a_reason(sentence: str) -> None:
    check = check_sentence(sentence, EVIDENCE)
    assert not check.supported
    assert check.reasons


def test_nothing_cited_supports_nothing() -> None:
    assert not check_sentence(TRUE[0], []).supported


def test_the_articles_date_fills_the_year_in() -> None:
    evidence = ["Le pont des Tanneurs a fermé lundi 3 avril."]
    sentence = "Le pont des Tanneurs a fermé le 3 avril 2023"
    assert check_sentence(sentence, evidence, date=date(2023, 4, 4)).supported
    assert not check_sentence(sentence, evidence, date=date(2021, 4, 4)).supported
