"""Haystack: in-memory store, BM25 and embedding retrievers, document joiner.

Default: “Get Started” (https://docs.haystack.deepset.ai/docs/get-started) answers from an
``InMemoryBM25Retriever`` with nothing set. Hybrid: the tutorial “Creating a Hybrid Retrieval
Pipeline” (https://haystack.deepset.ai/tutorials/33_hybrid_retrieval), without its ranker, which
is another model. French: ``bm25_tokenization_regex`` is all there is to set for a language; it
can refuse stop words and cut words short, which stands in for a stemmer.

Tried and left out, on the sample questions and on summaries of news articles: the BM25L it has by
default and BM25Plus, words uncut or cut at six and seven letters, joining by “merge”; none is
better on both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from eval.peers.french import truncated_word, without_stop_words
from eval.peers.offline import go_offline
from eval.peers.passages import PassageSet
from eval.peers.systems import Build, Configuration, Encode, Search, System

_FRENCH = {
    "bm25_tokenization_regex": without_stop_words(truncated_word(5)),
    "bm25_algorithm": "BM25Okapi",
}


def _lexical(**options: Any) -> Build:
    @contextmanager
    def build(passages: PassageSet, encode: Encode, depth: int) -> Iterator[Search]:
        go_offline()
        from haystack import Pipeline
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever

        store = _store(passages, with_vectors=False, **options)
        pipeline = Pipeline()
        pipeline.add_component("bm25", InMemoryBM25Retriever(store, top_k=depth))

        def search(question: str) -> list[int]:
            found = pipeline.run({"bm25": {"query": question}})["bm25"]["documents"]
            return [int(document.id) for document in found]

        yield search

    return build


def _hybrid(join_mode: str, weights: list[float] | None, **options: Any) -> Build:
    @contextmanager
    def build(passages: PassageSet, encode: Encode, depth: int) -> Iterator[Search]:
        go_offline()
        from haystack import Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import (
            InMemoryBM25Retriever,
            InMemoryEmbeddingRetriever,
        )

        store = _store(passages, with_vectors=True, **options)
        pipeline = Pipeline()
        pipeline.add_component("embedder", _embedder(encode))
        pipeline.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=depth))
        pipeline.add_component("bm25", InMemoryBM25Retriever(store, top_k=depth))
        pipeline.add_component(
            "joiner", DocumentJoiner(join_mode=join_mode, weights=weights, top_k=depth)
        )
        pipeline.connect("embedder.embedding", "dense.query_embedding")
        # The joiner takes its lists, and their weights, in the order they are connected.
        pipeline.connect("bm25", "joiner")
        pipeline.connect("dense", "joiner")

        def search(question: str) -> list[int]:
            found = pipeline.run({"embedder": {"text": question}, "bm25": {"query": question}})
            return [int(document.id) for document in found["joiner"]["documents"]]

        yield search

    return build


def _store(passages: PassageSet, *, with_vectors: bool, **options: Any) -> Any:
    from haystack import Document
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    # Not shared: the memory is freed with the store. Nothing else changes by it.
    store = InMemoryDocumentStore(shared=False, **options)
    store.write_documents(
        [
            Document(
                id=str(number),
                content=text,
                meta={"article": owner},
                embedding=vector.tolist() if with_vectors else None,
            )
            for number, (text, owner, vector) in enumerate(
                zip(passages.texts, passages.owners, passages.vectors, strict=True)
            )
        ]
    )
    return store


def _embedder(encode: Encode) -> Any:
    """Return the encoder as a component (docs.haystack.deepset.ai/docs/custom-components)."""
    from haystack import component

    @component
    class QuestionEmbedder:
        @component.output_types(embedding=list[float])  # type: ignore[untyped-decorator]
        def run(self, text: str) -> dict[str, list[float]]:
            return {"embedding": encode(text).tolist()}

    return QuestionEmbedder()


SYSTEM = System(
    "Haystack",
    ("haystack-ai",),
    (
        Configuration(
            "default", "default", "`InMemoryBM25Retriever` as it comes: words alone", _lexical()
        ),
        Configuration(
            "BM25",
            "french",
            "BM25Okapi, words cut at five letters, French stop words left out",
            _lexical(**_FRENCH),
        ),
        Configuration(
            "BM25 + vectors, RRF",
            "french",
            "the same and `InMemoryEmbeddingRetriever`, joined by reciprocal rank fusion with "
            "weights .8 and .2",
            _hybrid("reciprocal_rank_fusion", [0.8, 0.2], **_FRENCH),
        ),
        Configuration(
            "BM25 + vectors, DBSF",
            "french",
            "the same, joined by distribution-based score fusion",
            _hybrid("distribution_based_rank_fusion", None, **_FRENCH),
        ),
    ),
)
