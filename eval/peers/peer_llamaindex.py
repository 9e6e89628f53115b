"""LlamaIndex: vector store index, BM25 retriever, query fusion.

Default: the starter example (https://developers.llamaindex.ai/python/framework/getting_started/
starter_example) makes a ``VectorStoreIndex`` and asks it. French: ``BM25Retriever`` takes a
Snowball stemmer and a language for stop words
(https://developers.llamaindex.ai/python/framework-api-reference/retrievers/bm25), and
``QueryFusionRetriever`` joins it with the vector index
(…/framework/integrations/retrievers/reciprocal_rerank_fusion and relative_score_dist_fusion),
with ``num_queries=1``: one query, so no language model is asked for more.

``BM25Retriever`` 0.8 drops a question's stop words by the English list whatever the
``language``: French ones then count where another word has the same stem (« dans », Dan). So
there is a candidate that refuses them by ``token_pattern``, which both sides go through. Tried
and left out, on the sample questions and on summaries of news articles: “reciprocal_rerank”,
“relative_score”, a dense weight of .1; none is better on both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from eval.peers.french import FRENCH_WORD, without_stop_words
from eval.peers.offline import go_offline
from eval.peers.passages import PassageSet
from eval.peers.systems import Build, Configuration, Encode, Search, System

_FRENCH_WORDS = without_stop_words(FRENCH_WORD)


@contextmanager
def _default(passages: PassageSet, encode: Encode, depth: int) -> Iterator[Search]:
    go_offline()
    yield _search(_vector_retriever(_nodes(passages), encode, depth))


def _bm25(**options: Any) -> Build:
    @contextmanager
    def build(passages: PassageSet, encode: Encode, depth: int) -> Iterator[Search]:
        go_offline()
        yield _search(_bm25_retriever(_nodes(passages), depth, options))

    return build


def _fusion(mode: str, dense_weight: float, **options: Any) -> Build:
    @contextmanager
    def build(passages: PassageSet, encode: Encode, depth: int) -> Iterator[Search]:
        go_offline()
        from llama_index.core.llms import MockLLM
        from llama_index.core.retrievers import QueryFusionRetriever

        nodes = _nodes(passages)
        retriever = QueryFusionRetriever(
            [_vector_retriever(nodes, encode, depth), _bm25_retriever(nodes, depth, options)],
            llm=MockLLM(),  # never asked, but without one OpenAI's is looked for
            mode=mode,
            retriever_weights=[dense_weight, 1 - dense_weight],
            similarity_top_k=depth,
            num_queries=1,
            use_async=False,
        )
        yield _search(retriever)

    return build


def _search(retriever: Any) -> Search:
    return lambda question: [int(found.node.node_id) for found in retriever.retrieve(question)]


def _nodes(passages: PassageSet) -> list[Any]:
    from llama_index.core.schema import TextNode

    return [
        TextNode(
            id_=str(number),
            text=text,
            embedding=vector.tolist(),
            metadata={"article": owner},
            excluded_embed_metadata_keys=["article"],  # the id isn't text to search
        )
        for number, (text, owner, vector) in enumerate(
            zip(passages.texts, passages.owners, passages.vectors, strict=True)
        )
    ]


def _vector_retriever(nodes: list[Any], encode: Encode, depth: int) -> Any:
    from llama_index.core import VectorStoreIndex

    index = VectorStoreIndex(nodes=nodes, embed_model=_embedding(encode))
    return index.as_retriever(similarity_top_k=depth)


def _bm25_retriever(nodes: list[Any], depth: int, options: dict[str, Any]) -> Any:
    import Stemmer
    from llama_index.retrievers.bm25 import BM25Retriever

    return BM25Retriever.from_defaults(
        nodes=nodes,
        similarity_top_k=min(depth, len(nodes)),
        stemmer=Stemmer.Stemmer("french"),
        **options,
    )


def _embedding(encode: Encode) -> Any:
    """Return the encoder as an embedding (…/module_guides/models/embeddings, “Custom”)."""
    from llama_index.core.base.embeddings.base import BaseEmbedding

    class QuestionEmbedding(BaseEmbedding):  # type: ignore[misc, unused-ignore]
        def _get_query_embedding(self, query: str) -> list[float]:
            return encode(query).tolist()  # type: ignore[no-any-return]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            raise AssertionError("passages come with their vectors")

    return QuestionEmbedding()


SYSTEM = System(
    "LlamaIndex",
    ("llama-index-core", "llama-index-retrievers-bm25"),
    (
        Configuration(
            "default", "default", "`VectorStoreIndex` as it comes: vectors alone", _default
        ),
        Configuration(
            "BM25, language",
            "french",
            "`BM25Retriever` with the French Snowball stemmer and `language='fr'`",
            _bm25(language="fr"),
        ),
        Configuration(
            "BM25, pattern",
            "french",
            "`BM25Retriever` with the French Snowball stemmer and a `token_pattern` that refuses "
            "French stop words",
            _bm25(token_pattern=_FRENCH_WORDS),
        ),
        Configuration(
            "BM25 + vectors, .2",
            "french",
            "the same and `VectorStoreIndex`, fused by `dist_based_score` with weights .8 and .2",
            _fusion("dist_based_score", 0.2, token_pattern=_FRENCH_WORDS),
        ),
        Configuration(
            "BM25 + vectors, .5",
            "french",
            "the same with equal weights",
            _fusion("dist_based_score", 0.5, token_pattern=_FRENCH_WORDS),
        ),
    ),
)
