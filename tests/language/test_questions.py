"""What questions ask for, their language, and what they lean on."""

from __future__ import annotations

import pytest

from qa.language.detect import detect_language
from qa.language.followups import resolve_followup
from qa.language.query import parse_question
from qa.language.questions import Kind, question_kind

KINDS = [
    ("Qui a participé à la réunion du 11 février ?", Kind.WHO),
    ("Avec qui a-t-il parlé ?", Kind.WHO),
    ("Quels dirigeants étaient là ?", Kind.WHO),
    ("c'est qui le patron", Kind.WHO),
    ("Quel maire a rendu son écharpe ?", Kind.WHO),
    ("Quelles comédiennes l’accompagnaient ?", Kind.WHO),
    ("Quelle association a attaqué le projet ?", Kind.WHO),
    ("À quel ancien diplomate l’a-t-on demandé ?", Kind.WHO),
    ("Quel chroniqueur a démissionné ?", Kind.WHO),
    ("Quel secteur embauche ?", Kind.WHAT),
    ("Quel riverain a appelé quand la grange brûlait ?", Kind.WHO),
    ("nom du sauveteur bébé capot", Kind.WHO),
    ("date fermeture de la gare", Kind.WHEN),
    ("nombre de dauphins échoués Vendée", Kind.HOW_MANY),
    ("À quelle allure roulait le train ?", Kind.HOW_MANY),
    ("Quel âge avait-il ?", Kind.HOW_MANY),
    ("À quel moment l’eau est-elle revenue ?", Kind.WHEN),
    ("Dans quel établissement a-t-il été soigné ?", Kind.WHERE),
    ("Vers quel hôpital les envoie-t-on quand les urgences ferment ?", Kind.WHERE),
    ("Pour quel motif l’a-t-on condamné ?", Kind.WHY),
    ("Comment se fait-il que la vanne ait cédé ?", Kind.WHY),
    ("Par quel moyen l’a-t-on identifié ?", Kind.HOW),
    ("Comment s’appelle la navigatrice ?", Kind.WHO),
    ("Quelle chanson a été primée ?", Kind.WHAT),
    ("Quand Biden et Poutine doivent-ils se rencontrer ?", Kind.WHEN),
    ("À quelle date le musée rouvre-t-il ?", Kind.WHEN),
    ("Quel jour a-t-elle été élue ?", Kind.WHEN),
    ("Combien de morts ?", Kind.HOW_MANY),
    ("Quel budget a été voté ?", Kind.HOW_MANY),
    ("Quelle est la superficie du parc ?", Kind.HOW_MANY),
    ("Où se trouve le pont ?", Kind.WHERE),
    ("Ou a eu lieu la reunion ?", Kind.WHERE),
    ("Dans quelle ville vit-il ?", Kind.WHERE),
    ("Pourquoi la grève ?", Kind.WHY),
    ("Comment le feu a-t-il pris ?", Kind.HOW),
    ("Que s’est-il passé ?", Kind.WHAT),
    ("Who attended?", Kind.WHO),
    ("How many people came?", Kind.HOW_MANY),
]


@pytest.mark.parametrize(("question", "kind"), KINDS)
def test_kind(question: str, kind: Kind) -> None:
    assert question_kind(question) is kind


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Qui a gagné ?", "fr"),
        ("Who won the race?", "en"),
        ("¿Quién ganó la carrera?", "es"),
        ("Wer hat das Rennen gewonnen?", "de"),
        ("Otan Biden", "fr"),
        ("", "fr"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_a_question_is_read_whole() -> None:
    query = parse_question("Quand Hélène Garnier a-t-elle été élue, le 4 juillet ?")
    assert query.kind is Kind.WHEN
    assert {"helen", "garni"} <= query.names | {"garnier"} and len(query.names) == 2
    assert [(m.day, m.month) for m in query.dates] == [(4, 7)]
    assert len(query.terms) == len(set(query.terms))


HISTORY = [
    {"role": "user", "content": "Qui a participé à la réunion du 11 février ?"},
    {"role": "assistant", "content": "Jens Stoltenberg [1]."},
]


def test_a_short_leaning_question_borrows_the_one_before() -> None:
    assert "11 février" in resolve_followup("Et qui l’a organisée ?", HISTORY)
    assert "11 février" in resolve_followup("Et quand ?", [(HISTORY[0]["content"], "…")])
    assert "11 février" in resolve_followup("Où se sont-ils réunis ?", HISTORY)


def test_a_follow_up_says_what_is_searched() -> None:
    searched = resolve_followup("Et qui l’a organisée ?", HISTORY)
    assert (
        searched
        == "Et qui l’a organisée ? (participé à la réunion du 11 février, Jens Stoltenberg)"
    )


@pytest.mark.parametrize(
    ("history", "question", "carried", "not_carried"),
    [
        # A pronoun stands for the answer; one written at length is none.
        (
            [("Quel ferry a quitté Nargues le 2 juin ?", "La Belle Iseult")],
            "En quelle année est-il entré en service ?",
            ["Nargues", "2 juin", "Belle Iseult"],
            ["Quel ferry"],
        ),
        (
            [
                (
                    "Qui dirige la régie de Vaubrenne ?",
                    "« Le conseil a élu une présidente, après "
                    "deux tours de scrutin et un long débat sur le prix de l'eau. » [1]",
                )
            ],
            "Depuis quand la dirige-t-elle ?",
            ["régie de Vaubrenne"],
            ["scrutin"],
        ),
        # The topic is carried over follow-ups in between, and dropped by a new question.
        (
            [("Qui a gagné le tournoi d'Orlac ?", ""), ("Et quand ?", "Le 3 mai 2019")],
            "Et où ?",
            ["tournoi d'Orlac", "3 mai 2019"],
            ["Et quand"],
        ),
        (
            [
                ("Qui a gagné le tournoi d'Orlac ?", ""),
                ("Combien coûte le pont de Sainte-Ruse ?", ""),
            ],
            "Et qui le paie ?",
            ["pont de Sainte-Ruse"],
            ["Orlac"],
        ),
        # A number stands for nothing.
        (
            [("Combien pèse la cloche de Morvay ?", "812 kilos")],
            "Et qui l'a fondue ?",
            ["Morvay"],
            ["812"],
        ),
    ],
)
def test_a_follow_up_finds_its_antecedent(
    history: list[tuple[str, str]], question: str, carried: list[str], not_carried: list[str]
) -> None:
    searched = resolve_followup(question, history)
    assert searched.startswith(question)
    assert all(words in searched for words in carried)
    assert not any(words in searched for words in not_carried)


def test_a_question_that_stands_alone_is_left_alone() -> None:
    question = "Quel est le budget de la commune de Vaubrenne en 2022 ?"
    assert resolve_followup(question, HISTORY) == question
    named = "Quand Biden et Poutine doivent-ils se rencontrer ?"
    assert resolve_followup(named, HISTORY) == named
    assert resolve_followup("Et quand ?", []) == "Et quand ?"
