"""Question → scored passages: lexical and dense candidates, fused, then weighed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from qa.language.day_terms import query_day_terms
from qa.language.query import Query
from qa.retrieval.asked import Asked
from qa.retrieval.collapsing import collapse, search_stories
from qa.retrieval.passages import describe_passages, lexical_scores
from qa.retrieval.ranking import Features, shares, weigh
from qa.retrieval.scoring import idf
from qa.settings import Settings
from qa.types import Period, StoredPassage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_UNKNOWN = 0.4


class PassageIndex(Protocol):
    """What retrieval needs of a library."""

    @property
    def dense_weight(self) -> float: ...
    @property
    def evidence_shift(self) -> float: ...
    def __len__(self) -> int: ...
    def lexical(
        self, terms: Sequence[str], k: int, period: Period | None = None
    ) -> list[tuple[int, float]]: ...
    def embed(self, question: str) -> NDArray[np.float32] | None: ...
    def dense(
        self, vector: NDArray[np.float32], k: int, period: Period | None = None
    ) -> list[tuple[int, float]]: ...
    def cosines(self, vector: NDArray[np.float32], ids: Sequence[int]) -> list[float]: ...
    def document_frequency(self, term: str) -> int: ...
    def passages(self, ids: Sequence[int]) -> list[StoredPassage]: ...
    def stories(self, ids: Sequence[int]) -> dict[int, tuple[int, int]]: ...
    def passages_of(self, *article_ids: str) -> list[StoredPassage]: ...
    def likeness(
        self, vector: NDArray[np.float32], titles: Sequence[str], sentences: Sequence[str]
    ) -> list[float] | None: ...


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage and its share of the evidence, 0 to 1; ``dated``: the date asked for is met.

    ``features`` are what it was weighed by.
    """

    passage: StoredPassage
    score: float
    dated: bool
    features: Features = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Legs:
    """The candidates of both legs, each with its two scores.

    ``lexical`` is BM25, 0 and more; ``dense`` the cosine, or empty without vectors.
    """

    passages: Sequence[StoredPassage]
    lexical: Sequence[float]
    dense: Sequence[float]


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
    asked: Asked,
    index: PassageIndex,
    settings: Settings,
    weights: Mapping[str, float],
    period: Period | None = None,
) -> list[Scored]:
    """Return the passages that may answer, best first, of ``period`` if one is given.

    Both legs' best are fused by a convex combination of their scores, and the best
    ``settings.rescored`` of these weighed with what else speaks for a passage
    (``ranking.Ranking.passage``, given as ``weights``); the others come after them.
    """
    legs = gather(asked, index, settings, period)
    ranked = sorted(
        zip(fuse(legs, asked.share), legs.passages, strict=True),
        key=lambda one: (-one[0], one[1].id),
    )
    fused, rest = ranked[: settings.rescored], ranked[settings.rescored :]
    passages = [passage for _, passage in fused]
    described = describe_passages(asked, passages, [f for f, _ in fused], settings.without)
    scores = shares([weigh(features, weights) for features in described])
    found = [
        Scored(passage, score, not asked.query.dates or features["dated"] > 0, features)
        for passage, score, features in zip(passages, scores, described, strict=True)
    ]
    best_first = sorted(found, key=lambda one: (-one.score, one.passage.id))
    least = best_first[-1].score if best_first else 0.0
    best_first += [Scored(one, least * score, not asked.query.dates) for score, one in rest]
    return best_first if "reprints" in settings.without else collapse(best_first)


def gather(
    asked: Asked, index: PassageIndex, settings: Settings, period: Period | None = None
) -> Legs:
    """Return the best ``settings.candidates`` of each leg, all with both scores.

    A share of 0 or 1 leaves a leg out, and a question without a vector the dense one.
    """
    few, vector = settings.candidates, asked.vector

    def best(search: Callable[[int], list[tuple[int, float]]]) -> list[int]:
        if "reprints" in settings.without:
            return [n for n, _ in search(few)]
        return search_stories(search, index.stories, few)

    days = [term for date in asked.query.dates for term in query_day_terms(date)]
    terms = [*asked.query.terms, *days]
    ids = best(lambda k: index.lexical(terms, k, period)) if asked.share < 1 else []
    if vector is not None:
        ids += best(lambda k: index.dense(vector, k, period))
    passages = index.passages(list(dict.fromkeys(ids)))
    cosines = [] if vector is None else index.cosines(vector, [one.id for one in passages])
    return Legs(passages, lexical_scores(asked, passages), cosines)


def fuse(legs: Legs, share: float) -> list[float]:
    """Return the convex combination of both legs' scores, each normalised to 0 to 1.

    BM25 as a share of the best, the cosine between the candidates' least and greatest: its
    range differs from encoder to encoder (Bruch et al. 2023, “An analysis of fusion functions
    for hybrid retrieval”). Ranks are never fused: that lets a weak encoder halve quality.
    """
    best = max(legs.lexical, default=0.0) or 1.0
    if not legs.dense:
        return [score / best for score in legs.lexical]
    least = min(legs.dense)
    width = (max(legs.dense) - least) or 1.0
    return [
        (1 - share) * words / best + share * (cosine - least) / width
        for words, cosine in zip(legs.lexical, legs.dense, strict=True)
    ]
