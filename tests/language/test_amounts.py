"""Numbers with what they count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.amounts import find_amounts

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


@given(st.text(alphabet="12 0.,%€-deuxcntmilos’d'un\n", max_size=60))
def test_amounts_never_overlap(text: str) -> None:
    ends = 0
    for amount in find_amounts(text):
        assert ends <= amount.span.start < amount.span.end <= len(text)
        ends = amount.span.end
