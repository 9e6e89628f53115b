"""Run a question set through the shipped Assistant; print and write what it measures."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from eval.measures import Prediction, measure
from eval.questions import Question, load_questions
from qa import Assistant, LibraryError
from qa.records import answer_record
from qa.types import Answer, Hit

_DEPTH = 60  # passages searched, to find ten different articles
_VERSIONS = ("sourcier", "faiss-cpu", "tantivy", "sentence-transformers", "llama-cpp-python")


def evaluate(
    questions: Path,
    library: Path,
    *,
    model: str | None = None,
    encoder: str | None = None,
    out: Path | None = None,
    as_json: bool = False,
) -> int:
    """Ask every question of the set, print the measures, write them with the predictions.

    ``out`` gets ``predictions.jsonl`` and ``measures.json``. Returns 0. Raises
    ``QuestionError`` for a malformed set and ``LibraryError`` for a library that isn't there.
    """
    from tqdm import tqdm

    asked = load_questions(questions)
    folder = out or Path("runs") / questions.stem
    predictions: dict[str, Prediction] = {}
    with Assistant.open(library, model=model, encoder=encoder, create=False) as assistant:
        if not assistant.library.store.counts()[0]:
            raise LibraryError(f"The library {library} is empty: index articles into it first.")
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / "predictions.jsonl.new"
        with draft.open("w", encoding="utf-8") as file:
            for prediction, record in tqdm(
                predict(assistant, asked), total=len(asked), desc="Asking", unit="q", leave=False
            ):
                predictions[prediction.id] = prediction
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        draft.replace(folder / "predictions.jsonl")
        report = {
            "set": str(questions),
            "manifest": _manifest(assistant),
            "measures": measure(asked, predictions),
            "by type": _by_type(asked, predictions),
            "written by": _written_by(predictions),
        }
    _write(folder / "measures.json", report)
    print(json.dumps(report, ensure_ascii=False, indent=2) if as_json else table(report))
    if not as_json:
        print(f"Predictions and measures are in {folder}/")
    return 0


def predict(
    assistant: Assistant, questions: Sequence[Question]
) -> Iterator[tuple[Prediction, dict[str, Any]]]:
    """Yield, for each question, what the measures need and the whole record."""
    for question in questions:
        started = time.perf_counter()
        answer = assistant.ask(question.question)
        seconds = time.perf_counter() - started
        found = _articles(assistant.search(question.question, _DEPTH))
        prediction = Prediction(
            question.id,
            found,
            answer.text,
            tuple(citation.article.id for citation in answer.citations),
            _verbatim(assistant, answer),
            answer.abstained,
            answer.written_by,
            seconds,
        )
        yield prediction, {"id": question.id, "found": found, **answer_record(answer)}


def table(report: Mapping[str, Any]) -> str:
    """Return the measures as a plain table: all questions first, then by type."""
    names = [name for name in report["measures"] if name != "questions"]
    columns = {"all": report["measures"], **report["by type"]}
    width = max(len(name) for name in names) + 1
    cells = [max(8, len(column) + 1) for column in columns]
    head = " " * width + "".join(f"{c:>{w}}" for c, w in zip(columns, cells, strict=True))
    lines = [head, f"{'questions':<{width}}" + _row(columns, cells, "questions")]
    lines += [f"{name:<{width}}" + _row(columns, cells, name) for name in names]
    return "\n".join(lines)


def _row(columns: Mapping[str, Mapping[str, Any]], cells: Sequence[int], name: str) -> str:
    return "".join(
        f"{_cell(column[name]):>{w}}" for column, w in zip(columns.values(), cells, strict=True)
    )


def _cell(value: float | int | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _by_type(
    questions: Sequence[Question], predictions: Mapping[str, Prediction]
) -> dict[str, dict[str, Any]]:
    types = dict.fromkeys(question.type or "untyped" for question in questions)
    return {
        kind: measure([q for q in questions if (q.type or "untyped") == kind], predictions)
        for kind in types
    }


def _written_by(predictions: Mapping[str, Prediction]) -> dict[str, int]:
    writers = [p.written_by for p in predictions.values() if not p.abstained]
    return {writer: writers.count(writer) for writer in dict.fromkeys(writers)}


def _articles(hits: Sequence[Hit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.article.id for hit in hits))


def _verbatim(assistant: Assistant, answer: Answer) -> tuple[bool, ...]:
    """Say of each citation whether the stored article holds its quote at its offsets."""
    stored = [assistant.library.article(citation.article.id) for citation in answer.citations]
    return tuple(
        article is not None and article.text[citation.start : citation.end] == citation.quote
        for article, citation in zip(stored, answer.citations, strict=True)
    )


def _manifest(assistant: Assistant) -> dict[str, Any]:
    articles, passages = assistant.library.store.counts()
    return {
        "time": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in _VERSIONS},
        "library": {"articles": articles, "passages": passages},
        "encoder": assistant.library.store.encoder,
        "model": assistant.writer.name if assistant.writer else None,
        "settings": asdict(assistant.settings),
    }


def _write(path: Path, report: Mapping[str, Any]) -> None:
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    draft.replace(path)
