"""Who is being served and who waits, in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from qa.errors import ModelError


class Line:
    """Lets so many in at once, the others first come first served. For one event loop."""

    def __init__(self, longest: int) -> None:
        """Let up to ``longest`` wait."""
        self._longest = longest
        self._serving = 0
        self._waiting: dict[asyncio.Future[None], Callable[[int], None]] = {}

    @property
    def idle(self) -> bool:
        """Whether nobody is being served."""
        return not self._serving

    async def enter(self, places: int, told: Callable[[int], None]) -> None:
        """Wait for one of ``places``; ``told`` hears how many come first, each time it changes.

        Whoever entered must ``leave``. Raises ``ModelError`` when the line is too long.
        """
        if self._serving < places and not self._waiting:
            self._serving += 1
            return
        if len(self._waiting) >= self._longest:
            raise ModelError(
                f"{len(self._waiting)} questions are waiting for the model already: ask again in a "
                "while."
            )
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[place] = told
        self._tell()
        try:
            await place
        except asyncio.CancelledError:
            if self._waiting.pop(place, None) is None:  # let in at the same moment
                self.leave()
            self._tell()
            raise

    def leave(self) -> None:
        """Make room for the next in line."""
        self._serving -= 1
        place = next(iter(self._waiting), None)
        if place is not None:
            del self._waiting[place]
            self._serving += 1
            place.set_result(None)
        self._tell()

    def _tell(self) -> None:
        for before, told in enumerate(self._waiting.values()):
            told(before + self._serving)
