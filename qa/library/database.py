"""Open a library's SQLite file, and say in a sentence what its errors mean."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qa.errors import LibraryError
from qa.library import schema

_OPTIONS: dict[str, Any] = {"check_same_thread": False, "isolation_level": None, "timeout": 30.0}
_MOST_VALUES = 500  # in one statement


class Database:
    """A library's SQLite file. Safe to share between threads; one transaction at a time."""

    def __init__(self, path: Path) -> None:
        """Open the file, making it when it isn't there. Raises ``LibraryError``."""
        self._folder = path.parent
        self._lock = threading.RLock()
        self.connection, self.writable = connect(path)

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        with self._lock:
            self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write to ``connection`` inside: all or nothing.

        Raises ``LibraryError`` when the disk is full or can't be written; nothing is changed then.
        """
        with self.held():
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def held(self) -> Iterator[sqlite3.Connection]:
        """Have the connection to oneself. Raises ``LibraryError`` for what goes wrong inside."""
        with self._lock:
            try:
                yield self.connection
            except sqlite3.Error as error:
                raise LibraryError(explain(error, self._folder)) from error

    def all(self, query: str, *values: object) -> list[Any]:
        """Return the rows a query finds. Raises ``LibraryError``."""
        with self.held() as connection:
            return connection.execute(query, values).fetchall()

    def column(self, query: str, *values: object) -> list[Any]:
        """Return the first value of each row a query finds. Raises ``LibraryError``."""
        return [row[0] for row in self.all(query, *values)]

    def one(self, query: str, *values: object) -> Any:
        """Return the first row a query finds, or None. Raises ``LibraryError``."""
        rows = self.all(query, *values)
        return rows[0] if rows else None

    def chosen(self, query: str, values: Sequence[int]) -> list[Any]:
        """Return the rows of a query that ends in ``IN``. Raises ``LibraryError``."""
        with self.held() as connection:
            return chosen(connection, query, values)


def chosen(connection: sqlite3.Connection, query: str, values: Sequence[int]) -> list[Any]:
    """Return the rows of a query that ends in ``IN``, for any number of values."""
    rows: list[Any] = []
    for first in range(0, len(values), _MOST_VALUES):
        some = values[first : first + _MOST_VALUES]
        rows += connection.execute(f"{query} ({','.join('?' * len(some))})", some).fetchall()
    return rows


def connect(path: Path) -> tuple[sqlite3.Connection, bool]:
    """Open the database of a library, and say whether it can be written.

    It is made when it isn't there, and migrated when it is of an older version. A folder or
    file that can't be written opens for reading. Raises ``LibraryError``.
    """
    try:
        return _connect(path)
    except sqlite3.Error as error:
        raise LibraryError(explain(error, path.parent)) from error


def _connect(path: Path) -> tuple[sqlite3.Connection, bool]:
    writable = os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
    if not writable:
        # A write-ahead log can't be made in a folder one can't write to, only read if it is there.
        log = path.with_name(f"{path.name}-wal")
        mode = "mode=ro" if log.exists() else "mode=ro&immutable=1"
        db = sqlite3.connect(f"{path.as_uri()}?{mode}", **_OPTIONS, uri=True)
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        if version != schema.VERSION:
            raise LibraryError(
                f"The library {path.parent} has version {version} and can't be migrated where it "
                "is read-only: copy it to a folder you can write to."
            )
        return db, False
    db = sqlite3.connect(path, **_OPTIONS)
    schema.prepare(db, str(path.parent))
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA secure_delete = ON")
    return db, True


def explain(error: sqlite3.Error, folder: Path) -> str:
    """Say in a sentence what a database error means and what to do."""
    words = str(error).lower()
    if "full" in words:
        return f"The disk of {folder} is full: free some space and run it again; nothing was lost."
    if "readonly" in words or "read-only" in words or "unable to open" in words:
        return (
            f"The library {folder} can't be written: check its permissions, or copy it elsewhere."
        )
    if "locked" in words:
        return (
            f"The library {folder} is being written by another process: try again when it is done."
        )
    if "not a database" in words or "malformed" in words or "corrupt" in words:
        return (
            f"The library {folder} is damaged ({error}): put a copy back, or delete the folder and "
            "index the articles again."
        )
    return f"The library {folder} can't be read or written ({error}): check the disk."
