"""Scores of a text for a question: BM25 over our own terms, and matching word pairs.

BM25 is Robertson and Zaragoza's (2009, “The Probabilistic Relevance Framework”), with the
never negative idf of Lucene.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise

_K1 = 0.9
_B = 0.4


def idf(document_frequency: int, documents: int) -> float:
    """Return how telling a term is: 0 when every document holds it, more the rarer it is."""
    return math.log(1 + (documents - document_frequency + 0.5) / (document_frequency + 0.5))


def bm25(terms: Sequence[str], weights: Mapping[str, float], mean_length: float) -> float:
    """Return the BM25 of a text, given as terms, for a question, given as idf by term."""
    found = [term for term in terms if term in weights]
    if not found:
        return 0.0
    counts = Counter(found)
    norm = _K1 * (1 - _B + _B * len(terms) / max(mean_length, 1.0))
    return sum(weights[term] * count * (_K1 + 1) / (count + norm) for term, count in counts.items())


def matching_pairs(
    terms: Sequence[str], question: Sequence[str], weights: Mapping[str, float]
) -> float:
    """Return the summed idf of neighbours in ``question`` that are neighbours in ``terms``."""
    there = {pair for pair in pairwise(terms) if pair[0] in weights and pair[1] in weights}
    return sum(
        weights[a] + weights[b] for a, b in pairwise(question) if (a, b) in there or (b, a) in there
    )


def coverage(terms: Set[str], weights: Mapping[str, float]) -> float:
    """Return the share, 0 to 1, of the question's idf that ``terms`` hold; 0 for no terms."""
    total = sum(weights.values())
    return sum(w for term, w in weights.items() if term in terms) / total if total else 0.0
