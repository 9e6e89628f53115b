"""The lexical index: our analyser's terms in Tantivy, ranked by BM25 (k1 = 1.2, b = 0.75)."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_STAMP = "sourcier.json"
_FORMAT = 1
_HEAP = 64 << 20


class LexiconError(Exception):
    """The saved index is missing, damaged or of another format: build it again."""


class Lexicon:
    """Passages by their terms. Derived from the store; stamped with its generation."""

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

        generation = cls.saved(folder)
        if generation < 0:
            raise LexiconError(f"no index, or another format, in {folder}")
        with _whole_files(folder):
            mirror = None if os.access(folder, os.W_OK) else _mirror(folder)
            index = tantivy.Index.open(mirror.name if mirror else str(folder))
            return cls(folder, index, generation, mirror)

    @staticmethod
    def saved(folder: Path) -> int:
        """Return the generation of the index in ``folder``, -1 when there is none to read."""
        try:
            stamp = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
            return int(stamp["generation"]) if stamp["format"] == _FORMAT else -1
        except (OSError, ValueError, KeyError, TypeError):
            return -1

    @classmethod
    def create(cls, folder: Path) -> Lexicon:
        """Make an empty index in ``folder``, in place of whatever is there."""
        import tantivy

        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("n", stored=True, indexed=True)
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        return cls(folder, tantivy.Index(builder.build(), path=str(folder)), 0)

    @property
    def size(self) -> int:
        """How many passages it holds."""
        return int(self._searcher.num_docs)

    def update(
        self,
        removed: Sequence[int],
        added: Iterable[tuple[int, Sequence[str]]],
        generation: int,
    ) -> None:
        """Take ``removed`` away, add passages as (id, terms), and stamp ``generation``.

        Running it twice with the same passages leaves one of each.
        """
        import tantivy

        fresh = self.size == 0
        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        for n in removed:
            writer.delete_documents_by_term("n", n)
        for n, terms in added:
            if not fresh:
                writer.delete_documents_by_term("n", n)
            document = tantivy.Document()
            document.add_integer("n", n)
            document.add_text("terms", " ".join(terms))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()
        draft = self._folder / (_STAMP + ".new")
        draft.write_text(json.dumps({"format": _FORMAT, "generation": generation}), "utf-8")
        draft.replace(self._folder / _STAMP)
        self.generation = generation

    def search(self, terms: Iterable[str], k: int) -> list[tuple[int, float]]:
        """Return up to ``k`` pairs (passage id, BM25 score), best first."""
        import tantivy

        schema = self._index.schema
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "terms", term, "freq"))
            for term in dict.fromkeys(terms)
        ]
        if not clauses or k <= 0:
            return []
        with _whole_files(self._folder):
            found = self._searcher.search(tantivy.Query.boolean_query(clauses), k).hits
            return [
                (int(self._searcher.doc(address)["n"][0]), float(score)) for score, address in found
            ]

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold ``term``."""
        with _whole_files(self._folder):
            return int(self._searcher.doc_freq("terms", term))


@contextmanager
def _whole_files(folder: Path) -> Iterator[None]:
    """Turn what Tantivy raises over damaged files into ``LexiconError``, its panics included."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, (OSError, ValueError)) or type(error).__name__ == "PanicException":
            raise LexiconError(f"damaged files in {folder}: {error}") from error
        raise


def _mirror(folder: Path) -> TemporaryDirectory[str]:
    """Link to the files of a folder closed to writing: Tantivy makes locks where it reads."""
    mirror = TemporaryDirectory(prefix="sourcier-lexicon-")
    for path in folder.iterdir():
        if not path.name.startswith("."):
            (Path(mirror.name) / path.name).symlink_to(path)
    return mirror
