"""SQLite, the truth of a library: articles, passages, sentence offsets, vectors."""

from __future__ import annotations

import json
import sqlite3
import struct
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.errors import LibraryError
from qa.library.database import connect, explain
from qa.types import Article, Passage, Span, StoredPassage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "library.db"
_CHUNK = 500
_ARTICLE = "a.id, a.title, a.text, a.date, a.source, a.url, a.language, a.summary"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file that was read: its name when first added, its hash, how many articles it held.

    The hash is empty for a file that wasn't read whole, and so is to be read again.
    """

    name: str
    sha256: str
    articles: int


class Store:
    """One library's database. Safe to share between threads; one transaction at a time.

    Every write happens inside ``transaction()``, which moves the generation on by one;
    passages remember the generation that added them, removals the one that took them away.
    """

    def __init__(self, folder: Path) -> None:
        """Open the database in ``folder``, making it when it isn't there.

        A folder that can't be written opens for reading. Raises ``LibraryError``.
        """
        self._path = folder / FILE
        self._lock = threading.RLock()
        self._db, self.writable = connect(self._path)
        self._folder = folder

    def close(self) -> None:
        """Close the database; closing twice does nothing."""
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[int]:
        """Write inside: all or nothing. Gives the new generation.

        Raises ``LibraryError`` when the disk is full or can't be written; nothing is changed then.
        """
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                generation = self.generation + 1
                self._set_meta("generation", str(generation))
                yield generation
                self._db.execute("COMMIT")
            except BaseException as error:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    raise LibraryError(explain(error, self._folder)) from error
                raise

    # What the library remembers of itself

    @property
    def generation(self) -> int:
        """How many times the library was written."""
        return int(self._meta("generation") or 0)

    @property
    def encoder(self) -> dict[str, Any] | None:
        """The encoder's record, as ``EncoderInfo`` fields, or None before anything was added."""
        value = self._meta("encoder")
        return json.loads(value) if value else None

    def set_encoder(self, record: dict[str, Any]) -> None:
        """Remember the encoder that makes the vectors. Call inside a transaction."""
        self._set_meta("encoder", json.dumps(record))

    def _meta(self, key: str) -> str | None:
        row = self._one("SELECT value FROM meta WHERE key = ?", key)
        return str(row[0]) if row else None

    def _set_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # Files

    def file(self, path: str) -> FileRecord | None:
        """Return what is remembered of a file that was read."""
        row = self._one("SELECT name, sha256, articles FROM files WHERE path = ?", path)
        return FileRecord(*row) if row else None

    def set_file(self, path: str, record: FileRecord) -> None:
        """Remember that a file was read. Call inside a transaction."""
        self._db.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)",
            (path, record.name, record.sha256, record.articles),
        )

    def forget_file(self, path: str) -> None:
        """Let a file be read again, under the same name while articles of it are left.

        Call inside a transaction.
        """
        self._db.execute("UPDATE files SET sha256 = '' WHERE path = ?", (path,))
        self._db.execute(
            "DELETE FROM files WHERE path = ? AND path NOT IN (SELECT source FROM articles)",
            (path,),
        )

    # Articles

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None."""
        row = self._one(f"SELECT {_ARTICLE} FROM articles a WHERE id = ?", article_id)
        return _article(row) if row else None

    def articles(self) -> Iterator[Article]:
        """Yield every article, oldest first, without holding the database between them."""
        last = -1
        while rows := self._all(
            f"SELECT {_ARTICLE}, n FROM articles a WHERE n > ? ORDER BY n LIMIT {_CHUNK}", last
        ):
            yield from map(_article, rows)
            last = rows[-1][-1]

    def ids_from(self, source: str) -> list[str]:
        """Return the ids of the articles read from a file."""
        return [row[0] for row in self._all("SELECT id FROM articles WHERE source = ?", source)]

    def sources(self) -> list[str]:
        """Return the files that articles were read from."""
        return [
            row[0] for row in self._all("SELECT DISTINCT source FROM articles WHERE source > ''")
        ]

    def put_article(
        self,
        article: Article,
        passages: Sequence[Passage],
        vectors: NDArray[np.float16],
        generation: int,
    ) -> None:
        """Add an article with its passages, replacing the one of its id. Inside a transaction."""
        self.delete_article(article.id, generation)
        row = self._db.execute(
            "INSERT INTO articles (id, title, text, date, source, url, language, summary) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING n",
            (
                article.id,
                article.title,
                article.text,
                article.date.isoformat() if article.date else None,
                article.source,
                article.url,
                article.language,
                article.summary,
            ),
        ).fetchone()
        self._db.executemany(
            "INSERT INTO passages (article, start, stop, sentences, vector, born) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [
                (row[0], p.start, p.end, _pack(p.sentences), vector.tobytes(), generation)
                for p, vector in zip(passages, vectors.astype("<f2"), strict=True)
            ],
        )

    def delete_article(self, article_id: str, generation: int) -> bool:
        """Remove an article; False when it isn't there. Call inside a transaction."""
        row = self._db.execute("SELECT n FROM articles WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            return False
        self._db.execute(
            "INSERT INTO removals SELECT n, ? FROM passages WHERE article = ?", (generation, *row)
        )
        self._db.execute("DELETE FROM passages WHERE article = ?", row)
        self._db.execute("DELETE FROM articles WHERE n = ?", row)
        return True

    # Passages

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        """Return the passages of ``ids`` that are there, in the order of ``ids``."""
        found: dict[int, StoredPassage] = {}
        known: dict[str, Article] = {}
        for first in range(0, len(ids), _CHUNK):
            chunk = ids[first : first + _CHUNK]
            marks = ",".join("?" * len(chunk))
            for row in self._all(
                f"SELECT {_ARTICLE}, p.n, p.start, p.stop, p.sentences FROM passages p "
                f"JOIN articles a ON a.n = p.article WHERE p.n IN ({marks})",
                *chunk,
            ):
                article = known.setdefault(row[0], _article(row))
                found[row[8]] = StoredPassage(row[8], article, _passage(*row[9:12]))
        return [found[i] for i in ids if i in found]

    def passages_of(self, article_id: str) -> list[StoredPassage]:
        """Return the passages of one article, in order."""
        rows = self._all(
            "SELECT p.n FROM passages p JOIN articles a ON a.n = p.article WHERE a.id = ? "
            "ORDER BY p.start",
            article_id,
        )
        return self.passages([row[0] for row in rows])

    def added_since(
        self, generation: int
    ) -> Iterator[tuple[list[StoredPassage], NDArray[np.float16]]]:
        """Yield the passages added after ``generation`` that are still there, with their vectors.

        In chunks: passages, and ``(n, dim)`` float16.
        """
        import numpy as np

        last = -1
        while rows := self._all(
            f"SELECT n, vector FROM passages WHERE born > ? AND n > ? ORDER BY n LIMIT {_CHUNK}",
            generation,
            last,
        ):
            yield (
                self.passages([row[0] for row in rows]),
                np.stack([np.frombuffer(row[1], dtype="<f2") for row in rows]),
            )
            last = rows[-1][0]

    def set_vectors(
        self, ids: Sequence[int], vectors: NDArray[np.float16], generation: int
    ) -> None:
        """Give passages new vectors, as if newly added. Call inside a transaction."""
        self._db.executemany(
            "UPDATE passages SET vector = ?, born = ? WHERE n = ?",
            [
                (vector.tobytes(), generation, i)
                for i, vector in zip(ids, vectors.astype("<f2"), strict=True)
            ],
        )

    def count_added_since(self, generation: int) -> int:
        """Return how many passages were added after ``generation`` and are still there."""
        return int(self._count("SELECT count(*) FROM passages WHERE born > ?", generation))

    def removed_since(self, generation: int) -> list[int]:
        """Return the ids of the passages removed after ``generation``."""
        rows = self._all("SELECT passage FROM removals WHERE generation > ?", generation)
        return [row[0] for row in rows]

    def counts(self) -> tuple[int, int]:
        """Return the number of articles and of passages."""
        return self._count("SELECT count(*) FROM articles"), self._count(
            "SELECT count(*) FROM passages"
        )

    def _count(self, query: str, *values: object) -> int:
        row = self._one(query, *values)
        return int(row[0]) if row else 0

    def _one(self, query: str, *values: object) -> Any:
        rows = self._all(query, *values)
        return rows[0] if rows else None

    def _all(self, query: str, *values: object) -> list[Any]:
        with self._lock:
            try:
                rows: list[Any] = self._db.execute(query, values).fetchall()
                return rows
            except sqlite3.Error as error:
                raise LibraryError(explain(error, self._path.parent)) from error


def _article(row: Sequence[Any]) -> Article:
    date = Date.fromisoformat(row[3]) if row[3] else None
    return Article(row[0], row[1], row[2], date, row[4], row[5], row[6], row[7])


def _pack(sentences: Iterable[Span]) -> bytes:
    numbers = [number for span in sentences for number in (span.start, span.end)]
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _passage(start: int, end: int, sentences: bytes) -> Passage:
    numbers = struct.unpack(f"<{len(sentences) // 4}I", sentences)
    return Passage(
        start, end, tuple(Span(a, b) for a, b in zip(numbers[::2], numbers[1::2], strict=True))
    )
