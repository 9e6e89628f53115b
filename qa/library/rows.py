"""Articles, passages and files as they are in SQLite's rows, and back."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from itertools import starmap
from typing import Any

from qa.library.database import chosen
from qa.types import Article, Passage, Span, StoredPassage

COLUMNS = "id, title, text, date, source, url, language, summary"
NEW_ARTICLE = f"INSERT INTO articles ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING n"
NEW_PASSAGE = (
    "INSERT INTO passages (article, start, stop, sentences, vector, born) VALUES (?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file that was read: its name when first added, its hash, how many articles it held.

    The hash is empty for a file that wasn't read whole, and so is to be read again.
    """

    name: str
    sha256: str
    articles: int


def article_row(article: Article) -> tuple[str | None, ...]:
    """Return the values of ``COLUMNS``."""
    return (
        article.id,
        article.title,
        article.text,
        article.date.isoformat() if article.date else None,
        article.source,
        article.url,
        article.language,
        article.summary,
    )


def read_article(row: Sequence[Any]) -> Article:
    """Return the article of a row that begins with ``COLUMNS``."""
    date = Date.fromisoformat(row[3]) if row[3] else None
    return Article(row[0], row[1], row[2], date, row[4], row[5], row[6], row[7])


def passage_row(passage: Passage) -> tuple[int, int, bytes]:
    """Return its offsets, and its sentences' as little-endian uint32 pairs."""
    numbers = [number for span in passage.sentences for number in (span.start, span.end)]
    return passage.start, passage.end, struct.pack(f"<{len(numbers)}I", *numbers)


def read_passages(db: sqlite3.Connection, ids: Sequence[int]) -> list[StoredPassage]:
    """Return the passages of ``ids`` that are there, in the order of ``ids``."""
    rows = chosen(
        db,
        "SELECT p.n, p.article, start, stop, sentences, coalesce(story, p.article) "
        "FROM passages p LEFT JOIN stories s ON s.article = p.article WHERE p.n IN",
        ids,
    )
    numbers = sorted({row[1] for row in rows})
    query = f"SELECT {COLUMNS}, n FROM articles WHERE n IN"
    articles = {row[-1]: read_article(row) for row in chosen(db, query, numbers)}
    found = {
        n: StoredPassage(n, articles[article], _read_passage(*offsets), story)
        for n, article, *offsets, story in rows
        if article in articles  # removed between the two by another process
    }
    return [found[i] for i in ids if i in found]


def _read_passage(start: int, stop: int, sentences: bytes) -> Passage:
    """Return the passage that ``passage_row`` made a row of."""
    return Passage(start, stop, tuple(starmap(Span, struct.iter_unpack("<2I", sentences))))
