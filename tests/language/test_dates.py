"""Dates as they are written, alone: what stands there and nothing more."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.dates import DateMention, PartialDate, find_dates

CASES = [
    ("le 11 février 2022", "11 février 2022", (11, 2, 2022)),
    ("Vendredi 11 février, à midi", "Vendredi 11 février", (11, 2, None)),
    ("vendredi soir 11 février", "vendredi soir 11 février", (11, 2, None)),
    ("le 1er mai 2020", "1er mai 2020", (1, 5, 2020)),
    ("au premier mai", "premier mai", (1, 5, None)),
    ("11/02/22", "11/02/22", (11, 2, 2022)),
    ("11/02/1998", "11/02/1998", (11, 2, 1998)),
    ("le 11/02", "11/02", (11, 2, None)),
    ("11.02.2022", "11.02.2022", (11, 2, 2022)),
    ("2020-07-02", "2020-07-02", (2, 7, 2020)),
    ("11-02-2022", "11-02-2022", (11, 2, 2022)),
    ("en février 2022", "février 2022", (None, 2, 2022)),
    ("12 sept. 2018", "12 sept. 2018", (12, 9, 2018)),
    ("le 11 fevrier", "11 fevrier", (11, 2, None)),
    ("le 15 aout 2019", "15 aout 2019", (15, 8, 2019)),
    ("3 août 1944", "3 août 1944", (3, 8, 1944)),
    ("3\u202faoût\u00a01944", "3\u202faoût\u00a01944", (3, 8, 1944)),
    ("LE 3 AOÛT 1944", "3 AOÛT 1944", (3, 8, 1944)),
    ("February 11, 2022", "February 11, 2022", (11, 2, 2022)),
    ("11 February 2022", "11 February 2022", (11, 2, 2022)),
    ("on May 3rd", "May 3rd", (3, 5, None)),
    ("the 4th of July 1976", "4th of July 1976", (4, 7, 1976)),
    ("depuis 2018", "2018", (None, None, 2018)),
    ("en 1431, à Rouen", "1431", (None, None, 1431)),
    ("mai 68", "mai 68", (None, 5, 1968)),
    ("le 14-Juillet", "14-Juillet", (14, 7, None)),
    ("les attentats du 11-Septembre", "11-Septembre", (11, 9, 2001)),
    ("au mois de mars", "mars", (None, 3, None)),
    ("Noël 2019", "Noël 2019", (25, 12, 2019)),
    ("le lundi de Pâques 2021", "lundi de Pâques 2021", (5, 4, 2021)),
    ("la Toussaint 2018", "Toussaint 2018", (1, 11, 2018)),
]


@pytest.mark.parametrize(("text", "words", "parts"), CASES)
def test_found(text: str, words: str, parts: tuple[int | None, ...]) -> None:
    (mention,) = find_dates(text)
    assert text[mention.start : mention.end] == words
    assert (mention.day, mention.month, mention.year) == parts
    assert mention.last is None


STRETCHES = [
    ("du 3 au 5 mai", (3, 5, None), (5, 5, None)),
    ("les 3 et 4 mai", (3, 5, None), (4, 5, None)),
    ("les 3, 4 et 5 mai 2021", (3, 5, 2021), (5, 5, 2021)),
    ("du lundi 3 au mercredi 5 mai", (3, 5, None), (5, 5, None)),
    ("entre le 28 février et le 2 mars 2020", (28, 2, 2020), (2, 3, 2020)),
    ("du 28 décembre au 3 janvier 2020", (28, 12, 2019), (3, 1, 2020)),
    ("du 28 décembre 2019 au 3 janvier", (28, 12, 2019), (3, 1, 2020)),
    ("3-5 mai", (3, 5, None), (5, 5, None)),
    ("début mars 2020", (1, 3, 2020), (10, 3, 2020)),
    ("mi-mai", (11, 5, None), (20, 5, None)),
    ("fin février 2020", (21, 2, 2020), (29, 2, 2020)),
    ("fin 2019", (None, 10, 2019), (None, 12, 2019)),
    ("au début de l’année 2019", (None, 1, 2019), (None, 3, 2019)),
    ("l’été 1976", (None, 6, 1976), (None, 9, 1976)),
    ("pendant l'hiver 2019-2020", (None, 12, 2019), (None, 3, 2020)),
    ("2014-2018", (None, None, 2014), (None, None, 2018)),
    ("la saison 2019-20", (None, None, 2019), (None, None, 2020)),
    ("De 2003 à 2006", (None, None, 2003), (None, None, 2006)),
    ("entre 2003 et 2006", (None, None, 2003), (None, None, 2006)),
    ("de mars à juin 2020", (None, 3, 2020), (None, 6, 2020)),
    ("de novembre à mars 2020", (None, 11, 2019), (None, 3, 2020)),
    ("mars-avril 2020", (None, 3, 2020), (None, 4, 2020)),
    ("les années 1990", (None, None, 1990), (None, None, 1999)),
    ("les années 60", (None, None, 1960), (None, None, 1969)),
    ("les années 1980 et 1990", (None, None, 1980), (None, None, 1999)),
    ("au XIXe siècle", (None, None, 1801), (None, None, 1900)),
    ("aux XVe et XVIe siècles", (None, None, 1401), (None, None, 1600)),
    ("au 12e siècle", (None, None, 1101), (None, None, 1200)),
    ("au premier trimestre 2019", (None, 1, 2019), (None, 3, 2019)),
    ("le second semestre de l'année 2017", (None, 7, 2017), (None, 12, 2017)),
]


@pytest.mark.parametrize(("text", "first", "last"), STRETCHES)
def test_stretches(text: str, first: tuple[int | None, ...], last: tuple[int | None, ...]) -> None:
    (mention,) = find_dates(text)
    assert (mention.first, mention.last) == (PartialDate(*first), PartialDate(*last))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "839.000 euros",
        "2 000 personnes",
        "2000 personnes",
        "1500 mètres",
        "2019 euros",
        "2022%",
        "mars est une planète",
        "une mission sur Mars",
        "3,14",
        "75001",
        "le score est de 3-1",
        "battus 6-3, 6-4",
        "1.250,50",
        "version 1.2.3.4",
        "version 2.4.12",
        "le code zq1649x",
        "06.12.05.20.22",
        "01 12 05 20 22",
        "rue du 4-Septembre",
        "place du 8 mai 1945",
        "avenue du 11-Novembre",
        "« 1984 »",
        "Mardi gras",
        "tous les mardis",
        "ouvert du lundi au vendredi",
        "le marché de Noël",
        "Noël Garnier",
        "Theresa May a parlé",
        "le maréchal Juin",
        "il a été élu",
        "au 3e étage",
        "les 3/4 des voix",
        "IIIe siècle av. J.-C.",
        "deux mois de prison",
        "du jour au lendemain",
        "la veille du scrutin",
        "hier, mardi, la semaine dernière",  # relative to a day nobody gives
    ],
)
def test_not_dates(text: str) -> None:
    assert find_dates(text) == []


def test_several_in_order() -> None:
    text = "Du 16 juin 2021 au 3/7/2021, puis les 10 et 17 mai, en 2022."
    words = [text[m.start : m.end] for m in find_dates(text)]
    assert words == ["16 juin 2021", "3/7/2021", "10", "17 mai", "2022"]


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert find_dates("le 31 février 2021")[0].as_date is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    months = (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    ).split()
    for text in (f"{day.day} {months[day.month - 1]} {day.year}", day.isoformat()):
        assert [mention.as_date for mention in find_dates(text)] == [day]


WORDS = st.sampled_from(
    "le 3 31 11/02/22 2022 1999-2001 mai février au et entre mardi dernier prochain la semaine "
    "veille fin mi-août il y a dix ans dans deux jours plus tôt XIXe siècle années 60 été 2018 "
    "Noël Pâques premier trimestre cette ce week-end hiver İstanbul , .".split()
)


@given(st.text() | st.lists(WORDS).map(" ".join), st.none() | st.dates())
def test_mentions_never_overlap(text: str, published: date | None) -> None:
    mentions = find_dates(text, published)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    for mention in mentions:
        mention.span_of_days()


def test_without_a_day_of_publication_nothing_is_guessed() -> None:
    text = "Mardi 11 février, la veille, hier et en mars dernier"
    mentions: list[DateMention] = find_dates(text)
    assert [(m.day, m.month, m.year) for m in mentions] == [(11, 2, None), (None, 3, None)]
