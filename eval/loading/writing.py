"""A question set that brings its articles → the folder it is loaded from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from eval.loading.jsonl import article_row, question_row
from eval.questions import QuestionSet
from qa.errors import QuestionError


def write_set(question_set: QuestionSet, folder: Path) -> None:
    """Write a set and its articles as ``articles.jsonl`` and ``questions.jsonl``.

    Interrupted, it leaves the set that was there, or one that can't be loaded, never halves of
    two. Raises ``QuestionError`` when the folder can't be written.
    """
    if question_set.gives_passages or not question_set.articles:
        raise QuestionError(
            f"The set {question_set.name} brings no articles of its own: copy its file instead."
        )
    articles, questions = folder / "articles.jsonl", folder / "questions.jsonl"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        drafts = [
            _write(articles, map(article_row, question_set.articles)),
            _write(questions, map(question_row, question_set.questions)),
        ]
        questions.unlink(missing_ok=True)
        for draft, path in zip(drafts, (articles, questions), strict=True):
            draft.replace(path)
    except OSError as error:
        raise QuestionError(
            f"The set can't be written to {folder} ({error.strerror}): choose another folder."
        ) from error


def _write(path: Path, rows: Iterable[dict[str, object]]) -> Path:
    """Write the rows to a draft beside ``path``, whole and on the disk; return it."""
    draft = path.with_name(f"{path.name}.new")
    with draft.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        file.flush()
        os.fsync(file.fileno())
    return draft
