"""What is judged: a sentence, its evidence, and whether the evidence bears it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence to be checked; ``kind`` says how it was made or what is wrong with it.

    ``label`` is “supported”, “partly” or “unsupported”, and ``origin`` the article it is of.
    """

    sentence: str
    evidence: tuple[str, ...]
    label: str
    kind: str
    origin: str
    title: str | None = None
    date: Date | None = None

    @property
    def true(self) -> bool:
        """Whether all of it is borne out."""
        return self.label == "supported"
