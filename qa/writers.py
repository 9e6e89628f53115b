"""Which model writes: the one asked for, the environment's, the remembered or the embedded one."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from qa.errors import ModelError
from qa.settings import Settings

if TYPE_CHECKING:
    from qa.answering.writer import Writer

MODEL_VARIABLE = "SOURCIER_MODEL"
WRITER_VARIABLE = "SOURCIER_WRITER"
WRITER_MODEL_VARIABLE = "SOURCIER_WRITER_MODEL"
KEY_VARIABLE = "SOURCIER_WRITER_KEY"
EMBEDDED, NO_MODEL = "embedded", "none"
_FILE = "writer.json"  # in the models folder: whoever has their own has their own choice
_FORMAT = 1

Source = Literal["asked", "environment", "remembered", "default"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A writer, and why it is that one.

    ``writer`` is ``"embedded"``, ``"none"``, a server's address, or a GGUF by file, short name
    or hub id; ``model`` is the model of a server, "" for its first. ``note`` is a sentence that
    whoever asks should see, "" for none.
    """

    writer: str
    source: Source
    model: str = ""
    note: str = ""

    @property
    def serves(self) -> bool:
        """Whether it is a server."""
        return _is_address(self.writer)


def choose_writer(model: Path | str | None = None, writer: str | None = None) -> Choice:
    """Return the writer to use: ``writer``, a server, or ``model``, a GGUF or any other choice.

    Else what ``$SOURCIER_WRITER`` or ``$SOURCIER_MODEL`` says, else the remembered one, and the
    embedded one where that has gone. Raises ``ModelError``.
    """
    if model and writer:
        raise ModelError(
            f"Both a model ({model}) and a server ({writer}) are to write: leave one of them out."
        )
    named: tuple[tuple[Path | str | None, Source, bool], ...] = (
        (writer, "asked", True),
        (model, "asked", False),
        (os.environ.get(WRITER_VARIABLE), "environment", True),
        (os.environ.get(MODEL_VARIABLE), "environment", False),
    )
    served_model = os.environ.get(WRITER_MODEL_VARIABLE) or ""
    for written, source, serves in named:
        if written:
            return _noted(Choice(str(written), source, served_model), serves)
    remembered = remembered_writer()
    if remembered is None:
        return Choice(EMBEDDED, "default")
    if remembered.serves or remembered.writer in (EMBEDDED, NO_MODEL):
        return _noted(replace(remembered, model=served_model or remembered.model))
    if not _is_there(remembered.writer):
        return Choice(EMBEDDED, "default", note=_gone(remembered.writer))
    return remembered


def open_writer(choice: Choice, settings: Settings) -> Writer | None:
    """Return the writer of a choice, None for quotes alone; models are loaded when needed.

    Raises ``ModelError``.
    """
    if choice.writer == NO_MODEL:
        return None
    if choice.serves:
        from qa.answering.server import ServerWriter

        key = os.environ.get(KEY_VARIABLE, "").strip()
        return ServerWriter(choice.writer, settings, model=choice.model, key=key)
    from qa.answering.gguf import GgufWriter, embedded_adapter, embedded_model

    if choice.writer == EMBEDDED:
        return GgufWriter(embedded_model(), settings, embedded_adapter())
    return GgufWriter(find_gguf(choice.writer), settings)


def describe_writer(choice: Choice) -> str:
    """Return who writes and why, for people."""
    who = {EMBEDDED: "the embedded model", NO_MODEL: "nobody, quotes alone answer"}
    name = who.get(choice.writer, choice.writer)
    if choice.model:
        name = f"{choice.model} of {name}"
    why = {
        "asked": "as asked for",
        "environment": "as the environment says",
        "remembered": "as “sourcier models use” was told",
        "default": "the default",
    }[choice.source]
    return f"{name} ({why})"


def find_gguf(model: str) -> Path:
    """Return the file of a GGUF given by its path, or by the name or hub id it was pulled by.

    Raises ``ModelError`` for a known model that wasn't pulled, and one that doesn't write.
    """
    from embeddings.catalogue import Kind, find_known
    from embeddings.pulled import find_pulled

    path = Path(model).expanduser()
    if path.exists():
        return path
    pulled, known = find_pulled(model), find_known(model)
    kind = pulled.kind if pulled else known.kind if known else Kind.WRITER
    if kind is not Kind.WRITER:
        raise ModelError(f"{model} doesn't write: it is a model for --{kind}.")
    if known and not pulled:
        raise ModelError(
            f"{known.name} isn't on this machine yet: fetch it with “sourcier models pull "
            f"{known.name}”."
        )
    return (pulled.gguf if pulled else None) or path


def remembered_writer() -> Choice | None:
    """Return the choice that was remembered, None for none that can be read."""
    try:
        record = json.loads(_path().read_text(encoding="utf-8"))
        if record["format"] != _FORMAT:
            return None
        return Choice(str(record["writer"]), "remembered", str(record["model"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember_writer(choice: Choice) -> None:
    """Remember a choice for whoever uses this models folder. Raises ``ModelError``."""
    path = _path()
    record = {"format": _FORMAT, "writer": choice.writer, "model": choice.model}
    new = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        new.replace(path)  # whole or not at all
    except OSError as error:
        raise ModelError(
            f"{path} can't be written ({error.strerror}): check the folder, or choose another with "
            "$SOURCIER_MODELS."
        ) from error


def forget_writer() -> None:
    """Remember none. Raises ``OSError``."""
    _path().unlink(missing_ok=True)


def _noted(choice: Choice, serves: bool = False) -> Choice:
    """Return a choice with the note that what is asked leaves the machine, where it does.

    Raises ``ModelError`` where it ``serves`` and is no server's address.
    """
    if not (serves or choice.serves):
        return choice
    from qa.answering.server import parse_address

    address = parse_address(choice.writer)
    if not address.remote:
        return choice
    clear = ", unencrypted" if address.plain else ""
    note = (
        f"Questions and the sentences found for them leave this machine for {address.host}{clear}, "
        "which writes the answers; --model embedded keeps them here."
    )
    return replace(choice, note=note)


def _is_there(model: str) -> bool:
    from embeddings.pulled import find_pulled

    pulled = find_pulled(model)
    path = pulled.gguf if pulled else Path(model).expanduser()
    return path is not None and path.is_file()


def _gone(model: str) -> str:
    return (
        f"The model chosen to write, {model}, isn't on this machine any more, so the embedded one "
        "writes: pull it again, or choose another with “sourcier models use”."
    )


def _is_address(text: str) -> bool:
    from qa.answering.server.address import is_address

    return is_address(text)


def _path() -> Path:
    from embeddings.pulled import models_folder

    return models_folder() / _FILE
