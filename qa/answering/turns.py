"""One thread that serves people one after the other, and the line they wait in."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, TypeVar

from qa.answering.taking import END, take
from qa.errors import ModelError
from qa.types import Waiting

T = TypeVar("T")
Job = Callable[[Callable[[], bool]], Iterator[T]]
"""Given a function that says whether to stop, yields what it makes; asks it often."""


@dataclass(eq=False, slots=True)
class _Turn:
    job: Job[Any]
    made: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)
    stopped: threading.Event = field(default_factory=threading.Event)
    ahead: int = 0


class Line:
    """Serves first come, first served, on a thread of its own."""

    def __init__(self, places: int, seconds: float, finish: Callable[[], None]) -> None:
        """Let ``places`` wait beside the one served, each ``seconds`` in all at most.

        ``finish`` is called last, on the thread.
        """
        self._places, self._seconds, self._finish = places, seconds, finish
        self._waiting: deque[_Turn] = deque()
        self._served: _Turn | None = None
        self._closed = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def ask(self, job: Job[T], cancelled: Callable[[], bool]) -> Iterator[T | Waiting]:
        """Yield ``Waiting`` as the place in line changes, then what ``job`` yields.

        ``cancelled`` is asked ten times a second; that, or closing the iterator, gives the
        place up at once, and has a job under way stopped. Raises ``ModelError`` when the line
        is full or closed, or the time is over, and what ``job`` raises.
        """
        turn = _Turn(job)
        end = monotonic() + self._seconds
        self._join(turn)
        try:
            yield from take(turn.made, cancelled, end)
        except TimeoutError as late:
            raise ModelError(
                f"The model hadn't finished after {self._seconds:g} seconds: ask again "
                "when fewer others do, or use a smaller model."
            ) from late
        finally:
            self._leave(turn)

    def close(self) -> None:
        """Stop what is under way, send those who wait away, and let the thread end."""
        with self._changed:
            self._closed = True
            for turn in (*self._waiting, *([self._served] if self._served else [])):
                turn.made.put(_gone())
                turn.stopped.set()
            self._waiting.clear()
            self._changed.notify_all()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _join(self, turn: _Turn) -> None:
        with self._changed:
            if self._closed:
                raise _gone()
            if len(self._waiting) >= self._places:
                raise ModelError(
                    f"{len(self._waiting)} questions are waiting for the model already: ask "
                    "again in a moment."
                )
            self._waiting.append(turn)
            self._tell()
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="model", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def _leave(self, turn: _Turn) -> None:
        turn.stopped.set()
        with self._changed:
            if turn in self._waiting:
                self._waiting.remove(turn)
                self._tell()

    def _tell(self) -> None:
        """Tell those whose place has changed."""
        for ahead, turn in enumerate(self._waiting, start=self._served is not None):
            if ahead != turn.ahead:
                turn.ahead = ahead
                turn.made.put(Waiting(ahead))

    def _serve(self) -> None:
        while (turn := self._next()) is not None:
            try:
                with closing(turn.job(turn.stopped.is_set)) as made:  # type: ignore[type-var]
                    for piece in made:
                        if turn.stopped.is_set():
                            break
                        turn.made.put(piece)
                turn.made.put(END)
            except BaseException as error:  # handed to the thread that asked
                turn.made.put(error)
        self._finish()

    def _next(self) -> _Turn | None:
        with self._changed:
            self._served = None
            while not self._waiting and not self._closed:
                self._changed.wait()
            if self._closed:
                return None
            self._served = self._waiting.popleft()
            self._tell()
            return self._served


def _gone() -> ModelError:
    return ModelError("The model has been closed: open the library again to ask.")
