"""Static models, one vector a token, as encoders: tokenizers and numpy, without torch.

The files are those of sentence-transformers' ``StaticEmbedding``, alone or before ``Normalize``,
and the vectors are the ones it gives. A text is the mean of its tokens' vectors, at length one.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embeddings.chunks import Chunks
from embeddings.encoder import EncoderInfo
from embeddings.finding import cannot_load, choose_prefixes, find_folder, read_prompts
from embeddings.finding import weights_digest as _digest
from embeddings.loading import first_line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

_MODULES = (["StaticEmbedding"], ["StaticEmbedding", "Normalize"])
_BATCH = 512


@dataclass(frozen=True, slots=True)
class _Model:
    """A loaded model: ``table`` is ``(tokens, dim)`` float32."""

    tokenizer: Tokenizer
    chunks: Chunks
    table: NDArray[np.float32]
    prompts: dict[str, Any]


class StaticEncoder:
    """A static model, loaded at first use in a fraction of a second.

    Safe to share between threads.
    """

    def __init__(self, model: str) -> None:
        """Remember ``model``; nothing is read yet."""
        self.model = model
        self._info: EncoderInfo | None = None

    @property
    def info(self) -> EncoderInfo:
        """See ``Encoder.info``."""
        if self._info is None:
            loaded = _load(self.model)
            query, passage = choose_prefixes(self.model, loaded.prompts)
            self._info = EncoderInfo(self.model, loaded.table.shape[1], query, passage)
        return self._info

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """See ``Encoder.encode_query``."""
        return self._encode([self.info.query_prefix + text])[0]  # type: ignore[no-any-return]

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See ``Encoder.encode_passages``."""
        prefix = self.info.passage_prefix
        return self._encode([prefix + text for text in texts] if prefix else texts)

    def word_vectors(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return ``(n, dim)``: what each word adds to the sum that a text's direction comes from.

        Not of unit norm: a word that says little is short. Zeros for a word without a token.
        """
        return _sums(_load(self.model), words)

    def digest(self) -> str:
        """See ``Encoder.digest``."""
        return _digest(self.model)

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        import numpy as np

        rows = _sums(_load(self.model), texts)
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        rows /= np.maximum(norms, np.finfo(np.float32).tiny)
        return rows


def is_static(folder: Path) -> bool:
    """Whether the model in ``folder`` is nothing but a static embedding."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        names = [module["type"].rpartition(".")[2] for module in modules]
        return names in _MODULES and (folder / modules[0]["path"] / "tokenizer.json").is_file()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def read_static(model: str) -> tuple[Tokenizer, NDArray[np.float32]]:
    """Return a static model's tokenizer, and its vectors, ``(tokens, dim)``; don't change them.

    Raises ``EncoderError``.
    """
    loaded = _load(model)
    return loaded.tokenizer, loaded.table


def _sums(model: _Model, texts: Sequence[str]) -> NDArray[np.float32]:
    """Return ``(n, dim)``: the sum of each text's token vectors. The mean has its direction."""
    import numpy as np

    sums = np.zeros((len(texts), model.table.shape[1]), dtype=np.float32)
    for first in range(0, len(texts), _BATCH):
        batch = list(texts[first : first + _BATCH])
        for row, ids in enumerate(model.chunks.ids(batch), first):
            # A product with ones is several times faster than a sum over the first axis.
            sums[row] = np.ones(len(ids), dtype=np.float32) @ model.table[ids]
    return sums


_loading = threading.Lock()


def _load(model: str) -> _Model:
    with _loading:
        return _read(model)


@lru_cache(maxsize=2)
def _read(model: str) -> _Model:
    folder = find_folder(model)
    if folder is None:
        raise cannot_load(model, "there is no such folder")
    from tokenizers import Tokenizer

    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        place = folder / modules[0]["path"]
        tokenizer = Tokenizer.from_file(str(place / "tokenizer.json"))
        tokenizer.no_padding()
        table = _table(place / "model.safetensors")
        if len(table) < tokenizer.get_vocab_size():
            raise ValueError(f"it has {len(table)} vectors for {tokenizer.get_vocab_size()} tokens")
        return _Model(tokenizer, Chunks(tokenizer), table, read_prompts(folder))
    except Exception as error:  # the libraries raise whatever their parts raise
        raise cannot_load(model, first_line(error)) from error


def _table(path: Path) -> NDArray[np.float32]:
    """Read the vectors, put together as ``StaticEmbedding.load`` does.

    That is: plain, or as int8 with a row's scale, or as rows that several tokens share.
    """
    import numpy as np
    from safetensors.numpy import load_file

    tensors = load_file(path)
    plain = tensors.get("embedding.weight")
    if plain is not None:
        return np.ascontiguousarray(plain, dtype=np.float32)
    table = tensors["embeddings"].astype(np.float32)
    if "mapping" in tensors:
        table = table[tensors["mapping"]]
    if "weights" in tensors:
        table *= tensors["weights"].astype(np.float32)[:, None]
    return table
