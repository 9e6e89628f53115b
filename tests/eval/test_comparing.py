"""What two runs' scores say when laid side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.comparing import compare_runs, describe
from eval.measures import MEASURES
from qa import QuestionError


def write(folder: Path, rows: list[dict[str, Any]]) -> Path:
    folder.mkdir()
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "scores.jsonl").write_text(text, encoding="utf-8")
    return folder


def row(i: int, verdict: str = "right", **scores: float) -> dict[str, Any]:
    found = {measure.name: [0.0, 0.0] for measure in MEASURES}
    found |= {name.replace("_", " "): [value, 1.0] for name, value in scores.items()}
    return {"id": f"q{i}", "question": f"Qui {i} ?", "verdict": verdict, "scores": found}


def test_a_clear_loss_fails_and_names_its_questions(tmp_path: Path) -> None:
    a = write(tmp_path / "a", [row(i, contains_gold=1) for i in range(20)])
    worse = [row(i, "wrong" if i < 10 else "right", contains_gold=i >= 10) for i in range(20)]
    comparison = compare_runs(a, write(tmp_path / "b", worse))
    found = comparison.differences["contains gold"]
    assert (found.a, found.b, found.difference) == (1.0, 0.5, -0.5)
    assert found.high < 0 and found.p < 0.01
    assert comparison.losses == ("contains gold",)
    assert [c.id for c in comparison.lost] == [f"q{i}" for i in range(10)]
    assert (comparison.lost[0].before, comparison.lost[0].after) == ("right", "wrong")
    text = describe(comparison, most=3)
    assert "contains gold" in text and "worse" in text and "… and 7 more" in text


def test_a_gain_is_not_a_loss_and_less_of_an_evil_is_a_gain(tmp_path: Path) -> None:
    def run(name: str, evil: float) -> Path:
        return write(tmp_path / name, [row(i, hallucination_rate=evil) for i in range(20)])

    bad, good = run("bad", 1.0), run("good", 0.0)
    assert compare_runs(bad, good).losses == ()
    assert compare_runs(bad, good).differences["hallucination rate"].p < 0.01
    assert compare_runs(good, bad).losses == ("hallucination rate",)


def test_one_question_may_be_luck_but_not_for_a_promise(tmp_path: Path) -> None:
    good = [row(i, contains_gold=1, quotes_verbatim=1) for i in range(20)]
    a = write(tmp_path / "a", good)
    less = write(tmp_path / "b", [row(0, contains_gold=0, quotes_verbatim=1), *good[1:]])
    broken = write(tmp_path / "c", [row(0, contains_gold=1, quotes_verbatim=0.9), *good[1:]])
    assert compare_runs(a, less).losses == ()
    assert compare_runs(a, broken).losses == ("quotes verbatim",)


def test_only_common_questions_are_compared(tmp_path: Path) -> None:
    a = write(tmp_path / "a", [row(i, contains_gold=1) for i in range(4)])
    b = write(tmp_path / "b", [row(i, contains_gold=1) for i in range(2, 8)])
    comparison = compare_runs(a, b)
    assert (comparison.common, comparison.of) == (2, 8)
    with pytest.raises(QuestionError, match="no question in common"):
        compare_runs(a, write(tmp_path / "c", [row(9)]))


@pytest.mark.parametrize("text", ["{", "[1]", '{"id": "q"}', '"x"'])
def test_what_is_no_run_is_named(tmp_path: Path, text: str) -> None:
    a = write(tmp_path / "a", [row(1)])
    with pytest.raises(QuestionError, match="isn't a finished run"):
        compare_runs(a, tmp_path)
    (a / "scores.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(QuestionError, match=r"scores\.jsonl can't be read"):
        compare_runs(a, a)
