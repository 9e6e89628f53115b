"""Of reprints one speaks for all: what is found in it is found in the article a question names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from eval.questions import Question
from qa.library import Library
from qa.types import Article

Spoken = Mapping[str, Sequence[Article]]


def spoken_for(library: Library, question: Question) -> Spoken:
    """Return, by id, the articles that answer for which each of their reprints may speak.

    An article that answers speaks for itself first, then for its reprints that answer too.
    """
    found: dict[str, list[Article]] = {}
    for article_id in sorted(question.articles):
        article = library.article(article_id)
        if article is None:
            continue
        found.setdefault(article_id, []).insert(0, article)
        for reprint in library.store.reprints(article_id):
            found.setdefault(reprint.id, []).append(article)
    return found


def places(
    spoken: Spoken, article: Article, start: int, end: int
) -> Iterator[tuple[Article, int, int]]:
    """Yield where a stretch of an article stands: there, or in those it speaks for.

    In an article of other characters it stands nowhere: its place is empty.
    """
    text = article.text[start:end]
    for gold in spoken.get(article.id, (article,)):
        if gold.id == article.id:
            yield article, start, end
        else:
            at = gold.text.find(text)
            yield (gold, at, at + len(text)) if at >= 0 else (gold, 0, 0)


def place(spoken: Spoken, article: Article, start: int, end: int) -> tuple[Article, int, int]:
    """Return the first of ``places``."""
    return next(places(spoken, article, start, end))
