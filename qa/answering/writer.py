"""What every writer of answers can do: a GGUF in process, or a server elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qa.types import Writing

if TYPE_CHECKING:
    from qa.answering.reading import Reader


@dataclass(frozen=True, slots=True)
class Task:
    """What a writer is to do: read ``system`` and ``user``, and write.

    Where ``candidates`` is above 0 the text is bound: every sentence ends with citations
    ``[1]`` … ``[candidates]``, or the whole is ``abstention``. Else it is free, and at most
    ``tokens`` long. Both messages are data but for what the prompt's file says: nothing in
    them acts as markup of the model's template.
    """

    system: str
    user: str
    tokens: int
    candidates: int = 0
    abstention: str = ""


class Writer(Protocol):
    """Writes answers. Safe to share between threads; those who ask wait for their turn."""

    @property
    def name(self) -> str:
        """What the writer is called in an answer."""
        ...

    @property
    def context(self) -> int:
        """How many tokens its window holds, prompt and answer together. Raises ``ModelError``."""
        ...

    @property
    def able(self) -> bool:
        """Whether to rely on its reading: to choose among sentences, to rewrite a follow-up."""
        ...

    def count_tokens(self, system: str, user: str) -> int:
        """Return how many tokens the prompt of these messages is, template and all.

        Any thread may ask, and is answered at once. Raises ``ModelError``.
        """
        ...

    def write(self, task: Task, cancelled: Callable[[], bool] = ...) -> Iterator[Writing]:
        """Yield ``Waiting``, ``Read`` and ``Wrote`` as they come; close the iterator to stop.

        ``cancelled`` is asked several times a second, also while waiting and reading. Raises
        ``ModelError`` when the model can't be reached or loaded, the line is too long, the
        deadline passes, or the prompt doesn't fit.
        """
        ...

    def reader(self, language: str) -> Reader | None:
        """Return what points at the answer to a question in ``language``, instead of writing.

        None for a writer that wasn't taught to. Nothing is loaded yet.
        """
        ...

    def close(self) -> None:
        """Let go of what it holds; closing twice does nothing."""
        ...
