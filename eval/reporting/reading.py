"""A run's folder as it was written: manifest, metrics, and each question with its scores."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from eval.predictions import Prediction, from_line
from eval.storing import MANIFEST, METRICS, PREDICTIONS, SCORES
from qa.errors import QuestionError

_TOLD_AGAIN = "`sourcier eval run SET --out DIR` writes a run's folder: run the evaluation again."
_TEXTS = ("id", "type", "question", "verdict")
_LISTS = ("answers", "all_of", "also", "support", "tags")
_NUMBER = (int, float)
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Scored:
    """A question with what is right for it, its verdict and its scores.

    ``support`` are its supporting sentences. ``wrong`` says whether the answer would be wrong
    if given, withheld or not. ``scores`` are (numerator, denominator) by measure; a denominator
    of 0 means that the question isn't in the measure's domain. ``prediction`` is all that came
    back, with a ``failure`` when nothing did.
    """

    id: str
    type: str
    question: str
    answers: tuple[str, ...]
    all_of: tuple[str, ...]
    article: str | None
    also: tuple[str, ...]
    support: tuple[str, ...]
    history: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    verdict: str
    confidence: float
    wrong: bool
    scores: dict[str, tuple[float, float]]
    prediction: Prediction

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of all the articles that answer it, each once; none if none does."""
        return () if self.article is None else tuple(dict.fromkeys((self.article, *self.also)))


@dataclass(frozen=True, slots=True)
class Run:
    """What a run's folder holds; ``manifest`` and ``metrics`` are as their files have them."""

    folder: Path
    manifest: dict[str, Any]
    metrics: dict[str, Any]
    questions: tuple[Scored, ...] = ()


def read_run(folder: Path) -> Run:
    """Read a run's four files. Raises ``QuestionError`` if one is missing or broken."""
    predictions = {p.id: p for p in _lines(folder / PREDICTIONS, from_line)}
    scored = tuple(_lines(folder / SCORES, lambda line: _scored(json.loads(line), predictions)))
    strangers = predictions.keys() - {question.id for question in scored}
    if strangers:
        raise QuestionError(
            f"{folder / SCORES} has no line for {min(strangers)!r}, which "
            f"predictions.jsonl has: they aren't of one run. {_TOLD_AGAIN}"
        )
    return Run(folder, *_summary(folder), scored)


def read_summary(folder: Path) -> Run:
    """Read a run's manifest and metrics only. Raises ``QuestionError`` as ``read_run`` does."""
    return Run(folder, *_summary(folder))


def _summary(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    manifest, metrics = (_object(folder / name) for name in (MANIFEST, METRICS))
    try:
        _check_metrics(metrics)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _broken(folder / METRICS, error) from error
    return manifest, metrics


def _object(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(_text(path))
    except ValueError as error:
        raise _broken(path, error) from error
    if not isinstance(found, dict):
        raise _broken(path, "it isn't a JSON object")
    return found


def _lines(path: Path, read: Callable[[str], _Read]) -> Iterator[_Read]:
    """Yield what ``read`` makes of each line that isn't blank."""
    for number, line in enumerate(_text(path).split("\n"), 1):
        if line.strip():
            try:
                yield read(line)
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                raise _broken(path, error, f", line {number},") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise _broken(path, "it isn't UTF-8") from error
    except OSError as error:
        raise QuestionError(
            f"{path} can't be read ({error.strerror or error}). {_TOLD_AGAIN}"
        ) from error


def _broken(path: Path, why: object, where: str = "") -> QuestionError:
    said = f"{why} is missing" if isinstance(why, KeyError) else str(why)
    return QuestionError(f"{path}{where} isn't as a run writes it ({said}). {_TOLD_AGAIN}")


def _scored(row: Any, predictions: Mapping[str, Prediction]) -> Scored:
    """Return the question of a line of scores.jsonl. Raises ``KeyError`` or ``ValueError``."""
    _check_row(row)
    nothing = Prediction(row["id"], failure="Nothing came back for this question.")
    lists: dict[str, Any] = {name: tuple(row[name]) for name in _LISTS}
    others: dict[str, Any] = {name: row[name] for name in (*_TEXTS, "article", "confidence")}
    return Scored(
        **others,
        **lists,
        history=tuple((asked, said) for asked, said in row["history"]),
        wrong=bool(row["wrong"]),
        scores={name: (above, below) for name, (above, below) in row["scores"].items()},
        prediction=predictions.get(row["id"], nothing),
    )


def _check_row(row: Any) -> None:
    _require(isinstance(row, dict), "it isn't a JSON object")
    for name in _TEXTS:
        _require(isinstance(row[name], str), f"{name!r} isn't a text")
    for name in _LISTS:
        _require(_texts(row[name]), f"{name!r} isn't a list of texts")
    _require(row["article"] is None or isinstance(row["article"], str), "'article' isn't an id")
    _require(isinstance(row["confidence"], _NUMBER), "'confidence' isn't a number")
    _require(all(_texts(turn) for turn in row["history"]), "'history' isn't pairs of texts")
    pairs = all(_numbers(pair) and len(pair) == 2 for pair in row["scores"].values())
    _require(pairs, "'scores' aren't pairs of numbers")


def _check_metrics(metrics: Mapping[str, Any]) -> None:
    """Raise ``KeyError`` or ``ValueError`` where ``metrics`` isn't what the page is made of."""
    _require(_numbers(list(metrics["types"].values())), "'types' aren't counts")
    for name, columns in metrics["measures"].items():
        for cell in columns.values():
            parts = [cell[part] for part in ("value", "low", "high")]
            said = _numbers(parts) or parts == [None] * 3
            _require(said and isinstance(cell["n"], int), f"{name!r} isn't numbers")
    for stage, cost in metrics["costs"].items():
        numbers = [cost[part] for part in ("p50", "p95", "n")]
        _require(_numbers(numbers), f"the cost {stage!r} isn't numbers")
    curve = metrics["risk coverage"]
    _require(all(_numbers(point) and len(point) == 3 for point in curve), "the curve isn't triples")


def _require(holds: bool, complaint: str) -> None:
    if not holds:
        raise ValueError(complaint)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _numbers(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, _NUMBER) for item in value)
