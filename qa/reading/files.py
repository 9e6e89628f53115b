"""Hand each file to the reader of its kind, and turn what it finds into articles."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from qa.errors import ReadingError
from qa.reading import docx, html, pdf, rows, text
from qa.reading.listing import SourceFile, suffix_of
from qa.reading.metadata import Draft, compose
from qa.settings import Settings
from qa.types import Failure, Reading

_DOCUMENTS: dict[str, Callable[[Path, Settings], Draft]] = {
    ".txt": lambda path, _: text.read_text(path),
    ".md": lambda path, _: text.read_markdown(path),
    ".html": lambda path, _: html.read_html(path),
    ".htm": lambda path, _: html.read_html(path),
    ".pdf": lambda path, _: pdf.read_pdf(path),
    ".docx": lambda path, settings: docx.read_docx(path, settings.max_file_bytes),
}
_ROWS: dict[str, Callable[[Path, Settings, rows.Told], Iterator[rows.Row]]] = {
    ".jsonl": rows.read_jsonl,
    ".jsonl.gz": rows.read_jsonl,
    ".csv": rows.read_csv,
}
_SPLIT = "split it, or put its articles in a .jsonl file"
_log = logging.getLogger(__name__)


def read_file(
    file: SourceFile, settings: Settings, told: rows.Told = lambda position: None
) -> Iterator[Reading | Failure]:
    """Yield the articles of a file, and a failure for each part that can't be read.

    Bad content never raises. Files of rows are read as they are asked for, a row at a time;
    ``told`` hears how many bytes of the file were read so far.
    """
    try:
        suffix = suffix_of(file.path.name)
        if suffix in _ROWS:
            yield from _read_rows(file, settings, _ROWS[suffix], told)
        else:
            yield _read_document(file, settings, _DOCUMENTS[suffix])
    except ReadingError as error:
        yield Failure(file.name, str(error))
    except OSError as error:
        yield Failure(file.name, f"the file can't be opened ({(error.strerror or 'gone').lower()})")
    except MemoryError:
        raise
    except Exception:
        # Third-party readers fail on damaged files in ways of their own.
        _log.debug("reading %s", file.path, exc_info=True)
        kind = suffix_of(file.path.name)
        yield Failure(file.name, f"the file is damaged, or not really a {kind} file: save it again")


def _read_document(
    file: SourceFile, settings: Settings, read: Callable[[Path, Settings], Draft]
) -> Reading:
    if file.size > settings.max_file_bytes:
        raise ReadingError(
            f"the file is {_megabytes(file.size)}, more than the "
            f"{_megabytes(settings.max_file_bytes)} allowed: {_SPLIT}"
        )
    if file.size == 0:
        raise ReadingError("the file is empty: it holds no text")
    draft = read(file.path, settings)
    if len(draft.text) > settings.max_article_chars:
        raise ReadingError(
            f"the text is {len(draft.text):,} characters long, more than the "
            f"{settings.max_article_chars:,} allowed: {_SPLIT}"
        )
    return Reading(compose(draft, id=draft.id or file.name, source=str(file.path)), file.name)


def _read_rows(
    file: SourceFile,
    settings: Settings,
    read: Callable[[Path, Settings, rows.Told], Iterator[rows.Row]],
    told: rows.Told,
) -> Iterator[Reading | Failure]:
    taken: set[str] = set()
    for number, row in read(file.path, settings, told):
        place = f"{file.name}#{number}"
        if isinstance(row, str):
            yield Failure(place, row)
            continue
        id = place if not row.id or row.id in taken else row.id
        taken.add(id)
        try:
            article = compose(row, id=id, source=str(file.path))
        except ReadingError as error:
            yield Failure(place, str(error))
        else:
            yield Reading(article, place)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
