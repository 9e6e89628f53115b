"""Learning to rank: on made-up candidates, and on the sample questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.learning import Example, describe, learn, learn_ranking, write_ranking
from qa.retrieval.ranking import weigh

SET = Path(__file__).resolve().parents[2] / "eval" / "sets" / "samples.jsonl"


def example(right: int, count: int = 5) -> Example:
    """The right candidate has “good”; “noise” says nothing."""
    features = tuple(
        {"good": float(n == right), "noise": float((n * 7 + right) % 3)} for n in range(count)
    )
    return Example(features, tuple(n == right for n in range(count)))


def test_what_tells_right_from_wrong_is_learnt() -> None:
    learnt = learn([example(n % 5) for n in range(40)], penalty=0.1)
    assert learnt.weights["good"] > 2 > abs(learnt.weights.get("noise", 0.0))
    assert learnt.first == learnt.among_three == 1.0


def test_a_penalty_keeps_weights_small() -> None:
    examples = [example(n % 5) for n in range(40)]
    little, much = (learn(examples, penalty).weights["good"] for penalty in (0.1, 100.0))
    assert 0 < much < little


def test_a_question_whose_answer_was_not_found_counts_against() -> None:
    lost = Example(({"good": 1.0},), (False,))
    learnt = learn([*(example(n % 5) for n in range(30)), *[lost] * 10], penalty=0.1)
    assert learnt.first == learnt.among_three == 0.75


def test_learning_is_deterministic() -> None:
    examples = [example(n % 5) for n in range(20)]
    assert learn(examples, 1.0) == learn(examples, 1.0)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("learning") / "few.jsonl"
    path.write_text("\n".join(SET.read_text("utf-8").splitlines()[:16]), "utf-8")
    return path


def test_the_sample_questions_teach_a_ranking(
    few: Path, sample_library: Path, tmp_path: Path
) -> None:
    learnt = learn_ranking([(few, sample_library)], penalty=1.0)
    assert learnt.passage.questions == learnt.sentence.questions == 16
    assert learnt.passage.first > 0.5
    write_ranking(learnt, tmp_path / "ranking.json")
    record = json.loads((tmp_path / "ranking.json").read_text("utf-8"))
    assert record["learnt from"] == ["few"]
    assert weigh({"fused": 1.0}, record["passage"]) > 0
    assert "first for" in describe(learnt)
