"""Dates that count from the day of publication."""

from __future__ import annotations

from datetime import date

import pytest

from qa.language.dates import DateMention, find_dates

WEDNESDAY = date(2021, 5, 5)

CASES = [  # all said on Wednesday 5 May 2021
    ("Le préfet a parlé mardi.", "mardi", "2021-05-04"),
    ("Le préfet a parlé mercredi.", "mercredi", "2021-05-05"),
    ("Le préfet a parlé jeudi.", "jeudi", "2021-04-29"),
    ("Le préfet parlera jeudi.", "jeudi", "2021-05-06"),
    ("Le préfet doit parler lundi.", "lundi", "2021-05-10"),
    ("Jeudi, le préfet parlera.", "Jeudi", "2021-05-06"),
    ("Le match, prévu samedi, est annulé.", "samedi", "2021-05-08"),
    ("Il a été convoqué dimanche.", "dimanche", "2021-05-02"),
    ("Le procès a été reporté au 25 juin.", "25 juin", "2021-06-25"),
    ("Les syndicats appellent à manifester samedi.", "samedi", "2021-05-08"),
    ("Il est là depuis lundi.", "lundi", "2021-05-03"),
    ("mardi dernier", "mardi dernier", "2021-05-04"),
    ("mercredi dernier", "mercredi dernier", "2021-04-28"),
    ("mardi prochain", "mardi prochain", "2021-05-11"),
    ("ce mardi", "ce mardi", "2021-05-04"),
    ("ce vendredi", "ce vendredi", "2021-05-07"),
    ("ce mercredi 5 mai", "mercredi 5 mai", "2021-05-05"),
    ("samedi 24, à Lyon", "samedi 24", "2021-04-24"),
    ("dans la nuit de mardi à mercredi", "mardi à mercredi", "2021-05-04/2021-05-05"),
    ("dans la nuit du samedi au dimanche", "samedi au dimanche", "2021-05-01/2021-05-02"),
    ("hier", "hier", "2021-05-04"),
    ("avant-hier", "avant-hier", "2021-05-03"),
    ("demain", "demain", "2021-05-06"),
    ("après-demain", "après-demain", "2021-05-07"),
    ("aujourd’hui", "aujourd’hui", "2021-05-05"),
    ("ce matin", "ce matin", "2021-05-05"),
    ("cet après-midi", "cet après-midi", "2021-05-05"),
    ("la veille", "veille", "2021-05-04"),
    ("la semaine dernière", "semaine dernière", "2021-04-26/2021-05-02"),
    ("la semaine derniere", "semaine derniere", "2021-04-26/2021-05-02"),
    ("la semaine prochaine", "semaine prochaine", "2021-05-10/2021-05-16"),
    ("cette semaine", "cette semaine", "2021-05-03/2021-05-09"),
    ("le week-end dernier", "week-end dernier", "2021-05-01/2021-05-02"),
    ("ce week-end", "ce week-end", "2021-05-08/2021-05-09"),
    ("le week-end prochain", "week-end prochain", "2021-05-08/2021-05-09"),
    ("le mois dernier", "mois dernier", "2021-04"),
    ("le mois prochain", "mois prochain", "2021-06"),
    ("ce mois-ci", "ce mois-ci", "2021-05"),
    ("l'an dernier", "an dernier", "2020"),
    ("l’année prochaine", "année prochaine", "2022"),
    ("cette année", "cette année", "2021"),
    ("le siècle dernier", "siècle dernier", "1901/2000"),
    ("en février dernier", "février dernier", "2021-02"),
    ("en juin dernier", "juin dernier", "2020-06"),
    ("en mars prochain", "mars prochain", "2022-03"),
    ("le 12 mars prochain", "12 mars prochain", "2022-03-12"),
    ("le 12 mai dernier", "12 mai dernier", "2020-05-12"),
    ("Il est mort le 11 février.", "11 février", "2021-02-11"),
    ("Il est mort le 30 octobre.", "30 octobre", "2020-10-30"),
    ("On le saura le 11 février.", "11 février", "2022-02-11"),
    ("lundi 30 novembre", "lundi 30 novembre", "2020-11-30"),
    ("lundi 29 novembre", "lundi 29 novembre", "2021-11-29"),
    ("en mars", "mars", "2021-03"),
    ("début mars", "début mars", "2021-03-01/2021-03-10"),
    ("l'été dernier", "été dernier", "2020-06/2020-09"),
    ("l'été prochain", "été prochain", "2021-06/2021-09"),
    ("cet hiver", "cet hiver", "2020-12/2021-03"),
    ("la fin de l'année dernière", "fin de l'année dernière", "2020-10/2020-12"),
    ("au début du mois", "début du mois", "2021-05-01/2021-05-10"),
    ("il y a trois jours", "il y a trois jours", "2021-05-02"),
    ("il y a 2 semaines", "il y a 2 semaines", "2021-04-19/2021-04-25"),
    ("il y a dix ans", "il y a dix ans", "2011"),
    ("dans deux mois", "dans deux mois", "2021-07"),
    ("deux jours plus tôt", "deux jours plus tôt", "2021-05-03"),
    ("à Noël", "Noël", "2020-12-25"),
    ("On verra à Noël", "Noël", "2021-12-25"),
    ("au dernier jour du premier trimestre", "premier trimestre", "2021-01/2021-03"),
]


def written(mention: DateMention) -> str:
    """Return what a mention stands for as the cases write it."""
    ends = [end for end in (mention.first, mention.last) if end]
    parts = [(end.year, end.month, end.day) for end in ends]
    return "/".join("-".join(f"{part:02}" for part in end if part) for end in parts)


@pytest.mark.parametrize(("text", "words", "days"), CASES)
def test_resolved(text: str, words: str, days: str) -> None:
    (mention,) = find_dates(text, WEDNESDAY)
    assert text[mention.start : mention.end] == words
    assert written(mention) == days


@pytest.mark.parametrize(
    "text",
    [
        "le mardi, jour de marché",
        "chaque mardi et tous les samedis",
        "du lundi au vendredi",
        "Mardi gras",
        "à la veille du scrutin",
        "du jour au lendemain",
        "le monde de demain",
        "une semaine passée à Nice",
        "dans deux ans de travaux",
        "il y a quelques jours",
        "ce mardi-là",
        "il a été dernier",
        "le Nouvel An chinois",
        "trois jours plus tard",
        "né un 29 février"[:6],
    ],
)
def test_not_resolved(text: str) -> None:
    assert find_dates(text, WEDNESDAY) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Hospitalisé lundi, il est mort le lendemain.", ["2021-05-03", "2021-05-04"]),
        ("Le 11 février 2019, puis l'avant-veille.", ["2019-02-11", "2019-02-09"]),
        ("Le 11 février 2019, et deux ans plus tard.", ["2019-02-11", "2021"]),
        (
            "Disparu le 23 juin 2014, il a été vu mi-juillet.",
            ["2014-06-23", "2014-07-11/2014-07-20"],
        ),
        ("Né le 23 juin 2014, il fêtera le 30 mai son anniversaire.", ["2014-06-23", "2021-05-30"]),
    ],
)
def test_counted_from_the_date_before(text: str, days: list[str]) -> None:
    assert [written(mention) for mention in find_dates(text, WEDNESDAY)] == days


def test_years_can_be_left_open() -> None:
    mentions = find_dates("Hier, le 11 février, en mars, à Noël", WEDNESDAY, fill_years=False)
    assert [written(mention) for mention in mentions] == ["2021-05-04", "02-11", "03", "12-25"]


def test_a_day_without_its_year_may_stay_open() -> None:
    assert written(*find_dates("né un 29 février", WEDNESDAY)) == "02-29"
    assert written(*find_dates("mort le 29 février", WEDNESDAY)) == "2020-02-29"


def test_a_day_nothing_was_published_on_is_no_day() -> None:
    assert find_dates("hier", date.min) == find_dates("hier", date.max) == []
