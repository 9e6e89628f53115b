"""Readings → articles, passages and vectors in the store, a batch a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, astuple, dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from qa.library.library import Library
from qa.library.passages import index_text, split_passages
from qa.library.rows import FileRecord
from qa.settings import Settings
from qa.types import Article, Failure, IndexReport, Passage, Progress, Reading, Stage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Told = Callable[[Progress], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file offered for indexing.

    ``read`` gives its articles and failures one by one, and tells how many of its ``size``
    bytes it has read so far. ``sha256`` hashes it.
    """

    path: str
    name: str
    sha256: Callable[[], str]
    size: int
    read: Callable[[Callable[[int], None]], Iterable[Reading | Failure]]


@dataclass(slots=True)
class _Batch:
    """Articles waiting to be embedded and written together."""

    articles: list[tuple[Article, list[Passage]]] = field(default_factory=list)
    files: list[tuple[str, FileRecord]] = field(default_factory=list)
    passages: int = 0


class Indexing:
    """One run of adding files or articles to a library. Hold ``library.writing()`` around it."""

    def __init__(
        self,
        library: Library,
        settings: Settings,
        told: Told | None = None,
        cancelled: Cancelled | None = None,
    ) -> None:
        """Prepare a run; ``told`` hears of progress, ``cancelled`` is asked between articles."""
        self._library = library
        self._settings = settings
        self._told = told or (lambda progress: None)
        self.cancelled = cancelled or (lambda: False)
        self._batch = _Batch()
        self._report = IndexReport()
        self._started = monotonic()
        self._bytes_done = 0
        self._bytes_within = 0
        self._bytes_total = 0
        self.seen: set[str] = set()
        self.whole: set[str] = set()

    def add_files(self, files: Sequence[FileToRead]) -> None:
        """Add the articles of ``files``; a file read whole before and unchanged is passed over."""
        self._bytes_total = sum(file.size for file in files)
        for file in files:
            if self.cancelled():
                break
            record = self._library.store.file(file.path)
            sha256 = _digest(file)
            held = self._library.store.ids_from(file.path)
            if sha256 and record == FileRecord(file.name, sha256, len(held)):
                self.seen.update(held)
                self.whole.add(file.path)
                self._count(unchanged=len(held))
            else:
                self._add_file(file, record, sha256)
            self._bytes_done += file.size
            self._within(0)
            self._tell("reading")

    def _within(self, position: int) -> None:
        """Remember how far into the current file reading is."""
        self._bytes_within = position

    def _add_file(self, file: FileToRead, before: FileRecord | None, sha256: str) -> None:
        if before is None or before.sha256 not in ("", sha256):
            # What is read of it keeps this name; it isn't whole until the end.
            self._batch.files.append((file.path, FileRecord(file.name, "", 0)))
        articles, whole = 0, True
        for reading in file.read(self._within):
            if self.cancelled():
                return
            if isinstance(reading, Failure):
                whole = False
                self.fail(reading)
            else:
                articles += 1
                self.add(reading)
        if whole:
            self.whole.add(file.path)
            record = FileRecord(file.name, sha256, articles)
            if record != before:
                self._batch.files.append((file.path, record))

    def add(self, reading: Reading) -> None:
        """Add one article, unless the library holds just the same."""
        if not _is_unicode(reading.article):
            self.fail(Failure(reading.place, "it holds halves of characters: save it as UTF-8"))
            return
        article = self._named(reading)
        stored = self._library.store.article(article.id)
        self.seen.add(article.id)
        if stored and (stored == article or (_same(stored, article) and _exists(stored.source))):
            self._count(unchanged=1)
            return
        passages = split_passages(
            article.text, self._settings.passage_words, self._settings.overlap_sentences
        )
        if not passages:
            self.fail(Failure(reading.place, "it holds no text"))
            return
        self._batch.articles.append((article, passages))
        self._batch.passages += len(passages)
        self._count(**{"updated" if stored else "added": 1})
        if self._batch.passages >= self._settings.batch_passages:
            self.write()

    def _named(self, reading: Reading) -> Article:
        """Give the article its place for an id when another file has taken its own.

        Nothing is lost then: both articles stay. A file that is gone gives its ids up.
        """
        article = reading.article
        if any(article.id == other.id for other, _ in self._batch.articles):
            self.write()
        stored = self._library.store.article(article.id)
        taken = (
            stored is not None
            and stored.source != article.source
            and not _same(stored, article)
            and (article.id in self.seen or _exists(stored.source))
        )
        return replace(article, id=_free(self._library, reading, article)) if taken else article

    def fail(self, failure: Failure) -> None:
        """Report a file or a row that couldn't be read."""
        self._report = replace(self._report, failed=(*self._report.failed, failure))

    def write(self) -> None:
        """Embed and write what waits, in one transaction."""
        batch, self._batch = self._batch, _Batch()
        if not batch.articles and not batch.files:
            return
        store = self._library.store
        vectors = self._encode(batch)
        self._library.recognise(lambda done, total: self._tell("finishing", done, total))
        with store.transaction() as generation:
            if batch.articles and store.encoder is None:
                store.set_encoder(asdict(self._library.encoder_info()))
            row = 0
            for article, passages in batch.articles:
                rows = vectors[row : row + len(passages)]
                store.put_article(article, passages, rows, generation)
                row += len(passages)
            for path, record in batch.files:
                store.set_file(path, record)
            reprints = store.recognise_reprints()
        self._count(passages=batch.passages, reprints=reprints)
        self._tell("indexing")

    def _encode(self, batch: _Batch) -> NDArray[np.float16]:
        texts = [index_text(a, passage) for a, passages in batch.articles for passage in passages]
        return self._library.encode(texts)

    def remove_missing(self, sources: Iterable[str]) -> None:
        """Remove the articles of ``sources`` that are gone.

        That is: of files no longer there, and rows no longer in files read whole. A file that
        is there but couldn't be read keeps its articles.
        """
        self.write()
        store = self._library.store
        with store.transaction() as generation:
            for source in sources:
                if source not in self.whole and _exists(source):
                    continue
                gone = [i for i in store.ids_from(source) if i not in self.seen]
                for article_id in gone:
                    store.delete_article(article_id, generation)
                    self._count(removed=1)
                if not store.ids_from(source):
                    store.forget_file(source)

    def finish(self) -> IndexReport:
        """Write what waits, bring the indexes up to date, and say what was done."""
        self.write()
        self._tell("finishing")
        self._library.catch_up(
            lambda done, total: self._tell("finishing", done, total), required=True
        )
        return replace(self._report, seconds=monotonic() - self._started)

    def _count(self, **changes: int) -> None:
        counts = {name: getattr(self._report, name) + number for name, number in changes.items()}
        self._report = replace(self._report, **counts)

    def _tell(self, stage: Stage, done: int | None = None, total: int | None = None) -> None:
        report = self._report
        self._told(
            Progress(
                stage,
                self._bytes_done + self._bytes_within if done is None else done,
                self._bytes_total if total is None else total,
                report.added + report.updated + report.unchanged,
                report.passages,
                monotonic() - self._started,
            )
        )


def reembed(library: Library, told: Told | None = None) -> int:
    """Give every passage a vector by ``library.encoder`` in one transaction; return how many.

    Stopped half way, the library is as it was.
    """
    started = monotonic()
    store = library.store
    info = library.encoder.info
    library.forget_vectors()
    done, total = 0, store.count_added_since(0)
    with library.writing(), store.transaction() as generation:
        store.set_encoder(asdict(info))
        for passages, _ in store.added_since(0):
            vectors = library.encode([index_text(p.article, p.passage) for p in passages])
            store.set_vectors([p.id for p in passages], vectors, generation)
            done += len(passages)
            if told:
                told(Progress("indexing", done, total, 0, done, monotonic() - started))
    library.catch_up()
    return done


def _free(library: Library, reading: Reading, article: Article) -> str:
    """Return the reading's place, or the first numbered variant no other source has taken."""
    candidate, number = reading.place, 1
    while True:
        stored = library.store.article(candidate)
        if stored is None or stored.source == article.source:
            return candidate
        number += 1
        candidate = f"{reading.place} ({number})"


def _digest(file: FileToRead) -> str:
    """Return the file's hash, or one that equals none when it can't be read."""
    try:
        return file.sha256()
    except OSError:
        return ""


def _is_unicode(article: Article) -> bool:
    """Whether no string of the article holds half a surrogate pair, which can't be stored."""
    try:
        "".join(map(str, astuple(article))).encode()
    except UnicodeEncodeError:
        return False
    return True


def _same(one: Article, other: Article) -> bool:
    """Whether two articles differ in nothing but the file they were read from."""
    return replace(one, source=other.source) == other


def _exists(source: str) -> bool:
    return bool(source) and Path(source).exists()
