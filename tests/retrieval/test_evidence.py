"""Whether there is evidence, and what is said to be found and missing, on the sample articles."""

from __future__ import annotations

import pytest

from qa import Assistant
from qa.retrieval import look_up
from qa.retrieval.evidence import shipped
from qa.retrieval.looking_up import Findings
from qa.types import Evidence


def find(assistant: Assistant, question: str) -> Findings:
    assistant.library.catch_up()
    return look_up(question, (), assistant.library, assistant.settings)


def evidence(assistant: Assistant, question: str) -> Evidence:
    found = find(assistant, question)
    return found.evidence(assistant.settings, found.sentences(assistant.settings))


def test_what_is_reported_is_stronger_than_what_is_not(quoting: Assistant) -> None:
    told = evidence(quoting, "Qui a participé à la réunion du 11 février 2022 ?")
    untold = evidence(quoting, "Quel est le prix de l’essence en Belgique ?")
    assert 0.0 <= untold.strength < 0.5 < told.strength <= 1.0


def test_a_name_that_no_article_has_is_missing_as_it_was_written(quoting: Assistant) -> None:
    found = evidence(quoting, "Combien gagne Hermance Odelin à la tête du musée des Tisserands ?")
    assert "Hermance Odelin" in found.missing
    assert "Tisserands" in found.found


def test_another_date_is_told_with_its_words(quoting: Assistant) -> None:
    found = evidence(quoting, "Qui a participé à la réunion du 3 août 1987 ?")
    assert found.other_date and found.missing[-1] == "3 août 1987"
    met = evidence(quoting, "Qui a participé à la réunion du 11 février 2022 ?")
    assert not met.other_date and met.strength > found.strength


def test_without_a_sentence_there_is_no_evidence(quoting: Assistant) -> None:
    found = find(quoting, "Qui a participé à la réunion ?")
    assert found.evidence(quoting.settings, []) == Evidence(0.0)


@pytest.mark.parametrize("question", ["?!a", "123", "Qui ?", "Où est né Z. ?", "le la les", "œ"])
def test_any_question_has_a_strength(quoting: Assistant, question: str) -> None:
    assert 0.0 <= evidence(quoting, question).strength <= 1.0


def test_the_shipped_weights_are_of_features_there_are(quoting: Assistant) -> None:
    from eval.evidence_learning import SIGNS

    weights = shipped().weights
    assert weights and weights.keys() <= SIGNS.keys()
    assert all(weight * SIGNS[name] >= 0 for name, weight in weights.items())
