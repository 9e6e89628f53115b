"""What one thread makes, taken by another as it comes."""

from __future__ import annotations

import math
import queue
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

END = object()
"""Put last by whoever makes, if nothing went wrong."""
_POLL = 0.1  # seconds


def take(
    made: queue.SimpleQueue[Any], cancelled: Callable[[], bool], end: float = math.inf
) -> Iterator[Any]:
    """Yield what is put into ``made`` up to ``END``; an exception put there is raised.

    ``cancelled`` is asked ten times a second. Raises ``TimeoutError`` at ``end``, in seconds of
    ``time.monotonic``.
    """
    while not cancelled():
        left = end - monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            one = made.get(timeout=min(_POLL, left))
        except queue.Empty:
            continue
        if one is END:
            return
        if isinstance(one, BaseException):
            raise one
        yield one
