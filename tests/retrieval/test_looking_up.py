"""What look_up reads in a question, what it finds, and that each stage can be left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa import Assistant, Settings
from qa.language.questions import Kind
from qa.retrieval import Findings, look_up
from qa.settings import STAGES
from qa.types import RankedSentence

DAY = "Qui a participé à la réunion du 11 février ?"


def find(assistant: Assistant, question: str, *without: str) -> Findings:
    assistant.library.catch_up()
    settings = replace(assistant.settings, without=frozenset(without))
    return look_up(question, (), assistant.library, settings)


def sentences(assistant: Assistant, *without: str) -> list[RankedSentence]:
    settings = replace(assistant.settings, without=frozenset(without))
    return find(assistant, DAY, *without).sentences(settings)


def test_history_lends_its_words(quoting: Assistant) -> None:
    quoting.library.catch_up()
    found = look_up("Et qui l’a convoquée ?", [(DAY, "…")], quoting.library, quoting.settings)
    assert found.query.dates and found.passages[0].dated


def test_dates_and_kinds_can_be_left_out(quoting: Assistant) -> None:
    assert find(quoting, DAY).query.dates and not find(quoting, DAY, "dates").query.dates
    assert find(quoting, DAY).query.kind is Kind.WHO
    assert find(quoting, DAY, "answer type").query.kind is Kind.WHAT


@pytest.mark.parametrize("stage", ["best sentence", "word pairs", "dates"])
def test_a_stage_left_out_changes_the_scores_of_passages(quoting: Assistant, stage: str) -> None:
    whole = {one.passage.id: one.score for one in find(quoting, DAY).passages}
    without = {one.passage.id: one.score for one in find(quoting, DAY, stage).passages}
    assert whole.keys() == without.keys() and whole != without


@pytest.mark.parametrize("stage", ["neighbours", "word pairs", "answer type", "dates"])
def test_a_stage_left_out_changes_the_scores_of_sentences(quoting: Assistant, stage: str) -> None:
    whole = {(s.article.id, s.span): s.score for s in sentences(quoting)}
    without = {(s.article.id, s.span): s.score for s in sentences(quoting, stage)}
    assert whole != without


def test_each_leg_can_be_left_out(quoting: Assistant) -> None:
    question = "qqqq zzzz"  # no word the library holds: the lexical leg finds nothing
    quoting.library.catch_up()
    lexical = look_up(question, (), quoting.library, Settings(dense_weight=0.0))
    dense = look_up(question, (), quoting.library, Settings(dense_weight=1.0))
    assert not lexical.passages and dense.passages
    scores = [one.score for one in dense.passages]
    assert scores == sorted(scores, reverse=True) and max(scores) <= 1


def test_a_stage_there_is_not_is_refused() -> None:
    assert Settings(without=frozenset(STAGES)).without == set(STAGES)
    with pytest.raises(ValueError, match="“magic”"):
        Settings(without=frozenset({"magic"}))
