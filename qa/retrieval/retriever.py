"""Question → scored passages: lexical and dense candidates, rescored and fused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qa.language.analysis import analyse
from qa.language.dates import find_dates
from qa.language.query import Query
from qa.retrieval.scoring import bm25, idf, matching_pairs
from qa.settings import Settings
from qa.types import StoredPassage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_UNKNOWN = 0.4
_SENTENCE_WEIGHT = 0.2
_PAIR_WEIGHT = 0.1
_DAY_WEIGHT = 0.5  # a question about a day is about that day
_YEAR_WEIGHT = 0.15
_EXPECTED_SENTENCE_TERMS = 15.0


class PassageIndex(Protocol):
    """What retrieval needs of a library."""

    def __len__(self) -> int: ...
    def lexical(self, terms: Sequence[str], k: int) -> list[tuple[int, float]]: ...
    def embed(self, question: str) -> NDArray[np.float32] | None: ...
    def dense(self, vector: NDArray[np.float32], k: int) -> list[tuple[int, float]]: ...
    def cosines(self, vector: NDArray[np.float32], ids: Sequence[int]) -> list[float]: ...
    def document_frequency(self, term: str) -> int: ...
    def passages(self, ids: Sequence[int]) -> list[StoredPassage]: ...


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage and its fused score, of the order of 0 to 1; ``dated``: the date is met."""

    passage: StoredPassage
    score: float
    dated: bool


def weigh_terms(query: Query, index: PassageIndex) -> dict[str, float]:
    """Return the weight of each of the question's terms: its idf in the library.

    A word the library doesn't hold is more often another wording than a missing fact, so it
    weighs less than the rarest word there, unless it belongs to a name.
    """
    size = len(index)
    weights = {}
    for term in query.terms:
        frequency = index.document_frequency(term)
        unknown = frequency == 0 and term not in query.names
        weights[term] = idf(frequency, size) * (_UNKNOWN if unknown else 1.0)
    return weights


def retrieve(
    query: Query, index: PassageIndex, weights: Mapping[str, float], settings: Settings
) -> list[Scored]:
    """Return the passages that may answer ``query``, best first.

    The best ``settings.candidates`` of each leg are scored alike: a convex combination of
    the lexical score (BM25 with title, best sentence, word pairs; as a share of the best)
    and the cosine. Ranks are never fused: that lets a weak encoder halve quality.
    """
    share = settings.dense_weight
    ids = [n for n, _ in index.lexical(query.terms, settings.candidates)] if share < 1 else []
    vector = index.embed(query.text) if share > 0 else None
    if vector is not None:
        ids += [n for n, _ in index.dense(vector, settings.candidates)]
    passages = index.passages(list(dict.fromkeys(ids)))
    if not passages:
        return []
    lexical = lexical_scores(query, passages, weights, settings.without)
    cosines = (
        index.cosines(vector, [passage.id for passage in passages])
        if vector is not None
        else [0.0] * len(passages)
    )
    best = max(lexical) or 1.0
    bonus = max((_DAY_WEIGHT if asked.day else _YEAR_WEIGHT for asked in query.dates), default=0.0)
    scored = []
    for passage, words, cosine in zip(passages, lexical, cosines, strict=True):
        dated = meets_date(query, passage)
        score = (1 - share) * words / best + share * max(cosine, 0.0)
        scored.append(Scored(passage, score + bonus * dated, dated))
    return sorted(scored, key=lambda one: (-one.score, one.passage.id))


def lexical_scores(
    query: Query,
    passages: Sequence[StoredPassage],
    weights: Mapping[str, float],
    without: frozenset[str] = frozenset(),
) -> list[float]:
    """Return a lexical score for each passage: its BM25 with title, best sentence, word pairs."""
    best_sentence = 0.0 if "best sentence" in without else _SENTENCE_WEIGHT
    pairs = 0.0 if "word pairs" in without else _PAIR_WEIGHT
    headings = {passage.article.id: analyse(passage.article.title) for passage in passages}
    sentences = [
        [analyse(span.cut(passage.article.text)) for span in passage.passage.sentences]
        for passage in passages
    ]
    bodies = [
        headings[passage.article.id] + [term for terms in split for term in terms]
        for passage, split in zip(passages, sentences, strict=True)
    ]
    mean = sum(map(len, bodies)) / len(bodies)
    return [
        bm25(body, weights, mean)
        + best_sentence
        * max((bm25(terms, weights, _EXPECTED_SENTENCE_TERMS) for terms in split), default=0.0)
        + pairs * matching_pairs(body, query.terms, weights)
        for body, split in zip(bodies, sentences, strict=True)
    ]


def meets_date(query: Query, passage: StoredPassage) -> bool:
    """Whether every date of the question agrees with one of the passage or its article's own."""
    if not query.dates:
        return True
    article = passage.article
    mentions = [m for m in find_dates(f"{article.title}\n{passage.text}") if m.month or m.year]
    return all(
        (article.date is not None and asked.agrees_with(article.date))
        or any(_same(asked.day, m.day) and asked.agrees_with(m) for m in mentions)
        for asked in query.dates
    )


def _same(asked: int | None, written: int | None) -> bool:
    """A question's day needs a day in the text: “février 2022” isn't the 11th."""
    return asked is None or asked == written
