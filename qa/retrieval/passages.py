"""What speaks for each candidate passage: cheap features, each between 0 and about 1."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from qa.retrieval.answer_types import holds_kind
from qa.retrieval.asked import Asked
from qa.retrieval.ranking import leave_out
from qa.retrieval.scoring import bm25, coverage, matching_pairs
from qa.types import StoredPassage

SENTENCE_TERMS = 15.0
_LEAD = 600.0  # characters into an article, where a passage counts half as its beginning


def describe_passages(
    asked: Asked,
    passages: Sequence[StoredPassage],
    fused: Sequence[float],
    without: frozenset[str] = frozenset(),
) -> list[dict[str, float]]:
    """Return the features of each passage, candidates all of one question.

    ``fused`` is the score of both legs together, 0 to 1. ``without`` names stages left out.
    """
    articles = _terms_of_articles(asked, passages)
    return [
        leave_out(_describe(asked, passage, score, articles[passage.article.id]), without, _STAGES)
        for passage, score in zip(passages, fused, strict=True)
    ]


def _describe(
    asked: Asked, passage: StoredPassage, fused: float, around: set[str]
) -> dict[str, float]:
    """``around`` are the terms of its article, as far as it was found."""
    weights, query = asked.weights, asked.query
    title, *sentences = _split(asked, passage)
    body = list(chain(title, *sentences))
    best = max((bm25(terms, weights, SENTENCE_TERMS) for terms in sentences), default=0.0)
    names = query.names
    return {
        "fused": fused,
        "coverage": coverage(set(body), weights),
        "sentence": best / asked.total,
        "pairs": matching_pairs(body, query.terms, weights) / asked.total,
        "title": coverage(set(title), weights),
        "article": coverage(around, weights),
        "names": len(names & around) / len(names) if names else 1.0,
        "dated": float(bool(query.dates) and meets_date(asked, passage)),
        "typed": _typed(asked, passage),
        "lead": 1.0 / (1.0 + passage.passage.start / _LEAD),
    }


def _typed(asked: Asked, passage: StoredPassage) -> float:
    """Return how well its best sentence holds the kind of thing asked for, 0 to 1."""
    article, best = passage.article, 0.0
    for span in passage.passage.sentences:
        best = max(best, holds_kind(asked, span.cut(article.text), article.date))
        if best == 1.0:
            break
    return best


def _terms_of_articles(asked: Asked, passages: Sequence[StoredPassage]) -> dict[str, set[str]]:
    """Return the terms of each article's title and of all of its candidate passages."""
    found: dict[str, set[str]] = {}
    for passage in passages:
        found.setdefault(passage.article.id, set()).update(*_split(asked, passage))
    return found


_STAGES = {
    "best sentence": ("sentence",),
    "word pairs": ("pairs",),
    "title": ("title",),
    "whole article": ("article", "names"),
}


def lexical_scores(asked: Asked, passages: Sequence[StoredPassage]) -> list[float]:
    """Return the BM25 of each passage with its title, over the candidates' mean length."""
    bodies = [list(chain(*_split(asked, passage))) for passage in passages]
    mean = sum(map(len, bodies)) / max(len(bodies), 1)
    return [bm25(body, asked.weights, mean) for body in bodies]


def _split(asked: Asked, passage: StoredPassage) -> list[list[str]]:
    """Return the terms of the passage's title, and of each of its sentences."""
    article = passage.article
    sentences = (span.cut(article.text) for span in passage.passage.sentences)
    return [asked.terms[text] for text in (article.title, *sentences)]


def meets_date(asked: Asked, passage: StoredPassage) -> bool:
    """Whether every date of the question is met by one of the passage or its article's own."""
    article = passage.article
    dates = asked.query.dates
    if all(article.date is not None and date.agrees_with(article.date) for date in dates):
        return True
    texts = [article.title, *(span.cut(article.text) for span in passage.passage.sentences)]
    mentions = [mention for text in texts for mention in asked.dates_in(text, article.date)]
    return all(
        (article.date is not None and date.agrees_with(article.date))
        or any(mention.meets(date) for mention in mentions)
        for date in dates
    )
