"""Questions asked of a period, through the public API."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qa import Article, Assistant, QuestionError, answer

BUDGET = "Quel est le budget de Vaubrenne ?"


def test_only_articles_of_the_period_are_looked_at(quoting: Assistant) -> None:
    of_2020 = quoting.search(BUDGET, since="2020", until="2020")
    of_2022 = quoting.search(BUDGET, since=date(2022, 1, 1), until="décembre 2022")
    assert of_2020[0].article.id == "2020/budget-vaubrenne-2020.txt"
    assert of_2022[0].article.id == "2022/budget-vaubrenne-2022.txt"
    for year, hits in ((2020, of_2020), (2022, of_2022)):
        assert {hit.article.date.year for hit in hits if hit.article.date} == {year}
        assert all(hit.article.date for hit in hits)
    sentences = quoting.sentences(BUDGET, since="2022")
    assert sentences and all(s.article.date and s.article.date.year >= 2022 for s in sentences)


def test_an_answer_rests_on_articles_of_the_period(quoting: Assistant) -> None:
    for year in (2020, 2022):
        found = quoting.ask(BUDGET, since=str(year), until=str(year))
        assert {c.article.id for c in found.citations} == {f"{year}/budget-vaubrenne-{year}.txt"}
    everywhere = quoting.ask(BUDGET)
    assert len({hit.article.date.year for hit in everywhere.hits if hit.article.date}) > 1


@pytest.mark.parametrize(
    ("question", "since", "until", "words"),
    [
        (BUDGET, "1990", "mai 1999", "Aucun article entre le 1er janvier 1990 et le 31 mai 1999."),
        (BUDGET, "2098", None, "Aucun article depuis le 1er janvier 2098."),
        (BUDGET, None, "1999", "Aucun article jusqu’au 31 décembre 1999."),
        (BUDGET, "3/5/1999", "3/5/1999", "Aucun article du 3 mai 1999."),
        ("What is the budget of Vaubrenne?", "2098", None, "since 1 January 2098."),
    ],
)
def test_a_period_without_articles_is_said_so(
    quoting: Assistant, question: str, since: str | None, until: str | None, words: str
) -> None:
    found = quoting.ask(question, since=since, until=until)
    assert found.abstained and found.reason == "no article in the period asked for"
    assert found.text.endswith(words) and not found.hits and not found.citations


def test_a_period_with_articles_that_do_not_answer_is_no_empty_one(quoting: Assistant) -> None:
    found = quoting.ask("Qui a gagné le Tour de France ?", since="2020", until="2020")
    assert found.abstained and found.reason != "no article in the period asked for"
    assert found.hits and found.nearest


def test_the_same_question_of_another_period_is_looked_up_anew(quoting: Assistant) -> None:
    first = quoting.search(BUDGET, 1, since="2020", until="2020")
    assert quoting.search(BUDGET, 1, since="2022") != first
    assert quoting.search(BUDGET, 1, since="2020", until="2020") == first


def test_dates_that_cannot_be_are_sentences(quoting: Assistant) -> None:
    with pytest.raises(QuestionError, match="exchange since and until"):
        quoting.search(BUDGET, since="2022", until="2021")
    with pytest.raises(QuestionError, match="“un jour” can't be read"):
        quoting.ask(BUDGET, since="un jour")
    with pytest.raises(QuestionError, match="for until"):
        list(quoting.stream(BUDGET, until="11 février"))


def test_answer_takes_a_period(sample_library: Path, article: Article) -> None:
    found = answer(BUDGET, library=sample_library, model="none", since="2022")
    assert found.citations[0].article.id == "2022/budget-vaubrenne-2022.txt"
    question = "Combien d’étals y aura-t-il au marché de Noirval ?"
    assert "42" in answer(question, [article], model="none", until="2021").text
    assert answer(question, [article], model="none", until="2020").abstained
