"""Whether the articles answer: a logistic model of few features, in a file anyone can read.

The weights are learnt on questions that our articles answer and questions that they don't
(``sourcier eval learn-evidence``). A strength of a half is where, over those, as many of the
ones would be answered wrongly as of the others refused.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from embeddings.words import bundled_words
from qa.language.questions import Kind
from qa.language.rarity import of_french
from qa.retrieval.asked import Asked
from qa.retrieval.evidence_features import (
    Around,
    Shown,
    describe_evidence,
    look_around,
    show,
    words_of,
)
from qa.retrieval.question_parts import Part, Parts, take_apart
from qa.retrieval.ranking import weigh
from qa.retrieval.retriever import PassageIndex
from qa.types import Evidence, RankedSentence

FILE = Path(__file__).with_name("evidence.json")
_CHECKED = (Kind.WHO, Kind.WHEN, Kind.HOW_MANY, Kind.WHERE)
_MOST_NAMED = 2  # said to be found, and to be missing
_ALIKE = 0.5  # of a word nearby, from where on one of the question isn't called missing


@dataclass(frozen=True, slots=True)
class EvidenceModel:
    """The weight of each feature, and ``bias``, in log-odds.

    ``pseudo`` is where pseudo-questions of the library learnt from part, in log-odds: other
    libraries are calibrated against it.
    """

    bias: float
    weights: Mapping[str, float]
    pseudo: float

    def log_odds(self, features: Mapping[str, float]) -> float:
        """Return how likely an answer is, given the features of a question."""
        return self.bias + weigh(features, self.weights)


@lru_cache(maxsize=1)
def shipped() -> EvidenceModel:
    """Return the weights that come with Sourcier."""
    record = json.loads(FILE.read_text(encoding="utf-8"))
    return EvidenceModel(record["bias"], record["weights"], record["pseudo"])


@dataclass(frozen=True, slots=True)
class Read:
    """A question's parts, and what its best sentences and their surroundings show of them."""

    parts: Parts
    idf: Mapping[str, float]
    shown: Sequence[Shown]
    around: Sequence[Around]


def read_evidence(asked: Asked, ranked: Sequence[RankedSentence], index: PassageIndex) -> Read:
    """Look at the best sentences; ``index`` tells how rare the question's terms are."""
    parts, rarity, size = take_apart(asked.query), of_french(), len(index)
    terms = {term for part in (*parts.names, *parts.words) for term in part.terms}
    idf = {term: rarity.idf(term, index.document_frequency(term), size) for term in terms}
    around = look_around(asked, ranked)
    return Read(parts, idf, show(asked, parts, idf, ranked, around), around)


def weigh_evidence(asked: Asked, ranked: Sequence[RankedSentence], index: PassageIndex) -> Evidence:
    """Return how likely the best sentences answer, as calibrated on ``index``, and what they lack.

    ``ranked`` are all sentences of the best articles, best first.
    """
    if not ranked:
        return Evidence(0.0)
    read = read_evidence(asked, ranked, index)
    odds = shipped().log_odds(describe_evidence(asked, read.shown)) + index.evidence_shift
    best = max(range(len(read.shown)), key=lambda n: _closeness(read.shown[n]))
    found, missing = _compare(read, read.around[best], ranked[best].article.title)
    other_date = bool(asked.query.dates) and not any(one.dated for one in read.shown)
    nothing = asked.query.kind in _CHECKED and not any(one.asked for one in read.shown)
    if other_date:
        day = asked.query.dates[0]
        missing = (*missing[: _MOST_NAMED - 1], asked.query.text[day.start : day.end])
    return Evidence(1.0 / (1.0 + math.exp(-odds)), found, missing, other_date, nothing)


def _closeness(one: Shown) -> float:
    return one.weight + one.names + one.worst_name + one.words_nearby


def _compare(read: Read, around: Around, title: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what of the question the article holds and what it lacks: names, else words."""
    parts = read.parts
    named = [name for name in parts.names if name.terms[-1] not in around.article]
    spoken = [word for word in parts.words if not around.article.issuperset(word.terms)]
    if spoken and not named:
        there = words_of(f"{title} {around.text}")
        alike = bundled_words().cosines([word.text.lower() for word in spoken], there or [""])
        spoken = [w for w, row in zip(spoken, alike, strict=True) if row.max() < _ALIKE]
    missing = named or spoken
    held = [part for part in (*parts.names, *parts.words) if part not in missing]
    found = [part for part in held if part.terms[-1] in around.article]
    return _most_telling(found, read.idf), _most_telling(missing, read.idf)


def _most_telling(parts: Sequence[Part], idf: Mapping[str, float]) -> tuple[str, ...]:
    """Return the rarest of the parts, in the question's order."""
    telling = sorted(parts, key=lambda part: -max(idf[term] for term in part.terms))[:_MOST_NAMED]
    return tuple(part.text for part in parts if part in telling)
