"""The tables of a library, their version, and how older versions become this one."""

from __future__ import annotations

import sqlite3

from qa.errors import LibraryError

# “srcr” in ASCII: tells our files from other SQLite databases.
APPLICATION_ID = 0x73726372
VERSION = 2

_TABLES = """
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE files (
    path     TEXT PRIMARY KEY,   -- absolute
    name     TEXT NOT NULL,      -- relative to what was added: part of the articles' ids
    sha256   TEXT NOT NULL,
    articles INTEGER NOT NULL    -- how many it held when it was last read, whole
) WITHOUT ROWID;
CREATE TABLE articles (
    n        INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    title    TEXT NOT NULL,
    text     TEXT NOT NULL,
    date     TEXT,               -- ISO 8601
    source   TEXT NOT NULL,      -- the absolute path it was read from, or ''
    url      TEXT NOT NULL,
    language TEXT NOT NULL,
    summary  TEXT NOT NULL
);
CREATE INDEX articles_source ON articles (source);
CREATE TABLE passages (
    n         INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice
    article   INTEGER NOT NULL REFERENCES articles (n),
    start     INTEGER NOT NULL,  -- characters into articles.text
    stop      INTEGER NOT NULL,
    sentences BLOB NOT NULL,     -- little-endian uint32 pairs: start, stop
    vector    BLOB NOT NULL,     -- little-endian float16, unit norm
    born      INTEGER NOT NULL   -- the generation that added it
);
CREATE INDEX passages_article ON passages (article);
CREATE INDEX passages_born ON passages (born);
CREATE TABLE removals (
    passage    INTEGER PRIMARY KEY,
    generation INTEGER NOT NULL
);
CREATE INDEX removals_generation ON removals (generation);
"""
_STORIES = """
CREATE INDEX articles_date ON articles (date);
CREATE TABLE stories (
    article   INTEGER PRIMARY KEY REFERENCES articles (n),
    story     INTEGER NOT NULL,  -- the least article of the story
    signature BLOB NOT NULL      -- duplicates.Signature
);
CREATE INDEX stories_story ON stories (story);
CREATE TABLE bands (
    key     INTEGER NOT NULL,    -- of signatures: reprints share one
    article INTEGER NOT NULL REFERENCES articles (n),
    PRIMARY KEY (key, article)
) WITHOUT ROWID;
"""
_BEGIN = """
INSERT INTO meta VALUES ('generation', '0');
"""

# Version → the statements that turn it into the next one. The stories of articles that are
# there already are found by ``stories.recognise``, a few at a time.
_MIGRATIONS: dict[int, str] = {1: _STORIES}


def prepare(db: sqlite3.Connection, path: str) -> None:
    """Make the tables of an empty database, or bring an older library up to ``VERSION``.

    Raises ``LibraryError`` when it is something else, or of a newer version.
    """
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    application = int(db.execute("PRAGMA application_id").fetchone()[0])
    if (
        version == 0
        and application == 0
        and not db.execute("SELECT 1 FROM sqlite_master").fetchone()
    ):
        _run(db, _TABLES + _STORIES + _BEGIN, VERSION)
        return
    if application != APPLICATION_ID:
        raise LibraryError(
            f"{path} isn't a Sourcier library: choose another folder with --library."
        )
    if version > VERSION:
        raise LibraryError(
            f"The library {path} was made by a newer Sourcier (library version {version}, this one "
            f"reads up to {VERSION}): upgrade Sourcier, or index into another folder."
        )
    while version < VERSION:
        if version not in _MIGRATIONS:
            raise LibraryError(
                f"The library {path} has version {version}, which this Sourcier can't migrate: "
                "index the articles again into another folder with --library."
            )
        _run(db, _MIGRATIONS[version], version + 1)
        version += 1


def _run(db: sqlite3.Connection, script: str, version: int) -> None:
    """Run the statements of ``script``, all or none, unless another process just has."""
    db.execute("BEGIN IMMEDIATE")
    try:
        if db.execute("PRAGMA user_version").fetchone()[0] < version:
            for statement in script.split(";"):
                db.execute(statement)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {version}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
