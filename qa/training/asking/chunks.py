"""A stretch of a sentence and the part it plays: object, time, place, cause …"""

from __future__ import annotations

from dataclasses import dataclass

from qa.types import Span


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a sentence that plays one part; ``core`` is what answers a question for it."""

    kind: str
    span: Span
    core: Span
    lead: bool = False
    word: str = ""
