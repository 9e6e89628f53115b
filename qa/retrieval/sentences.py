"""Scored passages → the sentences that answer, best first: what quotes and prompts are made of.

All sentences of the best articles are looked at, not those of the best passages alone: what
answers often stands apart from what names the topic.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.retrieval.asked import Asked
from qa.retrieval.ranking import Features, shares, weigh
from qa.retrieval.retriever import PassageIndex, Scored
from qa.retrieval.sentence_features import Context, describe_sentence
from qa.types import Article, RankedSentence, Span, StoredPassage

_ARTICLES = 5
_PASSAGES = 8  # of each: the best found and those nearest to it
_SHORTEST_TERMS = 2
_WORST = 6.0  # log-odds below the best, from where on nothing gets worse
_OUTSIDE = 0.8  # what a term found only in the title or nearby counts for in coverage


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, what speaks for it, and what abstaining needs to know."""

    article: Article
    span: Span
    features: Features
    coverage: float
    dated: bool


def rank_sentences(
    candidates: Sequence[Candidate], weights: Mapping[str, float]
) -> list[RankedSentence]:
    """Return the sentences, best first; a score is a sentence's share of the evidence, 0 to 1."""
    scores = shares([weigh(candidate.features, weights) for candidate in candidates])
    ranked = [
        RankedSentence(c.article, c.span, score, c.coverage, _typed(c.features) > 0, c.dated)
        for c, score in zip(candidates, scores, strict=True)
    ]
    return sorted(ranked, key=lambda s: (-s.score, s.article.id, s.span.start))


def describe_sentences(
    asked: Asked,
    found: Sequence[Scored],
    index: PassageIndex,
    without: frozenset[str] = frozenset(),
) -> list[Candidate]:
    """Return the sentences of the best articles of ``found`` with their features.

    ``without`` names stages left out (``settings.STAGES``).
    """
    by_article: dict[str, list[Scored]] = {}
    for scored in found:
        by_article.setdefault(scored.passage.article.id, []).append(scored)
    best = dict(list(by_article.items())[:_ARTICLES])
    passages: dict[str, list[StoredPassage]] = {}
    for passage in index.passages_of(*best):
        passages.setdefault(passage.article.id, []).append(passage)
    places = [
        place
        for article_id, its in best.items()
        for place in _places(asked, its, passages.get(article_id, []), found[0].score)
    ]
    likeness = _likeness(asked, places, index, without)
    return [
        _describe(asked, place, like, without)
        for place, like in zip(places, likeness, strict=True)
        if place.context.sizes[place.number] >= _SHORTEST_TERMS
    ]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a sentence stands: number ``number`` of its article's.

    ``passage`` is how far its best passage is behind the best of all, 0 to −1.
    """

    article: Article
    span: Span
    context: Context
    number: int
    passage: float
    dated: bool


def _places(
    asked: Asked, found: Sequence[Scored], passages: list[StoredPassage], best: float
) -> list[_Place]:
    """Return the sentences of one article, whose passages ``found`` are."""
    article, dated = found[0].passage.article, any(one.dated for one in found)
    behind = {one.passage.id: _relative(one.score, best) for one in found}
    spans: dict[Span, float] = {}
    for passage in _nearby(passages, found[0].passage):
        for span in passage.passage.sentences:
            spans[span] = max(behind.get(passage.id, -1.0), spans.get(span, -1.0))
    title = set(asked.terms[article.title]) | (asked.date_terms if dated else frozenset())
    terms = [asked.terms[span.cut(article.text)] for span in spans]
    context = Context.of(asked, title, terms, _relative(found[0].score, best), article.date)
    return [
        _Place(article, span, context, n, passage, dated)
        for n, (span, passage) in enumerate(spans.items())
    ]


def _nearby(passages: list[StoredPassage], best: StoredPassage) -> list[StoredPassage]:
    """Return the passages around the best one, in order: of a long report not all of it."""
    at = next((n for n, passage in enumerate(passages) if passage.id == best.id), 0)
    first = max(0, min(at - _PASSAGES // 2, len(passages) - _PASSAGES))
    return passages[first : first + _PASSAGES]


def _likeness(
    asked: Asked, places: Sequence[_Place], index: PassageIndex, without: frozenset[str]
) -> Sequence[float | None]:
    """Return the cosine of the question and each sentence under its title, where that is quick."""
    if asked.vector is None or "sentence vectors" in without:
        return [None] * len(places)
    titles = [one.article.title for one in places]
    sentences = [one.span.cut(one.article.text) for one in places]
    return index.likeness(asked.vector, titles, sentences) or [None] * len(places)


def _describe(
    asked: Asked, place: _Place, likeness: float | None, without: frozenset[str]
) -> Candidate:
    context, n = place.context, place.number
    text = place.span.cut(place.article.text)
    features = describe_sentence(asked, context, n, text, place.passage, likeness, without)
    inside = context.inside[n]
    covered = inside + _OUTSIDE * (context.nearby[n] - inside)
    return Candidate(place.article, place.span, features, covered, place.dated)


def _relative(share: float, best: float) -> float:
    """Return how far a share of the evidence is behind the best: 0 to −1, by its logarithm."""
    return -min(1.0, math.log(best / share) / _WORST) if share > 0 else -1.0


def _typed(features: Features) -> float:
    return max((v for name, v in features.items() if name.startswith("typed")), default=0.0)
