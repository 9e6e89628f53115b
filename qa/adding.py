"""What was given to add → articles read and indexed: a folder, a file, a list, or ``Article``s."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import ReadingError
from qa.settings import Settings
from qa.types import Article, IndexReport, Progress, Reading

if TYPE_CHECKING:
    from qa.library import FileToRead, Library
    from qa.reading import SourceFile

Articles = Path | str | Iterable["Path | str | Article"]
_READERS = 1  # raised when the readers read differently, so that files are read again


def add_articles(
    library: Library,
    articles: Articles,
    settings: Settings,
    *,
    prune: bool = False,
    told: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> IndexReport:
    """Add ``articles`` to ``library`` and calibrate it anew where that is due.

    All else is as ``Assistant.add`` says.
    """
    from qa.calibration import calibrate_library
    from qa.library import Indexing
    from qa.reading import list_files

    paths, given = _sort_out(articles)
    listed = list_files(paths) if paths else None
    with library.writing():
        run = Indexing(library, settings, told, cancelled)
        for article in given:
            run.add(Reading(article, article.id))
        if listed is not None:
            for failure in listed.skipped:
                run.fail(failure)
            run.add_files([_offer(file, library, settings) for file in listed.files])
        if prune and not run.cancelled():
            run.remove_missing(_sources_under(paths, library))
        report = run.finish()
        if not run.cancelled():
            calibrate_library(library, settings, told)
        return report


def _sort_out(articles: Articles) -> tuple[list[Path], list[Article]]:
    """Return the paths and the articles in what was given."""
    items = [articles] if isinstance(articles, (str, Path)) else list(articles)
    paths, given = [], []
    for item in items:
        if isinstance(item, Article):
            given.append(item)
        elif isinstance(item, (str, Path)):
            paths.append(Path(item).expanduser())
        else:
            raise ReadingError(
                f"A {type(item).__name__} isn't an article: give paths or qa.Article objects."
            )
    return paths, given


def _offer(file: SourceFile, library: Library, settings: Settings) -> FileToRead:
    """Offer a file for indexing under the name it was first added by, if it was."""
    from qa.library import FileToRead
    from qa.reading import read_file

    record = library.store.file(str(file.path))
    if record is not None:
        file = replace(file, name=record.name)
    read = partial(read_file, file, settings)
    return FileToRead(str(file.path), file.name, partial(_hash, file.path), file.size, read)


def _sources_under(paths: Sequence[Path], library: Library) -> list[str]:
    roots = [os.path.normpath(path.absolute()) for path in paths]
    return [
        source
        for source in library.store.sources()
        if any(Path(source).is_relative_to(root) for root in roots)
    ]


def _hash(path: Path) -> str:
    """Return a hash of the file's bytes, and of how they are read."""
    import hashlib

    with path.open("rb") as file:
        return f"{_READERS}:{hashlib.file_digest(file, 'sha256').hexdigest()}"
