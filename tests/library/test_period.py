"""A period leaves out passages of other days, by words and by meaning, and changes no score."""

from __future__ import annotations

from datetime import date

import pytest

from qa import Article, Assistant
from qa.library import Library
from qa.types import Period

TOWNS = ("Arlon", "Bazas", "Cluny", "Dinan", "Embrun")
MAY = Period(date(2021, 5, 1), date(2021, 5, 31))
EVER = Period(date.min, date.max)


@pytest.fixture
def library(assistant: Assistant) -> Library:
    """Articles of 29 and 30 April, 1 and 31 May, and one without a date."""
    days = (date(2021, 4, 29), date(2021, 4, 30), date(2021, 5, 1), date(2021, 5, 31), None)
    assistant.add(
        Article(town, f"La foire de {town}", f"La foire {'de la foire ' * n}est finie.", date=day)
        for n, (town, day) in enumerate(zip(TOWNS, days, strict=True))
    )
    return assistant.library


def towns(library: Library, found: list[tuple[int, float]]) -> set[str]:
    return {passage.article.id for passage in library.passages([n for n, _ in found])}


@pytest.mark.parametrize(
    ("period", "within"),
    [
        (None, set(TOWNS)),
        (Period(), set(TOWNS)),
        (MAY, {"Cluny", "Dinan"}),
        (Period(since=date(2021, 4, 30)), {"Bazas", "Cluny", "Dinan"}),
        (Period(until=date(2021, 4, 30)), {"Arlon", "Bazas"}),
        (EVER, {"Arlon", "Bazas", "Cluny", "Dinan"}),
        (Period(date(2021, 5, 31), date(2021, 5, 31)), {"Dinan"}),
        (Period(date(2021, 5, 2), date(2021, 5, 30)), set()),
    ],
)
def test_both_legs_find_within_the_period_alone(
    library: Library, period: Period | None, within: set[str]
) -> None:
    vector = library.embed("foire")
    assert vector is not None
    whole = dict(library.lexical(["foir"], 10)), dict(library.dense(vector, 10))
    legs = library.lexical(["foir"], 10, period), library.dense(vector, 10, period)
    for found, scores in zip(legs, whole, strict=True):
        assert towns(library, found) == within
        assert all(score == pytest.approx(scores[n], abs=1e-6) for n, score in found)
        assert [score for _, score in found] == sorted((s for _, s in found), reverse=True)
    if period is not None:
        assert library.holds_any(period) == bool(within)


def test_the_best_of_a_period_are_found_however_many_are_better_outside(library: Library) -> None:
    vector = library.embed("foire")
    assert vector is not None
    for period in (MAY, Period(until=date(2021, 4, 29))):
        for found in (library.lexical(["foir"], 1, period), library.dense(vector, 1, period)):
            assert len(found) == 1


def test_a_period_follows_what_is_added_and_removed(
    library: Library, assistant: Assistant, article: Article
) -> None:
    april = Period(date(2021, 4, 20), date(2021, 4, 20))
    assert not library.holds_any(april)
    assistant.add([article])
    assert library.holds_any(april)
    assert towns(library, library.lexical(["march"], 10, april)) == {article.id}
    assistant.remove(article.id)
    assert not library.holds_any(april) and library.lexical(["march"], 10, april) == []
