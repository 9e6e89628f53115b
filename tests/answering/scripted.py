"""A writer that reads, and writes, what it is told to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from qa.answering.reading import Reader, Reading, ReadingTask
from qa.answering.reading_prompt import Shown
from qa.answering.writer import Task
from qa.errors import ModelError
from qa.types import Read, Span, Waiting, Writing, Wrote


@dataclass
class ScriptedWriter:
    """Finds ``words`` in the first sentence that holds them, as sure as it is told.

    ``failure`` is raised in place of that.
    """

    words: str = ""
    none: float = 0.1
    certainty: float = 0.95
    failure: str = ""
    read: list[ReadingTask] = field(default_factory=list)
    written: list[Task] = field(default_factory=list)
    name: str = "scripted"
    context: int = 2048
    able: bool = False

    def count_tokens(self, system: str, user: str) -> int:
        return len(_tokens(system + user))

    def write(self, task: Task, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Writing]:
        self.written.append(task)
        yield Wrote("Rien [1].")

    def reader(self, language: str) -> Reader | None:
        return Reader(_tokens, lambda: self.context, self._read) if language == "fr" else None

    def close(self) -> None:
        pass

    def _read(
        self, task: ReadingTask, cancelled: Callable[[], bool]
    ) -> Iterator[Waiting | Read | Reading]:
        self.read.append(task)
        yield Read(len(task.tokens), len(task.tokens))
        if self.failure:
            raise ModelError(self.failure)
        if not cancelled():
            yield found(task.shown, self.words, self.none, self.certainty)


def found(shown: Sequence[Shown], words: str, none: float, certainty: float) -> Reading:
    """Return a reading that points at ``words`` in the first sentence that holds them."""
    best = next(n for n, one in enumerate(shown) if words in one.span.cut(one.article.text))
    others = 0.1 * (1.0 - none) / len(shown)
    chances = [others] * len(shown)
    chances[best] += 0.9 * (1.0 - none)
    span = shown[best].span
    start = shown[best].article.text.index(words, span.start)
    place = Span(start, start + len(words)) if words else None
    return Reading(tuple(shown), tuple(chances), none, place, certainty)


def _tokens(text: str) -> list[int]:
    return [len(word) for word in text.split()]
