"""Retrieval and sentence ranking over the sample library."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa import Assistant
from qa.retrieval import Scored, look_up
from qa.types import RankedSentence

DAY = "Qui a participé à la réunion du 11 février ?"


def run(assistant: Assistant, question: str) -> tuple[list[Scored], list[RankedSentence]]:
    assistant.library.catch_up()
    found = look_up(question, (), assistant.library, assistant.settings)
    return list(found.passages), found.sentences(assistant.settings)


@pytest.mark.parametrize(
    ("question", "article"),
    [
        (DAY, "2022/visioconference-allies.txt"),
        ("Who attended the meeting on 11 February?", "2022/visioconference-allies.txt"),
        (
            "Pourquoi l’hôpital de Saint-Elme ferme-t-il ses urgences ?",
            "2021/urgences-saint-elme.txt",
        ),
        ("Que s’est-il passé le 14 mars à Courtelles ?", "2019/incendie-grange-courtelles.txt"),
        ("fin de la greve lernobus", "2021/greve-lernobus.txt"),
    ],
)
def test_the_article_that_answers_comes_first(
    quoting: Assistant, question: str, article: str
) -> None:
    scored, _ = run(quoting, question)
    assert scored[0].passage.article.id == article


def test_scores_fall_and_passages_are_met_once(quoting: Assistant) -> None:
    scored, _ = run(quoting, DAY)
    scores = [one.score for one in scored]
    assert scores == sorted(scores, reverse=True)
    assert len({one.passage.id for one in scored}) == len(scored)


def test_only_passages_of_the_day_are_dated(quoting: Assistant) -> None:
    scored, _ = run(quoting, DAY)
    dated = {one.passage.article.id for one in scored if one.dated}
    assert dated == {"2022/visioconference-allies.txt"}


def test_a_day_no_article_is_about_dates_nothing(quoting: Assistant) -> None:
    scored, _ = run(quoting, "Que s’est-il passé le 14 mars 2021 ?")
    assert scored and not any(one.dated for one in scored)


def test_sentences_are_cut_from_their_articles_each_once(quoting: Assistant) -> None:
    _, ranked = run(quoting, DAY)
    assert len({(s.article.id, s.span.start) for s in ranked}) == len(ranked)
    assert all(s.article.text[s.span.start : s.span.end] == s.text for s in ranked)
    assert all(0 <= s.coverage <= 1 + 1e-9 for s in ranked)


def test_the_lexical_leg_alone_finds_too(quoting: Assistant) -> None:
    settings = replace(quoting.settings, dense_weight=0.0)
    scored = look_up(DAY, (), quoting.library, settings).passages
    assert scored[0].passage.article.id == "2022/visioconference-allies.txt"


def test_a_question_of_stop_words_still_gets_the_nearest_by_meaning(quoting: Assistant) -> None:
    scored, _ = run(quoting, "Qui est-ce ?")
    assert scored
