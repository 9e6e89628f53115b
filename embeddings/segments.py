"""The two parts of a vector index, neither of which ever changes: loose vectors and coded ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.scanning import Codes, Exact

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from embeddings.scanning import Found, Rows

    Ids = NDArray[np.int64]
    Change = tuple[Ids, Rows | None]  # vectors put under ids; None takes them away

_FEWEST, _PER_RESULT = 500, 20  # candidates, whose cosines are looked at
_WIDER = 4  # times the candidates, when most of them weren't allowed
_SHARE = 10  # one in so many: fetching those costs as much as scanning all codes for many


@dataclass(frozen=True)
class Loose:
    """Vectors in memory, under ascending ids: compared one by one."""

    ids: Ids
    rows: Rows

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def _exact(self) -> Exact:
        return Exact(self.rows)

    def changed(self, changes: Sequence[Change]) -> Loose:
        """Return these with ``changes`` made, one after the other."""
        import numpy as np

        ids = np.concatenate([self.ids, *(ids for ids, _ in changes)])
        rows = np.concatenate([self.rows, *(rows for _, rows in changes if rows is not None)])
        put = np.concatenate(
            [np.ones(len(self), bool), *(np.full(len(i), r is not None) for i, r in changes)]
        )
        row_of = np.where(put, np.cumsum(put) - 1, -1)
        # Of an id's changes the last one counts: the first, looking back.
        ids, last = np.unique(ids[::-1], return_index=True)
        row_of = row_of[::-1][last]
        ids, row_of = ids[row_of >= 0], row_of[row_of >= 0]
        if len(row_of) == len(rows) and (np.diff(row_of) == 1).all():
            return Loose(ids, rows)  # a whole library's: no second copy
        return Loose(ids, rows[row_of])

    def positions(self, ids: Ids) -> Ids:
        """Return the position of each id, -1 for one not there."""
        return _positions(self.ids, ids)

    def search(self, query: NDArray[np.float32], k: int, within: Ids | None) -> Found:
        """Return the ids and cosines of the ``k`` nearest of those ``within`` (ascending)."""
        allowed = None if within is None else _positions(within, self.ids) >= 0
        positions, cosines = self._exact.search(query, k, allowed)
        return self.ids[positions], cosines


@dataclass(frozen=True)
class Coded:
    """Vectors on disk, in the order they came: candidates by code, then their exact cosines."""

    ids: Ids  # an id put again comes again: the last one is it
    rows: Rows  # memory-mapped
    codes: Codes
    gone: NDArray[np.bool_]  # those removed or put again
    order: Ids  # the positions, by id
    codes_path: Path
    rows_path: Path

    @classmethod
    def of(
        cls, ids: Ids, rows: Rows, codes: Codes, gone: Ids, codes_path: Path, rows_path: Path
    ) -> Coded:
        """Put the parts together; ``gone`` are positions.

        Raises ``ValueError`` when the parts don't agree.
        """
        import numpy as np

        if not len(ids) == len(rows) == len(codes) or codes.dimension != rows.shape[1]:
            raise ValueError(f"{len(ids)} ids, {len(codes)} codes and vectors {rows.shape}")
        mask = np.zeros(len(ids), bool)
        if len(gone) and not 0 <= gone.min() <= gone.max() < len(ids):
            raise ValueError(f"removed beyond the {len(ids)} there")
        mask[gone] = True
        order = np.argsort(ids, kind="stable")
        return cls(ids, rows, codes, mask, order, codes_path, rows_path)

    def __len__(self) -> int:
        return len(self.ids) - self.lost

    @cached_property
    def lost(self) -> int:
        """How many vectors on disk count no more."""
        return int(self.gone.sum())

    @cached_property
    def _ascending(self) -> Ids:
        return self.ids[self.order]

    def without(self, ids: Ids) -> Coded:
        """Return these without ``ids``."""
        positions = self.positions(ids)
        positions = positions[positions >= 0]
        if not len(positions):
            return self
        gone = self.gone.copy()
        gone[positions] = True
        return replace(self, gone=gone)

    def loose(self) -> Loose:
        """Return all of them in memory."""
        kept = self.order[~self.gone[self.order]]
        return Loose(self.ids[kept], self.rows[kept])

    def positions(self, ids: Ids) -> Ids:
        """Return the position of each id, -1 for one not there."""
        import numpy as np

        places = _positions(self._ascending, ids)
        positions = self.order[places]
        return np.where((places >= 0) & ~self.gone[positions], positions, -1)

    def search(self, query: NDArray[np.float32], k: int, within: Ids | None) -> Found:
        """Return the ids and cosines of about the ``k`` nearest of those ``within`` (ascending).

        Of few they are the nearest.
        """
        import numpy as np

        wanted = max(_FEWEST, _PER_RESULT * k)
        if within is not None and len(within) <= max(wanted, len(self.ids) // _SHARE):
            candidates = self.positions(within)
            candidates = candidates[candidates >= 0]
        else:
            allowed = ~self.gone
            if within is not None:
                allowed &= np.isin(self.ids, within)
            candidates = self._candidates(query, wanted, allowed)
        candidates.sort()  # as they lie on disk
        found, cosines = Exact(self.rows[candidates]).search(query, k)
        return self.ids[candidates[found]], cosines

    def _candidates(
        self, query: NDArray[np.float32], wanted: int, allowed: NDArray[np.bool_]
    ) -> Ids:
        count = int(allowed.sum())
        wanted = min(wanted, count)
        if not wanted:
            return self.ids[:0]
        asked = wanted * len(allowed) // count  # would hold those wanted, were they evenly spread
        while True:
            positions = self.codes.search(query, asked)
            positions = positions[allowed[positions]]
            if 2 * len(positions) >= wanted or asked >= len(allowed):
                return positions[:wanted]
            asked *= _WIDER


def _positions(ascending: Ids, ids: Ids) -> Ids:
    """Return where each of ``ids`` is, the last of equal ones; -1 for one not there."""
    import numpy as np

    places = np.searchsorted(ascending, ids, side="right") - 1
    if not len(ascending):
        return places  # all -1
    return np.where(ascending[places] == ids, places, -1)
