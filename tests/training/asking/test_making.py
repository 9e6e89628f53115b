"""Questions made of sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from qa.training.asking.drafts import Draft
from qa.training.asking.making import make_questions
from qa.types import Article


def drafts(text: str, title: str = "Essai", ids: int = 12) -> list[Draft]:
    """Return what several articles of the same text give: the id draws the wording."""
    return [
        draft
        for number in range(1, ids)
        for draft in make_questions(Article(str(number), title, text, date(2020, 3, 4)))
    ]


def asked(text: str, kind: str, title: str = "Essai") -> dict[str, str]:
    return {d.question: d.answer for d in drafts(text, title) if d.kind == kind}


@pytest.mark.parametrize(
    ("text", "kind", "question", "answer"),
    [
        (
            "Paul Sorbet a fondé une fabrique de parapluies à Varzy.",
            "who",
            "Qui a fondé une fabrique de parapluies à Varzy ?",
            "Paul Sorbet",
        ),
        (
            "Les pompiers ont retrouvé deux alpinistes dans un refuge.",
            "who",
            "Qui a découvert deux alpinistes dans un refuge ?",
            "Les pompiers",
        ),
        (
            "Anne Vérone est morte le 3 mai 2019 à Varzy.",
            "when",
            "Quelle est la date de la mort d'Anne Vérone ?",
            "3 mai 2019",
        ),
        (
            "Anne Vérone a quitté le conseil municipal en 2014.",
            "when",
            "En quelle année Anne Vérone a-t-elle quitté le conseil municipal ?",
            "2014",
        ),
        (
            "Le moulin a été vendu à Varzy lundi.",
            "where",
            "Où est-ce que le moulin a été vendu lundi ?",
            "Varzy",
        ),
        (
            "Le maire a fermé la piscine en raison de la sécheresse.",
            "why",
            "Pourquoi le maire a-t-il fermé la piscine ?",
            "en raison de la sécheresse",
        ),
        (
            "Le voleur a quitté la boutique en brisant une vitre.",
            "how",
            "Comment le voleur a-t-il quitté la boutique ?",
            "en brisant une vitre",
        ),
        (
            "La mairie a planté 300 arbres dans le parc.",
            "how many",
            "Combien d'arbres la mairie a-t-elle plantés dans le parc ?",
            "300",
        ),
        (
            "Douze élèves ont remporté le concours de chant.",
            "how many",
            "Combien d'élèves ont gagné le concours de chant ?",
            "Douze",
        ),
        (
            "Paul Sorbet a été condamné à 18 mois de prison ferme.",
            "what",
            "À quelle peine Paul Sorbet a-t-il été condamné ?",
            "18 mois de prison ferme",
        ),
        (
            "Le stade de Varzy a été inauguré par la ministre des Sports.",
            "who",
            "Par qui a été ouvert le stade de Varzy ?",
            "la ministre des Sports",
        ),
        (
            "Paul Sorbet, Anne Vérone et Luc Malin ont signé un appel pour la paix.",
            "list",
            "Qui a signé un appel pour la paix ?",
            "Paul Sorbet, Anne Vérone et Luc Malin",
        ),
        (
            "Les élèves viennent de trois villes : Varzy, Lormes et Clamecy.",
            "list",
            "Quelles sont les trois villes ?",
            "Varzy, Lormes et Clamecy",
        ),
    ],
)
def test_each_kind_of_question(text: str, kind: str, question: str, answer: str) -> None:
    found = asked(text, kind)
    assert found.get(question) == answer, found


def test_people_and_their_roles() -> None:
    text = "Paul Sorbet, président du musée de Varzy, a 52 ans. L'avocat du musée, Luc Malin, rit."
    found = {d.question: d.answer for d in drafts(text, ids=40)}
    assert found["Qui est le président du musée de Varzy ?"] == "Paul Sorbet"
    assert found["Quelle est la fonction de Paul Sorbet ?"] == "président du musée de Varzy"
    assert found["Comment s'appelle l'avocat du musée ?"] == "Luc Malin"


def test_ages_and_births() -> None:
    text = "Anne Vérone est née le 3 mai 1985. Le jury a entendu Anne Vérone, 34 ans, à Varzy."
    found = {d.question: d.answer for d in drafts(text, ids=40)}
    assert found["Quel âge a Anne Vérone ?"] == "34 ans"
    assert found["Quelle est la date de naissance d'Anne Vérone ?"] == "3 mai 1985"


def test_a_pronoun_is_called_by_the_name_before() -> None:
    text = "Anne Vérone a quitté le gouvernement. Elle a présenté sa démission à Varzy mardi."
    two = [d for d in drafts(text) if d.kind == "two"]
    assert two and all(d.sentences == (1, 0) and "Anne Vérone" in d.question for d in two)


def test_a_pronoun_that_may_mean_two_people_isnt_read() -> None:
    text = "Paul Sorbet a rencontré Luc Malin. Il a annoncé sa démission mardi."
    assert not [d for d in drafts(text) if d.kind == "two"]


def test_a_surname_is_called_in_full() -> None:
    text = "Anne Vérone chante. Vérone a publié un roman en 2014."
    assert any("Anne Vérone" in question for question in asked(text, "when"))


def test_the_place_of_the_title_says_where() -> None:
    text = "La piscine rouvre à Varzy. Le maire a fermé lundi la piscine municipale."
    assert "Qui a fermé la piscine municipale à Varzy ?" in asked(text, "who", "Varzy : plus d'eau")


def test_the_same_article_gives_the_same_questions() -> None:
    text = "Paul Sorbet a fondé une fabrique de parapluies à Varzy en 2014."
    assert drafts(text) == drafts(text)


def test_half_of_the_verbs_are_others() -> None:
    text = "La police a été prévenue. Trois hommes ont été interpellés lundi à Varzy."
    questions = " ".join(d.question for d in drafts(text, ids=40))
    assert "arrêtés" in questions and "appréhendés" in questions and "interpellés" in questions
