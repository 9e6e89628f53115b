"""The passages and vectors every system is given, read out of a library of Sourcier's."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from qa.errors import QuestionError
from qa.library.passages import index_text
from qa.types import Article, Passage, StoredPassage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from embeddings import EncoderInfo
    from qa.library import Library

SEED = 7


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An article, its passages, and their vectors: ``(n, dim)`` float16, unit norm."""

    article: Article
    passages: tuple[Passage, ...]
    vectors: NDArray[np.float16]

    @property
    def texts(self) -> list[str]:
        """The passages as the encoder saw them: title, date, and their own text."""
        return [index_text(self.article, passage) for passage in self.passages]


@dataclass(frozen=True, slots=True, eq=False)
class PassageSet:
    """Passages numbered from 0, by article.

    ``texts`` are as the encoder saw them; ``owners`` are the ids of their articles;
    ``vectors`` is ``(n, dim)`` float32, the values the library keeps as float16, and
    ``encoder`` made them.
    """

    encoder: EncoderInfo
    entries: tuple[Entry, ...]
    texts: tuple[str, ...]
    owners: tuple[str, ...]
    vectors: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.texts)


def passage_set(encoder: EncoderInfo, entries: Sequence[Entry]) -> PassageSet:
    """Number the passages of ``entries``, of which there must be one or more."""
    import numpy as np

    return PassageSet(
        encoder,
        tuple(entries),
        tuple(text for entry in entries for text in entry.texts),
        tuple(entry.article.id for entry in entries for _ in entry.passages),
        np.concatenate([entry.vectors for entry in entries]).astype(np.float32),
    )


def read_entries(library: Library) -> list[Entry]:
    """Return every article of ``library`` with its passages and vectors; nothing is written."""
    import numpy as np

    entries = []
    for _, group in groupby(_rows(library), key=lambda row: row[0].article.id):
        rows = list(group)
        passages = tuple(stored.passage for stored, _ in rows)
        entries.append(Entry(rows[0][0].article, passages, np.stack([v for _, v in rows])))
    return entries


def _rows(library: Library) -> Iterator[tuple[StoredPassage, NDArray[np.float16]]]:
    from tqdm import tqdm

    total = library.store.counts()[1]
    with tqdm(total=total, desc="Reading passages", unit="p", leave=False) as bar:
        for passages, vectors in library.store.added_since(0):
            yield from zip(passages, vectors, strict=True)
            bar.update(len(passages))


def draw(entries: Sequence[Entry], wanted: Collection[str], most: int | None) -> list[Entry]:
    """Return the articles ``wanted`` and, drawn by a fixed seed, others up to ``most`` passages.

    Articles stay whole and in their order; with ``most`` None all are returned. Raises
    ``QuestionError`` when an article that is wanted isn't there.
    """
    missing = sorted(set(wanted) - {entry.article.id for entry in entries})
    if missing:
        raise QuestionError(
            f"{len(missing)} of the articles that answer aren't in the library ({missing[0]}, …): "
            "index the articles of the set into it first."
        )
    if most is None:
        return list(entries)
    chosen = set(wanted)
    room = most - sum(len(entry.passages) for entry in entries if entry.article.id in chosen)
    others = [entry for entry in entries if entry.article.id not in chosen]
    random.Random(SEED).shuffle(others)
    chosen.update(_that_fit(others, room))
    return [entry for entry in entries if entry.article.id in chosen]


def _that_fit(entries: Iterable[Entry], room: int) -> Iterator[str]:
    for entry in entries:
        if len(entry.passages) <= room:
            room -= len(entry.passages)
            yield entry.article.id
