"""Read files of many articles, one a row: ``.jsonl``, ``.jsonl.gz`` and ``.csv``.

Rows are read one at a time, so memory doesn't grow with the file.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from qa.errors import ReadingError
from qa.reading.encoding import decode_unmarked, utf16_encoding
from qa.reading.metadata import Draft, parse_date
from qa.settings import Settings

Row = tuple[int, Draft | str]
"""A row's number, and its draft or the reason why it can't be read."""

Told = Callable[[int], None]
"""Hears how many bytes of the file were read so far."""

_FIELDS = {
    "text": ("text", "texte"),
    "title": ("title", "titre"),
    "date": ("date",),
    "url": ("url",),
    "summary": ("summary", "résumé", "resume"),
    "language": ("language", "langue", "lang"),
    "id": ("id",),
}
_DELIMITERS = ",;\t|"
_HEAD = 4096


def read_jsonl(path: Path, settings: Settings, told: Told) -> Iterator[Row]:
    """Yield the rows of a JSON Lines file, compressed or not, by line number from 1."""
    for number, line in _numbered_lines(path, settings.max_file_bytes, told):
        if line is None:
            yield number, _too_long(settings)
        elif line.strip():
            yield number, _json_row(line, settings)


def read_csv(path: Path, settings: Settings, told: Told) -> Iterator[Row]:
    """Yield the rows of a CSV file with a header, by data row number from 1.

    Raises ``ReadingError`` when the header has no ``text`` column.
    """
    lines = _csv_lines(path, settings, told)
    header = next(lines, "")
    delimiter, names = _read_header(header)
    # The module's default of 131,072 characters a cell is too small for a long article.
    csv.field_size_limit(2 * settings.max_article_chars)
    rows = csv.reader(lines, delimiter=delimiter)
    number = 0
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            number += 1
            yield number, "a cell never ends: a closing quotation mark is missing"
            continue
        if any(cell.strip() for cell in cells):
            number += 1
            yield number, _draft(dict(zip(names, cells, strict=False)), settings)


def _csv_lines(path: Path, settings: Settings, told: Told) -> Iterator[str]:
    for number, line in _numbered_lines(path, settings.max_file_bytes, told):
        if line is None:
            raise ReadingError(f"line {number}: {_too_long(settings)}; nothing after it was read")
        yield line


def _json_row(line: str, settings: Settings) -> Draft | str:
    try:
        row = json.loads(line)
    except RecursionError:
        return "the line is JSON nested too deep to be an article"
    except ValueError as error:
        where = f" (character {error.pos + 1})" if isinstance(error, json.JSONDecodeError) else ""
        return f"the line is not valid JSON{where}"
    if not isinstance(row, dict):
        return 'the line is JSON but not an object such as {"title": …, "text": …}'
    return _draft({str(name).casefold(): value for name, value in row.items()}, settings)


def _draft(row: Mapping[str, object], settings: Settings) -> Draft | str:
    """Return the draft of a row, or the reason why it is none."""
    fields = {
        field: next((row[name] for name in names if row.get(name) is not None), None)
        for field, names in _FIELDS.items()
    }
    text = fields["text"]
    if text is None:
        return 'the row has no "text" field'
    if not isinstance(text, str):
        return 'the "text" field is not a string'
    if not text.strip():
        return 'the "text" field is empty'
    if len(text) > settings.max_article_chars:
        return (
            f"the text is {len(text):,} characters long, more than {settings.max_article_chars:,}: "
            "split it"
        )
    return Draft(
        text=text,
        id=_string(fields["id"]),
        title=_string(fields["title"]),
        date=parse_date(fields["date"]),
        url=_string(fields["url"]),
        language=_string(fields["language"]),
        summary=_string(fields["summary"]),
    )


def _string(value: object) -> str:
    """Return a field as a string; numbers are written out, anything else is left aside."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


def _read_header(header: str) -> tuple[str, list[str]]:
    """Return the delimiter that finds a text column in the header, and the columns' names."""
    for delimiter in sorted(_DELIMITERS, key=header.count, reverse=True):
        cells = next(csv.reader([header], delimiter=delimiter), [])
        names = [cell.strip().casefold() for cell in cells]
        if any(name in names for name in _FIELDS["text"]):
            return delimiter, names
    raise ReadingError(
        'the first line names no "text" column: add a header such as title,date,text'
    )


def _numbered_lines(path: Path, limit: int, told: Told) -> Iterator[tuple[int, str | None]]:
    """Yield each line, numbered from 1; ``None`` in place of one over ``limit`` characters."""
    with path.open("rb") as raw, _unpacked(path, raw) as stream:
        encoding = utf16_encoding(stream.peek(_HEAD)[:_HEAD])
        source: IO[str] | IO[bytes] = stream
        if encoding:
            source = io.TextIOWrapper(stream, encoding, errors="replace", newline="\n")
        number = 0
        while line := source.readline(limit):
            number += 1
            told(raw.tell())
            whole = line
            while len(line) == limit and line[-1:] not in ("\n", b"\n"):
                line = source.readline(limit)
                if line:
                    whole = line[:0]
            yield number, _decoded(whole, number) if whole else None


def _decoded(line: str | bytes, number: int) -> str:
    text = line if isinstance(line, str) else decode_unmarked(line)
    return text.removeprefix("\ufeff") if number == 1 else text


@contextmanager
def _unpacked(path: Path, raw: io.BufferedReader[Any]) -> Iterator[io.BufferedReader[Any]]:
    """Unpack a ``.gz`` file as it is read; a broken archive becomes a ``ReadingError``."""
    stream = raw
    if path.suffix.lower() == ".gz":
        stream = io.BufferedReader(gzip.GzipFile(fileobj=raw))
    try:
        yield stream
    except EOFError as error:
        raise ReadingError(
            "the archive is cut short; the rows before were read: download it again"
        ) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise ReadingError("the archive is damaged or not a GZIP file: pack it again") from error


def _too_long(settings: Settings) -> str:
    return f"the line is longer than {settings.max_file_bytes:,} bytes: split it"
