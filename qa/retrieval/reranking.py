"""Scored passages → the same, the best of them read again by a cross-encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.errors import ModelError
from qa.retrieval.retriever import Scored

if TYPE_CHECKING:
    from embeddings.reranker import Reranker


def rerank(
    question: str, passages: Sequence[Scored], reranker: Reranker, top: int, weight: float = 0.5
) -> list[Scored]:
    """Return ``passages``, best first, after ``reranker`` has read the ``top`` best of them.

    A convex combination: ``(1 − weight) × score + weight × relevance``, which is 0 to 1, and 0
    for a passage that wasn't read. A weight of 0 changes nothing, 1 is the reranker alone.
    Raises ``ModelError`` when the model can't be loaded.
    """
    from embeddings.reranker import RerankerError

    if not passages or not weight:
        return list(passages)
    read = [f"{one.passage.article.title}\n{one.passage.text}" for one in passages[:top]]
    try:
        relevance = reranker.scores(question, read)
    except RerankerError as error:
        raise ModelError(str(error)) from error
    relevance += [0.0] * (len(passages) - len(read))
    scored = [
        replace(one, score=(1 - weight) * one.score + weight * relevant)
        for one, relevant in zip(passages, relevance, strict=True)
    ]
    return sorted(scored, key=lambda one: (-one.score, one.passage.id))
