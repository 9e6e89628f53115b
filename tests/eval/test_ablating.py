"""One run a variant, compared with the shipped one, in one table."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from eval.ablating import SHIPPED, SHOWN, TABLE, ablate, table, variants
from eval.measures.citations import by_checking
from eval.run import Setup, run_set
from qa.settings import STAGES, Settings

ROOT = Path(__file__).resolve().parents[2]
SET = ROOT / "eval" / "sets" / "samples.jsonl"


def test_every_stage_and_leg_is_left_out_once() -> None:
    quoting = {variant.name for variant in variants(Settings(), writing=False)}
    writing = {variant.name for variant in variants(Settings(), writing=True)}
    assert {SHIPPED, "BM25 alone", "lexical only", "dense only", "− abstaining"} <= quoting
    assert writing - quoting == {"− checking", "− writing"}
    assert {f"− {stage}" for stage in STAGES} <= writing


def test_stages_left_out_already_stay_out() -> None:
    settings = Settings(without=frozenset({"dates"}))
    changed = [v.changes.get("without", settings.without) for v in variants(settings, writing=True)]
    assert all("dates" in without for without in changed)


def test_an_ablation_of_a_few_questions(sample_library: Path, tmp_path: Path) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join(SET.read_text("utf-8").splitlines()[:5]), encoding="utf-8")
    setup = Setup(sample_library, Path(), "none", None, Settings(), by_checking, "checks")
    ran: list[str] = []

    def run(path: Path, out: Path, changed: Setup, then: Callable[..., object] = run_set) -> None:
        ran.append(out.name)
        then(path, out, changed)

    compared = ablate(few, tmp_path / "runs", setup, run)
    assert ran[0] == SHIPPED and len(ran) == len(set(ran)) == len(compared)
    assert "dense-only" in ran and "without-best-sentence" in ran
    manifest = json.loads((tmp_path / "runs" / "without-dates" / "manifest.json").read_text())
    assert manifest["settings"]["without"] == ["dates"]
    text = (tmp_path / "runs" / TABLE).read_text(encoding="utf-8")
    assert text.strip() == table(compared)
    lines = text.splitlines()
    assert len(lines) == len(compared) + 2
    assert lines[0].count("|") == len(SHOWN) + 2
    assert lines[2].startswith("| shipped | ") and "+0.000" not in lines[2]
