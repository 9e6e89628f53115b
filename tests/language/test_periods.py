"""Periods as people write their ends, and the days they hold."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import QuestionError
from qa.language.periods import parse_day, parse_period
from qa.types import Period

DAY = (date(2022, 2, 11), date(2022, 2, 11))
MONTH = (date(2022, 2, 1), date(2022, 2, 28))
YEAR = (date(2022, 1, 1), date(2022, 12, 31))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        *((text, DAY) for text in ("2022-02-11", "2022-2-11", "11/02/2022", "11.02.2022")),
        *((text, DAY) for text in ("11 février 2022", " le 11 FÉVRIER 2022 ", "11 fevrier 2022")),
        *((text, DAY) for text in ("11\u00a0février\u00a02022", "11 February 2022", "11/02/22")),
        ("1er mai 2019", (date(2019, 5, 1), date(2019, 5, 1))),
        *((text, MONTH) for text in ("2022-02", "02/2022", "février 2022", "February 2022")),
        *((text, YEAR) for text in ("2022", "en 2022", " 2022\n")),
        ("29/02/2024", (date(2024, 2, 29), date(2024, 2, 29))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
    ],
)
def test_a_date_is_read_as_its_first_or_last_day(text: str, days: tuple[date, date]) -> None:
    assert (parse_day(text, last=False), parse_day(text, last=True)) == days


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "?", "hier", "mardi", "11 février", "février", "2022-13", "2022-02-00"),
        *("2022-02-30", "29/02/2023", "31 avril 2020", "0000", "99999", "2021 ou 2022"),
        *("le match du 3 mai 2021", "3 mai 2021 au soir"),
    ],
)
def test_what_is_no_date_with_its_year_is_not_read(text: str) -> None:
    assert parse_day(text, last=False) is None
    assert parse_day(text, last=True) is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d/%m/%Y"]))
def test_any_day_is_read_as_written(day: date, form: str) -> None:
    assert parse_day(day.strftime(form), last=False) == parse_day(day.strftime(form), last=True)
    assert parse_day(day.strftime(form), last=True) == day


@given(st.text(max_size=30))
def test_any_text_is_read_or_not_and_never_ends_before_it_begins(text: str) -> None:
    first, last = parse_day(text, last=False), parse_day(text, last=True)
    assert (first is None) == (last is None)
    assert first is None or last is None or first <= last


def test_a_period_has_two_ends_that_may_be_open() -> None:
    assert parse_period() == parse_period("", " ") == parse_period(None, "") == Period()
    assert parse_period("2021", "mars 2022") == Period(date(2021, 1, 1), date(2022, 3, 31))
    assert parse_period(until="2021") == Period(None, date(2021, 12, 31))
    assert parse_period(date(2021, 5, 3)) == Period(date(2021, 5, 3))
    assert parse_period(datetime(2021, 5, 3, 12, 30)) == Period(date(2021, 5, 3))


def test_a_date_that_cannot_be_read_is_a_sentence() -> None:
    with pytest.raises(QuestionError, match="“bientôt” can't be read as a date for until"):
        parse_period("2021", "bientôt")


def test_a_period_that_ends_before_it_begins_is_a_sentence() -> None:
    with pytest.raises(QuestionError, match="2022-01-01 and ends before, on 2021-12-31"):
        parse_period("2022", "2021")


def test_a_period_holds_its_ends_and_no_undated_article() -> None:
    period = Period(date(2022, 2, 1), date(2022, 2, 28))
    held = [date(2022, 2, 1), date(2022, 2, 11), date(2022, 2, 28)]
    out = [date(2022, 1, 31), date(2022, 3, 1), None]
    assert period and all(map(period.holds, held)) and not any(map(period.holds, out))
    assert Period(since=date(2022, 2, 1)).holds(date(2030, 1, 1))
    assert Period(until=date(2022, 2, 1)).holds(date(1930, 1, 1))
    assert not Period(until=date(2022, 2, 1)).holds(None)
    assert not Period() and Period().holds(None) and Period().holds(date(2022, 2, 1))
