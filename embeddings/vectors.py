"""An exact index of unit vectors over FAISS, saved beside a stamp that says what it holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STAMP = "vectors.json"
_FORMAT = 1


class VectorIndexError(Exception):
    """The saved index is missing, damaged or of another format: build it again."""


class VectorIndex:
    """Inner-product search over unit vectors, each under an id of its own.

    On unit vectors the inner product is the cosine: 1 is the same direction.
    Vectors are kept as float16, which is how the library stores them.
    """

    def __init__(self, dimension: int) -> None:
        """Make an empty index for vectors of ``dimension``."""
        import faiss

        self.dimension = dimension
        flat = faiss.IndexScalarQuantizer(
            dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        self._index: Any = faiss.IndexIDMap2(flat)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, ids: Sequence[int], vectors: NDArray[np.floating[Any]]) -> None:
        """Add ``(n, dim)`` unit vectors under ``ids``; an id already there is replaced.

        Raises ``ValueError`` when the sizes don't agree.
        """
        import numpy as np

        if vectors.shape != (len(ids), self.dimension):
            raise ValueError(
                f"vectors of shape {vectors.shape} for {len(ids)} ids of dimension {self.dimension}"
            )
        if len(ids):
            self.remove(ids)
            self._index.add_with_ids(
                np.ascontiguousarray(vectors, dtype=np.float32), np.asarray(ids, dtype=np.int64)
            )

    def remove(self, ids: Sequence[int]) -> None:
        """Remove ``ids``; those not there are passed over."""
        import numpy as np

        if len(ids) and len(self):
            self._index.remove_ids(np.asarray(ids, dtype=np.int64))

    def search(self, query: NDArray[np.float32], k: int) -> list[tuple[int, float]]:
        """Return up to ``k`` pairs (id, cosine), best first, for a ``(dim,)`` unit vector."""
        import numpy as np

        if not len(self) or k <= 0:
            return []
        scores, ids = self._index.search(
            np.ascontiguousarray(query[None, :], dtype=np.float32), min(k, len(self))
        )
        return [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]

    def scores(self, query: NDArray[np.float32], ids: Sequence[int]) -> list[float]:
        """Return the cosine of ``query`` with each of ``ids``; 0 for one not there."""
        return [self._score(query, i) for i in ids]

    def _score(self, query: NDArray[np.float32], i: int) -> float:
        try:
            return float(self._index.reconstruct(i) @ query)
        except RuntimeError:  # FAISS has no “is it there?”
            return 0.0

    def save(self, folder: Path, generation: int) -> None:
        """Write the index into ``folder`` and, last and at once, the stamp that names it."""
        import faiss

        folder.mkdir(parents=True, exist_ok=True)
        name = f"vectors-{generation}.faiss"
        faiss.write_index(self._index, str(folder / name))
        stamp = {
            "format": _FORMAT,
            "generation": generation,
            "dimension": self.dimension,
            "count": len(self),
            "file": name,
        }
        draft = folder / (_STAMP + ".new")
        draft.write_text(json.dumps(stamp), encoding="utf-8")
        draft.replace(folder / _STAMP)
        for old in folder.glob("vectors-*.faiss"):
            if old.name != name:
                old.unlink(missing_ok=True)

    @classmethod
    def load(cls, folder: Path, dimension: int) -> tuple[VectorIndex, int]:
        """Return the saved index and its generation.

        Raises ``VectorIndexError`` when there is none, or it isn't what its stamp says.
        """
        import faiss

        try:
            stamp = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
            if stamp["format"] != _FORMAT or stamp["dimension"] != dimension:
                raise VectorIndexError(f"another format or dimension in {folder}")
            index = cls(dimension)
            index._index = faiss.read_index(str(folder / Path(stamp["file"]).name))
            if len(index) != stamp["count"] or index._index.d != dimension:
                raise VectorIndexError(f"not what its stamp says in {folder}")
            return index, int(stamp["generation"])
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
            raise VectorIndexError(f"no whole index in {folder}: {error}") from error
