"""A question as it was asked → what it means, and the passages that bear on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from typing import Any

from qa.language.followups import resolve_followup
from qa.language.query import Query, parse_question
from qa.language.questions import Kind, question_kind
from qa.retrieval.asked import Asked
from qa.retrieval.evidence import weigh_evidence
from qa.retrieval.ranking import Ranking, shipped
from qa.retrieval.retriever import PassageIndex, Scored, retrieve, weigh_terms
from qa.retrieval.sentences import describe_sentences, rank_sentences
from qa.settings import Settings
from qa.types import Evidence, Period, RankedSentence


@dataclass(frozen=True, slots=True)
class Findings:
    """A question as it was read, and the passages that bear on it, best first."""

    asked: Asked
    passages: Sequence[Scored]
    index: PassageIndex

    @property
    def query(self) -> Query:
        """What the question means."""
        return self.asked.query

    def sentences(self, settings: Settings) -> list[RankedSentence]:
        """Return the sentences of the best articles, best first."""
        candidates = describe_sentences(self.asked, self.passages, self.index, settings.without)
        return rank_sentences(candidates, shipped().sentence)

    def evidence(self, settings: Settings, ranked: Sequence[RankedSentence]) -> Evidence:
        """Return how likely it is that the articles answer; ``ranked`` are all ``sentences``."""
        return weigh_evidence(self.asked, ranked, self.index)


def look_up(
    question: str,
    history: Sequence[Any],
    index: PassageIndex,
    settings: Settings,
    period: Period | None = None,
    ranking: Ranking | None = None,
) -> Findings:
    """Read ``question``, with what was asked before it, and find what bears on it.

    Only articles of ``period`` are looked at, when one is given. ``ranking`` weighs what
    speaks for passages and sentences: by default as Sourcier ships it.
    """
    asked = read(question, history, index, settings)
    found = retrieve(asked, index, settings, (ranking or shipped()).passage, period)
    return Findings(asked, found, index)


def read(question: str, history: Sequence[Any], index: PassageIndex, settings: Settings) -> Asked:
    """Return the question as retrieval reads it, its terms weighed by ``index``."""
    query = parse_question(resolve_followup(question, history), Date.today())
    kind = question_kind(question)  # not that of the question it leans on, if it has its own
    query = query if kind is Kind.WHAT else replace(query, kind=kind)
    if "dates" in settings.without:
        query = replace(query, dates=())
    if "answer type" in settings.without:
        query = replace(query, kind=Kind.WHAT)
    share = index.dense_weight if settings.dense_weight is None else settings.dense_weight
    vector = index.embed(query.text) if share > 0 else None
    return Asked(query, weigh_terms(query, index), share, vector)
