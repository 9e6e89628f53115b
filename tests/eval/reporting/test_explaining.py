"""Why each made-up question was answered as it was, in ranks, steps and words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.reporting.explaining import (
    Ranks,
    explain,
    follow,
    is_supporting,
    ordinal,
    rank,
)
from eval.reporting.reading import Scored
from tests.eval.reporting.made_up import MUSEUM, place


@pytest.mark.parametrize(
    ("name", "ranks"),
    [
        ("s001", Ranks(1, 1, 3)),
        ("s002", Ranks(2, 2, 2)),
        ("s004", Ranks(2, 2, 5)),
        ("s005", Ranks(None, None, None)),
        ("s007", Ranks(None, None, None)),
        ("s009", Ranks(1, None, None)),
    ],
)
def test_ranks_are_of_the_first_that_answers(
    asked: dict[str, Scored], name: str, ranks: Ranks
) -> None:
    assert rank(asked[name]) == ranks


def test_a_sentence_supports_when_it_shares_half_of_the_shorter(asked: dict[str, Scored]) -> None:
    (article, start, end) = asked["s001"].prediction.support[0]
    sentence, question = place(MUSEUM, 1), asked["s001"]
    assert (sentence.article, sentence.start, sentence.end) == (article, start, end)
    half = (end - start + 1) // 2
    for moved, supports in ((0, True), (end - start - half, True), (end - start, False)):
        other = replace(sentence, start=start + moved, end=end + moved)
        assert is_supporting(other, question) is supports, moved
    assert is_supporting(replace(sentence, start=end - 5, end=end + 5), question)
    assert not is_supporting(replace(sentence, start=end - 4, end=end + 5), question)
    assert not is_supporting(replace(sentence, article="another"), question)


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("s001", "article 1st good, passage 1st good, sentence 3rd good, cited the support good, "
         "gold said good"),
        ("s003", "article 1st good, passage 1st good, sentence 1st good, cited the support good, "
         "gold in part late"),
        ("s004", "article 2nd good, passage 2nd good, sentence 5th late, cited other articles bad, "
         "gold missing bad"),
        ("s005", "article not found bad, support not located none, cited other articles bad, "
         "gold missing bad"),
        ("s006", "article 1st good, passage 1st good, sentence 5th late, cited the support good, "
         "gold withheld bad"),
        ("s007", "article none answers none, silence kept good"),
        ("s008", "article none answers none, silence broken bad"),
        ("s009", "article 1st good, support not located none, cited a right article late, "
         "gold missing bad"),
        ("s 010", "asked failed bad"),
    ],
)  # fmt: skip
def test_steps_follow_the_way_to_the_answer(
    asked: dict[str, Scored], name: str, steps: str
) -> None:
    found = [f"{step.name} {step.says} {step.state}" for step in follow(asked[name])]
    assert ", ".join(found) == steps


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("s001", "The answer holds the gold. "
         "The right article ranks 1st, and the supporting sentence is cited."),
        ("s003", "The answer lacks 1 of 3: Emmanuel Macron. "
         "The right article ranks 1st, and the supporting sentence is cited."),
        ("s004", "The answer doesn’t hold the gold. "
         "The right article ranks 2nd; the supporting sentence ranks 5th."),
        ("s005", "The answer doesn’t hold the gold. "
         "No article that answers is among the 2 found."),
        ("s006", "It abstained (confidence 0.31): no sentence found covers enough of the question. "
         "What it withheld would have been right. "
         "The right article ranks 1st; the supporting sentence ranks 5th."),
        ("s007", "No article answers, and it said so (confidence 0.31): no sentence found covers "
         "enough of the question."),
        ("s008", "No article answers, yet it answered (confidence 0.73)."),
        ("s009", "The answer cites a right article, but doesn’t hold the gold. The right article "
         "ranks 1st; its supporting sentence couldn’t be located in the library."),
        ("s 010", "The question is empty."),
    ],
)  # fmt: skip
def test_the_reason_is_said(asked: dict[str, Scored], name: str, why: str) -> None:
    assert explain(asked[name]) == why


def test_a_passage_without_its_sentence_ranked(asked: dict[str, Scored]) -> None:
    question = asked["s004"]
    said = replace(question.prediction, sentences=question.prediction.sentences[:4])
    assert explain(replace(question, prediction=said)).endswith(
        "The right article ranks 2nd and its passage 2nd; "
        "the supporting sentence isn’t among the 4 ranked."
    )
    said = replace(said, relevant_passages=())
    assert explain(replace(question, prediction=said)).endswith(
        "The right article ranks 2nd; the passage with the supporting sentence wasn’t found."
    )


def test_without_gold_citing_a_right_article_is_what_counts(asked: dict[str, Scored]) -> None:
    question = replace(asked["s001"], answers=())
    assert explain(question).startswith("No gold is given; the answer cites an article that")
    assert follow(question)[-1].says == "none given"


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (10, "10th"), (11, "11th"), (12, "12th"),
     (13, "13th"), (21, "21st"), (100, "100th"), (112, "112th"), (122, "122nd")],
)  # fmt: skip
def test_ordinals(number: int, written: str) -> None:
    assert ordinal(number) == written
