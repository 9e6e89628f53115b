"""What the assistant said to each question, as the measures and the report need it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of an article that was found: a passage or a sentence, with its score."""

    article: str
    title: str
    date: str | None
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Cited:
    """A numbered sentence: ``verbatim`` says whether the library holds it at its offsets."""

    number: int
    article: str
    title: str
    date: str | None
    start: int
    end: int
    quote: str
    verbatim: bool


@dataclass(frozen=True, slots=True)
class Said:
    """An answer's text, with its ``[1]`` markers, and what they cite."""

    text: str = ""
    citations: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Prediction:
    """All that came back for one question.

    ``passages`` and ``sentences`` are in the order they were ranked. ``confidence``, 0 to 1,
    orders answers by how far the assistant trusts them. ``withheld`` is what it would have
    said had it not abstained. ``support`` are the spans, (article, start, end) in characters,
    where the library holds the question's supporting sentences. ``timings`` are seconds by
    stage, and ``first quote``, ``first token`` and ``all`` from the asking; ``tokens per
    second`` is there when a model wrote. ``failure`` is a sentence when asking failed.
    """

    id: str
    passages: tuple[Place, ...] = ()
    sentences: tuple[Place, ...] = ()
    said: Said = Said()
    quotes: tuple[Cited, ...] = ()
    abstained: bool = False
    reason: str = ""
    confidence: float = 0.0
    withheld: Said = Said()
    written_by: str = ""
    prompt_hash: str = ""
    support: tuple[tuple[str, int, int], ...] = ()
    relevant_passages: tuple[tuple[str, int, int], ...] = ()
    timings: dict[str, float] = field(default_factory=dict)
    failure: str = ""

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles found, best first, each once."""
        return tuple(dict.fromkeys(place.article for place in self.passages))


def supports(sentence: Place | Cited, span: tuple[str, int, int]) -> bool:
    """Whether a sentence overlaps a supporting one, (article, start, end), by half the shorter."""
    article, start, end = span
    shared = min(sentence.end, end) - max(sentence.start, start)
    shorter = min(sentence.end - sentence.start, end - start)
    return sentence.article == article and shared > 0 and 2 * shared >= shorter


def to_line(prediction: Prediction) -> str:
    """Return the prediction as one line of JSON, without the line's end."""
    return json.dumps(asdict(prediction), ensure_ascii=False)


def from_line(line: str) -> Prediction:
    """Return the prediction a line of JSON holds. Raises ``ValueError`` for anything else."""
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError("a prediction is a JSON object")
    try:
        return Prediction(
            **{
                **row,
                "passages": tuple(Place(**place) for place in row["passages"]),
                "sentences": tuple(Place(**place) for place in row["sentences"]),
                "said": _said(row["said"]),
                "withheld": _said(row["withheld"]),
                "quotes": tuple(Cited(**cited) for cited in row["quotes"]),
                "support": tuple((a, b, c) for a, b, c in row["support"]),
                "relevant_passages": tuple((a, b, c) for a, b, c in row["relevant_passages"]),
            }
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a prediction of this version ({error})") from error


def _said(row: Mapping[str, Any]) -> Said:
    return Said(row["text"], tuple(Cited(**cited) for cited in row["citations"]))
