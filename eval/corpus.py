"""Articles for a set to bring: any file or folder Sourcier reads, whole or drawn by lot."""

from __future__ import annotations

import hashlib
import heapq
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from qa.settings import Settings
from qa.training.triples import held_out as is_held_out
from qa.types import Article, Failure


def draw(articles: Iterable[Article], count: int, seed: int) -> list[Article]:
    """Return ``count`` of the articles at random, in random order.

    Drawing by a hash of the id, an article is as likely to be drawn again when others come or go.
    """
    return heapq.nsmallest(count, articles, key=lambda article: _lot(article.id, seed))


def _lot(id: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}\n{id}".encode("utf-8", "replace")).digest()


def read_corpus(corpus: Path, told: Callable[[Failure], None]) -> Iterator[Article]:
    """Yield the articles under ``corpus``; one whose id is taken goes by its place instead."""
    from qa.reading import list_files, read_file

    listed = list_files([corpus])
    taken: set[str] = set()
    for failure in listed.skipped:
        told(failure)
    for file in listed.files:
        for reading in read_file(file, Settings()):
            if isinstance(reading, Failure):
                told(reading)
                continue
            names = (reading.article.id, reading.place)
            id = next((name for name in names if name not in taken), None)
            if id is None:
                told(Failure(reading.place, "another article has its id: give it its own"))
                continue
            taken.add(id)
            yield replace(reading.article, id=id)


def held_out(article: Article) -> bool:
    """Whether an article is kept to measure on: one in ten, by its id."""
    return is_held_out(article.id)


def tell_failure(failure: Failure) -> None:
    """Say on stderr what couldn't be read, and why."""
    print(f"Not read: {failure.place}: {failure.reason}", file=sys.stderr)
