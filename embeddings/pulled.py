"""The models folder: what was pulled lies there, each model whole and with a record of itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from embeddings.catalogue import Kind, find_known

MODELS_VARIABLE = "SOURCIER_MODELS"
RECORD = "sourcier-model.json"
UNFINISHED = ".unfinished"
_FORMAT = 1
_ID = re.compile(r"\w[\w.-]*/\w[\w.-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class PulledFile:
    """A file of a model: its path in the model's folder, and what was verified of it."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PulledModel:
    """A model in the models folder; ``pulled`` is the day, as ``2026-11-22``."""

    id: str
    revision: str
    kind: Kind
    licence: str
    pulled: str
    files: tuple[PulledFile, ...]

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return models_folder() / folder_name(self.id)

    @property
    def name(self) -> str:
        """What to call it by: its short name, else its id."""
        known = find_known(self.id)
        return known.name if known else self.id

    @property
    def bytes(self) -> int:
        """How much of the disk it takes."""
        return sum(file.bytes for file in self.files)

    @property
    def gguf(self) -> Path | None:
        """The file to write with, where it is a writer."""
        paths = sorted(file.path for file in self.files if file.path.endswith(".gguf"))
        return self.folder / paths[0] if paths else None


def models_folder() -> Path:
    """Return ``$SOURCIER_MODELS``, else the folder where the system keeps a user's data."""
    chosen = os.environ.get(MODELS_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    if sys.platform == "win32":
        data = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    else:  # https://specifications.freedesktop.org/basedir-spec/latest/
        data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(data).expanduser().absolute() / "sourcier" / "models"


def is_id(model: str) -> bool:
    """Whether ``model`` is written as a hub id: ``org/name``."""
    return _ID.fullmatch(model) is not None


def folder_name(model_id: str) -> str:
    """Return the name of the folder of a hub id: ``org/name`` lies in ``org--name``."""
    return model_id.replace("/", "--")


def pulled_models() -> list[PulledModel]:
    """Return every model in the models folder, by id; a folder without a record isn't one."""
    return sorted(_all(), key=lambda one: one.id.casefold())


def find_pulled(model: str) -> PulledModel | None:
    """Return the pulled model of this short name or hub id, None when it isn't here."""
    known = find_known(model)
    model_id = known.id if known else model
    if not is_id(model_id):
        return None
    found = read_record(models_folder() / folder_name(model_id))
    return found if found is not None and found.id == model_id else None


def canonical(model: str) -> str:
    """Return what a model is known by, wherever it lies.

    A folder is its resolved path, but a pulled model, by folder or short name, is its hub id:
    then a library that remembers it may move to another machine.
    """
    folder = Path(model).expanduser()
    if folder.is_dir():
        folder = folder.resolve()
        if folder.parent != models_folder().resolve():
            return str(folder)
        record = read_record(folder)
        return record.id if record else str(folder)
    known = find_known(model)
    return known.id if known else model


def remove_pulled(model: PulledModel) -> None:
    """Delete a pulled model. Raises ``OSError``."""
    gone = models_folder() / UNFINISHED / (folder_name(model.id) + ".removed")
    shutil.rmtree(gone, ignore_errors=True)
    gone.parent.mkdir(parents=True, exist_ok=True)
    model.folder.rename(gone)  # first out of sight as a whole, then bit by bit
    shutil.rmtree(gone)


def read_record(folder: Path) -> PulledModel | None:
    """Return the record in ``folder``, None when it has none of this format."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        if record.pop("format") != _FORMAT:
            return None
        files = tuple(PulledFile(**file) for file in record.pop("files"))
        return PulledModel(**{**record, "kind": Kind(record["kind"])}, files=files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_record(folder: Path, model: PulledModel) -> None:
    """Write ``model``'s record into ``folder``. Raises ``OSError``."""
    record = {"format": _FORMAT, **asdict(model)}
    (folder / RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _all() -> Iterator[PulledModel]:
    try:
        folders = list(models_folder().iterdir())
    except OSError:
        return
    for folder in folders:
        record = read_record(folder)
        if record is not None and folder.name == folder_name(record.id):
            yield record
