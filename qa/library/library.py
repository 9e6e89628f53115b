"""A library on disk: the store, and the two indexes derived from it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings import (
    DEFAULT_MODEL,
    Encoder,
    EncoderError,
    EncoderInfo,
    VectorIndex,
    VectorIndexError,
    open_encoder,
)
from embeddings.static_encoder import StaticEncoder
from qa.errors import LibraryError, ModelError
from qa.library.lexicon import Entry, Lexicon, LexiconError
from qa.library.passages import index_terms
from qa.library.store import FILE, Store
from qa.types import Article, Period, StoredPassage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LOCK = "write.lock"
_UNCALIBRATED = 0.3  # the weight of the vectors in a library too small to tell
_LEXICON = "lexicon"
_VECTORS = "vectors"
_PERIODS = 8  # asked about lately, whose passages are remembered

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
        self._ids_within = lru_cache(_PERIODS)(self._find_ids)

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
        chosen = open_encoder(encoder or (recorded["model"] if recorded else DEFAULT_MODEL))
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
        with _model_errors():
            return self.encoder.info

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

    def catch_up(self, told: Catching | None = None, *, required: bool = False) -> None:
        """Bring both indexes up to the store's generation; does nothing when they are.

        ``told`` hears how far it is. Unless it is ``required``, a library held or closed to
        writing goes on with the indexes it has. Raises ``LibraryError`` when it has none, or
        they can't be written.
        """
        if self.store.encoder is None or self._current():
            return
        needed = required or self._lexicon is None or self._vectors is None
        if not self._catching_up.acquire(blocking=needed):
            return  # another thread is at it
        try:
            self._load_derived()
            if not self._current():
                with self.writing():
                    self._refresh(told or (lambda done, total: None))
        except LibraryError:
            if required or self._lexicon is None or self._vectors is None:
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
            and not self.store.unrecognised
        )

    def _load_derived(self) -> None:
        """Read from disk the indexes that aren't those at hand."""
        info = self.encoder_info()
        if self.encoder.model != info.model:  # embedded anew by another process
            self.encoder = open_encoder(info.model)
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

    def recognise(self, told: Catching) -> None:
        """Find the reprints among articles that an older Sourcier added. Hold ``writing()``."""
        done, total = 0, self.store.unrecognised
        for looked_at in self.store.recognise_older():
            done += looked_at
            told(min(done, total), total)

    def _refresh(self, told: Catching) -> None:
        """Apply to each index what the store did since that index's generation."""
        self.recognise(told)
        generation = self.store.generation
        try:
            lexicon = self._refreshed_lexicon(generation, told)
            vectors = self._refreshed_vectors(generation, told)
        except (OSError, RuntimeError, ValueError) as error:  # FAISS and Tantivy raise any of them
            raise LibraryError(
                f"The indexes of {self.folder} can't be written ({error}): free some space or "
                "check the folder, and run it again; the articles are kept."
            ) from error
        self._lexicon, self._vectors, self._vectors_generation = lexicon, vectors, generation

    def _refreshed_lexicon(self, generation: int, told: Catching) -> Lexicon:
        lexicon = self._lexicon
        if lexicon is None or lexicon.generation > generation:
            lexicon = Lexicon.create(self.folder / _LEXICON)
        if lexicon.generation < generation:
            removed = self.store.removed_since(lexicon.generation)
            lexicon.update(removed, self._entries_since(lexicon.generation, told), generation)
        return lexicon

    def _refreshed_vectors(self, generation: int, told: Catching) -> VectorIndex:
        vectors, since = self._vectors, self._vectors_generation
        if vectors is None or since > generation:
            vectors, since = VectorIndex(self.encoder_info().dimension), 0
        if since < generation:
            vectors.remove(self.store.removed_since(since))
            for ids, rows in self.store.vectors_since(since):
                vectors.add(ids, rows)
            vectors.save(self.folder / _VECTORS, generation, told)
        return vectors

    def _entries_since(self, generation: int, told: Catching) -> Iterator[Entry]:
        done, total = 0, self.store.count_added_since(generation)
        for passages, _ in self.store.added_since(generation):
            for one in passages:
                terms = index_terms(one.article, one.passage)
                yield Entry(one.id, terms, one.article.date)
            done += len(passages)
            told(done, total)

    # What retrieval asks of an index

    def lexical(
        self, terms: Sequence[str], k: int, period: Period | None = None
    ) -> list[tuple[int, float]]:
        """Return up to ``k`` pairs (passage id, BM25), best first, of ``period`` if given."""
        with self._whole_lexicon():
            return self._lexicon.search(terms, k, period) if self._lexicon else []

    def embed(self, question: str) -> NDArray[np.float32] | None:
        """Return the question's ``(dim,)`` unit vector, or None for an empty library."""
        if not self._vectors:
            return None
        with _model_errors():
            return self.encoder.encode_query(question)

    def dense(
        self, vector: NDArray[np.float32], k: int, period: Period | None = None
    ) -> list[tuple[int, float]]:
        """Return up to ``k`` pairs (passage id, cosine), best first, of ``period`` if given."""
        if not self._vectors:
            return []
        if not period:
            return self._vectors.search(vector, k)
        within = self._ids_within(self.store.generation, period)
        return self._vectors.search(vector, k, within=within)

    def holds_any(self, period: Period) -> bool:
        """Whether any passage is of ``period``."""
        return len(self._ids_within(self.store.generation, period)) > 0

    def _find_ids(self, generation: int, period: Period) -> NDArray[np.int64]:
        """Return the ids of the passages of ``period``, rising."""
        import numpy as np

        return np.sort(self.store.passages_between(period.since, period.until))

    def cosines(self, vector: NDArray[np.float32], ids: Sequence[int]) -> list[float]:
        """Return the cosine of ``vector`` with each passage."""
        return self._vectors.scores(vector, ids) if self._vectors else [0.0] * len(ids)

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold ``term``."""
        with self._whole_lexicon():
            return self._lexicon.document_frequency(term) if self._lexicon else 0

    @property
    def dense_weight(self) -> float:
        """The weight of the vectors beside the words, 0 to 1, as calibrated on this library."""
        record, encoder = self.store.calibration, self.store.encoder
        known = record is not None and encoder is not None and record["encoder"] == encoder["model"]
        weight = record["dense_weight"] if record is not None and known else None
        return _UNCALIBRATED if weight is None else float(weight)

    @property
    def evidence_shift(self) -> float:
        """What calibration on this library adds to the evidence for an answer, in log-odds."""
        record = self.store.calibration
        return float(record.get("evidence_shift") or 0.0) if record is not None else 0.0

    def likeness(
        self, vector: NDArray[np.float32], titles: Sequence[str], sentences: Sequence[str]
    ) -> list[float] | None:
        """Return the cosine of ``vector`` with each sentence under its title.

        None where encoding takes long: only a static model reads a hundred sentences at once.
        """
        import numpy as np

        if not isinstance(self.encoder, StaticEncoder) or not sentences:
            return None
        rows = {title: row for row, title in enumerate(dict.fromkeys(titles))}
        sums = self.encoder.word_vectors([*rows, *sentences])  # a text's sum is its parts' sums
        both = sums[[rows[title] for title in titles]] + sums[len(rows) :]
        lengths = np.linalg.norm(both, axis=1)
        cosines: list[float] = (both @ vector / np.maximum(lengths, 1e-9)).tolist()
        return cosines

    def encode_freely(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the ``(n, dim)`` vectors of texts that aren't stored."""
        with _model_errors():
            return self.encoder.encode_passages(texts)

    def sample(self, count: int) -> list[StoredPassage]:
        """Return up to ``count`` passages, spread evenly over the library, always the same."""
        return self.store.sample(count)

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

    def stories(self, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Return the story and the article, by number, of each passage still there."""
        return self.store.stories(ids)

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        """Return the passages of ``ids`` that are still there, in order."""
        return self.store.passages(ids)

    def passages_of(self, *article_ids: str) -> list[StoredPassage]:
        """Return the passages of these articles, those of one together and in order."""
        return self.store.passages_of(*article_ids)

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None."""
        return self.store.article(article_id)


@contextmanager
def _model_errors() -> Iterator[None]:
    """Raise what keeps an encoder from its work as ``ModelError``."""
    try:
        yield
    except EncoderError as error:
        raise ModelError(str(error)) from error


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
