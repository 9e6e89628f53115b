"""The lexical index: our analyser's terms in Tantivy, ranked by BM25 (k1 = 1.2, b = 0.75)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

_STAMP = "sourcier.json"
_FORMAT = 1
_HEAP = 64 << 20


class LexiconError(Exception):
    """The saved index is missing, damaged or of another format: build it again."""


class Lexicon:
    """Passages by their terms. Derived from the store; stamped with its generation."""

    def __init__(self, folder: Path, index: Any, generation: int) -> None:
        """Use ``Lexicon.open`` or ``Lexicon.create``."""
        self._folder = folder
        self._index = index
        self._searcher = index.searcher()
        self.generation = generation

    @classmethod
    def open(cls, folder: Path) -> Lexicon:
        """Open the index in ``folder``. Raises ``LexiconError`` when it isn't whole."""
        import tantivy

        try:
            stamp = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
            if stamp["format"] != _FORMAT:
                raise LexiconError(f"another format in {folder}")
            return cls(folder, tantivy.Index.open(str(folder)), int(stamp["generation"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LexiconError(f"no whole index in {folder}: {error}") from error

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
        found = self._searcher.search(tantivy.Query.boolean_query(clauses), k).hits
        return [
            (int(self._searcher.doc(address)["n"][0]), float(score)) for score, address in found
        ]

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold ``term``."""
        return int(self._searcher.doc_freq("terms", term))
