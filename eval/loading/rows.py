"""JSON objects with the place they stand at, so that every complaint names it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from eval.loading.files import read_lines, read_whole
from eval.questions import Question
from qa.errors import QuestionError
from qa.types import Article

_Made = TypeVar("_Made", Question, Article)


@dataclass(frozen=True, slots=True)
class Row:
    """A JSON object and where it stands: “set.jsonl, line 3”, “fquad.json, data[3]”.

    A field that is ``null`` counts as not there. Every method that reads a field raises
    ``QuestionError`` when it holds anything else than asked for.
    """

    fields: Mapping[str, Any]
    where: str

    def error(self, sentence: str) -> QuestionError:
        """Return an error that names this row's place before the sentence."""
        return QuestionError(f"{self.where}: {sentence}")

    def has(self, name: str) -> bool:
        """Whether the field is there."""
        return self.fields.get(name) is not None

    def text(self, name: str) -> str:
        """Return a text that must be there and not be blank."""
        value = self.fields.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"“{name}” must be there, a text that isn't empty.")
        return value

    def id(self, name: str) -> str:
        """Return an id: a text, or a whole number written out."""
        value = self.fields.get(name)
        return str(value) if type(value) is int else self.text(name)

    def optional(self, name: str) -> str | None:
        """Return a text, None when it isn't there."""
        value = self.fields.get(name)
        if value is not None and not isinstance(value, str):
            raise self.error(f"“{name}” must be a text, or null.")
        return value

    def number(self, name: str) -> int | None:
        """Return a whole number of at least 0, None when it isn't there."""
        value = self.fields.get(name)
        if value is not None and (type(value) is not int or value < 0):
            raise self.error(f"“{name}” must be a whole number, 0 or more.")
        return value

    def flag(self, name: str) -> bool | None:
        """Return true or false, None when it isn't there."""
        value = self.fields.get(name)
        if value is not None and not isinstance(value, bool):
            raise self.error(f"“{name}” must be true or false.")
        return value

    def items(self, name: str) -> list[Any]:
        """Return a list, empty when it isn't there."""
        value = self.fields.get(name)
        if value is not None and not isinstance(value, list):
            raise self.error(f"“{name}” must be a list, in square brackets.")
        return value or []

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts none of which is blank, empty when it isn't there."""
        values = self.items(name)
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.error(f"“{name}” must be a list of texts, none of them empty.")
        return tuple(values)

    def rows(self, name: str) -> list[Row]:
        """Return a list of objects with their places, empty when it isn't there."""
        return [self.row(value, f"{name}[{at}]") for at, value in enumerate(self.items(name))]

    def row(self, value: object, place: str) -> Row:
        """Return a value inside this row, which must be an object, with its place."""
        where = self.where + ("." if self.where.endswith("]") else ", ") + place
        return _row(value, where)


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a JSON Lines file, one at a time; blank lines are passed over."""
    for number, (where, line) in enumerate(read_lines(path), 1):
        if line.strip():
            yield _row(_parsed(line, path, number), where)


def make_each(path: Path, make: Callable[[Row], _Made]) -> tuple[_Made, ...]:
    """Return what ``make`` makes of each row of a file, every id used once."""
    made = []
    taken: dict[str, str] = {}
    for row in read_rows(path):
        one = make(row)
        claim(taken, one.id, row)
        made.append(one)
    return tuple(made)


def read_json(path: Path) -> Row:
    """Return the one object a JSON file holds."""
    return _row(_parsed(read_whole(path), path, 1), str(path))


def claim(taken: dict[str, str], id: str, row: Row) -> None:
    """Remember that a row uses an id. Raises ``QuestionError`` when another does already."""
    if id in taken:
        raise row.error(f"the id “{id}” was used at {taken[id]} already: give each its own.")
    taken[id] = row.where


def _parsed(text: str, path: Path, line: int) -> object:
    """Return the value of some JSON that begins on that line of the file."""
    where = f"{path}, line {line}"
    try:
        value = json.loads(text, parse_constant=_no_constant)
        if "\\ud" in text.lower():  # halves of characters come in by escapes only
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise QuestionError(f"{where}: the JSON is nested too deep: flatten it.") from error
    except UnicodeEncodeError as error:
        raise QuestionError(
            f"{where}: a text holds half of a character (\\ud…): write the whole of it."
        ) from error
    except json.JSONDecodeError as error:
        raise QuestionError(
            f"{path}, line {line + error.lineno - 1}, character {error.colno}: this isn't JSON "
            f"({error.msg}): correct it there."
        ) from error
    except ValueError as error:
        raise QuestionError(f"{where}: this isn't JSON ({error}): correct it.") from error
    return value


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _row(value: object, where: str) -> Row:
    if not isinstance(value, dict):
        raise QuestionError(f"{where}: a JSON object, in braces, must stand here.")
    return Row(value, where)
