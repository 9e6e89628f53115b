"""How alike words are by the bundled static vectors, whatever encodes the library.

Its cosines are always of one scale, so what was learnt of them holds for every library.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from embeddings.encoder import DEFAULT_MODEL
from embeddings.static_encoder import StaticEncoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST_WORDS = 1 << 15


class WordVectors:
    """Unit vectors of single words, each made once."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        """Take the vectors of a static ``model``; it is read when the first word is."""
        self._encoder = StaticEncoder(model)
        self._known: dict[str, NDArray[np.float32]] = {}

    def of(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the ``(n, dim)`` unit vectors of ``words``; zeros for one without a token.

        Raises ``EncoderError`` when the model can't be read.
        """
        import numpy as np

        if not words:
            return np.zeros((0, self._encoder.info.dimension), np.float32)
        known = self._known  # another thread may begin anew meanwhile
        new = [word for word in dict.fromkeys(words) if word not in known]
        if len(known) + len(new) > _MOST_WORDS:
            known, new = {}, list(dict.fromkeys(words))
            self._known = known
        if new:
            rows = self._encoder.word_vectors(new)
            rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
            known.update(zip(new, rows, strict=True))
        return np.stack([known[word] for word in words])

    def cosines(self, words: Sequence[str], others: Sequence[str]) -> NDArray[np.float32]:
        """Return the ``(words, others)`` cosines, negative ones as 0."""
        return (self.of(words) @ self.of(others).T).clip(0.0, 1.0)

    def likeness(self, text: str, others: Sequence[str]) -> list[float]:
        """Return the cosine of ``text`` with each of ``others``."""
        import numpy as np

        rows = self._encoder.word_vectors([text, *others])
        rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        cosines: list[float] = (rows[1:] @ rows[0]).tolist()
        return cosines


@lru_cache(maxsize=1)
def bundled_words() -> WordVectors:
    """Return the vectors that come with Sourcier."""
    return WordVectors()
