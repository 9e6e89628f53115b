"""`sourcier eval …` as it is typed: what it prints, writes and exits with."""

from __future__ import annotations

import json
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.running import run, start

ROOT = Path(__file__).resolve().parents[2]
SET = ROOT / "eval" / "sets" / "samples.jsonl"


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight questions, two of them unanswerable."""
    path = tmp_path_factory.mktemp("set") / "few.jsonl"
    lines = SET.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:6], *lines[-2:]]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def ran(few: Path, sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of them."""
    out = tmp_path_factory.mktemp("runs") / "few"
    done = run("eval", "run", few, "--library", sample_library, "--model", "none", "--out", out)
    assert done.code == 0, done
    assert "article recall@1" in done.out and "hallucination rate" in done.out
    assert str(out / "report.html") in done.out
    assert done.err == ""
    return out


def test_a_run_leaves_its_five_files(ran: Path) -> None:
    names = {path.name for path in ran.iterdir()}
    jsonl = {"predictions.jsonl", "scores.jsonl"}
    assert names == {"manifest.json", "metrics.json", "report.html"} | jsonl


def test_metrics_as_json(few: Path, sample_library: Path, ran: Path) -> None:
    command = ("eval", "run", few, "--library", sample_library, "--model", "none", "--out", ran)
    done = run(*command, "--json")
    assert json.loads(done.out)["questions"] == 8


def test_comparing_exits_by_the_gate(ran: Path, tmp_path: Path) -> None:
    worse = tmp_path / "worse"
    shutil.copytree(ran, worse)
    rows = [json.loads(line) for line in (worse / "scores.jsonl").read_text("utf-8").splitlines()]
    for row in rows:
        row["scores"]["quotes verbatim"][0] = 0.0
    (worse / "scores.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert run("eval", "compare", ran, ran, "--gate").code == 0
    failed = run("eval", "compare", ran, worse, "--gate")
    assert failed.code == 1 and "A significant loss: quotes verbatim." in failed.out
    assert run("eval", "compare", ran, worse).code == 0


def test_a_report_beside_another_run(ran: Path) -> None:
    done = run("eval", "report", ran, "--baseline", ran)
    assert done.code == 0 and "report.html" in done.out


def test_a_table_for_documents(ran: Path, tmp_path: Path) -> None:
    done = run("eval", "report", ran, "--markdown")
    lines = done.out.splitlines()
    assert lines[0].startswith("| measure | all | who |")
    assert len({line.count("|") for line in lines}) == 1
    assert any(line.startswith("| article recall@1 | ") for line in lines)
    assert "isn't a finished run" in run("eval", "report", tmp_path, "--markdown").sentence


def test_settings_and_stages_reach_the_run(few: Path, sample_library: Path, tmp_path: Path) -> None:
    command = ("eval", "run", few, "--library", sample_library, "--model", "none")
    done = run(*command, "--out", tmp_path / "run", "--set", "caution=0", "--without", "word pairs")
    assert done.code == 0, done
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text("utf-8"))
    assert manifest["settings"]["caution"] == 0.0
    assert manifest["settings"]["without"] == ["word pairs"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--set", "caution"], "must be NAME=VALUE"),
        (["--set", "nothing=1"], "NAME one of"),
        (["--set", "quotes=many"], "a number such as 6"),
        (["--without", "magic"], "invalid choice"),
    ],
)
def test_settings_there_are_not(few: Path, arguments: list[str], says: str) -> None:
    done = run("eval", "run", few, *arguments)
    assert done.code == 2 and says in done.err and "Traceback" not in done.err


def test_checking_a_set(few: Path, sample_library: Path, tmp_path: Path) -> None:
    done = run("eval", "check", few, "--library", sample_library)
    assert done.code == 0 and "No problems found" in done.out
    row = json.loads(few.read_text("utf-8").splitlines()[0]) | {"answers": ["Personne du tout"]}
    (tmp_path / "odd.jsonl").write_text(json.dumps(row), encoding="utf-8")
    done = run("eval", "check", tmp_path / "odd.jsonl", "--library", sample_library)
    assert done.code == 1 and "s001" in done.out


def test_sets_made_and_run(samples: Path, few: Path, tmp_path: Path) -> None:
    made = run("eval", "known-items", samples, "--questions", "9", "--out", tmp_path / "known")
    assert made.code == 0 and "9 questions about 28 articles" in made.out
    done = run("eval", "run", tmp_path / "known", "--model", "none", "--out", tmp_path / "run")
    assert done.code == 0 and "Indexing: " in done.out
    made = run("eval", "pool", few, samples, "--articles", "12", "--out", tmp_path / "pool")
    assert made.code == 0 and "8 questions about 12 articles" in made.out


def test_a_pool_needs_its_articles(few: Path, samples: Path, tmp_path: Path) -> None:
    done = run("eval", "pool", few, samples / "2022", "--out", tmp_path / "pool")
    assert done.code == 1 and "has no article" in done.sentence
    assert not (tmp_path / "pool").exists()


def test_an_interrupted_run_says_so_and_goes_on(sample_library: Path, tmp_path: Path) -> None:
    command = ("eval", "run", SET, "--library", sample_library, "--model", "none")
    running = start(*command, "--out", tmp_path / "run")
    path = tmp_path / "run" / "predictions.jsonl"
    deadline = time.monotonic() + 60
    while not (path.exists() and path.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.02)
    running.kill(signal.SIGINT)
    done = running.wait()
    assert done.code == 130 and "what was done so far is kept" in done.err
    assert run(*command, "--out", tmp_path / "run").code == 0


def test_a_run_that_cannot_be_written_is_a_sentence(
    few: Path, sample_library: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    command = ("eval", "run", few, "--library", sample_library, "--model", "none")
    done = run(*command, "--out", tmp_path / "file" / "run")
    assert done.code == 1 and "choose another --out" in done.sentence


def test_what_is_no_set_and_no_run_is_a_sentence(ran: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd.jsonl"
    odd.write_text("{\n", encoding="utf-8")
    assert "line 1" in run("eval", "run", odd).sentence
    assert "isn't a finished run" in run("eval", "compare", ran, tmp_path).sentence
    assert run("eval", "report", tmp_path).code == 1
    assert run("eval").code == 2
