"""A question as it was asked → what it means, and the passages that bear on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qa.language.followups import resolve_followup
from qa.language.query import Query, parse_question
from qa.language.questions import Kind
from qa.retrieval.retriever import PassageIndex, Scored, retrieve, weigh_terms
from qa.retrieval.sentences import rank_sentences
from qa.settings import Settings
from qa.types import RankedSentence


@dataclass(frozen=True, slots=True)
class Findings:
    """A question as it was read, the weights of its terms, and passages, best first."""

    query: Query
    weights: Mapping[str, float]
    passages: Sequence[Scored]

    def sentences(self, settings: Settings) -> list[RankedSentence]:
        """Return the sentences of the best passages, best first."""
        return rank_sentences(self.query, self.passages, self.weights, settings.without)


def look_up(
    question: str, history: Sequence[Any], index: PassageIndex, settings: Settings
) -> Findings:
    """Read ``question``, with what was asked before it, and find what bears on it."""
    query = parse_question(resolve_followup(question, history))
    if "dates" in settings.without:
        query = replace(query, dates=())
    if "answer type" in settings.without:
        query = replace(query, kind=Kind.WHAT)
    weights = weigh_terms(query, index)
    return Findings(query, weights, retrieve(query, index, weights, settings))
