"""Trains a static encoder on articles: from nothing, or on from one there is.

One vector a token, the mean of them for a text: crude, fast, and taught what belongs together in
just these articles, from their own titles, summaries and sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.question_words import WORDINGS
from embeddings.static_corpus import Corpus, Document, tokenize, train_tokenizer
from embeddings.static_encoder import read_static
from embeddings.static_judging import KnownItems, known_items, score
from embeddings.static_saving import save_static
from embeddings.static_training import Recipe, Step, Told, cut_to_main_axes, train_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

__all__ = [
    "Document",
    "KnownItems",
    "Recipe",
    "StaticModel",
    "Step",
    "Told",
    "known_items",
    "score",
    "train_static",
]


@dataclass(frozen=True, slots=True)
class StaticModel:
    """A tokenizer and ``(tokens, dim)`` float32."""

    tokenizer: Tokenizer
    table: NDArray[np.float32]

    def save(self, folder: Path, card: str = "") -> None:
        """Write the model into ``folder``, not there yet; see ``save_static``."""
        save_static(folder, self.tokenizer, self.table, card)


def train_static(
    documents: Sequence[Document],
    recipe: Recipe,
    told: Told | None = None,
    start: str | None = None,
) -> StaticModel:
    """Return a static model trained on ``documents``.

    ``start`` names a static model to go on from, with its tokenizer and dimension. What ``told``
    raises stops it. Raises ``EncoderError`` for a ``start`` that can't be read, and ``ValueError``
    for documents without a sentence.
    """
    import numpy as np

    if not any(document.sentences for document in documents):
        raise ValueError("no sentence to train on")
    if start is None:
        tokenizer = train_tokenizer(documents, recipe.pieces)
        shape = tokenizer.get_vocab_size(), recipe.width
        random = np.random.default_rng(recipe.seed)
        table = recipe.spread * random.standard_normal(shape, dtype=np.float32)
    else:
        tokenizer, table = read_static(start)
    corpus, wordings = _with_wordings(tokenize(documents, tokenizer), tokenizer)
    table = train_table(corpus, wordings, table, recipe, told)
    if table.shape[1] > recipe.dimension:
        table = cut_to_main_axes(corpus, table, recipe.dimension)
    return StaticModel(tokenizer, table)


def _with_wordings(corpus: Corpus, tokenizer: Tokenizer) -> tuple[Corpus, NDArray[np.int64]]:
    """Put the tokens of questions' wordings after the corpus's, and return where each lies."""
    import numpy as np

    encodings = tokenizer.encode_batch(list(WORDINGS), add_special_tokens=False)
    lengths = [len(encoding.ids) for encoding in encodings]
    ends = len(corpus.ids) + np.cumsum(lengths, dtype=np.int64)
    ids = [np.array(encoding.ids, dtype=np.int64) for encoding in encodings]
    with_them = replace(corpus, ids=np.concatenate([corpus.ids, *ids]))
    return with_them, np.stack([ends - lengths, ends], axis=1)
