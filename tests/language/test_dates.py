"""Dates as they are written."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.dates import DateMention, find_dates

CASES = [
    ("le 11 février 2022", (11, 2, 2022)),
    ("Vendredi 11 février, à midi", (11, 2, None)),
    ("le 1er mai 2020", (1, 5, 2020)),
    ("11/02/22", (11, 2, 2022)),
    ("11/02/1998", (11, 2, 1998)),
    ("11.02.2022", (11, 2, 2022)),
    ("2020-07-02", (2, 7, 2020)),
    ("en février 2022", (None, 2, 2022)),
    ("12 sept. 2018", (12, 9, 2018)),
    ("le 11 fevrier", (11, 2, None)),
    ("3 août 1944", (3, 8, 1944)),
    ("February 11, 2022", (11, 2, 2022)),
    ("11 February 2022", (11, 2, 2022)),
    ("depuis 2018", (None, None, 2018)),
    ("l’été 1976", (None, None, 1976)),
]


@pytest.mark.parametrize(("text", "parts"), CASES)
def test_found(text: str, parts: tuple[int | None, ...]) -> None:
    assert [(m.day, m.month, m.year) for m in find_dates(text)] == [parts]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "839.000 euros",
        "2 000 personnes",
        "mars est une planète",
        "3,14",
        "75001",
        "45 mai",
        "le score est de 3-1",
        "1.250,50",
        "version 1.2.3.4",
        "le code zq1649x",
    ],
)
def test_not_dates(text: str) -> None:
    assert [m for m in find_dates(text) if m.day] == []


def test_several_in_order() -> None:
    text = "Du 16 juin 2021 au 3/7/2021, puis en 2022."
    assert [text[m.start : m.end] for m in find_dates(text)] == ["16 juin 2021", "3/7/2021", "2022"]


def test_agreement_ignores_what_is_left_open() -> None:
    february = DateMention(0, 0, 11, 2, None)
    assert february.agrees_with(date(2022, 2, 11))
    assert february.agrees_with(DateMention(0, 0, None, 2, 2020))
    assert february.conflicts_with(date(2022, 2, 12))


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert find_dates("le 31 février 2021")[0].as_date is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    months = (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    ).split()
    for text in (f"{day.day} {months[day.month - 1]} {day.year}", day.isoformat()):
        assert [mention.as_date for mention in find_dates(text)] == [day]


@given(st.text())
def test_mentions_never_overlap(text: str) -> None:
    mentions = find_dates(text)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
