"""How near a place in a text stands to the words of a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.language.analysis import analyse
from qa.types import Span

_WORD = re.compile(r"[\w’'.-]*\w")
_HALVED = 6.0  # so many words away a term counts for half


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the words of a text stand, and which are terms of a question.

    ``words`` are the spans of its words, stop words left out; ``met`` are the numbers of those
    that hold a term, with the term.
    """

    words: tuple[Span, ...]
    met: tuple[tuple[int, str], ...]
    terms: int

    @classmethod
    def of(cls, text: str, terms: Sequence[str]) -> Surroundings:
        """Find the ``terms`` of a question in ``text``."""
        wanted = frozenset(terms)
        all_words = (
            (Span(*match.span()), analyse(match.group())) for match in _WORD.finditer(text)
        )
        words = [(span, its) for span, its in all_words if its]
        met = tuple((n, t) for n, (_, its) in enumerate(words) for t in its if t in wanted)
        return cls(tuple(span for span, _ in words), met, max(1, len(wanted)))

    def nearness(self, span: Span) -> float:
        """Return the share of the terms met around ``span``, 0 to 1, less for those far off."""
        first = next((n for n, word in enumerate(self.words) if word.end > span.start), 0)
        last = max((n for n, word in enumerate(self.words) if word.start < span.end), default=0)
        best: dict[str, float] = {}
        for n, term in self.met:
            away = max(first - n, n - last, 0)
            best[term] = max(best.get(term, 0.0), _HALVED / (_HALVED + away))
        return sum(best.values()) / self.terms
