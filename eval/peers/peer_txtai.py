"""txtai: an embeddings database, dense or hybrid.

Default: the first example (https://neuml.github.io/txtai/embeddings) is ``Embeddings()``: dense,
over Faiss as txtai sets it up for the number of passages. French: ``scoring`` takes a tokenizer
(https://neuml.github.io/txtai/embeddings/configuration/scoring and …/pipeline/data/tokenizer)
with a regular expression and stop words; there is no stemmer to set. ``weights`` says how much
of a hybrid score is dense (https://neuml.github.io/txtai/embeddings/query). In French the
vectors are searched exactly (``faiss.components``), as Sourcier's are.

Tried and left out, on the sample questions and on summaries of news articles: txtai's own words
with French stop words, words cut at six to eight letters, k1 .9 and b .4, hybrid by ranks, the
default normalisation with dense weights .5 and .2; none is better on both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from eval.peers.french import truncated_word, without_stop_words
from eval.peers.offline import go_offline
from eval.peers.passages import PassageSet
from eval.peers.systems import Build, Configuration, Encode, Search, System

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FRENCH_WORDS = {"regexp": without_stop_words(truncated_word(5))}
_EXACT = {"components": "IDMap,Flat"}


def _scoring(normalize: bool | str = True) -> dict[str, Any]:
    """Return what ``keyword`` and ``hybrid`` stand for, with a French tokenizer."""
    return {"method": "bm25", "terms": True, "normalize": normalize, "tokenizer": _FRENCH_WORDS}


def _build(*, dense: bool, dense_weight: float | None = None, **options: Any) -> Build:
    """Return what makes an ``Embeddings`` of ``options``, over the given vectors if ``dense``."""

    @contextmanager
    def build(passages: PassageSet, encode: Encode, depth: int) -> Iterator[Search]:
        go_offline()
        from txtai import Embeddings

        vectors = _external(passages, encode) if dense else {"keyword": True}
        with Embeddings(**vectors, **options) as embeddings:
            embeddings.index((number, text, None) for number, text in enumerate(passages.texts))
            yield lambda question: [
                number for number, _ in embeddings.search(question, depth, dense_weight)
            ]

    return build


def _external(passages: PassageSet, encode: Encode) -> dict[str, Any]:
    """Return the settings of vectors made outside (…/embeddings/configuration/vectors)."""
    import numpy as np

    rows = {text: row for row, text in enumerate(passages.texts)}

    def transform(texts: list[str]) -> NDArray[np.float32]:
        return np.stack(
            [passages.vectors[rows[text]] if text in rows else encode(text) for text in texts]
        )

    return {"method": "external", "transform": transform}


SYSTEM = System(
    "txtai",
    ("txtai",),
    (
        Configuration(
            "default", "default", "`Embeddings()` as it comes: vectors alone", _build(dense=True)
        ),
        Configuration(
            "BM25",
            "french",
            "keyword index, words cut at five letters, French stop words left out",
            _build(dense=False, scoring=_scoring()),
        ),
        Configuration(
            "BM25 + vectors, .1",
            "french",
            "the same and exact vectors with weights .9 and .1",
            _build(dense=True, dense_weight=0.1, scoring=_scoring(), faiss=_EXACT),
        ),
        Configuration(
            "BM25 + vectors, bayes .2",
            "french",
            "the same with `normalize: bayes` and weights .8 and .2",
            _build(dense=True, dense_weight=0.2, scoring=_scoring("bayes"), faiss=_EXACT),
        ),
        Configuration(
            "BM25 + vectors, bayes .5",
            "french",
            "the same with equal weights",
            _build(dense=True, dense_weight=0.5, scoring=_scoring("bayes"), faiss=_EXACT),
        ),
    ),
)
