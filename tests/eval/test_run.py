"""An evaluation through the shipped Assistant, and how good it has to be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.run import evaluate
from qa.cli import main

ROOT = Path(__file__).resolve().parents[2]
SET = ROOT / "eval" / "sets" / "samples.jsonl"


@pytest.fixture(scope="module")
def report(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("run")
    assert evaluate(SET, sample_library, model="none", out=out) == 0
    return out


def test_every_question_gets_a_prediction(report: Path) -> None:
    lines = (report / "predictions.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(SET.read_text(encoding="utf-8").splitlines())
    assert {"id", "found", "text", "citations", "hits", "abstained"} <= set(json.loads(lines[0]))


def test_the_sample_set_is_answered_well_enough(report: Path) -> None:
    measures = json.loads((report / "measures.json").read_text(encoding="utf-8"))["measures"]
    assert measures["quotes verbatim"] == 1
    assert measures["recall@5"] >= 0.95
    assert measures["recall@1"] >= 0.85
    assert measures["gold in answer"] >= 0.5
    assert measures["abstained on answerable"] <= 0.2


def test_the_manifest_says_what_was_run(report: Path) -> None:
    manifest = json.loads((report / "measures.json").read_text(encoding="utf-8"))["manifest"]
    assert manifest["library"]["articles"] >= 24
    assert manifest["model"] is None
    assert manifest["encoder"]["model"]
    assert manifest["settings"]["top_k"] == 10


def test_the_command_prints_a_table(
    sample_library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join(SET.read_text("utf-8").splitlines()[:3]), encoding="utf-8")
    command = ["eval", str(few), "--library", str(sample_library), "--model", "none"]
    assert main([*command, "--out", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out
    assert "recall@1" in printed and "abstained on unanswerable" in printed
    assert main([*command, "--out", str(tmp_path / "out"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["measures"]["questions"] == 3
