"""Pulls a model into the models folder: only the files it needs, whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from embeddings.catalogue import Kind, find_known, nearest
from embeddings.choosing import choose_files, fits, is_weight
from embeddings.graphs import TORCH
from embeddings.hub import HubError, HubFile, Listing, disk_trouble, fetch, list_model, part_of
from embeddings.loading import classifies
from embeddings.pulled import (
    UNFINISHED,
    PulledFile,
    PulledModel,
    find_pulled,
    folder_name,
    is_id,
    models_folder,
    write_record,
)

_DEFAULT_REVISION = "main"
_SPARE_BYTES = 64 << 20  # of the disk, left free

Told = Callable[[int, int], None]  # bytes there are, of how many


@dataclass(frozen=True, slots=True)
class Plan:
    """What is about to be fetched: ``missing`` of its ``bytes``, where ``free`` are left."""

    id: str
    revision: str
    licence: str
    bytes: int
    missing: int
    free: int


def pull(
    model: str,
    *,
    revision: str | None = None,
    backend: str = TORCH,
    file: str = "",
    told: Told = lambda done, total: None,
    begins: Callable[[Plan], None] = lambda plan: None,
) -> PulledModel:
    """Fetch a model by short name or hub id; return what is then in the models folder.

    A model that is here stays at its revision until another one is named. ``backend`` says which
    weights: torch (safetensors), onnx or openvino; ``file`` names one of several by a pattern.
    ``begins`` hears what it is before the first byte of it is asked for.
    Interrupt it at any time: it goes on from there, and the model is there only when all of it
    is. Raises ``HubError``.
    """
    known = find_known(model)
    model_id = known.id if known else model
    if not is_id(model_id):
        raise HubError(_unknown(model))
    pattern = file or (known.file if known else "")
    here = find_pulled(model_id)
    if here and revision in (None, here.revision) and _holds(here, backend, pattern):
        return here
    try:
        with _alone(model_id) as folder:
            asked = revision or (here.revision if here else _DEFAULT_REVISION)
            listing = list_model(model_id, asked)
            files = choose_files(listing, backend, pattern)
            if here and here.revision == listing.revision:  # keep what it has besides
                kept = {one.path for one in here.files if not is_weight(one.path, backend)}
                files += [one for one in listing.files if one.path in kept and one not in files]
            _gather(listing, files, folder, here, told, begins)
            return _install(listing, files, folder)
    except OSError as error:
        raise HubError(disk_trouble(error, models_folder() / folder_name(model_id))) from error


def _gather(
    listing: Listing,
    files: Sequence[HubFile],
    folder: Path,
    here: PulledModel | None,
    told: Told,
    begins: Callable[[Plan], None],
) -> None:
    """Bring ``files`` together in ``folder``, fetching those that are neither there nor here."""
    missing = []
    for one in files:
        target = folder / one.path
        old = here.folder / one.path if here else None
        if one.matches(target):
            continue
        if old is not None and one.matches(old):
            _link(old, target)
        else:
            missing.append(one)
    total = sum(one.bytes for one in files)
    done = total - sum(one.bytes for one in missing)
    parts = [part_of(one, folder / one.path) for one in missing]
    kept = sum(part.stat().st_size for part in parts if part.exists())
    free = shutil.disk_usage(folder).free
    needed = total - done - kept
    begins(Plan(listing.id, listing.revision, _licence(listing), total, needed, free))
    _check_space(listing, needed, free)
    told(done, total)
    for one in missing:
        fetch(listing, one, folder / one.path, partial(_pass_on, told, done, total))
        done += one.bytes


def _pass_on(told: Told, before: int, total: int, there: int) -> None:
    told(before + there, total)


def _install(listing: Listing, files: Sequence[HubFile], folder: Path) -> PulledModel:
    """Write the record of what lies in ``folder`` and put it in its place, at once."""
    wanted = {one.path for one in files}
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if path.relative_to(folder).as_posix() not in wanted:
            path.unlink()  # of another revision, or a part of one
    known = find_known(listing.id)
    model = PulledModel(
        id=listing.id,
        revision=listing.revision,
        kind=known.kind if known else _kind(folder, wanted),
        licence=_licence(listing),
        pulled=date.today().isoformat(),
        files=tuple(
            PulledFile(one.path, one.bytes, one.sha256(folder / one.path))
            for one in sorted(files, key=lambda one: one.path)
        ),
    )
    write_record(folder, model)
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if model.folder.exists():
        model.folder.rename(old)
    folder.rename(model.folder)
    shutil.rmtree(old, ignore_errors=True)
    return model


@contextmanager
def _alone(model_id: str) -> Iterator[Path]:
    """Give the folder where the model is gathered, to one process at a time."""
    from filelock import FileLock, Timeout

    folder = models_folder() / UNFINISHED / folder_name(model_id)
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder.with_name(folder.name + ".lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise HubError(f"{model_id} is being pulled by another process: wait for it.") from error
    try:
        yield folder
    finally:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        lock.release()


def _holds(here: PulledModel, backend: str, pattern: str) -> bool:
    """Whether a model has its weights of this kind here, and the file of this pattern."""
    paths = [one.path for one in here.files]
    if here.kind is not Kind.WRITER:
        paths = [path for path in paths if is_weight(path, backend)]
    return any(fits(path, pattern) for path in paths)


def _kind(folder: Path, paths: set[str]) -> Kind:
    if any(path.endswith(".gguf") for path in paths):
        return Kind.WRITER
    return Kind.RERANKER if classifies(folder) else Kind.ENCODER


def _licence(listing: Listing) -> str:
    known = find_known(listing.id)
    return known.licence if known else listing.licence


def _check_space(listing: Listing, needed: int, free: int) -> None:
    if needed + _SPARE_BYTES > free:
        raise HubError(
            f"{listing.id} needs {needed / 1e6:,.0f} MB more in {models_folder()}, where "
            f"{free / 1e6:,.0f} MB are free: free some space, or choose another folder with "
            "$SOURCIER_MODELS."
        )


def _link(old: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(old, target)
    except OSError:  # a disk without links
        shutil.copyfile(old, target)


def _unknown(model: str) -> str:
    near = nearest(model)
    meant = f"did you mean {near}? " if near else ""
    return (
        f"There is no model called “{model}”: {meant}“sourcier models” lists those with a name; "
        "others are pulled by their hub id, such as intfloat/multilingual-e5-small."
    )
