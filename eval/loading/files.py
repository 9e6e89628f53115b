"""The files of a question set: found, opened, named and hashed."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from qa.errors import QuestionError

_CHUNK = 1 << 20
_ENDINGS = (".jsonl", ".jsonl.gz")


def read_lines(path: Path) -> Iterator[tuple[str, str]]:
    """Yield a text file's lines, each after its place, “set.jsonl, line 3”.

    Only line feeds end a line; a file whose name ends in ``.gz`` is unpacked. Raises
    ``QuestionError``, also while the lines are read.
    """
    with _opened(path) as raw, _unpacked(path, raw) as lines:
        for number, line in enumerate(lines, 1):
            where = f"{path}, line {number}"
            yield where, _decoded(line, where, first=number == 1).rstrip("\r\n")


def read_whole(path: Path) -> str:
    """Return a text file's characters, as ``read_lines`` does its lines."""
    with _opened(path) as raw, _unpacked(path, raw) as file:
        return _decoded(file.read(), str(path), first=True)


def find(folder: Path, stem: str) -> Path | None:
    """Return the folder's file of rows of that name, packed or not; None without one."""
    return next((p for ending in _ENDINGS if (p := folder / f"{stem}{ending}").is_file()), None)


def set_name(path: Path) -> str:
    """Return a set's name: its folder's, or its file's without the ending."""
    name = path.resolve().name  # “.” has none of its own
    if path.is_dir():
        return name
    for ending in (*reversed(_ENDINGS), ".json.gz", ".json"):
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return name


def digest(paths: Iterable[Path]) -> str:
    """Return the SHA-256 of the files' bytes, one after another, sorted by path."""
    sha = hashlib.sha256()
    for path in sorted(paths):
        with _opened(path) as file:
            while chunk := file.read(_CHUNK):
                sha.update(chunk)
    return sha.hexdigest()


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise QuestionError(
            f"The question set {path} can't be read ({error.strerror}): check the path and its "
            "permissions."
        ) from error


@contextmanager
def _unpacked(path: Path, raw: IO[bytes]) -> Iterator[IO[bytes]]:
    if not path.name.lower().endswith(".gz"):
        yield raw
        return
    try:
        yield cast(IO[bytes], gzip.GzipFile(fileobj=raw))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise QuestionError(
            f"{path} is cut short or isn't a GZIP file: pack or download it again."
        ) from error


def _decoded(raw: bytes, where: str, *, first: bool) -> str:
    try:
        return raw.decode("utf-8-sig" if first else "utf-8")
    except UnicodeDecodeError as error:
        raise QuestionError(f"{where}: this isn't UTF-8 text: save the file as UTF-8.") from error
