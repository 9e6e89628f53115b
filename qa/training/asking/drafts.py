"""A question on its way: what rules hand to the filter."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Draft:
    """A question about sentence ``sentences[0]``, and its answer there.

    ``keywords`` is the question without verb, '' where there is none. ``named`` says that it
    holds a name that tells what it is about.
    """

    question: str
    answer: str
    sentences: tuple[int, ...]
    kind: str
    form: str
    keywords: str = field(default="", compare=False)
