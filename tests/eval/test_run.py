"""Runs of the sample set: whole, stopped and gone on with, and refused when they don't match."""

from __future__ import annotations

import json
import shutil
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from eval.comparing import compare_runs
from eval.measures.citations import by_checking
from eval.predictions import from_line
from eval.questions import Question
from eval.run import Setup, read_predictions, run_set
from eval.storing import METRICS, PREDICTIONS, SCORES
from qa import LibraryError, QuestionError
from qa.settings import Settings
from tests.running import start

ROOT = Path(__file__).resolve().parents[2]
SET = ROOT / "eval" / "sets" / "samples.jsonl"
QUESTIONS = len(SET.read_text(encoding="utf-8").splitlines())


@pytest.fixture(scope="module")
def setup(sample_library: Path) -> Setup:
    """Quotes alone over the sample library."""
    nowhere = Path("nowhere")
    return Setup(sample_library, nowhere, "none", None, Settings(), by_checking, "checks")


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six questions of the sample set."""
    path = tmp_path_factory.mktemp("set") / "few.jsonl"
    lines = SET.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:4], *lines[-2:]]), encoding="utf-8")
    return path


def test_every_question_is_predicted_and_scored(sample_run: Path) -> None:
    predictions = read_predictions(sample_run / PREDICTIONS)
    scores = [json.loads(line) for line in (sample_run / SCORES).read_text("utf-8").splitlines()]
    assert len(predictions) == len(scores) == QUESTIONS
    assert {row["id"] for row in scores} == predictions.keys()
    first = predictions["s001"]
    assert first.passages[0].text and first.sentences and first.support and first.relevant_passages
    assert {"search", "first quote", "all"} <= first.timings.keys()
    assert all(p.support for p in predictions.values() if p.id in _answerable())


def test_what_was_withheld_is_known(sample_run: Path) -> None:
    silent = [p for p in read_predictions(sample_run / PREDICTIONS).values() if p.abstained]
    assert silent and all(p.reason for p in silent)
    assert any(p.withheld.text and p.withheld.citations for p in silent)


def test_the_sample_set_is_answered_well_enough(sample_run: Path) -> None:
    measures = json.loads((sample_run / METRICS).read_text("utf-8"))["measures"]
    values = {name: by_type["all"]["value"] for name, by_type in measures.items()}
    assert values["quotes verbatim"] == 1
    assert values["article recall@5"] >= 0.95
    assert values["article recall@1"] >= 0.85
    assert values["contains gold"] >= 0.6
    assert values["error rate"] <= 0.25
    assert values["hallucination rate"] <= 0.35


def test_metrics_say_what_the_report_needs(sample_run: Path) -> None:
    metrics = json.loads((sample_run / METRICS).read_text("utf-8"))
    assert metrics["questions"] == QUESTIONS == sum(metrics["types"].values())
    assert sum(metrics["verdicts"].values()) == QUESTIONS
    assert metrics["costs"]["search"]["p50"] <= metrics["costs"]["search"]["p95"]
    assert metrics["peak memory"] > 50e6
    assert 0 <= metrics["AURC"] <= 1 and metrics["risk coverage"][-1][0] == pytest.approx(1)
    one = metrics["measures"]["article recall@1"]["all"]
    assert one["low"] <= one["value"] <= one["high"] and one["n"] < QUESTIONS


def test_the_manifest_says_what_was_run(sample_run: Path) -> None:
    manifest = json.loads((sample_run / "manifest.json").read_text("utf-8"))
    assert manifest["library"]["articles"] >= 24 and len(manifest["library"]["sha256"]) == 64
    assert manifest["model"] is None and len(manifest["encoder"]["sha256"]) == 64
    assert manifest["settings"]["top_k"] == 10 and manifest["settings"]["without"] == []
    assert manifest["set"]["questions"] == QUESTIONS
    assert manifest["machine"]["cores"] and manifest["versions"]["faiss-cpu"]
    assert set(manifest["prompts"]) >= {"answer.fr.jinja", "answer.en.jinja"}


def test_a_stopped_run_goes_on_where_it_was(few: Path, setup: Setup, tmp_path: Path) -> None:
    asked: list[str] = []

    def stopping(questions: Iterable[Question], done: int, total: int) -> Iterator[Question]:
        for question in questions:
            if len(asked) == 3:
                raise KeyboardInterrupt
            asked.append(question.id)
            yield question

    with pytest.raises(KeyboardInterrupt):
        run_set(few, tmp_path / "run", setup, asking=stopping)
    path = tmp_path / "run" / PREDICTIONS
    assert len(read_predictions(path)) == 3 and not (tmp_path / "run" / METRICS).exists()
    with path.open("a", encoding="utf-8") as file:
        file.write('{"id": "cut sho')  # as a kill leaves it

    heard: list[tuple[int, int]] = []

    def counting(questions: Iterable[Question], done: int, total: int) -> Iterable[Question]:
        heard.append((done, total))
        return questions

    run_set(few, tmp_path / "run", setup, asking=counting)
    assert heard == [(3, 6)]
    lines = path.read_text("utf-8").splitlines()
    assert len({from_line(line).id for line in lines}) == len(lines) == 6


def test_a_folder_of_another_run_is_refused(few: Path, setup: Setup, tmp_path: Path) -> None:
    run_set(few, tmp_path / "run", setup)
    before = (tmp_path / "run" / PREDICTIONS).read_bytes()
    with pytest.raises(QuestionError, match=r"something else \(settings\)"):
        run_set(few, tmp_path / "run", replace(setup, settings=Settings(caution=0.1)))
    with pytest.raises(QuestionError, match=r"something else \(set\)"):
        run_set(SET, tmp_path / "run", setup)
    assert (tmp_path / "run" / PREDICTIONS).read_bytes() == before


def test_a_damaged_run_is_named(few: Path, setup: Setup, tmp_path: Path) -> None:
    run_set(few, tmp_path / "run", setup)
    path = tmp_path / "run" / PREDICTIONS
    path.write_text("[]\n" + path.read_text("utf-8"), encoding="utf-8")
    with pytest.raises(QuestionError, match=r"predictions\.jsonl, line 1"):
        run_set(few, tmp_path / "run", setup)
    (tmp_path / "run" / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(QuestionError, match=r"manifest\.json is damaged"):
        run_set(few, tmp_path / "run", setup)


def test_line_separators_in_a_text_end_no_line(setup: Setup, tmp_path: Path) -> None:
    question = {"id": "odd", "question": "Qui\u2028dirige\x85le musée ?", "answers": ["x"]}
    path = tmp_path / "odd.jsonl"
    path.write_text(json.dumps({**question, "article": "a"}), encoding="utf-8")
    run_set(path, tmp_path / "run", setup)
    metrics = run_set(path, tmp_path / "run", setup)  # reads what it wrote
    assert metrics["questions"] == len(read_predictions(tmp_path / "run" / PREDICTIONS)) == 1
    assert compare_runs(tmp_path / "run", tmp_path / "run").common == 1


def test_a_question_that_cannot_be_asked_fails_alone(setup: Setup, tmp_path: Path) -> None:
    rows = [
        {"id": "long", "question": "Qui ? " * 900, "answers": ["x"], "article": "a", "type": "who"},
        json.loads(SET.read_text("utf-8").splitlines()[0]),
    ]
    path = tmp_path / "odd.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    metrics = run_set(path, tmp_path / "run", setup)
    assert metrics["verdicts"]["failed"] == 1
    assert metrics["measures"]["article recall@10"]["all"]["value"] == 0.5
    assert "5,399 characters" in read_predictions(tmp_path / "run" / PREDICTIONS)["long"].failure


def test_a_set_with_its_articles_makes_its_library(setup: Setup, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    article = {"id": "a1", "title": "Le pont rouvre", "text": "Le pont de Lorne rouvre le 3 mai."}
    other = {"id": "a2", "title": "La foire", "text": "La foire d’Arlon a réuni 300 personnes."}
    question = {
        "id": "q1",
        "question": "Quand le pont de Lorne rouvre-t-il ?",
        "answers": ["3 mai"],
        "article": "a1",
        "support": ["Le pont de Lorne rouvre le 3 mai."],
        "type": "when",
    }
    (folder / "articles.jsonl").write_text(f"{json.dumps(article)}\n{json.dumps(other)}\n")
    (folder / "questions.jsonl").write_text(json.dumps(question) + "\n")
    own = replace(setup, library=None)
    metrics = run_set(folder, tmp_path / "run", own)
    assert metrics["verdicts"] == {"right": 1}
    assert metrics["index"]["passages"] == 2
    assert run_set(folder, tmp_path / "run", own)["index"] == metrics["index"]


def test_given_passages_are_all_there_is_to_answer_from(setup: Setup, tmp_path: Path) -> None:
    pont = {"docid": "d1", "title": "Le pont", "text": "Le pont de Lorne rouvre le 3 mai."}
    foire = {"docid": "d2", "title": "La foire", "text": "La foire d’Arlon a réuni 300 personnes."}
    asked = "Quand le pont de Lorne rouvre-t-il ?"
    rows = [
        {
            "query_id": "1",
            "query": asked,
            "positive_passages": [pont],
            "negative_passages": [foire],
        },
        {"query_id": "2", "query": asked, "positive_passages": [], "negative_passages": [foire]},
    ]
    path = tmp_path / "given.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    metrics = run_set(path, tmp_path / "run", replace(setup, library=None))
    predictions = read_predictions(tmp_path / "run" / PREDICTIONS)
    assert predictions["1"].articles[0] == "d1" and not predictions["1"].abstained
    assert predictions["2"].articles == ("d2",) and predictions["2"].abstained
    assert metrics["measures"]["hallucination rate"]["all"]["value"] == 0
    assert metrics["measures"]["error rate"]["all"]["value"] == 0


def test_a_library_that_is_not_there_is_named(few: Path, setup: Setup, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no library"):
        run_set(few, tmp_path / "run", replace(setup, library=tmp_path / "none"))
    with pytest.raises(LibraryError, match=r"no library in .*nowhere"):
        run_set(few, tmp_path / "run", replace(setup, library=None))


def test_a_killed_command_goes_on(sample_library: Path, tmp_path: Path) -> None:
    command = ("eval", "run", SET, "--library", sample_library, "--model", "none")
    running = start(*command, "--out", tmp_path / "run")
    path = tmp_path / "run" / PREDICTIONS
    deadline = time.monotonic() + 60
    while not (path.exists() and path.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.02)
    running.kill(signal.SIGKILL)
    running.process.join()
    shutil.rmtree(running.outputs)
    done = len(read_predictions(path))
    assert 0 < done < QUESTIONS, "killed too early or too late to tell"
    ran = start(*command, "--out", tmp_path / "run").wait()
    assert ran.code == 0, ran
    assert len(path.read_text("utf-8").splitlines()) == QUESTIONS
    assert (tmp_path / "run" / "report.html").exists()


def _answerable() -> set[str]:
    rows = [json.loads(line) for line in SET.read_text("utf-8").splitlines()]
    return {row["id"] for row in rows if row["article"]}
