"""Sourcier as it ships: its library's own writing and ``Assistant.search``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from eval.peers.passages import Entry, PassageSet
from eval.peers.systems import Configuration, Encode, Search, System
from qa.settings import Settings

if TYPE_CHECKING:
    from qa.library import Library

_EVERY_ARTICLE = Settings(without=frozenset({"reprints"}))


@contextmanager
def _shipped(passages: PassageSet, encode: Encode, depth: int) -> Iterator[Search]:
    """Make a library of the passages, as indexing does once they are split and encoded.

    The questions are encoded by the library's own encoder, which is the same model as
    ``encode``.
    """
    from qa import Assistant

    places = [(entry.article.id, p.start) for entry in passages.entries for p in entry.passages]
    numbers = {place: number for number, place in enumerate(places)}
    model = passages.encoder.model
    with (
        TemporaryDirectory(prefix="sourcier-peers-") as folder,
        Assistant.open(
            Path(folder) / "library", model="none", encoder=model, settings=_EVERY_ARTICLE
        ) as assistant,
    ):
        _write(assistant.library, passages, assistant.settings.batch_passages)
        assistant.library.catch_up()
        yield lambda question: [
            numbers[hit.article.id, hit.start] for hit in assistant.search(question, depth)
        ]


def _write(library: Library, passages: PassageSet, most: int) -> None:
    """Write the articles in transactions of about ``most`` passages, as indexing does."""
    for batch in _batches(passages.entries, most):
        with library.store.transaction() as generation:
            library.store.set_encoder(asdict(passages.encoder))
            for entry in batch:
                library.store.put_article(entry.article, entry.passages, entry.vectors, generation)


def _batches(entries: Sequence[Entry], most: int) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    size = 0
    for entry in entries:
        batch.append(entry)
        size += len(entry.passages)
        if size >= most:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


SYSTEM = System(
    "Sourcier",
    ("sourcier",),
    (
        Configuration(
            "shipped",
            "shipped",
            "`Assistant.search` as it ships, but for reprints: they are not collapsed",
            _shipped,
        ),
    ),
)
