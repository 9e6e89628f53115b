"""Lessons: what is shown, and which of an article's questions can be asked about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from qa import Article
from qa.answering.reading_prompt import Shown
from qa.language.sentences import split_sentences
from qa.training.lessons import Lesson, Material, make_lesson, make_lessons, sentence
from qa.training.triples import Triple


def triple(question: str, sentences: tuple[int, ...], answer: str) -> Triple:
    return Triple("7", question, sentences, answer, "", "written")


WRITTEN = [
    triple("Quand le pont rouvre-t-il ?", (0,), "4 mars 2019"),
    triple("Combien ont coûté les travaux ?", (2,), "3,2 millions d’euros"),
    triple("Qui a mené les travaux ?", (3,), "société Arduin"),
    triple("Qui dirige la commune ?", (4,), "Jeanne Aubry"),
    triple("Combien de voitures passent sur le pont ?", (), ""),
]
BY_RULE = [Triple("8", "Combien d’étals comptera-t-il ?", (1,), "42 étals", "how many", "plain")]


@pytest.fixture
def material(bridge: Article, market: Article) -> Material:
    articles = {"7": bridge, "8": market}

    def retrieve(question: str) -> Sequence[Shown]:
        return [
            Shown(article, span)
            for article in (bridge, market)
            for span in split_sentences(article.text)
        ]

    return Material(
        articles.__getitem__, {"7": WRITTEN}, {"8": BY_RULE}, retrieve, lambda text: len(text) // 3
    )


def lessons(material: Material, count: int = 60) -> list[Lesson]:
    return [lesson for n in range(count) if (lesson := make_lesson("7", n, material))]


def test_an_answer_is_in_the_sentence_it_is_said_to_be_in(material: Material) -> None:
    answers = {(t.question, t.answer) for t in [*WRITTEN, *BY_RULE]}
    for lesson in lessons(material):
        for asked in lesson.asked:
            if asked.number is not None:
                id, number = lesson.places[asked.number]
                assert asked.answer in sentence(material.article(id), number).text
                assert (asked.question, asked.answer) in answers


def test_what_is_asked_without_an_answer_has_none_in_sight(material: Material) -> None:
    answers = {t.question: t.answer for t in WRITTEN}
    unanswered = 0
    for lesson in lessons(material):
        text = " ".join(sentence(material.article(id), n).text for id, n in lesson.places)
        for asked in lesson.asked:
            if asked.number is None:
                unanswered += 1
                assert not answers[asked.question] or answers[asked.question] not in text
    assert unanswered > 20


def test_a_lesson_shows_sentences_in_reading_order_and_within_its_room(material: Material) -> None:
    made = lessons(material)
    assert any(len({id for id, _ in lesson.places}) == 2 for lesson in made)
    for lesson in made:
        assert len(set(lesson.places)) == len(lesson.places)
        for id in {id for id, _ in lesson.places}:
            numbers = [number for other, number in lesson.places if other == id]
            assert numbers == sorted(numbers)


def test_questions_by_rule_are_asked_of_any_sentence_shown(material: Material) -> None:
    asked = {one.question for lesson in lessons(material) for one in lesson.asked}
    assert BY_RULE[0].question in asked


def test_the_same_lessons_every_time_and_others_in_another_round(material: Material) -> None:
    assert list(make_lessons(material, 0)) == list(make_lessons(material, 0))
    rounds = [next(iter(make_lessons(material, n))) for n in range(8)]
    assert len(set(rounds)) > 1


def test_an_article_that_answers_nothing_makes_no_lesson(material: Material) -> None:
    silent = replace(material, written={"7": WRITTEN[-1:]})
    assert list(make_lessons(silent, 0)) == []
