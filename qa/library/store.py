"""SQLite, the truth of a library: articles, passages, sentence offsets, vectors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.library import own_encoder, stories
from qa.library.database import Database
from qa.library.rows import (
    COLUMNS,
    NEW_ARTICLE,
    NEW_PASSAGE,
    FileRecord,
    article_row,
    passage_row,
    read_article,
    read_passages,
)
from qa.types import Article, Passage, StoredPassage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "library.db"
_CHUNK = 500


class Store:
    """One library's database. Safe to share between threads; one transaction at a time.

    Every write happens inside ``transaction()``, which moves the generation on by one;
    passages remember the generation that added them, removals the one that took them away.
    """

    def __init__(self, folder: Path) -> None:
        """Open the database in ``folder``, making it when it isn't there.

        A folder that can't be written opens for reading. Raises ``LibraryError``.
        """
        self._folder = folder
        self._database = Database(folder / FILE)
        self._db = self._database.connection
        self.writable = self._database.writable

    def close(self) -> None:
        """Close the database; closing twice does nothing."""
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[int]:
        """Write inside: all or nothing. Gives the new generation.

        Raises ``LibraryError`` when the disk is full or can't be written; nothing is changed then.
        """
        with self._database.transaction():
            generation = self.generation + 1
            self._set_meta("generation", str(generation))
            yield generation

    # What the library remembers of itself

    @property
    def generation(self) -> int:
        """How many times the library was written."""
        return int(self._meta("generation") or 0)

    @property
    def encoder(self) -> dict[str, Any] | None:
        """The encoder's record, as ``EncoderInfo`` fields, or None before anything was added."""
        value = self._meta("encoder")
        return own_encoder.absolute(json.loads(value), self._folder) if value else None

    def set_encoder(self, record: dict[str, Any]) -> None:
        """Remember the encoder that makes the vectors. Call inside a transaction."""
        self._set_meta("encoder", json.dumps(own_encoder.relative(record, self._folder)))

    @property
    def calibration(self) -> dict[str, Any] | None:
        """What was learnt about searching this library, or None before that."""
        value = self._meta("calibration")
        return json.loads(value) if value else None

    def set_calibration(self, record: dict[str, Any] | None) -> None:
        """Remember it, or forget it, in a transaction of its own; the generation stays.

        Raises ``LibraryError`` when the library can't be written.
        """
        with self._database.transaction():
            self._set_meta("calibration", json.dumps(record))

    def _meta(self, key: str) -> str | None:
        row = self._database.one("SELECT value FROM meta WHERE key = ?", key)
        return str(row[0]) if row else None

    def _set_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # Files

    def file(self, path: str) -> FileRecord | None:
        """Return what is remembered of a file that was read."""
        row = self._database.one("SELECT name, sha256, articles FROM files WHERE path = ?", path)
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
        row = self._database.one(f"SELECT {COLUMNS} FROM articles WHERE id = ?", article_id)
        return read_article(row) if row else None

    def articles(self) -> Iterator[Article]:
        """Yield every article, oldest first, without holding the database between them."""
        last = -1
        while rows := self._database.all(
            f"SELECT {COLUMNS}, n FROM articles WHERE n > ? ORDER BY n LIMIT {_CHUNK}", last
        ):
            yield from map(read_article, rows)
            last = rows[-1][-1]

    def ids_from(self, source: str) -> list[str]:
        """Return the ids of the articles read from a file."""
        return self._database.column("SELECT id FROM articles WHERE source = ?", source)

    def sources(self) -> list[str]:
        """Return the files that articles were read from."""
        return self._database.column("SELECT DISTINCT source FROM articles WHERE source > ''")

    def put_article(
        self,
        article: Article,
        passages: Sequence[Passage],
        vectors: NDArray[np.float16],
        generation: int,
    ) -> None:
        """Add an article with its passages, replacing the one of its id. Inside a transaction."""
        self.delete_article(article.id, generation)
        n = self._db.execute(NEW_ARTICLE, article_row(article)).fetchone()[0]
        rows = zip(map(passage_row, passages), vectors.astype("<f2"), strict=True)
        self._db.executemany(NEW_PASSAGE, [(n, *row, v.tobytes(), generation) for row, v in rows])

    def delete_article(self, article_id: str, generation: int) -> bool:
        """Remove an article; False when it isn't there. Call inside a transaction."""
        row = self._db.execute("SELECT n FROM articles WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            return False
        stories.forget(self._db, row[0])
        self._db.execute(
            "INSERT INTO removals SELECT n, ? FROM passages WHERE article = ?", (generation, *row)
        )
        self._db.execute("DELETE FROM passages WHERE article = ?", row)
        self._db.execute("DELETE FROM articles WHERE n = ?", row)
        return True

    # Reprints

    @property
    def unrecognised(self) -> int:
        """How many articles ``recognise_reprints`` hasn't looked at, as in an older library."""
        with self._database.held():
            return stories.pending(self._db)

    def recognise_reprints(self) -> int:
        """Find the reprints among articles just added. Call inside a transaction.

        Returns how many there are, the first of each story apart.
        """
        return stories.recognise(self._db, -1)

    def recognise_older(self) -> Iterator[int]:
        """Find the reprints among all articles not looked at; yields how many were, each time.

        In transactions of its own: stopped half way, it goes on from there the next time.
        """
        while self.unrecognised:
            with self._database.transaction():
                stories.recognise(self._db, _CHUNK)
            yield _CHUNK

    def reprints(self, article_id: str) -> list[Article]:
        """Return the other articles of an article's story, oldest first, undated ones last."""
        with self._database.held():
            return stories.reprints(self._db, article_id)

    def stories(self, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Return the story and the article, by number, of each passage that is there."""
        with self._database.held():
            return stories.of_passages(self._db, ids)

    # Passages

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        """Return the passages of ``ids`` that are there, in the order of ``ids``."""
        with self._database.held():
            return read_passages(self._db, ids)

    def passages_of(self, *article_ids: str) -> list[StoredPassage]:
        """Return the passages of these articles, those of one together and in order."""
        marks = ", ".join("?" * len(article_ids))
        ids = self._database.column(
            "SELECT p.n FROM passages p JOIN articles a ON a.n = p.article "
            f"WHERE a.id IN ({marks}) ORDER BY p.article, p.start",
            *article_ids,
        )
        return self.passages(ids)

    def sample(self, count: int) -> list[StoredPassage]:
        """Return up to ``count`` passages, spread evenly over all, always the same."""
        ids = self._database.column("SELECT n FROM passages ORDER BY n")
        step = max(1, len(ids) // max(count, 1))
        return self.passages(ids[::step][:count])

    def passages_between(self, since: Date | None, until: Date | None) -> NDArray[np.int64]:
        """Return the ids of passages of articles dated within these days, both included.

        ``None`` leaves an end open; articles without a date are left out.
        """
        import numpy as np

        ids = self._database.column(
            "SELECT p.n FROM articles a JOIN passages p ON p.article = a.n "
            "WHERE a.date >= ? AND a.date <= ?",
            since.isoformat() if since else "",
            until.isoformat() if until else "9999-12-31",
        )
        return np.array(ids, dtype=np.int64)

    def added_since(
        self, generation: int
    ) -> Iterator[tuple[list[StoredPassage], NDArray[np.float16]]]:
        """Yield the passages added after ``generation`` that are still there, with their vectors.

        In chunks, the oldest first: passages, and ``(n, dim)`` float16.
        """
        for ids, vectors in self.vectors_since(generation):
            yield self.passages(ids), vectors

    def vectors_since(self, generation: int) -> Iterator[tuple[list[int], NDArray[np.float16]]]:
        """Yield the ids and vectors of the passages that ``added_since`` does."""
        import numpy as np

        # What is given new vectors on the way would come by again.
        newest = self._database.one("SELECT max(born) FROM passages")[0]
        last = (generation + 1, -1)
        while rows := self._database.all(
            "SELECT n, vector, born FROM passages WHERE (born, n) > (?, ?) AND born <= ? "
            f"ORDER BY born, n LIMIT {_CHUNK}",
            *last,
            newest,
        ):
            ids = [row[0] for row in rows]
            yield ids, np.stack([np.frombuffer(row[1], dtype="<f2") for row in rows])
            last = (rows[-1][2], rows[-1][0])

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
        return self._count("passages WHERE born > ?", generation)

    def removed_since(self, generation: int) -> list[int]:
        """Return the ids of the passages removed after ``generation``."""
        query = "SELECT passage FROM removals WHERE generation > ?"
        return self._database.column(query, generation)

    def counts(self) -> tuple[int, int]:
        """Return the number of articles and of passages."""
        return self._count("articles"), self._count("passages")

    def _count(self, rows: str, *values: object) -> int:
        return int(self._database.one(f"SELECT count(*) FROM {rows}", *values)[0])
