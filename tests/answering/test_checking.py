"""Sentences in other words stand; the same with a fact, sense or speaker changed don't."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import Support, check_support

MARKET = (
    "La maire, Odette Vasseur, a inauguré lundi 3 mai 2021 le marché couvert de Noirval, "
    "qui compte 42 étals et a coûté 3,6 millions d’euros. Les travaux, confiés à la société "
    "Brunel, ont duré dix-huit mois. La fréquentation a augmenté de 12 % depuis l’ouverture."
)
STRIKE = (
    "Mardi, le préfet Paul Arnoux a reçu les salariés de Lernobus. Le syndicat CGT accuse la "
    "direction de mépris. « Nous ne céderons pas », a déclaré Karima Belaïd, la déléguée du "
    "personnel. La direction, elle, n’a pas souhaité réagir. Près de 2 000 personnes ont défilé."
)
EVIDENCE = (MARKET, STRIKE)
DAY = date(2021, 5, 6)  # a Thursday

TRUE = [
    "La maire Odette Vasseur a inauguré le marché couvert de Noirval.",
    "Le marché couvert de Noirval compte quarante-deux étals.",
    "Le marché a coûté 3 600 000 €.",
    "Le marché a coûté 3.600.000 euros.",
    "L'ouverture du marché couvert a eu lieu le 3 mai 2021.",
    "Mme Vasseur a inauguré le marché en mai 2021.",
    "Vasseur, Odette, maire de Noirval, a inauguré le marché.",
    "Selon le texte, O. Vasseur a inauguré le marché couvert de Noirval.",
    "Le chantier a été confié à Brunel et a duré 18 mois.",
    "La fréquentation du marché est en hausse de 12 % depuis son ouverture.",
    "Le préfet a rencontré les salariés de Lernobus le mardi 4 mai 2021.",
    "Karima Belaïd, déléguée du personnel, a affirmé qu'ils ne céderaient pas.",
    "La direction de Lernobus n'a pas voulu réagir.",
    "Environ 2.000 personnes ont manifesté.",
    "Quelque 1 987 personnes ont défilé.",
    "En résumé, la maire a inauguré un marché de 42 étals [1][2].",
]
FALSE = [
    "La maire Odette Vannier a inauguré le marché couvert de Noirval.",
    "Odette Noirval a inauguré le marché couvert.",
    "Le marché couvert de Noirval compte 24 étals.",
    "Le marché couvert de Noirval compte vingt-quatre étals.",
    "Le marché de Noirval a coûté 36 millions d’euros.",
    "Le marché de Noirval a coûté 3,6 millions de dollars.",
    "Le marché couvert a été inauguré le 5 mai 2021.",
    "Le marché couvert a été inauguré le 3 mai 2022.",
    "Le marché couvert a été inauguré le mardi 3 mai 2021.",
    "La maire Odette Vasseur n’a pas inauguré le marché couvert de Noirval.",
    "La fréquentation a baissé de 12 % depuis l’ouverture.",
    "Le marché couvert de Lormel compte 42 étals.",
    "Le préfet a reçu les salariés de Lernobus mercredi.",
    "La direction accepte de céder une piscine trop chère aux forains de la vallée.",
    "La direction a souhaité réagir.",
    "Le préfet Karima Belaïd a reçu les salariés de Lernobus.",
]


def check(sentence: str) -> Support:
    return check_support(sentence, EVIDENCE, date=DAY)


@pytest.mark.parametrize("sentence", TRUE)
def test_true_sentences_are_supported(sentence: str) -> None:
    support = check(sentence)
    assert support.verdict == "supported", support
    assert support.reasons == ()


@pytest.mark.parametrize("sentence", FALSE)
def test_altered_sentences_are_not_and_a_reason_is_given(sentence: str) -> None:
    support = check(sentence)
    assert support.verdict != "supported", support
    assert support.reasons


def test_a_number_nobody_gave_is_unsupported_however_much_else_is_there() -> None:
    support = check("Le marché couvert de Noirval, inauguré par Odette Vasseur, compte 24 étals.")
    assert support.verdict == "unsupported"
    assert support.reasons[0] == "amount not in the evidence: 24"


def test_names_the_other_way_round() -> None:
    evidence = ["Morel accuse Lacaze d’avoir menti."]
    assert check_support("Morel accuse Lacaze d’avoir menti.", evidence).verdict == "supported"
    turned = check_support("Lacaze accuse Morel d’avoir menti.", evidence)
    assert turned.score < check_support("Lacaze est accusé par Morel.", evidence).score
    assert turned.verdict != "supported"


def test_an_office_goes_with_the_name_it_stands_by() -> None:
    evidence = [
        "« Nous irons au tribunal », proteste Gérard Sorel. Le maire de Montbrel, Serge Maillard, "
        "défend au contraire une recette annuelle."
    ]
    right = check_support("Serge Maillard, maire de Montbrel, défend la recette.", evidence)
    wrong = check_support("Gérard Sorel, maire de Montbrel, défend la recette.", evidence)
    assert wrong.score < right.score
    assert "belongs elsewhere: Gérard Sorel" in wrong.reasons or wrong.verdict == "supported"


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("L’ONU a condamné l’attaque.", "L’Organisation des Nations unies a condamné l’attaque."),
        ("L’Organisation des Nations unies a réagi.", "L’ONU a réagi."),
        ("Macron a signé l’accord.", "M. Macron a signé l’accord."),
        ("E. Macron a signé l’accord.", "Emmanuel Macron a signé l’accord."),
        ("Jean Marie Le Goff a signé.", "Jean-Marie LE GOFF a signé."),
        ("La France a signé l’accord.", "Le gouvernement français a signé l’accord."),
        ("Le roi est mort au XVIIIe siècle.", "Le roi est mort au 18e siècle."),
        ("Il est arrivé à 15h22.", "Il est arrivé à 15 h 22."),
        ("Le sommet a réuni deux mille élus.", "Le sommet a réuni 2 000 élus."),
        ("Le sommet a réuni 2 milliers d’élus.", "Le sommet a réuni deux mille élus."),
    ],
)
def test_one_thing_has_many_names(sentence: str, evidence: str) -> None:
    support = check_support(sentence, [evidence])
    assert support.verdict == "supported", support


def test_the_articles_date_fills_the_year_in() -> None:
    evidence = ["Le pont des Tanneurs a fermé lundi 3 avril."]
    sentence = "Le pont des Tanneurs a fermé le 3 avril 2023."
    assert check_support(sentence, evidence, date=date(2023, 4, 4)).verdict == "supported"
    assert check_support(sentence, evidence, date=date(2021, 4, 4)).verdict != "supported"


def test_the_title_counts() -> None:
    sentence, evidence = "Le pont des Tanneurs a fermé.", ["Il a fermé lundi."]
    told = check_support(sentence, evidence, title="Le pont des Tanneurs fermé")
    assert told.verdict == "supported"
    assert told.score > check_support(sentence, evidence).score


def test_what_the_text_does_not_say() -> None:
    absent = check("Le texte ne précise pas l’âge de la maire ni son parti politique.")
    assert absent.verdict == "supported"
    present = check("Les passages ne mentionnent pas Odette Vasseur.")
    assert present.verdict == "partly"


def test_nothing_cited_supports_nothing() -> None:
    assert check_support(TRUE[0], []) == Support("unsupported", 0.0, ("cites nothing",))
    assert check_support(TRUE[0], [" ", "\n"]).verdict == "unsupported"
    assert check_support("", [MARKET]).verdict == "unsupported"
    assert check_support("Oui.", [MARKET]).verdict == "unsupported"


def test_the_order_of_the_evidence_does_not_matter() -> None:
    for sentence in (*TRUE, *FALSE):
        one = check_support(sentence, EVIDENCE, date=DAY)
        other = check_support(sentence, EVIDENCE[::-1], date=DAY)
        assert one.verdict == other.verdict


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.lists(st.text(max_size=200), max_size=4))
def test_any_text_gets_a_verdict(sentence: str, evidence: list[str]) -> None:
    support = check_support(sentence, evidence, date=DAY)
    assert 0.0 <= support.score <= 1.0
    assert support.verdict in ("supported", "partly", "unsupported")
    assert support == check_support(sentence, evidence, date=DAY)
