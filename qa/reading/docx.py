"""Read ``.docx`` files: paragraphs and tables in order."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import ReadingError
from qa.reading.metadata import Draft, parse_date

if TYPE_CHECKING:
    from docx.blkcntnr import BlockItemContainer
    from docx.document import Document
    from docx.table import Table

_OLD_WORD = b"\xd0\xcf\x11\xe0"  # also what Word wraps a file protected by a password in
_MOST_UNPACKED = 20  # times the size allowed for a file: honest documents shrink about fivefold
_DOCUMENT = "word/document.xml"


def read_docx(path: Path, max_bytes: int) -> Draft:
    """Return the draft of a Word document; ``max_bytes`` bounds what it may unpack to.

    Raises ``ReadingError`` for files that aren't Word documents, or are protected.
    """
    _check(path, _MOST_UNPACKED * max_bytes)
    import docx

    document = docx.Document(str(path))
    title, lines = "", []
    for style, text in _blocks(document):
        if style == "Title" and not title:
            title = text
        else:
            lines.append(text)
    core = document.core_properties
    generated = core.author == "python-docx"  # its template's own title and date mean nothing
    return Draft(
        text="\n".join(lines) or title,
        title=title,
        fallback_title=core.title,
        fallback_date=None if generated else parse_date(core.created),
    )


def _check(path: Path, most_unpacked: int) -> None:
    with path.open("rb") as stream:
        if stream.read(len(_OLD_WORD)) == _OLD_WORD:
            raise ReadingError(
                "the file is protected by a password, or in the old .doc format: "
                "save a copy as .docx without a password"
            )
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    except zipfile.BadZipFile as error:
        raise ReadingError(
            "the file is damaged or not a Word document: open it in Word and save it again"
        ) from error
    if _DOCUMENT not in sizes:
        raise ReadingError("the file is an archive but not a Word document: unpack it first")
    if sum(sizes.values()) > most_unpacked:
        raise ReadingError("the file unpacks to far more than a document holds: it was left aside")


def _blocks(container: Document | BlockItemContainer) -> Iterator[tuple[str, str]]:
    """Yield the style and text of each paragraph and table row, in order."""
    from docx.table import Table

    for item in container.iter_inner_content():
        if isinstance(item, Table):
            yield from (("", row) for row in _rows(item))
        elif item.text.strip():
            yield item.style.name or "" if item.style else "", item.text


def _rows(table: Table) -> Iterator[str]:
    """Yield the rows of a table, cells apart by a bar; a merged cell counts once."""
    seen = set()
    for row in table.rows:
        cells = []
        for cell in row.cells:
            if cell._tc not in seen:
                seen.add(cell._tc)
                cells.append(" ".join(text for _, text in _blocks(cell)))
        yield " | ".join(cell for cell in cells if cell)
