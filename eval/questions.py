"""Question sets: one JSON object a line, checked as it is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.errors import QuestionError

_LISTS = ("answers", "all_of", "also", "support")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what a right answer to it is.

    ``answers`` are acceptable short answers, one of which must be there, unless ``all_of``
    names what must all be there. ``article`` is the id of the article that answers, None
    when none does; ``also`` are others that do. ``support`` are the answering sentences.
    """

    id: str
    question: str
    answers: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    article: str | None = None
    also: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    type: str = ""

    @property
    def answerable(self) -> bool:
        """Whether some article answers it."""
        return self.article is not None

    @property
    def articles(self) -> frozenset[str]:
        """The ids of all the articles that answer it."""
        return frozenset(self.also) | ({self.article} if self.article is not None else set())


def load_questions(path: Path) -> list[Question]:
    """Return the questions of a file. Raises ``QuestionError`` naming the file and the line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it isn't UTF-8 text"
        raise QuestionError(f"The question set {path} can't be read: {why}.") from error
    questions = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            question = _question(line, f"{path}, line {number}")
            if question.id in seen:
                raise QuestionError(
                    f"{path}, line {number}: the id {question.id} was used on line "
                    f"{seen[question.id]} already."
                )
            seen[question.id] = number
            questions.append(question)
    if not questions:
        raise QuestionError(f"The question set {path} holds no question.")
    return questions


def _question(line: str, where: str) -> Question:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise QuestionError(f"{where}: this isn't JSON ({error}).") from error
    if not isinstance(row, dict):
        raise QuestionError(f"{where}: a question is a JSON object, in braces.")
    for name in ("id", "question"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise QuestionError(f"{where}: “{name}” must be there, a text that isn't empty.")
    article = row.get("article")
    if article is not None and not isinstance(article, str):
        raise QuestionError(f"{where}: “article” must be an article's id, or null.")
    question = Question(
        row["id"],
        row["question"],
        article=article,
        type=str(row.get("type") or ""),
        **{name: _texts(row, name, where) for name in _LISTS},
    )
    if question.answerable and not question.answers and not question.all_of:
        raise QuestionError(f"{where}: a question with an article needs “answers” or “all_of”.")
    return question


def _texts(row: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    values = row.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise QuestionError(f"{where}: “{name}” must be a list of texts.")
    return tuple(values)
