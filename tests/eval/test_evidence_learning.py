"""Learning when to abstain: on made-up cases, and on the sample questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.evidence_cases import Case
from eval.evidence_learning import (
    SIGNS,
    describe,
    learn,
    learn_evidence,
    rates,
    write_evidence,
)
from eval.logistic import area_under_curve

SET = Path(__file__).resolve().parents[2] / "eval" / "sets" / "samples.jsonl"


def case(n: int, answerable: bool, **features: float) -> Case:
    return Case(f"q{n}", f"a{n // 2}", "who", features, answerable, n % 3 == 0, False, 4 + n % 8)


def separable(count: int = 80) -> list[Case]:
    return [case(n, n % 2 == 0, answers=0.8 * (n % 2 == 0), names=n % 5 / 5) for n in range(count)]


def test_what_tells_is_learnt_and_what_does_not_weighs_little() -> None:
    learnt = learn(separable(), 1.0)
    assert learnt.weights["answers"] > 2 > abs(learnt.weights.get("names", 0.0))
    assert area_under_curve([case.answerable for case in learnt.cases], learnt.unseen) > 0.95


def test_no_weight_has_the_wrong_sign() -> None:
    backwards = [
        case(n, n % 2 == 0, names=float(n % 2), undated=float(n % 2 == 0)) for n in range(60)
    ]
    assert "names" not in learn(backwards, 1.0).weights
    assert "undated" not in learn(backwards, 1.0).weights


def test_both_mistakes_are_as_frequent_at_a_half() -> None:
    blurred = [
        case(n, n % 2 == 0, answers=((n * 7919) % 101) / 101 + 0.3 * (n % 2 == 0))
        for n in range(300)
    ]
    learnt = learn(blurred, 1.0)
    answered, refused = rates(learnt.cases, learnt.unseen)
    assert 0.05 < answered < 0.5 and answered == pytest.approx(refused, abs=0.08)


def test_rates_and_area_of_three_cases() -> None:
    three = [case(0, True), case(1, False), case(2, True)]
    assert rates(three, [1.0, 0.5, -1.0]) == (1.0, 0.5)
    assert area_under_curve([case.answerable for case in three], [1.0, 0.5, -1.0]) == 0.5
    assert area_under_curve([case.answerable for case in three], [1.0, 0.5, 0.5]) == 0.75


def test_learning_is_deterministic() -> None:
    assert learn(separable(), 1.0) == learn(separable(), 1.0)


def test_the_sample_questions_teach_it(sample_library: Path, tmp_path: Path) -> None:
    lines = SET.read_text("utf-8").splitlines()
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join(lines[:6] + lines[-6:]), "utf-8")
    learnt = learn_evidence([(few, sample_library)], penalty=1.0)
    kinds = {(one.answerable, one.tiny, one.taken_out) for one in learnt.cases}
    assert kinds == {(True, False, False), (True, True, False), (False, False, False)} | {
        (False, True, False),
        (False, False, True),
        (False, True, True),
    }
    write_evidence(learnt, tmp_path / "evidence.json")
    record = json.loads((tmp_path / "evidence.json").read_text("utf-8"))
    assert record["learnt from"] == ["few"] and record["weights"].keys() <= SIGNS.keys()
    assert "tiny libraries" in describe(learnt)
