"""Reading instead of writing: which sentence answers, and which of its words are the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa.answering.prompting import most_that_fit
from qa.answering.reading_prompt import CLOSING, LABELS, NONE, Shown, in_reading_order, lay_out
from qa.language.query import Query
from qa.settings import Settings
from qa.types import RankedSentence, Read, Span, Waiting

LONGEST = 32
"""Tokens of a short answer at most."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model made of the sentences it was ``shown``.

    ``probabilities``, one for each, say that it is the one that answers, and ``none`` that none
    does; together they are 1. ``span`` is the short answer in the likeliest sentence, in
    characters of its article, None where no word could be copied, and ``certainty`` how
    probable its tokens were, the end among them: their geometric mean.
    """

    shown: tuple[Shown, ...]
    probabilities: tuple[float, ...]
    none: float
    span: Span | None
    certainty: float

    @property
    def best(self) -> Shown:
        """The likeliest sentence."""
        return self.shown[self.probabilities.index(max(self.probabilities))]

    @property
    def words(self) -> str:
        """The short answer, "" for none."""
        return self.span.cut(self.best.article.text) if self.span else ""


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """What a model is to read: a prompt of ``tokens`` that ends where it writes a label.

    ``labels`` are the tokens of the sentences', ``none`` that of the label that means that none
    answers, ``closing`` what stands between a label and the answer.
    """

    tokens: tuple[int, ...]
    labels: tuple[int, ...]
    none: int
    closing: tuple[int, ...]
    shown: tuple[Shown, ...]
    prompt_hash: str


@dataclass(frozen=True, slots=True)
class Reader:
    """A model that reads, asked from any thread: those who ask wait for their turn.

    ``tokens`` tokenises plain text, ``context`` says how many tokens its window holds, and
    ``read`` does a task, until it is done or the function given says that it is cancelled. All
    three raise ``ModelError``.
    """

    tokens: Callable[[str], list[int]]
    context: Callable[[], int]
    read: Callable[[ReadingTask, Callable[[], bool]], Iterator[Waiting | Read | Reading]]

    def assign_best(
        self, query: Query, ranked: Sequence[RankedSentence], settings: Settings
    ) -> ReadingTask | None:
        """Return the task of reading the best of the ``ranked`` sentences, as ``assign`` does."""
        sentences = [Shown(one.article, one.span) for one in ranked[: settings.prompt_sentences]]
        return self.assign(sentences, query.text, settings.reading_tokens)

    def assign(
        self, sentences: Sequence[Shown], question: str, tokens: int, language: str = "fr"
    ) -> ReadingTask | None:
        """Return the task of reading as many of the sentences, best first, as ``tokens`` hold.

        None when not even the best one fits.
        """
        asked = self.tokens(lay_out((), question, language).question)
        room = min(tokens, self.context() - len(asked) - LONGEST - len(CLOSING))

        def fits(count: int) -> bool:
            shown = in_reading_order(sentences[:count])
            return len(self.tokens(lay_out(shown, question, language).sentences)) <= room

        count = most_that_fit(min(len(sentences), len(LABELS)), fits)
        if not count:
            return None
        shown = tuple(in_reading_order(sentences[:count]))
        prompt = lay_out(shown, question, language)
        return ReadingTask(
            tokens=(*self.tokens(prompt.sentences), *asked),
            labels=tuple(self._one(label) for label in LABELS[:count]),
            none=self._one(NONE),
            closing=tuple(self.tokens(CLOSING.strip())),
            shown=shown,
            prompt_hash=prompt.hash,
        )

    def _one(self, label: str) -> int:
        (token,) = self.tokens(label)
        return token
