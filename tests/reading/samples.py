"""Real files for the tests to read, made on the spot."""

from __future__ import annotations

import zlib
from pathlib import Path

from qa.reading import list_files, read_file
from qa.settings import Settings
from qa.types import Article, Failure, Reading

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
PAGE_HEIGHT, MARGIN, LEADING = 842, 60, 1.3

Line = tuple[str, float]
"""A line of a page and the size of its letters, in points."""


def read(path: Path, settings: Settings | None = None) -> list[Reading | Failure]:
    """Read one file as a person would: named on its own."""
    (file,) = list_files([path]).files
    return list(read_file(file, settings or Settings()))


def article(path: Path, settings: Settings | None = None) -> Article:
    """Read the one article of a file that must give one."""
    (found,) = read(path, settings)
    assert isinstance(found, Reading), found
    return found.article


def reason(path: Path, settings: Settings | None = None) -> str:
    """Read a file that must give nothing, and return why."""
    (found,) = read(path, settings)
    assert isinstance(found, Failure), found
    assert found.place == path.name
    assert_plain(found.reason)
    return found.reason


def assert_plain(sentence: str) -> None:
    """A reason is a sentence for people: no traceback, no exception's name."""
    assert sentence == sentence.strip() != ""
    for sign in ("Error", "Exception", "Traceback", "errno", "object at 0x", "\n"):
        assert sign not in sentence


def write_pdf(path: Path, pages: list[list[Line]], title: str = "", pack: bool = False) -> Path:
    """Write a PDF of text lines in Helvetica; an empty page holds no text at all."""
    contents = [_content(lines) for lines in pages]
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 {PAGE_HEIGHT}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * at} 0 R >>".encode()
        )
        stream = zlib.compress(content) if pack else content
        filters = b"/Filter /FlateDecode " if pack else b""
        head = b"<< " + filters + b"/Length " + str(len(stream)).encode() + b" >>\nstream\n"
        objects.append(head + stream + b"\nendstream")
    objects.append(b"<< /Title (" + _escape(title) + b") >>")
    path.write_bytes(_assemble(objects))
    return path


def _content(lines: list[Line]) -> bytes:
    drawn = []
    height = float(PAGE_HEIGHT - MARGIN)
    for text, size in lines:
        height -= LEADING * size
        place = f"BT /F1 {size} Tf {MARGIN} {height:.1f} Td (".encode()
        drawn.append(place + _escape(text) + b") Tj ET")
    return b"\n".join(drawn)


def _escape(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


def _assemble(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    return bytes(out + f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode())
