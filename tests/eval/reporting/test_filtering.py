"""What the questions can be filtered by, and which questions fall under it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.measures import MEASURES
from eval.reporting.filtering import Choice, falls_short, gather_choices, went_wrong
from eval.reporting.reading import Run, Scored

LOWER = [measure.name for measure in MEASURES if not measure.higher_is_better]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("s001", []),
        ("s002", ["article not first", "cites an article that doesn’t answer"]),
        ("s003", ["no gold in answer"]),
        ("s004", ["article not first", "support sentence not in first 3",
                  "cites an article that doesn’t answer", "no gold in answer"]),
        ("s005", ["article not first", "article not in first 10",
                  "support not located in the library", "cites an article that doesn’t answer",
                  "no gold in answer"]),
        ("s006", ["support sentence not in first 3", "no gold in answer",
                  "abstained though answerable"]),
        ("s007", []),
        ("s008", ["answered though unanswerable"]),
        ("s 010", ["asking failed", "article not first", "article not in first 10",
                   "support not located in the library", "no gold in answer"]),
    ],
)  # fmt: skip
def test_what_went_wrong_is_in_the_order_of_the_way(
    asked: dict[str, Scored], name: str, wrong: list[str]
) -> None:
    assert list(went_wrong(asked[name])) == wrong


def test_ranks_count_from_where_they_are_asked(asked: dict[str, Scored]) -> None:
    question = asked["s001"]
    found = question.prediction
    other = replace(found.sentences[0], start=9000, end=9001)
    late = replace(found, sentences=(other,) * 9 + found.sentences[2:3])
    assert went_wrong(replace(question, prediction=late)) == ("support sentence not in first 3",)
    later = replace(found, sentences=(other,) * 10 + found.sentences[2:3])
    assert went_wrong(replace(question, prediction=later)) == (
        "support sentence not in first 3",
        "support sentence not in first 10",
    )


def test_a_quote_that_is_not_verbatim_went_wrong(asked: dict[str, Scored]) -> None:
    found = asked["s001"].prediction
    forged = replace(found, quotes=(replace(found.quotes[0], verbatim=False),))
    assert went_wrong(replace(asked["s001"], prediction=forged)) == ("quote not verbatim",)


@pytest.mark.parametrize(
    ("share", "lower_is_better", "short"),
    [((0, 0), False, False), ((1, 2), False, True), ((2, 2), False, False), ((0, 0), True, False),
     ((0, 1), True, False), ((1, 1), True, True)],
)  # fmt: skip
def test_a_measure_is_short_of_its_best(
    asked: dict[str, Scored], share: tuple[float, float], lower_is_better: bool, short: bool
) -> None:
    question = replace(asked["s001"], scores={"it": share})
    assert falls_short(question, "it", lower_is_better) is short


def test_choices_are_counted_in_a_sensible_order(run: Run) -> None:
    choices = gather_choices(run.questions, [m.name for m in MEASURES], LOWER)
    assert [(one.label, one.count) for one in choices.verdicts] == [
        ("right", 2), ("partly", 2), ("wrong", 2), ("abstained", 1), ("rightly silent", 1),
        ("should be silent", 1), ("failed", 1),
    ]  # fmt: skip
    assert choices.types[0] == Choice("t0", "who", 3)
    assert [one.label for one in choices.tags][:3] == ["date", "sloppy", "near miss"]
    assert choices.wrong[0] == Choice("w0", "asking failed", 1)
    measured = [one.label for one in choices.short]
    assert measured == [m.name for m in MEASURES if m.name in measured]
    assert ("hallucination rate", 1) in [(one.label, one.count) for one in choices.short]


def test_a_question_has_the_key_of_everything_it_falls_under(run: Run) -> None:
    choices = gather_choices(run.questions, [m.name for m in MEASURES], LOWER)
    every = (*choices.verdicts, *choices.types, *choices.tags, *choices.wrong, *choices.short)
    assert len({one.key for one in every}) == len(every)
    held = [key for keys in choices.keys.values() for key in keys.split()]
    assert {one.key: one.count for one in every} == {key: held.count(key) for key in set(held)}
    labels = {one.key: one.label for one in every}
    assert [labels[key] for key in choices.keys["s008"].split()] == [
        "should be silent", "none", "near miss", "answered though unanswerable",
        "hallucination rate", "abstention F1",
    ]  # fmt: skip


def test_a_question_without_a_type_is_untyped(asked: dict[str, Scored]) -> None:
    choices = gather_choices([replace(asked["s001"], type="")], [], [])
    assert choices.types == (Choice("t0", "untyped", 1),)
    assert choices.tags == ()
