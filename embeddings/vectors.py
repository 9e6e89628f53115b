"""An exact index of unit vectors over FAISS, saved beside a stamp that says what it holds."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STAMP = "vectors.json"
_FORMAT = 1
_BUFFER = 1 << 20


class VectorIndexError(Exception):
    """The saved index is missing, damaged or of another format: build it again."""


class VectorIndex:
    """Inner-product search over unit vectors, each under an id of its own.

    On unit vectors the inner product is the cosine: 1 is the same direction.
    Vectors are kept as float16, which is how the library stores them. Safe to share
    between threads: one touches it at a time.
    """

    def __init__(self, dimension: int) -> None:
        """Make an empty index for vectors of ``dimension``."""
        import faiss

        self.dimension = dimension
        flat = faiss.IndexScalarQuantizer(
            dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        self._index: Any = faiss.IndexIDMap2(flat)
        self._lock = threading.RLock()

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
            with self._lock:
                self.remove(ids)
                self._index.add_with_ids(
                    np.ascontiguousarray(vectors, dtype=np.float32), np.asarray(ids, dtype=np.int64)
                )

    def remove(self, ids: Sequence[int]) -> None:
        """Remove ``ids``; those not there are passed over."""
        import numpy as np

        with self._lock:
            if len(ids) and len(self):
                self._index.remove_ids(np.asarray(ids, dtype=np.int64))

    def search(self, query: NDArray[np.float32], k: int) -> list[tuple[int, float]]:
        """Return up to ``k`` pairs (id, cosine), best first, for a ``(dim,)`` unit vector."""
        import numpy as np

        with self._lock:
            if not len(self) or k <= 0:
                return []
            scores, ids = self._index.search(
                np.ascontiguousarray(query[None, :], dtype=np.float32), min(k, len(self))
            )
        return [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]

    def scores(self, query: NDArray[np.float32], ids: Sequence[int]) -> list[float]:
        """Return the cosine of ``query`` with each of ``ids``; 0 for one not there."""
        with self._lock:
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
        # Through Python's own files: FAISS doesn't notice a disk that fills up at the last bytes.
        with self._lock, (folder / name).open("wb") as file:
            faiss.write_index(self._index, faiss.PyCallbackIOWriter(file.write, _BUFFER))
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
            stamp = _read_stamp(folder)
            if stamp["dimension"] != dimension:
                raise VectorIndexError(f"another dimension in {folder}")
            index = cls(dimension)
            with (folder / Path(stamp["file"]).name).open("rb") as file:
                index._index = faiss.read_index(faiss.PyCallbackIOReader(file.read, _BUFFER))
            if len(index) != stamp["count"] or index._index.d != dimension:
                raise VectorIndexError(f"not what its stamp says in {folder}")
            return index, stamp["generation"]
        except _DAMAGE as error:
            raise VectorIndexError(f"no whole index in {folder}: {error}") from error

    @staticmethod
    def saved(folder: Path) -> int:
        """Return the generation of the index in ``folder``, -1 when there is none to read."""
        try:
            return int(_read_stamp(folder)["generation"])
        except _DAMAGE:
            return -1


# FAISS raises RuntimeError for a damaged file, and MemoryError for one of absurd sizes.
_DAMAGE = (OSError, ValueError, KeyError, TypeError, RuntimeError, MemoryError)


def _read_stamp(folder: Path) -> dict[str, Any]:
    stamp: dict[str, Any] = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
    if stamp["format"] != _FORMAT:
        raise ValueError(f"another format in {folder}")
    return {**stamp, "generation": int(stamp["generation"])}
