"""Stories in SQLite: an article with its reprints, their reprints, and so on, is one story.

A story's number is the least ``articles.n`` in it, so an article that stands alone has its own.
What belongs together depends on the articles alone, not on the order they came in. Call
``recognise`` and ``forget`` inside a transaction.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from qa.library.database import chosen
from qa.library.duplicates import Signature, band_keys, parameters, sign
from qa.library.rows import COLUMNS, read_article
from qa.types import Article

_META = "signatures"


def pending(db: sqlite3.Connection) -> int:
    """Return how many articles wait for ``recognise``; all when signatures are made otherwise."""
    if _made_with(db) != parameters():
        return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])
    return int(
        db.execute(
            "SELECT count(*) FROM articles "
            "WHERE n > (SELECT coalesce(max(article), 0) FROM stories)"
        ).fetchone()[0]
    )


def recognise(db: sqlite3.Connection, most: int) -> int:
    """Sign up to ``most`` waiting articles, all for -1, and put them in their stories.

    Returns how many of them are reprints of an earlier one.
    """
    if _made_with(db) != parameters():
        db.execute("DELETE FROM stories")
        db.execute("DELETE FROM bands")
        db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_META, parameters()))
    rows = db.execute(
        "SELECT n, id, title, text FROM articles "
        "WHERE n > (SELECT coalesce(max(article), 0) FROM stories) ORDER BY n LIMIT ?",
        (most,),
    ).fetchall()
    if not rows:
        return 0
    signatures = sign([Article(*row[1:]) for row in rows])
    signed = {row[0]: signature for row, signature in zip(rows, signatures, strict=True)}
    db.executemany(
        "INSERT INTO stories VALUES (?, ?, ?)", [(n, n, one.pack()) for n, one in signed.items()]
    )
    keyed = zip(signed, band_keys(signatures), strict=True)
    db.executemany(
        "INSERT OR IGNORE INTO bands VALUES (?, ?)",
        sorted((key, n) for n, keys in keyed for key in keys),
    )
    return len(_link(db, signed))


def forget(db: sqlite3.Connection, article: int) -> None:
    """Take an article out of its story; those it held together may part, the others stay."""
    row = db.execute(
        "SELECT story, signature FROM stories WHERE article = ?", (article,)
    ).fetchone()
    if row is None:
        return
    story, packed = row
    (keys,) = band_keys([Signature.unpack(packed)])
    db.executemany(
        "DELETE FROM bands WHERE key = ? AND article = ?", [(key, article) for key in keys]
    )
    db.execute("DELETE FROM stories WHERE article = ?", (article,))
    others = db.execute(
        "SELECT article, signature FROM stories WHERE story = ?", (story,)
    ).fetchall()
    if any(signature == packed for _, signature in others):  # it holds together what this one did
        least = min(n for n, _ in others)
        db.execute("UPDATE stories SET story = ? WHERE story = ?", (least, story))
    elif others:
        db.execute("UPDATE stories SET story = article WHERE story = ?", (story,))
        _link(db, {n: Signature.unpack(signature) for n, signature in others})


def reprints(db: sqlite3.Connection, article_id: str) -> list[Article]:
    """Return the other articles of an article's story, oldest first, undated ones last."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM articles WHERE id != ?1 AND n IN (SELECT article FROM stories "
        "WHERE story = (SELECT story FROM stories JOIN articles ON n = article WHERE id = ?1)) "
        "ORDER BY date IS NULL, date, id",
        (article_id,),
    ).fetchall()
    return list(map(read_article, rows))


def of_passages(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return the story and the article, by number, of each passage that is there."""
    query = (
        "SELECT p.n, coalesce(story, p.article), p.article FROM passages p "
        "LEFT JOIN stories s ON s.article = p.article WHERE p.n IN"
    )
    return {n: (story, article) for n, story, article in chosen(db, query, ids)}


def _link(db: sqlite3.Connection, signed: Mapping[int, Signature]) -> set[int]:
    """Join the stories of these articles with those of their reprints.

    Returns the articles among ``signed`` whose story began with another one.
    """
    keys = sorted({key for keys in band_keys(list(signed.values())) for key in keys})
    holders = chosen(db, "SELECT key, article FROM bands WHERE key IN", keys)
    involved = sorted({n for _, n in holders})
    rows = chosen(db, "SELECT article, story, signature FROM stories WHERE article IN", involved)
    stories = {n: story for n, story, _ in rows}
    packed = {n: signature for n, _, signature in rows}
    like = {signature: story for _, story, signature in reversed(rows)}
    groups = _Groups(stories.values())
    for n, story in stories.items():
        groups.join(story, like[packed[n]])
    fresh = {packed[n] for n in signed}
    for one, other in _sharing_a_key(((key, packed[n]) for key, n in holders), fresh):
        if Signature.unpack(one).is_reprint_of(Signature.unpack(other)):
            groups.join(like[one], like[other])
    moved = [(groups.first(story), story) for story in set(stories.values())]
    db.executemany(
        "UPDATE stories SET story = ? WHERE story = ?", [(to, n) for to, n in moved if to != n]
    )
    return {n for n in signed if groups.first(stories[n]) != n}


def _sharing_a_key(
    keyed: Iterable[tuple[int, bytes]], fresh: set[bytes]
) -> set[tuple[bytes, bytes]]:
    """Return the pairs of signatures that share a key, one of each being ``fresh``.

    Of equal signatures there is one, so that a thousand copies are no million pairs.
    """
    sharing: defaultdict[int, set[bytes]] = defaultdict(set)
    for key, signature in keyed:
        sharing[key].add(signature)
    return {
        (min(one, other), max(one, other))
        for signatures in sharing.values()
        for one in signatures & fresh
        for other in signatures
        if one != other
    }


class _Groups:
    """Numbers joined into groups, each known by its least (union–find)."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self._parents = {number: number for number in numbers}

    def first(self, number: int) -> int:
        """Return the least number of the group ``number`` is in."""
        while (parent := self._parents[number]) != number:
            self._parents[number] = number = self._parents[parent]
        return number

    def join(self, one: int, other: int) -> None:
        """Make one group of the two that these are in."""
        least, greatest = sorted((self.first(one), self.first(other)))
        self._parents[greatest] = least


def _made_with(db: sqlite3.Connection) -> str | None:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (_META,)).fetchone()
    return str(row[0]) if row else None
