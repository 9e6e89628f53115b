"""Numbers with what they count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.amounts import find_amounts, find_figures
from qa.language.dates import find_dates
from qa.types import Span

FOUND = [
    ("La crue a fait 12 morts.", "mort", [("12 morts", 12.0)]),
    ("Il a payé 2 000 euros, soit 12 % de plus.", "", [("2 000 euros", 2000.0), ("12 %", 12.0)]),
    ("Un don de 3,6 millions d’euros.", "", [("3,6 millions d’euros", 3_600_000.0)]),
    ("Une trentaine de personnes étaient là.", "", [("Une trentaine de personnes", 30.0)]),
    ("Dix jeunes randonneurs égarés.", "randonneur", [("Dix jeunes randonneurs", 10.0)]),
    ("Des dizaines de milliers d’abeilles.", "", [("dizaines de milliers d’abeilles", 10_000.0)]),
    ("On compte un mort.", "mort", [("un mort", 1.0)]),
    ("On a vu un renard.", "mort", []),
    ("Vingt-deux pour cent des voix.", "", [("Vingt-deux pour cent", 22.0)]),
    ("Le 3 mai 2021 à 10h30, au 2e tour, article 49.", "", []),
    ("Elle vaut £300.", "", [("£300", 300.0)]),
    ("Il en reste 14.", "", [("14", 14.0)]),
]


@pytest.mark.parametrize(("text", "counted", "expected"), FOUND)
def test_found(text: str, counted: str, expected: list[tuple[str, float]]) -> None:
    found = find_amounts(text, counted=counted)
    assert [(amount.span.cut(text), amount.value) for amount in found] == expected


@pytest.mark.parametrize(
    ("text", "about"),
    [("près de 200 arbres", True), ("une vingtaine d’arbres", True), ("il y a 200 arbres", False)],
)
def test_rounded(text: str, about: bool) -> None:
    assert [amount.about for amount in find_amounts(text)] == [about]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le 3 mai 2021 à 10 h 30, au 2e tour, article 49.", [10, 30, 2, 49]),
        ("Pour la troisième fois, la moitié a voté.", [3, 50]),
        ("Les deux tiers des cinquante-neuf élus.", [2, 100 / 3, 59]),
        (
            "Trois mille sept cents élus, 2,5 milliards, des dizaines de milliers.",
            [3700, 2.5e9, 1e4],
        ),
        ("Un cinquième match à neuf-sept, en quelques secondes.", [5, 9]),
    ],
)
def test_figures_are_all_the_numbers_but_those_of_dates(text: str, expected: list[float]) -> None:
    assert [one.value for one in find_figures(text, find_dates(text))] == expected


def test_an_hour_is_not_rounded() -> None:
    assert [one.about for one in find_figures("Vers 18 h 30, vers 40 élus.", ())] == [
        False,
        False,
        True,
    ]


def test_where_the_number_stands() -> None:
    text = "Dix jeunes randonneurs, 12 % et 3,6 millions d’euros."
    found = find_figures(text, ())
    assert [one.number.cut(text) for one in found] == ["Dix", "12", "3,6 millions"]
    assert [one.spelled for one in found] == [True, False, False]


@given(st.text(alphabet="12 0.,%€-deuxcntmilos’d'un\n", max_size=60))
def test_amounts_never_overlap(text: str) -> None:
    _apart([amount.span for amount in find_amounts(text)], len(text))
    _apart([figure.number for figure in find_figures(text, ())], len(text))


def _apart(spans: list[Span], size: int) -> None:
    ends = 0
    for span in spans:
        assert ends <= span.start < span.end <= size
        ends = span.end
