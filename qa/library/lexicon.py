"""The lexical index: our analyser's terms in Tantivy, ranked by BM25 (k1 = 1.2, b = 0.75)."""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qa.library.passages import TERMS_VERSION
from qa.types import Period

_STAMP = "sourcier.json"
_FORMAT = 2
_HEAP = 64 << 20
_BLOCK = 1 << 20


class LexiconError(Exception):
    """The saved index is missing, damaged or of another format: build it again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as it is indexed: its id, its terms, and its article's date."""

    id: int
    terms: Sequence[str]
    day: Date | None = None


class Lexicon:
    """Passages by their terms, and by day. Derived from the store; stamped with its generation.

    The stamp tells the version of the terms too, and the checksums of the files: an index of
    other terms isn't read, nor one that has rotted, which could take Tantivy and us down.
    """

    def __init__(self, folder: Path, index: Any, generation: int, mirror: Any = None) -> None:
        """Use ``Lexicon.open`` or ``Lexicon.create``."""
        self._folder = folder
        self._mirror = mirror  # a temporary folder, there as long as this is
        self._index = index
        self._searcher = index.searcher()
        self.generation = generation

    @classmethod
    def open(cls, folder: Path) -> Lexicon:
        """Open the index in ``folder``. Raises ``LexiconError`` when it isn't whole."""
        import tantivy

        stamp = _read_stamp(folder)
        if stamp is None:
            raise LexiconError(f"no index, or another format or other terms, in {folder}")
        with _whole_files(folder):
            _check_files(folder, stamp["files"])
            mirror = None if os.access(folder, os.W_OK) else _mirror(folder)
            index = tantivy.Index.open(mirror.name if mirror else str(folder))
            return cls(folder, index, stamp["generation"], mirror)

    @staticmethod
    def saved(folder: Path) -> int:
        """Return the generation of the index in ``folder``, -1 when there is none to read."""
        stamp = _read_stamp(folder)
        return int(stamp["generation"]) if stamp else -1

    @classmethod
    def create(cls, folder: Path) -> Lexicon:
        """Make an empty index in ``folder``, in place of whatever is there."""
        import tantivy

        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("n", indexed=True, fast=True)
        builder.add_integer_field("day", fast=True)  # none where the article has no date
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        return cls(folder, tantivy.Index(builder.build(), path=str(folder)), 0)

    @property
    def size(self) -> int:
        """How many passages it holds."""
        return int(self._searcher.num_docs)

    def update(self, removed: Sequence[int], added: Iterable[Entry], generation: int) -> None:
        """Take the ids ``removed`` away, add passages, and stamp ``generation``.

        Running it twice with the same passages leaves one of each.
        """
        import tantivy

        fresh = self.size == 0
        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        for n in removed:
            writer.delete_documents_by_term("n", n)
        for entry in added:
            if not fresh:
                writer.delete_documents_by_term("n", entry.id)
            document = tantivy.Document()
            document.add_integer("n", entry.id)
            document.add_text("terms", " ".join(entry.terms))
            if entry.day is not None:
                document.add_integer("day", entry.day.toordinal())
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()
        stamp = {
            "format": _FORMAT,
            "terms": TERMS_VERSION,
            "generation": generation,
            "files": {path.name: _checksum(path) for path in _segments(self._folder)},
        }
        draft = self._folder / (_STAMP + ".new")
        draft.write_text(json.dumps(stamp), "utf-8")
        draft.replace(self._folder / _STAMP)
        self.generation = generation

    def search(
        self, terms: Iterable[str], k: int, period: Period | None = None
    ) -> list[tuple[int, float]]:
        """Return up to ``k`` pairs (passage id, BM25 score), best first.

        A ``period`` leaves out passages of other days and of none; the scores stay the same.
        """
        import tantivy

        schema = self._index.schema
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "terms", term, "freq"))
            for term in dict.fromkeys(terms)
        ]
        if not clauses or k <= 0:
            return []
        query = tantivy.Query.boolean_query(clauses)
        if period:
            query = query.and_must_match(_within(schema, period))
        searcher = self._searcher
        with _whole_files(self._folder):
            hits = searcher.search(query, k, count=False).hits
            ids = searcher.fast_field_values("n", [address for _, address in hits])
        return [(int(n), float(score)) for n, (score, _) in zip(ids, hits, strict=True)]

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold ``term``."""
        with _whole_files(self._folder):
            return int(self._searcher.doc_freq("terms", term))


def _within(schema: Any, period: Period) -> Any:
    """Return a query for the days of ``period`` that adds nothing to a score."""
    import tantivy

    days = tantivy.Query.range_query(
        schema,
        "day",
        tantivy.FieldType.Integer,
        period.since.toordinal() if period.since else None,
        period.until.toordinal() if period.until else None,
    )
    return tantivy.Query.const_score_query(days, 0.0)


@contextmanager
def _whole_files(folder: Path) -> Iterator[None]:
    """Turn what Tantivy raises over damaged files into ``LexiconError``, its panics included."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, (OSError, ValueError)) or type(error).__name__ == "PanicException":
            raise LexiconError(f"damaged files in {folder}: {error}") from error
        raise


def _read_stamp(folder: Path) -> dict[str, Any] | None:
    """Return the generation and the files' checksums; None for another format or other terms."""
    try:
        stamp = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
        if (stamp["format"], stamp["terms"]) != (_FORMAT, TERMS_VERSION):
            return None
        return {"generation": int(stamp["generation"]), "files": dict(stamp["files"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _segments(folder: Path) -> list[Path]:
    """Return the files that, once written, never change."""
    return [path for path in folder.iterdir() if path.suffix not in ("", ".json", ".lock", ".new")]


def _check_files(folder: Path, known: Mapping[str, int]) -> None:
    """Raise ``LexiconError`` when a file isn't what was written.

    One that isn't there may have been merged into another since: that is Tantivy's to know.
    """
    for path in _segments(folder):
        if path.name in known and known[path.name] != _checksum(path):
            raise LexiconError(f"{path} isn't what was written")


def _checksum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            total = zlib.crc32(block, total)
    return total


def _mirror(folder: Path) -> TemporaryDirectory[str]:
    """Link to the files of a folder closed to writing: Tantivy makes locks where it reads."""
    mirror = TemporaryDirectory(prefix="sourcier-lexicon-")
    for path in folder.iterdir():
        if not path.name.startswith("."):
            (Path(mirror.name) / path.name).symlink_to(path)
    return mirror
