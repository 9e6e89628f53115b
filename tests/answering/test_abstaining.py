"""What is said when the articles don't answer."""

from __future__ import annotations

import pytest

from qa.answering.abstaining import abstention_reason, abstention_sentence, abstention_text
from qa.language.questions import Kind
from qa.types import Evidence

MISSING = Evidence(0.2, found=("Lormel", "pont"), missing=("Odelin",))


@pytest.mark.parametrize(
    ("language", "evidence", "kind", "said"),
    [
        (
            "fr",
            MISSING,
            Kind.WHO,
            "mentionnent «\u00a0Lormel\u00a0» et «\u00a0pont\u00a0», mais pas",
        ),
        ("en", MISSING, Kind.WHO, "mention “Lormel” and “pont”, but not “Odelin”."),
        ("fr", Evidence(0.1, missing=("Odelin",)), Kind.WHO, "ne mentionnent pas «\u00a0Odelin"),
        (
            "fr",
            Evidence(0.1, ("Lormel",), ("3 août 1987",), other_date=True),
            Kind.WHO,
            "d’une autre date que «\u00a03 août 1987\u00a0».",
        ),
        (
            "fr",
            Evidence(0.1, ("Lormel",), no_such_thing=True),
            Kind.HOW_MANY,
            "«\u00a0Lormel\u00a0» sans donner de chiffre.",
        ),
        ("en", Evidence(0.1, ("Lormel",), no_such_thing=True), Kind.WHEN, "but give no date."),
    ],
)
def test_it_says_what_is_missing(language: str, evidence: Evidence, kind: Kind, said: str) -> None:
    text = abstention_text(language, evidence, kind)
    assert text.startswith(abstention_sentence(language))
    assert said in text


def test_where_nothing_is_found_it_says_no_more_than_that() -> None:
    assert abstention_text("fr", Evidence(0.0)) == abstention_sentence("fr")
    assert abstention_text("de", Evidence(0.0)) == abstention_sentence("en")


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        (MISSING, "Odelin"),
        (Evidence(0.1, (), ("1987",), other_date=True), "date asked for"),
        (Evidence(0.1, no_such_thing=True), "kind of thing"),
        (Evidence(0.1), "covers enough"),
    ],
)
def test_the_reason_is_in_english(evidence: Evidence, reason: str) -> None:
    assert reason in abstention_reason(evidence)
