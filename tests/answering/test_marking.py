"""Marks: spans of the article, within the quote, of what was asked for."""

from __future__ import annotations

from datetime import date

import pytest

from qa import Article
from qa.answering.marking import mark_asked
from qa.answering.quoting import number
from qa.language.query import parse_question
from tests.answering.ranked import sentences_of

ARTICLE = Article(
    "gala.txt",
    "Un gala à Noirval",
    "Le gala de Noirval a réuni Odette Vasseur, Paul Aubrac et Lina Roche le 3 mai 2021. "
    "Il a rapporté 12 400 euros en raison d’une forte affluence. "
    "La salle était comble.",
    date(2021, 5, 4),
)


def marks(question: str) -> list[list[str]]:
    quotes = number(sentences_of(ARTICLE, [0.5, 0.3, 0.2]))
    cited = mark_asked(parse_question(question), quotes)
    assert all(c.start <= m.start < m.end <= c.end for c in cited for m in c.marks)
    return [[mark.cut(ARTICLE.text) for mark in citation.marks] for citation in cited]


def test_a_list_has_all_its_names() -> None:
    first = marks("Quels artistes le gala a-t-il réunis ?")[0]
    assert sorted(first) == ["Lina Roche", "Odette Vasseur", "Paul Aubrac"]


@pytest.mark.parametrize(
    ("question", "quote", "mark"),
    [
        ("Quand a eu lieu le gala ?", 0, "3 mai 2021"),
        ("Combien le gala a-t-il rapporté ?", 1, "12 400 euros"),
        ("Pourquoi a-t-il rapporté autant ?", 1, "en raison d’une forte affluence"),
    ],
)
def test_the_first_mark_is_what_was_asked_for(question: str, quote: int, mark: str) -> None:
    assert marks(question)[quote][0] == mark


def test_a_quote_without_any_has_no_marks() -> None:
    assert marks("Quand a eu lieu le gala ?")[2] == []
    assert marks("Comment était le gala ?") == [[], [], []]


def test_no_more_than_three_marks_where_one_is_asked_for() -> None:
    names = ", ".join(f"Jean Dup{letter}n" for letter in "aeiouy")
    article = Article("a", "t", f"Étaient là {names}.", None)
    quotes = number(sentences_of(article, [1.0]))
    assert len(mark_asked(parse_question("Qui a parlé ?"), quotes)[0].marks) == 3
