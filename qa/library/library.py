"""A library on disk: the store, and the two indexes derived from it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings import (
    DEFAULT_MODEL,
    Encoder,
    EncoderError,
    EncoderInfo,
    VectorIndex,
    VectorIndexError,
)
from qa.errors import LibraryError, ModelError
from qa.language.analysis import analyse
from qa.library.lexicon import Lexicon, LexiconError
from qa.library.passages import index_text
from qa.library.store import FILE, Store
from qa.types import Article, StoredPassage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LOCK = "write.lock"
_LEXICON = "lexicon"
_VECTORS = "vectors"

Catching = Callable[[int, int], None]  # passages indexed, of how many


class Library:
    """Articles and passages, found by words and by meaning.

    SQLite is the truth. FAISS and Tantivy carry the generation they were made from; when
    that is behind, ``catch_up`` applies what happened since, or builds them anew.
    """

    def __init__(self, folder: Path, store: Store, encoder: Encoder) -> None:
        """Use ``Library.open``."""
        self.folder = folder
        self.store = store
        self.encoder = encoder
        self._lexicon: Lexicon | None = None
        self._vectors: VectorIndex | None = None
        self._vectors_generation = -1
        self._catching_up = threading.RLock()

    @classmethod
    def open(
        cls,
        folder: Path | str,
        encoder: str | None = None,
        *,
        create: bool = True,
        reembed: bool = False,
    ) -> Library:
        """Open the library in ``folder``, made when it isn't there and ``create`` is true.

        ``encoder`` is a model's id or folder: by default the one the library was made with.
        With ``reembed`` another is let in, for ``indexing.reembed`` to use at once.
        Raises ``LibraryError`` for a library that isn't there or isn't one, or another encoder.
        """
        folder = Path(folder).expanduser().resolve()
        _prepare(folder, create)
        store = Store(folder)
        recorded = store.encoder
        chosen = Encoder(encoder or (recorded["model"] if recorded else DEFAULT_MODEL))
        if recorded and chosen.model != recorded["model"] and not reembed:
            store.close()
            raise LibraryError(
                f"The library {folder} was embedded with {recorded['model']} "
                f"({recorded['dimension']} dimensions), not with {chosen.model}: leave --encoder "
                f"out, or embed it again with “sourcier index --reembed --encoder {encoder} "
                f"--library {folder}”."
            )
        return cls(folder, store, chosen)

    def close(self) -> None:
        """Close the database; closing twice does nothing."""
        self.store.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the library for writing. Raises ``LibraryError`` when another process does."""
        from filelock import FileLock, Timeout

        if not self.store.writable:
            raise LibraryError(
                f"The library {self.folder} is read-only: check its permissions, or copy it to a "
                "folder you can write to."
            )
        lock = FileLock(self.folder / _LOCK, is_singleton=True)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise LibraryError(
                f"The library {self.folder} is being written by another process: try again when "
                "it is done."
            ) from error
        except OSError as error:
            raise LibraryError(
                f"The library {self.folder} can't be locked for writing ({error.strerror}): check "
                "the disk and the folder's permissions."
            ) from error
        try:
            yield
        finally:
            lock.release()

    def encoder_info(self) -> EncoderInfo:
        """Return the encoder's record, loading the model only for a library without one.

        Raises ``ModelError`` when the model can't be loaded.
        """
        recorded = self.store.encoder
        return EncoderInfo(**recorded) if recorded else self._loaded_info()

    def _loaded_info(self) -> EncoderInfo:
        try:
            return self.encoder.info
        except EncoderError as error:
            raise ModelError(str(error)) from error

    def encode(self, texts: Sequence[str]) -> NDArray[np.float16]:
        """Return the vectors of passages as they are stored: ``(n, dim)`` float16.

        Raises ``LibraryError`` when the model isn't the one that made the other vectors.
        """
        import numpy as np

        if not texts:  # nothing to load a model for
            return np.empty((0, 0), dtype=np.float16)
        loaded = self._loaded_info()
        if loaded != self.encoder_info():
            raise LibraryError(
                f"The encoder {loaded.model} has changed since the library {self.folder} was "
                f"embedded ({asdict(self.encoder_info())} then, {asdict(loaded)} now): embed it "
                f"again with “sourcier index --reembed --library {self.folder}”."
            )
        return self.encoder.encode_passages(texts).astype(np.float16)

    # Derived indexes

    def catch_up(self, told: Catching | None = None) -> None:
        """Bring both indexes up to the store's generation; does nothing when they are.

        Without ``told``, a library held or closed to writing goes on with the indexes it has.
        Raises ``LibraryError`` when it has none, or they can't be written.
        """
        if self.store.encoder is None or self._current():
            return
        needed = told is not None or self._lexicon is None or self._vectors is None
        if not self._catching_up.acquire(blocking=needed):
            return  # another thread is at it
        try:
            self._load_derived()
            if not self._current():
                with self.writing():
                    self._refresh(told or (lambda done, total: None))
        except LibraryError:
            if told is not None or self._lexicon is None or self._vectors is None:
                raise
        finally:
            self._catching_up.release()

    def forget_vectors(self) -> None:
        """Have the next ``catch_up`` read or build the vector index anew."""
        self._vectors, self._vectors_generation = None, -1

    def _current(self) -> bool:
        generation = self.store.generation
        return (
            self._lexicon is not None
            and self._vectors is not None
            and self._lexicon.generation == generation == self._vectors_generation
        )

    def _load_derived(self) -> None:
        """Read from disk the indexes that aren't those at hand."""
        info = self.encoder_info()
        if self.encoder.model != info.model:  # embedded anew by another process
            self.encoder = Encoder(info.model)
        lexicon, vectors = self.folder / _LEXICON, self.folder / _VECTORS
        if self._lexicon is None or self._lexicon.generation != Lexicon.saved(lexicon):
            try:
                self._lexicon = Lexicon.open(lexicon)
            except LexiconError:
                self._lexicon = None
        if self._vectors is None or self._vectors_generation != VectorIndex.saved(vectors):
            try:
                self._vectors, self._vectors_generation = VectorIndex.load(vectors, info.dimension)
            except VectorIndexError:
                self.forget_vectors()

    def _refresh(self, told: Catching) -> None:
        """Apply to each index what the store did since that index's generation."""
        generation = self.store.generation
        try:
            lexicon = self._lexicon
            if lexicon is None or lexicon.generation > generation:
                lexicon = Lexicon.create(self.folder / _LEXICON)
            vectors, since = self._vectors, self._vectors_generation
            if vectors is None or since > generation:
                vectors, since = VectorIndex(self.encoder_info().dimension), 0
            total = self.store.count_added_since(min(lexicon.generation, since))
            lexicon.update(
                self.store.removed_since(lexicon.generation),
                self._terms_since(lexicon.generation, told, total),
                generation,
            )
            vectors.remove(self.store.removed_since(since))
            for passages, rows in self.store.added_since(since):
                vectors.add([passage.id for passage in passages], rows)
            vectors.save(self.folder / _VECTORS, generation)
        except (OSError, RuntimeError, ValueError) as error:  # FAISS and Tantivy raise any of them
            raise LibraryError(
                f"The indexes of {self.folder} can't be written ({error}): free some space or "
                "check the folder, and run it again; the articles are kept."
            ) from error
        self._lexicon, self._vectors, self._vectors_generation = lexicon, vectors, generation

    def _terms_since(
        self, generation: int, told: Catching, total: int
    ) -> Iterator[tuple[int, list[str]]]:
        done = 0
        for passages, _ in self.store.added_since(generation):
            for passage in passages:
                yield passage.id, analyse(index_text(passage.article, passage.passage))
            done += len(passages)
            told(done, total)

    # What retrieval asks of an index

    def lexical(self, terms: Sequence[str], k: int) -> list[tuple[int, float]]:
        """Return up to ``k`` pairs (passage id, BM25), best first."""
        with self._whole_lexicon():
            return self._lexicon.search(terms, k) if self._lexicon else []

    def embed(self, question: str) -> NDArray[np.float32] | None:
        """Return the question's ``(dim,)`` unit vector, or None for an empty library."""
        if not self._vectors:
            return None
        try:
            return self.encoder.encode_query(question)
        except EncoderError as error:
            raise ModelError(str(error)) from error

    def dense(self, vector: NDArray[np.float32], k: int) -> list[tuple[int, float]]:
        """Return up to ``k`` pairs (passage id, cosine), best first."""
        return self._vectors.search(vector, k) if self._vectors else []

    def cosines(self, vector: NDArray[np.float32], ids: Sequence[int]) -> list[float]:
        """Return the cosine of ``vector`` with each passage."""
        return self._vectors.scores(vector, ids) if self._vectors else [0.0] * len(ids)

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold ``term``."""
        with self._whole_lexicon():
            return self._lexicon.document_frequency(term) if self._lexicon else 0

    @contextmanager
    def _whole_lexicon(self) -> Iterator[None]:
        try:
            yield
        except LexiconError as error:
            raise LibraryError(
                f"The index in {self.folder / _LEXICON} is damaged: delete that folder and ask "
                "again; it is made anew from the articles."
            ) from error

    def __len__(self) -> int:
        return self._lexicon.size if self._lexicon else 0

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        """Return the passages of ``ids`` that are still there, in order."""
        return self.store.passages(ids)

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None."""
        return self.store.article(article_id)


def _prepare(folder: Path, create: bool) -> None:
    """Make sure that ``folder`` holds a library or, to ``create`` one, nothing."""
    try:
        if folder.is_file():
            raise LibraryError(
                f"{folder} is a file: a library is a folder; choose another --library."
            )
        if (folder / FILE).exists():
            return
        if not create:
            raise LibraryError(
                f"There is no library in {folder}: make one with “sourcier index FOLDER "
                f"--library {folder}”."
            )
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise LibraryError(
                f"{folder} holds other files and no library: choose an empty or new folder with "
                "--library."
            )
    except OSError as error:
        raise LibraryError(
            f"The library {folder} can't be opened or made ({error.strerror}): choose a folder you "
            "can read and write with --library."
        ) from error
