"""Ranked sentences for tests: each an article of its own, or sentences of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from qa import Article
from qa.language.sentences import split_sentences
from qa.types import RankedSentence


def sentence_of(
    text: str, day: date | None, title: str = "", *, score: float = 0.3, id: str = ""
) -> RankedSentence:
    """Return the first sentence of an article with that text, as ranked."""
    article = Article(id or f"{day}-{hash(text) % 10**8}", title or text, text, day)
    return RankedSentence(article, split_sentences(text)[0], score, 0.8, True, True)


def sentences_of(article: Article, scores: Sequence[float]) -> list[RankedSentence]:
    """Return the sentences of ``article`` with their scores, best first."""
    spans = split_sentences(article.text)
    ranked = [
        RankedSentence(article, span, score, 0.8, True, True)
        for span, score in zip(spans, scores, strict=True)
    ]
    return sorted(ranked, key=lambda one: -one.score)
