"""Titles and dates, given or worked out."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime

import pytest

from qa.errors import ReadingError
from qa.reading.metadata import Draft, compose, date_line, first_date, parse_date, split_title
from qa.types import Article

LONG = (
    "Le conseil municipal de Dole a adopté lundi soir, après quatre heures de débat, un budget " * 3
)


def composed(text: str, **fields: object) -> Article:
    return compose(Draft(text=text, **fields), id="a", source="/a")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "title", "text"),
    [
        ("Le pont rouvre\nIl était fermé.", "Le pont rouvre", "Il était fermé."),
        ("Le pont rouvre\n\nIl était fermé.\nFin.", "Le pont rouvre", "Il était fermé.\nFin."),
        ("Le pont rouvre ?\nOui.", "Le pont rouvre ?", "Oui."),
        ("Le pont rouvre - La Gazette\nOui.", "Le pont rouvre - La Gazette", "Oui."),
        ("# Le pont rouvre.\nIl était fermé.", "Le pont rouvre.", "Il était fermé."),
        ("Une seule ligne.", "Une seule ligne.", "Une seule ligne."),
        ("Le pont rouvre.\nFin.", "Le pont rouvre.", "Le pont rouvre.\nFin."),
        ("Dole,\nville du Jura", "Dole,", "Dole,\nville du Jura"),
    ],
)
def test_the_title_is_the_first_line_when_it_reads_like_one(
    body: str, title: str, text: str
) -> None:
    assert split_title(body)[1] == text
    assert split_title(body)[0].startswith(title.rstrip(","))


def test_a_long_first_sentence_is_cut_at_a_word() -> None:
    title, text = split_title(f"{LONG}.\nFin.")
    assert title.endswith("…")
    assert len(title) <= 101
    assert LONG.startswith(title[:-1])
    assert LONG[len(title) - 1] in " ,"
    assert text.startswith(LONG)


def test_a_given_title_wins_and_its_line_goes() -> None:
    assert split_title("Le Pont\nIl rouvre.", "Le pont") == ("Le pont", "Il rouvre.")
    assert split_title("Il rouvre.\nEnfin.", "Le pont") == ("Le pont", "Il rouvre.\nEnfin.")
    assert split_title("Le pont", "Le pont") == ("Le pont", "Le pont")
    assert split_title("Il rouvre.\nEnfin.", fallback="Le pont") == (
        "Le pont",
        "Il rouvre.\nEnfin.",
    )


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Publié le 12 février 2022", Date(2022, 2, 12)),
        ("12 février 2022", Date(2022, 2, 12)),
        ("Mis à jour le samedi 12 février 2022 à 10h30", Date(2022, 2, 12)),
        ("Publié le 12/02/2022 à 10:30 - Mis à jour le 13/02/2022", Date(2022, 2, 12)),
        ("Published on February 12, 2022", Date(2022, 2, 12)),
        ("2022-02-12", Date(2022, 2, 12)),
        ("12 février", None),
        ("Réunion du 12 février 2022", None),
        ("31 février 2022", None),
        ("Publié", None),
        ("", None),
    ],
)
def test_lines_that_only_date(line: str, day: Date | None) -> None:
    assert date_line(line) == day


def test_a_line_that_only_dates_gives_the_date_and_goes() -> None:
    article = composed(
        "Mis à jour le 14 février 2022\nPublié le 12 février 2022\nLe pont\nFermé le 3 mai 1990."
    )
    assert (article.title, article.text) == ("Le pont", "Fermé le 3 mai 1990.")
    assert article.date == Date(2022, 2, 12)


def test_a_text_of_dates_alone_keeps_them() -> None:
    assert composed("12 février 2022").text == "12 février 2022"


def test_dates_come_from_the_field_then_the_text_then_the_file() -> None:
    text = "Le pont\nDepuis mars, rien. Le 3 mai 1990, il ferme ; le 4 mai 1991, il rouvre."
    given, fallback = Date(2020, 1, 1), Date(2021, 1, 1)
    assert composed(text, date=given).date == given
    assert composed(text, fallback_date=fallback).date == Date(1990, 5, 3)
    assert composed("Le pont\nDepuis mars, rien.", fallback_date=fallback).date == fallback
    assert composed("Le pont du 2 juin 1944\nNon, du 3 mai 1990.").date == Date(1944, 6, 2)
    assert composed("Le pont\nEn février 2022, le 12 mars.").date is None


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2020-07-02", Date(2020, 7, 2)),
        ("2020-07-02T10:00:00Z", Date(2020, 7, 2)),
        (" 2020-07-02 10:00", Date(2020, 7, 2)),
        ("02/07/2020", Date(2020, 7, 2)),
        ("2 juillet 2020", Date(2020, 7, 2)),
        ("jeudi 2 juillet 2020 à 8 h", Date(2020, 7, 2)),
        ("July 2, 2020", Date(2020, 7, 2)),
        (datetime(2020, 7, 2, 10), Date(2020, 7, 2)),
        (Date(2020, 7, 2), Date(2020, 7, 2)),
        ("2020-02-31", None),
        ("hier", None),
        ("", None),
        (None, None),
        (20200702, None),
    ],
)
def test_dates_of_fields(value: object, day: Date | None) -> None:
    found = parse_date(value)
    assert found == day
    assert type(found) in (Date, type(None))


def test_language_is_the_one_given_else_told_from_the_text() -> None:
    english = "The bridge is open\nIt was closed for two years and the town is glad of it."
    assert composed(english).language == "en"
    assert composed(english, language="fr-FR").language == "fr"
    assert composed(english, language="???").language == "en"


def test_no_text_is_an_error() -> None:
    with pytest.raises(ReadingError, match="holds no text"):
        composed(" \u200b![]()\n")


def test_a_date_far_into_the_text_is_found_whole_wherever_it_falls() -> None:
    for before in range(1_985, 2_005):
        assert first_date("x" * before + " le 11/02/2022, puis") == Date(2022, 2, 11)
