"""The reading task's prompt: sentences under their article's heading, each between its label."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass

from prompts import render
from qa.answering.prompting import plain
from qa.language.calendar import written_date
from qa.types import Article, Span

LABELS = string.ascii_uppercase + string.ascii_lowercase
"""What sentences are called: each is one token of the embedded model's."""
NONE = "0"
"""The label that means that no sentence answers."""
CLOSING = "] "
"""What stands between the label chosen and the short answer."""
_HEADING = 100  # characters


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence as a reader is shown it: ``text`` is all of the article that the model sees."""

    article: Article
    span: Span

    @property
    def text(self) -> str:
        """The sentence on one line, unable to forge a label."""
        return plain(self.span.cut(self.article.text))


@dataclass(frozen=True, slots=True)
class ReadingPrompt:
    """The two parts of the prompt, which tokenise apart as they do together, and its file's hash.

    ``question`` ends where the model writes a label.
    """

    sentences: str
    question: str
    hash: str


def lay_out(shown: Sequence[Shown], question: str, language: str = "fr") -> ReadingPrompt:
    """Return the prompt that shows these sentences, in this order, and asks ``question``.

    Raises ``ValueError`` for more sentences than there are labels.
    """
    if len(shown) > len(LABELS):
        raise ValueError(f"{len(shown)} sentences, but {len(LABELS)} labels")
    before = [None, *(one.article.id for one in shown)]
    sentences = [
        {
            "heading": "" if one.article.id == previous else _heading(one.article, language),
            "label": label,
            "text": one.text,
        }
        for one, previous, label in zip(shown, before, LABELS, strict=False)
    ]
    prompt = render("reading", language, sentences=sentences, question=plain(question))
    return ReadingPrompt(prompt.system + "\n", prompt.user, prompt.hash)


def in_reading_order(shown: Sequence[Shown]) -> list[Shown]:
    """Return the sentences, best first, by article, the one of the best first, as they stand."""
    places = {id: n for n, id in reversed(list(enumerate(one.article.id for one in shown)))}
    return sorted(shown, key=lambda one: (places[one.article.id], one.span.start))


def _heading(article: Article, language: str) -> str:
    title = plain(article.title)[:_HEADING]
    return f"{title} ({written_date(article.date, language)})" if article.date else title
