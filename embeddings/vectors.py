"""An index of unit vectors: exact while they are few, by codes and then exactly when many."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embeddings import saving
from embeddings.scanning import Told
from embeddings.segments import Coded, Loose

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from embeddings.segments import Change

_EXACT = 1 << 22  # numbers (vectors × dimension) compared one by one in about 1 ms on one core
_LEAST = 16  # vectors that codes can be learnt from
_LOST = 4  # one in so many gone, and those on disk are written anew


class VectorIndexError(Exception):
    """The saved index is missing, damaged or of another format: build it again."""


class VectorIndex:
    """Inner-product search over unit vectors, each under an id of its own.

    On unit vectors the inner product is the cosine: 1 is the same direction.
    Vectors are kept as float16, which is how the library stores them, and the cosines given
    are exact ones of those. Up to ``exact`` vectors are compared one by one. When more have been
    added, ``save`` puts them on disk, memory-mapped, with codes in memory by which candidates
    are found: ``search`` then misses a neighbour in a hundred or fewer. What is
    added after that is compared one by one again, up to as many.

    Safe to share between threads. Searches don't wait for each other, nor for ``save``.
    """

    def __init__(self, dimension: int, exact: int | None = None) -> None:
        """Make an empty index for vectors of ``dimension``."""
        import numpy as np

        self.dimension = dimension
        self._exact = max(_LEAST, _EXACT // dimension if exact is None else exact)
        # Replaced, never changed: whoever reads them needs no lock.
        self._parts: tuple[Loose, Coded | None] = (
            Loose(np.empty(0, np.int64), np.empty((0, dimension), np.float16)),
            None,
        )
        self._changes: list[Change] = []  # not yet in the parts
        self._lock = threading.Lock()  # for making changes: short
        self._writing = threading.Lock()  # for giving and saving them

    def __len__(self) -> int:
        loose, coded = self._settled()
        return len(loose) + (0 if coded is None else len(coded))

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
            rows = np.array(vectors, dtype=np.float16)  # a copy: the caller's may change
            self._change(np.array(ids, dtype=np.int64), rows)

    def remove(self, ids: Sequence[int]) -> None:
        """Remove ``ids``; those not there are passed over."""
        import numpy as np

        if len(ids):
            self._change(np.array(ids, dtype=np.int64), None)

    def _change(self, ids: NDArray[np.int64], rows: NDArray[np.float16] | None) -> None:
        with self._writing, self._lock:
            self._changes.append((ids, rows))

    def search(
        self, query: NDArray[np.float32], k: int, within: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to ``k`` pairs (id, cosine), best first, for a ``(dim,)`` unit vector.

        With ``within``, ascending ids, only those are looked at.
        """
        import numpy as np

        if k <= 0:
            return []
        query = np.ascontiguousarray(query, dtype=np.float32)
        found = [part.search(query, k, within) for part in self._settled() if part]
        if not found:
            return []
        ids = np.concatenate([ids for ids, _ in found])
        cosines = np.concatenate([cosines for _, cosines in found])
        best = np.argsort(-cosines, kind="stable")[:k]
        return list(zip(ids[best].tolist(), cosines[best].tolist(), strict=True))

    def scores(self, query: NDArray[np.float32], ids: Sequence[int]) -> list[float]:
        """Return the cosine of ``query`` with each of ``ids``; 0 for one not there."""
        import numpy as np

        asked = np.asarray(ids, dtype=np.int64)
        rows = np.zeros((len(asked), self.dimension), dtype=np.float16)
        for part in self._settled():
            if part:
                positions = part.positions(asked)
                there = positions >= 0
                rows[there] = part.rows[positions[there]]
        scores: list[float] = (rows.astype(np.float32) @ query).tolist()
        return scores

    def _settled(self) -> tuple[Loose, Coded | None]:
        """Return the parts, with all changes made."""
        import numpy as np

        if self._changes:
            with self._lock:
                if self._changes:
                    loose, coded = self._parts
                    loose = loose.changed(self._changes)
                    if coded is not None:
                        coded = coded.without(np.concatenate([ids for ids, _ in self._changes]))
                    self._parts = loose, coded
                    self._changes = []
        return self._parts

    def save(self, folder: Path, generation: int, told: Told | None = None) -> None:
        """Write the index into ``folder`` and, last and at once, the stamp that names it.

        ``told`` hears how many vectors have been coded, of how many: a million takes seconds.
        Raises ``OSError`` when it can't be written; what was saved before stays as it was.
        """
        folder.mkdir(parents=True, exist_ok=True)
        with self._writing:
            loose, coded = self._settled()
            if coded is not None and (
                not saving.is_saved(folder, coded)
                or coded.lost * _LOST > len(coded.ids)
                or len(self) <= self._exact
            ):
                loose, coded = coded.loose().changed([(loose.ids, loose.rows)]), None
            if len(loose) > self._exact:
                coded = saving.code(folder, generation, loose, coded, told or _silent)
                loose = Loose(loose.ids[:0], loose.rows[:0])
            saving.save(folder, generation, loose, coded)
            with self._lock:
                self._parts = loose, coded

    @classmethod
    def load(
        cls, folder: Path, dimension: int, exact: int | None = None
    ) -> tuple[VectorIndex, int]:
        """Return the saved index and its generation.

        Raises ``VectorIndexError`` when there is none, or it isn't what its stamp says.
        """
        index = cls(dimension, exact)
        try:
            generation, loose, coded = saving.load(folder, dimension)
            index._parts = loose, coded
        except saving.DAMAGE as error:
            raise VectorIndexError(f"no whole index in {folder}: {error}") from error
        return index, generation

    @staticmethod
    def saved(folder: Path) -> int:
        """Return the generation of the index in ``folder``, -1 when there is none to read."""
        try:
            return saving.read_stamp(folder).generation
        except saving.DAMAGE:
            return -1


def _silent(done: int, total: int) -> None:
    pass
