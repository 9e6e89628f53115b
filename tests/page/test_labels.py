"""The page says the same things in both languages."""

from __future__ import annotations

import string
from dataclasses import fields
from datetime import date

import pytest

from qa.page.labels import (
    ENGLISH,
    FRENCH,
    Labels,
    counted,
    labels_for,
    written_date,
    written_number,
)


def _placeholders(value: object) -> set[str]:
    texts = value if isinstance(value, tuple) else (value,)
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(str(text)) if name}


@pytest.mark.parametrize("name", [field.name for field in fields(Labels)])
def test_both_languages_fill_every_label_alike(name: str) -> None:
    french, english = getattr(FRENCH, name), getattr(ENGLISH, name)
    assert french and english
    assert type(french) is type(english)
    if isinstance(french, dict):
        assert french.keys() == english.keys()
    else:
        assert _placeholders(french) == _placeholders(english)
        if isinstance(french, tuple):
            assert len(french) == len(english)


def test_an_unknown_language_is_french() -> None:
    assert labels_for("en") is ENGLISH
    assert labels_for("de") is FRENCH


@pytest.mark.parametrize(
    ("labels", "day", "written"),
    [
        (FRENCH, date(2022, 2, 11), "11 février 2022"),
        (FRENCH, date(2022, 8, 1), "1er août 2022"),
        (ENGLISH, date(2022, 8, 1), "1 August 2022"),
    ],
)
def test_dates_are_written_out(labels: Labels, day: date, written: str) -> None:
    assert written_date(day, labels) == written


def test_numbers_have_the_separators_of_the_language() -> None:
    assert written_number(35913, FRENCH) == "35\u202f913"
    assert written_number(35913, ENGLISH) == "35,913"
    assert written_number(0.42, FRENCH, decimals=1) == "0,4"


def test_french_has_no_plural_below_two() -> None:
    assert [counted(n, FRENCH.articles, FRENCH) for n in (0, 1, 2)] == [
        "0 article",
        "1 article",
        "2 articles",
    ]
    assert counted(0, ENGLISH.articles, ENGLISH) == "0 articles"
