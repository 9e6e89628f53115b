"""A question as retrieval reads it: what it means, and how much each of its terms weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from functools import cached_property
from typing import TYPE_CHECKING

from qa.language.analysis import analyse
from qa.language.asked_for import find_asked
from qa.language.dates import DateMention, find_dates
from qa.language.mentions import find_numbers, spelled_numbers
from qa.language.query import Query, date_terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Asked:
    """A question, the weight (idf) of each of its terms, and its ``(dim,)`` vector if it has one.

    ``share`` is how far the vector is trusted beside the words, 0 to 1.

    What a question says already is no answer to it: an answer to “combien” is a number that
    isn't in the question.
    """

    query: Query
    weights: Mapping[str, float]
    share: float = 0.0
    vector: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)
    terms: Analysed = field(default_factory=lambda: Analysed(), compare=False, repr=False)

    @cached_property
    def total(self) -> float:
        """The summed weight of all terms; 1 for a question without any."""
        return sum(self.weights.values()) or 1.0

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers written in the question, each in one form."""
        return frozenset(find_numbers(self.query.text) | spelled_numbers(self.query.text))

    @cached_property
    def date_terms(self) -> frozenset[str]:
        """The terms of the question's dates."""
        return frozenset(term for mention in self.query.dates for term in date_terms(mention))

    @cached_property
    def _dates(self) -> dict[tuple[str, Date | None], list[DateMention]]:
        return {}

    def dates_in(self, text: str, published: Date | None) -> list[DateMention]:
        """Return the dates ``text`` mentions, counted from the day it appeared; read once."""
        key = text, published
        if key not in self._dates:
            self._dates[key] = find_dates(text, published)
        return self._dates[key]

    @cached_property
    def _suits(self) -> dict[tuple[str, Date | None], float]:
        return {}

    def suits(self, text: str, published: Date | None) -> float:
        """Return how well the likeliest span of ``text`` suits the question, 0 to about 1.6.

        ``published`` is the day the text appeared. Looked for once.
        """
        key = text, published
        if key not in self._suits:
            found = find_asked(self.query, text, published)
            self._suits[key] = found[0].score if found else 0.0
        return self._suits[key]


class Analysed(dict[str, list[str]]):
    """The terms of each text met while one question is answered, analysed once."""

    def __missing__(self, text: str) -> list[str]:
        """Analyse ``text`` and keep its terms."""
        terms = self[text] = analyse(text)
        return terms
