"""What dates have in common, the index terms they give, and dates in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.calendar import DateMention, PartialDate, mention_of, written_date
from qa.language.dates import find_dates
from qa.language.day_terms import day_terms, query_day_terms, years_for
from qa.language.query import date_terms, parse_question

FRIDAY = date(2022, 2, 11)


def dated(text: str, published: date | None = None) -> DateMention:
    (mention,) = find_dates(text, published)
    return mention


def test_agreement_ignores_what_is_left_open() -> None:
    february = DateMention(0, 0, PartialDate(11, 2, None))
    assert february.agrees_with(FRIDAY)
    assert february.agrees_with(DateMention(0, 0, PartialDate(None, 2, 2020)))
    assert not february.agrees_with(date(2022, 2, 12))


AGREEING = [
    ("du 3 au 5 mai 2020", "4 mai 2020", True),
    ("du 3 au 5 mai 2020", "4 mai", True),
    ("du 3 au 5 mai", "4 mai 2020", True),
    ("du 3 au 5 mai", "4 mai", True),
    ("du 3 au 5 mai", "6 mai", False),
    ("du 3 au 5 mai 2020", "4 mai 2021", False),
    ("du 3 au 5 mai", "2020", True),
    ("du 3 au 5 mai", "du 5 au 8 mai 2020", True),
    ("du 28 décembre au 3 janvier", "1er janvier 2020", True),
    ("du 28 décembre au 3 janvier", "30 décembre 2019", True),
    ("du 28 décembre au 3 janvier", "5 janvier", False),
    ("2014-2018", "3 mai 2016", True),
    ("2014-2018", "3 mai", True),
    ("2014-2018", "2019", False),
    ("l'été 2018", "juillet 2018", True),
    ("l'été 2018", "mai 2018", False),
    ("les années 1990", "1994", True),
    ("le 29 février", "fin février", True),
    ("du 31 février au 2 mars 2020", "1er mars 2020", False),
]


@pytest.mark.parametrize(("one", "other", "agree"), AGREEING)
def test_stretches_agree_where_they_meet(one: str, other: str, agree: bool) -> None:
    assert dated(one).agrees_with(dated(other)) is agree
    assert dated(other).agrees_with(dated(one)) is agree


@pytest.mark.parametrize(
    ("found", "asked", "met"),
    [
        ("11 février 2022", "11 février", True),
        ("février 2022", "11 février", False),
        ("2022", "février 2022", False),
        ("11 février 2022", "février 2022", True),
        ("11 février 2022", "2022", True),
        ("du 10 au 12 février 2022", "11 février", True),
        ("début février 2022", "5 février", False),
        ("début février 2022", "février", True),
        ("l'hiver 2022", "février 2023", False),
        ("12 février 2022", "11 février", False),
    ],
)
def test_meeting_wants_what_is_as_precise(found: str, asked: str, met: bool) -> None:
    assert dated(found).meets(dated(asked)) is met


@given(st.dates(), st.dates())
def test_days_agree_only_with_themselves(one: date, other: date) -> None:
    assert mention_of(one).agrees_with(one)
    assert mention_of(one).agrees_with(other) is (one == other)
    assert mention_of(one).as_date == one


def test_spans() -> None:
    assert dated("février 2020").span_of_days() == (date(2020, 2, 1), date(2020, 2, 29))
    assert dated("fin 2019").span_of_days() == (date(2019, 10, 1), date(2019, 12, 31))
    assert dated("2019").span_of_days() == (date(2019, 1, 1), date(2019, 12, 31))
    assert dated("11 février").span_of_days() is None
    assert dated("31 février 2020").span_of_days() is None
    assert dated("du 3 au 5 mai 2020").as_date is None


TERMS = [
    ("11 février 2022", ["@2022-02-11", "@02-11", "@2022-02"]),
    ("11 février", ["@02-11"]),
    ("février 2022", ["@2022-02"]),
    ("en février", []),
    ("2022", []),
    ("les 11 et 12 février 2022", ["@2022-02-11", "@02-11", "@2022-02", "@2022-02-12", "@02-12"]),
    ("du 3 au 5 mai", ["@05-03", "@05-04", "@05-05"]),
    ("du 30 décembre au 1er janvier", ["@12-30", "@12-31", "@01-01"]),
    ("du 3 au 20 mai 2020", ["@2020-05"]),
    ("du 20 avril au 20 mai 2020", ["@2020-04", "@2020-05"]),
    ("du 20 avril au 20 août 2020", []),
    ("début mars 2020", ["@2020-03"]),
    ("l'été 2018", []),
    ("31 février 2022", []),
]


@pytest.mark.parametrize(("text", "terms"), TERMS)
def test_index_terms(text: str, terms: list[str]) -> None:
    assert day_terms(dated(text)) == terms


def test_index_terms_of_a_day_of_publication() -> None:
    assert day_terms(FRIDAY) == ["@2022-02-11", "@02-11", "@2022-02"]
    assert day_terms(dated("le 11 février", FRIDAY)) == day_terms(FRIDAY)
    assert day_terms(dated("la semaine dernière", FRIDAY))[::2][:2] == ["@2022-01-31", "@2022-01"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("11 février 2022", ["@2022-02-11"]),
        ("11 février", ["@02-11"]),
        ("février 2022", ["@2022-02"]),
        ("2022", []),
        ("en février", []),
        ("du 3 au 5 mai 2021", ["@2021-05-03", "@2021-05-04", "@2021-05-05"]),
        ("du 3 au 5 mai", ["@05-03", "@05-04", "@05-05"]),
        ("début mars 2020", ["@2020-03"]),
    ],
)
def test_search_terms(text: str, terms: list[str]) -> None:
    assert query_day_terms(dated(text)) == terms


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_what_is_searched_is_what_is_indexed(day: date, length: int) -> None:
    last = mention_of(day + timedelta(length)).first
    stretch = DateMention(0, 0, mention_of(day).first, last)
    assert set(query_day_terms(mention_of(day))) <= set(day_terms(stretch))
    assert len(query_day_terms(stretch)) == length + 1


def test_years_that_hold_a_day() -> None:
    days = [date(2020, 2, 11), FRIDAY, date(2021, 2, 12), date(2022, 2, 11)]
    assert years_for(dated("11 février"), days) == [2020, 2022]
    assert years_for(dated("février 2021"), days) == [2021]
    assert years_for(dated("3 mai"), days) == []


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (FRIDAY, "11 février 2022", "11 February 2022"),
        (date(2020, 5, 1), "1er mai 2020", "1 May 2020"),
        (PartialDate(None, 2, 2022), "février 2022", "February 2022"),
        (PartialDate(11, 2, None), "11 février", "11 February"),
        (PartialDate(None, None, 2022), "2022", "2022"),
    ],
)
def test_in_words(day: date | PartialDate, french: str, english: str) -> None:
    assert written_date(day, "fr") == french
    assert written_date(day, "en") == english


def test_a_question_leaves_the_year_open() -> None:
    asked = parse_question("Que s'est-il passé le 11 fevrier ?", today=FRIDAY).dates
    assert [mention.first for mention in asked] == [PartialDate(11, 2, None)]


def test_a_question_counts_from_today() -> None:
    question = "Qui a été élu hier ?"
    assert parse_question(question).dates == ()
    query = parse_question(question, today=FRIDAY)
    assert [mention.as_date for mention in query.dates] == [date(2022, 2, 10)]
    assert {"10", "2022"} <= set(query.terms) and "hier" not in query.terms


def test_a_question_about_a_year_has_no_date() -> None:
    assert parse_question("En quelle année le pont a-t-il ouvert ?", today=FRIDAY).dates == ()


def test_a_stretch_keeps_its_words() -> None:
    query = parse_question("Quel festival du 3 au 5 mai ?")
    assert {"3", "5"} <= set(query.terms)
    assert len(query.dates) == 1
    assert set(date_terms(query.dates[0])) <= set(query.terms)
