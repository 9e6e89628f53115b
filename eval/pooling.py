"""A set about a large corpus → the same questions over a small part of it, quick to index.

Harder than the articles asked about alone, easier than the whole: scores of a pool compare with
scores of the same pool only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from eval.corpus import draw, read_corpus
from eval.loading import load_set
from eval.loading.writing import write_set
from eval.questions import QuestionSet
from qa.errors import QuestionError
from qa.types import Article, Failure


def make_pool(
    path: Path,
    corpus: Path,
    *,
    articles: int,
    out: Path,
    seed: int = 7,
    told: Callable[[Failure], None] = lambda failure: None,
) -> QuestionSet:
    """Write the set of ``path`` to ``out`` with the articles it names and others drawn by lot.

    There are ``articles`` in all, or as many as the set names if that is more. ``told`` hears
    of what couldn't be read. Raises ``QuestionError`` when the corpus lacks an article.
    """
    asked = load_set(path)
    named = _named(asked)
    ours: list[Article] = []
    others: list[Article] = []
    for article in read_corpus(corpus, told):
        (ours if article.id in named else others).append(article)
    missing = sorted(named - {article.id for article in ours})
    if missing:
        raise QuestionError(
            f"{corpus} has no article {missing[0]}, which {path} names: give the corpus that the "
            "questions are about."
        )
    drawn = draw(others, max(0, articles - len(ours)), seed)
    write_set(replace(asked, articles=(*ours, *drawn)), out)
    return load_set(out)


def _named(asked: QuestionSet) -> set[str]:
    """Return the ids of the articles that the questions name, answering or not."""
    return {
        id
        for q in asked.questions
        for id in (q.article, q.near, *q.also, *q.not_in, *(s.article for s in q.support))
        if id is not None
    }
