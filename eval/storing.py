"""The files of a run's folder: their names, and writing and reading them whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from qa.errors import QuestionError

MANIFEST, PREDICTIONS = "manifest.json", "predictions.jsonl"
SCORES, METRICS = "scores.jsonl", "metrics.json"


def split_lines(text: str) -> list[str]:
    """Return the lines of JSON Lines: only a line feed ends one, U+2028 in a text doesn't."""
    return [line for line in text.split("\n") if line.strip()]


def write_json(path: Path, record: Mapping[str, Any]) -> None:
    """Write a record as JSON, whole or not at all."""
    write_text(path, json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows as JSON lines, whole or not at all."""
    write_text(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def write_text(path: Path, text: str) -> None:
    """Write a file, and its folder, whole or not at all. Raises ``QuestionError``."""
    draft = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise QuestionError(
            f"{path} can't be written ({error.strerror}): choose another --out."
        ) from error
