"""The two fields for dates, read and said in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from qa.page.dates import read_period, render_problem, written_period
from qa.page.labels import ENGLISH, FRENCH, Labels
from qa.page.options import BALANCED, options_title
from qa.types import Period
from tests.page.reading import parse

FEBRUARY = Period(date(2022, 2, 1), date(2022, 2, 28))


@pytest.mark.parametrize("labels", [FRENCH, ENGLISH])
def test_the_fields_are_read_as_a_period(labels: Labels) -> None:
    assert read_period("février 2022", "28/02/2022", labels) == FEBRUARY
    assert read_period(" ", "", labels) == Period()
    assert read_period("", "2021", labels) == Period(until=date(2021, 12, 31))


@pytest.mark.parametrize(
    ("labels", "since", "until", "words"),
    [
        (FRENCH, "hier", "2022", "« Du »"),
        (FRENCH, "2022", "<b>demain</b>", "« Au »"),
        (ENGLISH, "2022", "soon", "“To”"),
        (FRENCH, "2022", "2021", "du 1er janvier 2022 au 31 décembre 2021"),
        (ENGLISH, "2022", "2021", "from 1 January 2022 to 31 December 2021"),
    ],
)
def test_what_is_wrong_is_said_naming_the_field(
    labels: Labels, since: str, until: str, words: str
) -> None:
    problem = read_period(since, until, labels)
    assert isinstance(problem, str) and words in problem
    assert options_title(problem, BALANCED, labels) == labels.options
    (alert,) = parse(render_problem(problem)).xpath("//p[@role='alert']")
    assert alert.text_content() == problem
    assert "<b>" not in render_problem(problem)


@pytest.mark.parametrize(
    ("period", "french", "english"),
    [
        (FEBRUARY, "du 1er février 2022 au 28 février 2022", "from 1 February 2022 to 28 Febru"),
        (Period(since=date(2022, 2, 1)), "depuis le 1er février 2022", "since 1 February 2022"),
        (Period(until=date(2022, 2, 1)), "jusqu’au 1er février 2022", "up to 1 February 2022"),
        (Period(date(2022, 2, 3), date(2022, 2, 3)), "du 3 février 2022", "of 3 February 2022"),
    ],
)
def test_a_period_is_said_in_words(period: Period, french: str, english: str) -> None:
    assert written_period(period, FRENCH) == french
    assert written_period(period, ENGLISH).startswith(english)
    assert options_title(period, BALANCED, FRENCH) == f"Dates et prudence : {french}"
    assert options_title(period, "bold", FRENCH) == f"Dates et prudence : {french}, hardi"
    assert render_problem(period) == ""


def test_no_period_is_not_said() -> None:
    assert written_period(Period(), FRENCH) == ""
    assert options_title(Period(), BALANCED, ENGLISH) == "Dates and caution"
    assert options_title(Period(), "careful", ENGLISH) == "Dates and caution: careful"
