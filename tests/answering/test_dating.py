"""A date without a year: which one the answer is about, and which others there are."""

from __future__ import annotations

from datetime import date

import pytest

from qa import Article
from qa.answering.dating import date_taken, introduce, of_the_day
from qa.language.query import parse_question
from qa.types import Citation, Hit


def article(day: date, text: str) -> Article:
    return Article(f"{day}.txt", "Foire", text, day)


OLD = article(date(2019, 3, 15), "La foire s’est tenue le 14 mars à Lormel.")
NEW = article(date(2021, 3, 20), "La foire du 14 mars a attiré 300 personnes.")


def cited(one: Article) -> tuple[Citation, ...]:
    return (Citation(1, one, 0, len(one.text), one.text),)


def hit(one: Article) -> Hit:
    return Hit(one, one.text, 0, len(one.text), 0.5)


@pytest.mark.parametrize(
    ("question", "taken"),
    [
        ("Que s’est-il passé le 14 mars ?", date(2021, 3, 14)),
        ("What happened on 14 March?", date(2021, 3, 14)),
        ("Que s’est-il passé le 14 mars 2021 ?", None),
        ("Que s’est-il passé en mars ?", None),
        ("Que s’est-il passé ?", None),
        ("Entre le 14 mars et le 3 avril ?", None),
    ],
)
def test_the_day_taken(question: str, taken: date | None) -> None:
    assert date_taken(parse_question(question), cited(NEW)) == taken


def test_an_article_of_the_day_itself_is_about_it() -> None:
    one = article(date(2020, 3, 14), "La foire a ouvert ce matin.")
    assert date_taken(parse_question("La foire du 14 mars ?"), cited(one)) == date(2020, 3, 14)


def test_no_quote_is_about_no_day() -> None:
    assert date_taken(parse_question("La foire du 14 mars ?"), ()) is None


def test_other_years_are_said() -> None:
    query = parse_question("Que s’est-il passé le 14 mars ?")
    taken = date(2021, 3, 14)
    assert introduce(query, taken, [hit(NEW)]) == "Le 14 mars 2021\u00a0:"
    both = introduce(query, taken, [hit(NEW), hit(OLD)])
    assert both == "Le 14 mars 2021 (il y a aussi 2019)\u00a0:"


def test_quotes_of_other_years_are_left_out() -> None:
    query = parse_question("Que s’est-il passé le 14 mars ?")
    both = (*cited(NEW), *cited(OLD), *cited(NEW))
    kept = of_the_day(query, both, date(2021, 3, 14))
    assert [(quote.number, quote.article.id) for quote in kept] == [(1, NEW.id), (2, NEW.id)]
