"""What is asked and what a right answer is: frozen data, whatever file it came from."""

from __future__ import annotations

from dataclasses import dataclass

from qa.types import Article

UNTYPED = "untyped"
"""What questions without a type are counted under."""


@dataclass(frozen=True, slots=True)
class Support:
    """A sentence that answers: by its ``text``, or by its place where the text isn't ours.

    ``article`` is the id of the article that holds it. ``start`` and ``end`` count the
    letters and digits (``str.isalnum``) of the article's text, so that spaces, punctuation and
    cleaning don't move it; ``check`` is the start of a hash of those letters.
    """

    article: str
    text: str = ""
    start: int = 0
    end: int = 0
    check: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what a right answer to it is.

    ``answers`` are acceptable short answers, one of which must be there, unless ``all_of``
    names what must all be there. ``article`` is the id of the article that answers, None
    when none does; ``also`` are others that do. ``history`` are the (question, answer) pairs
    asked before. ``near`` is the article an unanswerable question was made from, ``not_in``
    are articles somebody looked at that don't answer, ``given`` are passages to answer from
    instead of a library.
    """

    id: str
    question: str
    answers: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    article: str | None = None
    also: tuple[str, ...] = ()
    support: tuple[Support, ...] = ()
    type: str = ""
    history: tuple[tuple[str, str], ...] = ()
    near: str | None = None
    not_in: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    given: tuple[Article, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether some article answers it."""
        return self.article is not None

    @property
    def articles(self) -> frozenset[str]:
        """The ids of all the articles that answer it."""
        return frozenset(self.also) | ({self.article} if self.article is not None else set())

    @property
    def gold(self) -> tuple[str, ...]:
        """The acceptable short answers; a list's names are one answer together."""
        return (", ".join(self.all_of),) if self.all_of else self.answers


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions, and the articles they are about where the set brings them.

    ``articles`` is empty when the questions are about a library that is there already, and
    when every question has passages given. ``digest`` is the SHA-256 of the set's files.
    """

    name: str
    questions: tuple[Question, ...]
    articles: tuple[Article, ...] = ()
    digest: str = ""

    @property
    def gives_passages(self) -> bool:
        """Whether each question comes with the passages to answer it from."""
        return any(question.given for question in self.questions)
