"""Open a library's SQLite file, and say in a sentence what its errors mean."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from qa.errors import LibraryError
from qa.library import schema

_OPTIONS: dict[str, Any] = {"check_same_thread": False, "isolation_level": None, "timeout": 30.0}


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
