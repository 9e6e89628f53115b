"""Two ways FAISS scans vectors: each as it is, or all of them by 4-bit codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from embeddings.loading import let_waiting_threads_sleep

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float16]  # (n, dim) unit vectors
    Found = tuple[NDArray[np.int64], NDArray[np.float32]]  # positions and cosines, best first

Told = Callable[[int, int], None]  # vectors done, of how many

_SAMPLE = 1 << 13  # FAISS learns 16 points from no more than 4,096
_CHUNK = 1 << 22  # numbers turned into float32 at once


def _faiss() -> Any:
    """Import FAISS, its threads to sleep while they wait: spinning, training took a minute."""
    let_waiting_threads_sleep()
    import faiss

    return faiss


class Exact:
    """Unit vectors in float16, compared one by one."""

    def __init__(self, rows: Rows) -> None:
        """Copy ``rows``."""
        import numpy as np

        faiss = _faiss()

        self._index: Any = faiss.IndexScalarQuantizer(
            rows.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        if len(rows):
            self._index.add_sa_codes(np.ascontiguousarray(rows).view(np.uint8))

    def search(
        self, query: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> Found:
        """Return the positions and exact cosines of the ``k`` nearest, of those ``allowed``."""
        import numpy as np

        faiss = _faiss()

        params = None
        if allowed is not None:
            selector = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
            params = faiss.SearchParameters(sel=selector)
        k = min(k, self._index.ntotal)
        if not k:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        cosines, positions = self._index.search(query[None], k, params=params)
        found = positions[0] >= 0
        return positions[0][found], cosines[0][found]


class Codes:
    """4-bit codes of vectors: they say about where each is, in an eighth of float16's room.

    After a random rotation, which spreads the variance evenly, each pair of dimensions becomes
    the nearest of 16 points learnt from a sample (product quantisation; scanned in registers as
    in André, Kermarrec and Le Scouarnec, “Quicker ADC”, 2019). What is added later is coded
    by the same points.
    """

    def __init__(self, index: Any) -> None:
        """Use ``made`` or ``from_bytes``."""
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The dimension of the vectors coded."""
        return int(self._index.d)

    @classmethod
    def made(cls, rows: Rows, told: Told) -> Codes:
        """Return codes of ``rows``, at least 16 of them; the same rows give the same codes."""
        import numpy as np

        faiss = _faiss()

        even = rows.shape[1] + rows.shape[1] % 2
        index = faiss.index_factory(
            rows.shape[1], f"RR{even},PQ{even // 2}x4fs", faiss.METRIC_INNER_PRODUCT
        )
        learning = faiss.downcast_index(index.index).pq.cp
        learning.min_points_per_centroid = 1  # no warning about a small sample
        drawn = np.random.default_rng(0).permutation(len(rows))[:_SAMPLE]
        index.train(rows[np.sort(drawn)].astype(np.float32))
        codes = cls(index)
        codes._add(rows, told)
        return codes

    def extended(self, rows: Rows, told: Told) -> Codes:
        """Return a copy that holds ``rows`` too, after its own."""
        faiss = _faiss()

        codes = Codes(faiss.clone_index(self._index))
        codes._add(rows, told)
        return codes

    def _add(self, rows: Rows, told: Told) -> None:
        import numpy as np

        step = max(1, _CHUNK // rows.shape[1])
        for start in range(0, len(rows), step):
            self._index.add(rows[start : start + step].astype(np.float32))
            told(min(start + step, len(rows)), len(rows))

    def search(self, query: NDArray[np.float32], k: int) -> NDArray[np.int64]:
        """Return the positions of about the ``k`` nearest, nearest first."""
        positions: NDArray[np.int64] = self._index.search(query[None], min(k, len(self)))[1][0]
        return positions[positions >= 0]

    def to_bytes(self) -> NDArray[np.uint8]:
        """Return the codes as bytes, for ``from_bytes``."""
        faiss = _faiss()

        content: NDArray[np.uint8] = faiss.serialize_index(self._index)
        return content

    @classmethod
    def from_bytes(cls, content: NDArray[np.uint8]) -> Codes:
        """Return the codes of ``to_bytes``. Raises ``RuntimeError`` for other bytes."""
        faiss = _faiss()

        return cls(faiss.deserialize_index(content))
