"""Plural verbs in questions, which the stemmer leaves as they are."""

from __future__ import annotations

import pytest

from qa.language.analysis import analyse
from qa.language.plural_verbs import read_plural_verb
from qa.language.query import parse_question


@pytest.mark.parametrize(
    ("plural", "other"),
    [("rencontrent", "rencontre"), ("manifestent", "manifesté"), ("habitent", "habiter")],
)
def test_a_plural_verb_is_read_as_its_other_forms(plural: str, other: str) -> None:
    assert [read_plural_verb(term) for term in analyse(plural)] == analyse(other)


@pytest.mark.parametrize(
    "noun", ["président", "accident", "argent", "parent", "agent", "récent", "patient", "cent"]
)
def test_nouns_and_adjectives_stay(noun: str) -> None:
    assert [read_plural_verb(term) for term in analyse(noun)] == analyse(noun)


def test_names_stay() -> None:
    query = parse_question("Où habitent Florent et Clarent Dumoulent ?")
    assert set(query.names) <= set(query.terms)
    assert set(analyse("habiter")) <= set(query.terms)
