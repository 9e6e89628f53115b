"""Reading a run's folder: whole, or refused in a sentence that names the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.reporting.reading import Run, Scored, read_run, read_summary
from qa import QuestionError
from tests.eval.reporting.made_up import MUSEUM, make_run

FILES = ("manifest.json", "metrics.json", "predictions.jsonl", "scores.jsonl")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A run's folder to break."""
    return make_run(tmp_path / "run")


def test_a_question_has_its_scores_and_what_came_back(asked: dict[str, Scored]) -> None:
    question = asked["s006"]
    assert (question.type, question.verdict, question.wrong) == ("how-many", "abstained", False)
    assert question.articles == (MUSEUM,)
    assert question.history == (("Quand le musée rouvre-t-il ?", "Samedi 13 mai."),)
    assert question.scores["article recall@1"] == (1.0, 1.0)
    assert question.prediction.reason == "no sentence found covers enough of the question"
    assert asked["s007"].articles == ()


def test_questions_keep_their_order(run: Run) -> None:
    assert [q.id for q in run.questions] == [f"s00{n}" for n in range(1, 10)] + ["s 010"]


def test_articles_that_answer_are_named_once(own: Path) -> None:
    change_row(own, also=[MUSEUM, "b", "b"])
    assert read_run(own).questions[0].articles == (MUSEUM, "b")


def test_a_question_without_a_prediction_failed(own: Path) -> None:
    path = own / "predictions.jsonl"
    path.write_text("\n".join(path.read_text("utf-8").splitlines()[1:]), encoding="utf-8")
    assert read_run(own).questions[0].prediction.failure == "Nothing came back for this question."


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named_with_what_to_do(own: Path, name: str) -> None:
    (own / name).unlink()
    with pytest.raises(QuestionError, match=rf"{name} can't be read .*run the evaluation again"):
        read_run(own)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b'{"id": ', b"[1]", b"\xff\xfe", b"null"])
def test_a_broken_file_is_named_with_what_to_do(own: Path, name: str, content: bytes) -> None:
    (own / name).write_bytes(content)
    with pytest.raises(QuestionError, match=rf"{name}.* isn't as a run .*evaluation again"):
        read_run(own)


def test_a_broken_line_is_numbered(own: Path) -> None:
    path = own / "predictions.jsonl"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines[:2], lines[2][:50]]), encoding="utf-8")
    with pytest.raises(QuestionError, match=r"predictions\.jsonl, line 3, isn't as a run"):
        read_run(own)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": 3}, "'id' isn't a text"),
        ({"verdict": None}, "'verdict' isn't a text"),
        ({"answers": "Ann"}, "'answers' isn't a list of texts"),
        ({"tags": [1]}, "'tags' isn't a list of texts"),
        ({"article": 7}, "'article' isn't an id"),
        ({"confidence": "high"}, "'confidence' isn't a number"),
        ({"history": [["only"]]}, "not enough values"),
        ({"history": [[1, 2]]}, "'history' isn't pairs of texts"),
        ({"scores": {"F1": [1]}}, "'scores' aren't pairs of numbers"),
        ({"scores": {"F1": ["1", 1]}}, "'scores' aren't pairs of numbers"),
    ],
)
def test_a_row_of_something_else_is_refused(own: Path, change: dict[str, Any], said: str) -> None:
    change_row(own, **change)
    with pytest.raises(QuestionError, match=rf"scores\.jsonl, line 1, isn't .*{said}"):
        read_run(own)


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("types", {"who": "3"}, "'types' aren't counts"),
        ("measures", {"F1": {"all": {"value": 1, "low": None, "high": 1, "n": 2}}}, "'F1' isn't"),
        ("measures", {"F1": {"all": {"value": 1}}}, "'low' is missing"),
        ("costs", {"all": {"p50": None, "p95": 1, "n": 2}}, "the cost 'all' isn't numbers"),
        ("risk coverage", [[1, 2]], "the curve isn't triples"),
    ],
)
def test_metrics_of_something_else_are_refused(
    own: Path, part: str, value: object, said: str
) -> None:
    path = own / "metrics.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), part: value}))
    with pytest.raises(QuestionError, match=said):
        read_summary(own)


def test_predictions_of_another_run_are_refused(own: Path, tmp_path: Path) -> None:
    few = make_run(tmp_path / "few", only=["s001"])
    (own / "scores.jsonl").write_bytes((few / "scores.jsonl").read_bytes())
    with pytest.raises(QuestionError, match=r"has no line for 's 010'.*aren't of one run"):
        read_run(own)


def change_row(folder: Path, **change: object) -> None:
    """Change the first row of a run's scores."""
    path = folder / "scores.jsonl"
    first, *others = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([json.dumps({**json.loads(first), **change}), *others]))
