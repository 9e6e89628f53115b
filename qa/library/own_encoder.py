"""An encoder that lies in the library's own folder: it is recorded by its place there.

So a library that is copied or moved takes its encoder along.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

_FOLDER = "encoders"
_HERE = "./"


def relative(record: dict[str, Any], library: Path) -> dict[str, Any]:
    """Return an encoder's record as it is stored: a model inside ``library`` by its place there."""
    model = Path(str(record["model"]))
    if not model.is_absolute() or not model.is_relative_to(library.resolve()):
        return record
    return {**record, "model": _HERE + model.relative_to(library.resolve()).as_posix()}


def absolute(record: dict[str, Any], library: Path) -> dict[str, Any]:
    """Return a stored record with the model where it is now."""
    model = str(record["model"])
    if not model.startswith(_HERE):
        return record
    return {**record, "model": str(library.resolve() / model.removeprefix(_HERE))}


def next_folder(library: Path) -> Path:
    """Return where the library's next own encoder goes: ``encoders/1``, ``encoders/2``…"""
    taken = [int(path.name) for path in (library / _FOLDER).glob("*") if path.name.isdecimal()]
    return library.resolve() / _FOLDER / str(max(taken, default=0) + 1)


def remove_others(library: Path, kept: str) -> None:
    """Remove the library's own encoders but ``kept``, and what a stopped training left."""
    for path in (library.resolve() / _FOLDER).glob("*"):
        if str(path) != kept:
            shutil.rmtree(path, ignore_errors=True)
