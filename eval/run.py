"""`sourcier eval run`: a question set through the shipped Assistant, into a folder.

The folder holds ``manifest.json`` (what was run), ``predictions.jsonl`` (what came back),
``scores.jsonl`` (each question's measures) and ``metrics.json`` (all of them together).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eval.asking import predict
from eval.loading import load_set
from eval.manifest import differences, make_manifest
from eval.measures.citations import Supports
from eval.predictions import Prediction, from_line, to_line
from eval.questions import Question, QuestionSet
from eval.scoring import score
from eval.storing import (
    MANIFEST,
    METRICS,
    PREDICTIONS,
    SCORES,
    split_lines,
    write_json,
    write_lines,
    write_text,
)
from qa import Assistant
from qa.errors import LibraryError, QuestionError
from qa.settings import Settings
from qa.types import IndexReport, Progress

_LIBRARY = "library"

Asking = Callable[[Iterable[Question], int, int], Iterable[Question]]  # to do, done, total


@dataclass(frozen=True, slots=True)
class Setup:
    """With what a set is run: as the options of ``sourcier eval run`` say.

    Without a ``library``, one is made in the run's folder for a set that brings its articles;
    other sets are about ``fallback``. ``supports`` judges citations; ``support_by`` names it.
    """

    library: Path | None
    fallback: Path
    model: str | None
    encoder: str | None
    settings: Settings
    supports: Supports
    support_by: str
    reranker: str | None = None


def run_set(
    path: Path,
    out: Path,
    setup: Setup,
    *,
    asking: Asking = lambda questions, done, total: questions,
    told: Callable[[Progress], None] | None = None,
) -> Mapping[str, Any]:
    """Ask every question that has no prediction yet in ``out``; return the metrics.

    A run stopped by any means goes on where it was when it is run again. ``asking`` may wrap
    the questions to show progress, ``told`` hears of indexing. Raises ``QuestionError`` when
    the set is broken or ``out`` holds another run, and ``LibraryError``.
    """
    question_set = load_set(path)
    with _library(question_set, out, setup) as (assistant, library):
        report = assistant.add(question_set.articles, told=told) if question_set.articles else None
        if not question_set.gives_passages and not assistant.library.store.counts()[0]:
            raise LibraryError(f"The library {library} is empty: index articles into it first.")
        manifest = _begin(out, make_manifest(question_set, assistant, setup.support_by), report)
        done = read_predictions(out / PREDICTIONS)
        todo = [question for question in question_set.questions if question.id not in done]
        with (out / PREDICTIONS).open("a", encoding="utf-8") as file:
            for question in asking(todo, len(done), len(question_set.questions)):
                with _given(assistant, question) as asked:
                    prediction = predict(asked, question)
                file.write(to_line(prediction) + "\n")
                file.flush()
                done[question.id] = prediction
    scored = score(question_set, done, setup.supports, manifest.get("index"))
    write_lines(out / SCORES, scored.questions)
    write_json(out / METRICS, scored.metrics)
    return scored.metrics


def read_predictions(path: Path) -> dict[str, Prediction]:
    """Return the predictions of a file by id, none when it isn't there.

    A last line that was cut short by a kill is taken off the file. Raises ``QuestionError``
    for any other line that isn't a prediction.
    """
    if not path.exists():
        return {}
    whole, newline, rest = path.read_text(encoding="utf-8", errors="replace").rpartition("\n")
    if rest:
        write_text(path, whole + newline)
    predictions = {}
    for number, line in enumerate(split_lines(whole), 1):
        try:
            prediction = from_line(line)
        except ValueError as error:
            raise QuestionError(
                f"{path}, line {number}: {error}: delete the folder, or choose another --out."
            ) from error
        predictions[prediction.id] = prediction
    return predictions


def read_metrics(run: Path) -> Mapping[str, Any]:
    """Return what a finished run's ``metrics.json`` holds. Raises ``QuestionError``."""
    try:
        metrics: Mapping[str, Any] = json.loads((run / METRICS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise QuestionError(
            f"{run} isn't a finished run: make one with “sourcier eval run SET --out {run}”."
        ) from error
    return metrics


@contextmanager
def _library(
    question_set: QuestionSet, out: Path, setup: Setup
) -> Iterator[tuple[Assistant, Path]]:
    """Open the library the questions are about: an existing one, or one to be made."""
    brings = bool(question_set.articles) or question_set.gives_passages
    library = setup.library or (out / _LIBRARY if brings else setup.fallback)
    with Assistant.open(
        library,
        model=setup.model,
        encoder=setup.encoder,
        reranker=setup.reranker,
        settings=setup.settings,
        create=brings,
    ) as assistant:
        yield assistant, library


@contextmanager
def _given(assistant: Assistant, question: Question) -> Iterator[Assistant]:
    """Give an assistant over the passages that come with the question, if any do."""
    if not question.given:
        yield assistant
        return
    with TemporaryDirectory(prefix="sourcier-") as folder:
        own = Assistant.open(
            Path(folder) / _LIBRARY,
            model="none",
            encoder=assistant.library.encoder.model,
            settings=assistant.settings,
        )
        try:
            own.add(question.given)
            yield Assistant(own.library, assistant.writer, assistant.settings, assistant.reranker)
        finally:
            own.close()


def _begin(out: Path, manifest: dict[str, Any], report: IndexReport | None) -> Mapping[str, Any]:
    """Write the manifest, or make sure that the one that is there is of the same run."""
    path = out / MANIFEST
    if path.exists():
        try:
            before: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise QuestionError(
                f"{path} is damaged: delete it, or choose another --out."
            ) from error
        parts = differences(before, manifest)
        if parts and (out / PREDICTIONS).exists():
            raise QuestionError(
                f"{out} holds a run of something else ({', '.join(parts)}): choose another --out, "
                "or delete it."
            )
        manifest = {**manifest, "index": before.get("index")} if not parts else manifest
    if report is not None and report.added:
        manifest["index"] = {
            "passages": report.passages,
            "seconds": round(report.seconds, 3),
            "rate": round(report.passages / max(report.seconds, 1e-9), 1),
            "not read": len(report.failed),
        }
    write_json(path, manifest)
    return manifest
