"""Find the files to read under the paths a person named."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from qa.errors import ReadingError
from qa.types import Failure

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".jsonl", ".jsonl.gz", ".csv")
"""The endings of the files Sourcier reads, in lower case."""

_READS = "it reads " + ", ".join(SUFFIXES)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: ``path`` is absolute; ``name``, relative to what was added, uses ``/``
    and is unique in its list; ``size`` is in bytes.
    """

    path: Path
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class FileList:
    """The files to read, sorted by name within each path added, and what was left aside."""

    files: tuple[SourceFile, ...]
    skipped: tuple[Failure, ...] = ()


@dataclass(slots=True)
class _Walk:
    """What one listing has come across so far; ``seen`` holds real paths."""

    files: list[SourceFile] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    failures: list[Failure] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)


def list_files(paths: Iterable[Path | str]) -> FileList:
    """Return the files under ``paths``, folders walked to their depths, each file once.

    Hidden files and folders are passed over, unless named. Files of a kind Sourcier doesn't
    read make one failure an ending. Raises ``ReadingError`` for a path that isn't there, and
    when nothing can be read at all.
    """
    given = [Path(path).expanduser() for path in paths]
    walk = _Walk()
    for path in given:
        top = Path(os.path.normpath(path.absolute()))
        if not top.exists():
            raise ReadingError(f"“{path}” doesn't exist: check the path.")
        if top.is_dir():
            _walk_folder(walk, top)
        else:
            _add_named_file(walk, top)
    skipped = (*walk.failures, *(_skipped(*item) for item in sorted(walk.unread.items())))
    if not walk.files:
        raise ReadingError(_nothing_to_read(given, skipped))
    return FileList(tuple(walk.files), skipped)


def suffix_of(name: str) -> str:
    """Return the ending of a file's name in lower case, ``.jsonl.gz`` as one."""
    lowered = name.lower()
    return ".jsonl.gz" if lowered.endswith(".jsonl.gz") else PurePath(lowered).suffix


def _walk_folder(walk: _Walk, top: Path) -> None:
    pending = [(str(top), os.path.realpath(top), "")]
    found = []
    while pending:
        folder, real, prefix = pending.pop()
        if real in walk.seen:
            continue
        walk.seen.add(real)
        for entry, entry_real in _entries(walk, folder, real, prefix):
            name = prefix + entry.name
            if entry.is_dir():
                pending.append((entry.path, entry_real, f"{name}/"))
            elif suffix_of(entry.name) not in SUFFIXES:
                walk.unread[suffix_of(entry.name)] += entry.is_file()
            elif not entry.is_file():
                walk.failures.append(Failure(name, "the link leads nowhere, or not to a file"))
            elif entry_real not in walk.seen:
                walk.seen.add(entry_real)
                found.append((name, entry.path, entry.stat().st_size))
    for name, path, size in sorted(found):
        _add(walk, Path(path), name, f"{top.name}/{name}", size)


def _entries(
    walk: _Walk, folder: str, real: str, prefix: str
) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Yield what a folder holds, but hidden entries, each with its real path."""
    try:
        with os.scandir(folder) as scan:
            entries = [entry for entry in scan if not entry.name.startswith(".")]
    except OSError as error:
        reason = f"the folder can't be opened ({(error.strerror or 'unknown').lower()})"
        walk.failures.append(Failure(prefix.rstrip("/") or folder, reason))
        return
    for entry in entries:
        link = entry.is_symlink()
        yield entry, os.path.realpath(entry.path) if link else str(Path(real, entry.name))


def _add_named_file(walk: _Walk, path: Path) -> None:
    suffix = suffix_of(path.name)
    if suffix not in SUFFIXES:
        kind = f"{suffix} files" if suffix else "files without an ending"
        walk.failures.append(Failure(path.name, f"Sourcier does not read {kind}; {_READS}"))
    elif not path.is_file():
        walk.failures.append(Failure(path.name, "it is not an ordinary file"))
    elif (real := os.path.realpath(path)) not in walk.seen:
        walk.seen.add(real)
        _add(walk, path, path.name, f"{path.parent.name}/{path.name}", path.stat().st_size)


def _add(walk: _Walk, path: Path, name: str, longer: str, size: int) -> None:
    """Keep a file under the first of its names that no other file of the list has."""
    readable = str(path).encode("utf-8", "replace").decode()
    if readable != str(path):
        place = name.encode("utf-8", "replace").decode()
        walk.failures.append(Failure(place, "its name has broken characters: rename it"))
        return
    unique = next((each for each in (name, longer) if each not in walk.names), path.as_posix())
    walk.names.add(unique)
    walk.files.append(SourceFile(path, unique, size))


def _skipped(suffix: str, count: int) -> Failure:
    files = "1 file" if count == 1 else f"{count} files"
    kind = f"{suffix} files" if suffix else "files without an ending"
    return Failure(f"*{suffix}", f"{files} skipped: Sourcier does not read {kind}; {_READS}")


def _nothing_to_read(given: list[Path], skipped: tuple[Failure, ...]) -> str:
    if not given:
        return "No file or folder was named: name at least one."
    where = ", ".join(f"“{path}”" for path in given)
    others = f" ({skipped[0].place}: {skipped[0].reason})" if skipped else ""
    return f"Nothing to read in {where}{others}: add {', '.join(SUFFIXES)} files."
