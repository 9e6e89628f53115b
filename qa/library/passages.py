"""Article → passages: whole sentences grouped to about as many words as asked."""

from __future__ import annotations

from datetime import date as Date

from qa.language.analysis import ANALYSER_VERSION, analyse
from qa.language.dates import MONTH_NAMES, DateMention, find_dates
from qa.language.day_terms import day_terms
from qa.language.sentences import split_sentences
from qa.types import Article, Passage, Span

_TERMS = 2  # raised when index_text or index_terms changes
TERMS_VERSION = f"{ANALYSER_VERSION}.{_TERMS}"
"""What made a passage's terms: a lexicon of another version is built anew."""


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


def index_terms(article: Article, passage: Passage) -> list[str]:
    """Return the terms a passage is found by: those of its ``index_text``, and its days'."""
    text = index_text(article, passage)
    days: list[DateMention | Date] = [*find_dates(text, article.date)]
    if article.date is not None:
        days.append(article.date)
    return analyse(text) + list(dict.fromkeys(term for day in days for term in day_terms(day)))
