"""The data that travels from files to answers: frozen dataclasses and nothing else.

Offsets are in characters (Python ``str`` indices) into ``Article.text``;
``article.text[c.start:c.end] == c.quote`` holds for every citation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read and cleaned; ``text`` holds the body without the title."""

    id: str
    title: str
    text: str
    date: Date | None = None
    source: str = ""
    url: str = ""
    language: str = "fr"
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of characters, ``text[start:end]``."""

    start: int
    end: int

    def cut(self, text: str) -> str:
        """Return the characters of ``text`` this span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``since`` to ``until``, both included; ``None`` leaves that end open.

    True when either end is given. An article without a date is then outside of it.
    """

    since: Date | None = None
    until: Date | None = None

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None

    def holds(self, day: Date | None) -> bool:
        """Whether ``day`` is within; no day is within an open period alone."""
        if day is None:
            return not self
        after = self.since is None or self.since <= day
        return after and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive whole sentences of one article; spans are offsets into ``Article.text``."""

    start: int
    end: int
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as a library keeps it: ``id`` is never used again once it is removed.

    Articles of one ``story`` are reprints of each other; one that stands alone has its own.
    """

    id: int
    article: Article
    passage: Passage
    story: int

    @property
    def text(self) -> str:
        """The passage's own characters, cut from the article."""
        return self.article.text[self.passage.start : self.passage.end]


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence that may answer: its article, its span, and what speaks for it.

    ``score`` orders sentences of one question only. ``coverage``, 0 to 1, is the share of
    the question's weighted terms found in the sentence, its title or its passage.
    ``typed`` says whether it holds the kind of thing asked for (a date for “quand”), and
    ``dated`` whether the question's date, if any, is met.
    """

    article: Article
    span: Span
    score: float
    coverage: float
    typed: bool
    dated: bool

    @property
    def text(self) -> str:
        """The sentence's own characters, cut from the article."""
        return self.span.cut(self.article.text)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question: ``article.text[start:end] == text``; higher is better.

    ``also`` are the other articles of the library that reprint its article, oldest first.
    """

    article: Article
    text: str
    start: int
    end: int
    score: float
    also: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence of a stored article, cut by offsets: ``article.text[start:end] == quote``.

    ``marks`` are the spans of ``article.text``, within the quote, of what was asked for:
    names for “qui”, a date for “quand”, a number with its unit for “combien”.
    """

    number: int
    article: Article
    start: int
    end: int
    quote: str
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """How likely it is that the articles answer, 0 to 1, and what they lack.

    ``strength`` is what abstaining goes by. ``found`` and ``missing`` are words of the
    question, as it writes them, that the best sentences hold or that no sentence holds beside
    the others. ``other_date`` says that nothing is about the question's date, and
    ``no_such_thing`` that no sentence holds the kind of thing asked for (a date for “quand”).
    """

    strength: float
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    other_date: bool = False
    no_such_thing: bool = False


Verdict = Literal["supported", "partly", "unsupported"]


@dataclass(frozen=True, slots=True)
class Support:
    """Whether evidence bears a sentence out: a verdict, how far (0 to 1), and what speaks against.

    ``reasons`` are a few English words each; none for what is wholly supported.
    """

    verdict: Verdict
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence a model wrote, without markers, the citations it rests on, and its check.

    ``numbers`` are those of ``Answer.citations``; empty for a sentence that was ``dropped``.
    """

    text: str
    numbers: tuple[int, ...]
    support: Support
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What Sourcier says, what it rests on, and who wrote it.

    ``text`` carries ``[1]`` markers that refer to ``citations`` by number;
    ``quotes`` are the best verbatim sentences, whoever wrote the text;
    ``reason`` says why when ``abstained``; ``timings`` are seconds by stage. ``confidence``,
    0 to 1, is the strength of the evidence: what abstaining goes by, and no probability.
    ``about`` is the day that a date without a year in the question was taken for.
    ``statements`` are a model's sentences with their checks, those dropped too. ``searched`` is
    the question that was searched where it isn't the one typed: a follow-up made whole.
    ``introduction`` says before the quotes which day was meant, or that articles disagree.
    ``nearest`` are the sentences nearest to a question that wasn't answered. ``warning`` says in
    a sentence why no model wrote, where one should have: the quotes stand.
    """

    question: str
    text: str
    citations: tuple[Citation, ...]
    quotes: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    abstained: bool
    reason: str
    written_by: str
    language: str
    timings: dict[str, float] = field(default_factory=dict)
    prompt_hash: str = ""
    confidence: float = 0.0
    about: Date | None = None
    statements: tuple[Statement, ...] = ()
    searched: str = ""
    introduction: str = ""
    nearest: tuple[Citation, ...] = ()
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as a reader gives it, with the place it was read from.

    ``place`` is the path relative to what was added, plus ``#12`` for row 12 of a
    file of many articles. It is unique within one addition, so it stands in for an
    ``article.id`` that another file has already taken.
    """

    article: Article
    place: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or a row of one, that couldn't be read: its place and a reason in a sentence."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What ``Assistant.add`` did: articles by fate, passages written, seconds taken.

    ``reprints`` counts those of the added and updated that reprint an article already there.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: tuple[Failure, ...] = ()
    passages: int = 0
    seconds: float = 0.0
    reprints: int = 0


Stage = Literal["reading", "indexing", "finishing", "calibrating"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far indexing is; ``total`` counts bytes of the files named, as ``done`` does."""

    stage: Stage
    done: int
    total: int
    articles: int
    passages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Found:
    """Stream event: the passages retrieved, best first; ``searched`` as in ``Answer``."""

    hits: tuple[Hit, ...]
    searched: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Stream event: the best verbatim sentences, before any model has written.

    ``introduction`` is as in ``Answer``.
    """

    citations: tuple[Citation, ...]
    introduction: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Stream event: the model is at work for others; ``ahead`` of them come first."""

    ahead: int


@dataclass(frozen=True, slots=True)
class Read:
    """Stream event: the model has read ``done`` of the prompt's ``total`` tokens."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Wrote:
    """Stream event: the next piece of the model's draft, not yet checked."""

    text: str


@dataclass(frozen=True, slots=True)
class Checking:
    """Stream event: the model has written all it will, and its sentences are being checked."""


@dataclass(frozen=True, slots=True)
class Done:
    """Stream event: the final, checked answer."""

    answer: Answer


Writing = Waiting | Read | Wrote
Event = Found | Quoted | Writing | Checking | Done
