"""Article → passages: whole sentences grouped to about as many words as asked."""

from __future__ import annotations

from qa.language.dates import MONTH_NAMES
from qa.language.sentences import split_sentences
from qa.types import Article, Passage, Span


def split_passages(text: str, words: int, overlap: int) -> list[Passage]:
    """Group the sentences of ``text`` into passages of about ``words`` words.

    Each passage begins with the last ``overlap`` sentences of the one before it. A passage
    holds at least one sentence of its own, however long.
    """
    sentences = split_sentences(text)
    sizes = [len(span.cut(text).split()) for span in sentences]
    passages: list[Passage] = []
    first = 0
    while first < len(sentences):
        end, size = first, 0
        fresh = first + (overlap if passages else 0)
        while end < len(sentences) and (end <= fresh or size + sizes[end] <= words):
            size += sizes[end]
            end += 1
        passages.append(_passage(sentences[first:end]))
        if end == len(sentences):
            break
        first = max(end - overlap, first + 1)
    return passages


def _passage(sentences: list[Span]) -> Passage:
    return Passage(sentences[0].start, sentences[-1].end, tuple(sentences))


def index_text(article: Article, passage: Passage) -> str:
    """Return what is indexed for a passage: ``title — date``, a line break, its own text.

    The date is written out in French, so that “février 2022” in a question meets it.
    """
    heading = article.title
    if article.date:
        day, month, year = article.date.day, MONTH_NAMES[article.date.month - 1], article.date.year
        heading += f" — {day} {month} {year}"
    return f"{heading}\n{article.text[passage.start : passage.end]}"
