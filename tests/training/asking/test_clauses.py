"""Reading the main clause of a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from qa.training.asking.clauses import Clause, read_clause

DAY = date(2020, 3, 4)


def read(sentence: str) -> Clause:
    clause = read_clause(sentence, DAY)
    assert clause is not None
    return clause


def parts(clause: Clause) -> list[tuple[str, str]]:
    return [(chunk.kind, chunk.core.cut(clause.text)) for chunk in clause.chunks]


def test_subject_verb_and_what_follows() -> None:
    clause = read("Le préfet de la Lorne a fermé lundi le pont de Varzy en raison de la crue.")
    assert (clause.subject_text, clause.verb.lemma) == ("le préfet de la Lorne", "fermer")
    assert parts(clause) == [
        ("time", "lundi"),
        ("object", "le pont de Varzy"),
        ("cause", "en raison de la crue"),
    ]


def test_a_passive_has_an_agent_and_the_gender_of_its_participle() -> None:
    clause = read("L'ébéniste a été blessée mardi à Varzy par un camion.")
    assert clause.verb.passive and clause.subject.pronoun == "elle"
    assert parts(clause) == [("time", "mardi"), ("place", "Varzy"), ("agent", "un camion")]


def test_what_stands_between_commas_is_left_aside() -> None:
    clause = read("Paul Sorbet, maire de Varzy, a quitté son parti en 2014.")
    assert clause.subject_text == "Paul Sorbet"
    assert clause.apposition is not None
    assert clause.apposition.cut(clause.text) == "maire de Varzy"


def test_what_stands_first_is_a_part_too() -> None:
    clause = read("En 2012, la commune a vendu son moulin.")
    assert parts(clause)[0] == ("time", "2012")
    assert clause.chunks[0].lead


@pytest.mark.parametrize(
    "sentence",
    [
        "Le moulin n'a pas été vendu par la commune de Varzy.",  # what didn't happen
        "Le moulin sera vendu, a annoncé le maire de Varzy.",  # “a annoncé” has another subject
        "Elle a quitté la commune de Varzy lundi.",  # nobody is named
        "Cette décision a surpris les habitants de Varzy.",  # it points back
        'Le maire a dénoncé "une décision injuste lundi à Varzy.',  # a quotation that goes on
        "Les habitants a quitté la commune de Varzy.",  # the numbers differ
        "Vendre le moulin de Varzy lundi.",
    ],
)
def test_what_isnt_sure_is_left(sentence: str) -> None:
    clause = read_clause(sentence, DAY)
    assert clause is None or clause.verb.lemma == "vendre"


@pytest.mark.parametrize(
    ("sentence", "kind", "core"),
    [
        ("Anne Vérone est arrivée vers 18 h 30 à Varzy.", "hour", "18 h 30"),
        ("La piscine est fermée depuis le 3 mai.", "since", "3 mai"),
        ("Le chantier a duré pendant six mois à Varzy.", "span", "six mois"),
        ("Le voleur est entré au musée en cassant une vitre.", "manner", "en cassant une vitre"),
        ("La panne a duré durant vingt minutes à Varzy.", "span", "vingt minutes"),
        ("Le cirque s'est installé dans un parc de Varzy.", "place", "dans un parc de Varzy"),
        ("Le maire a fermé la piscine pour économiser l'eau.", "cause", "pour économiser l'eau"),
    ],
)  # fmt: skip
def test_parts_of_a_sentence(sentence: str, kind: str, core: str) -> None:
    assert (kind, core) in parts(read(sentence))


def test_a_date_of_a_noun_is_no_part_of_the_clause() -> None:
    clause = read("Le maire a présenté le budget de 2019 aux élus.")
    assert "time" not in [kind for kind, _ in parts(clause)]
