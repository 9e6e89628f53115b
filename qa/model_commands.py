"""`sourcier models …`: what can be pulled, what is here; pulling, choosing who writes, removing."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embeddings.catalogue import KNOWN, Kind, nearest, suited_writer
from embeddings.graphs import BACKENDS, TORCH
from embeddings.pulled import PulledModel, find_pulled, models_folder, pulled_models, remove_pulled
from qa.errors import ModelError
from qa.machine import memory_bytes
from qa.options import add_command
from qa.settings import Settings
from qa.writers import (
    EMBEDDED,
    MODEL_VARIABLE,
    NO_MODEL,
    WRITER_MODEL_VARIABLE,
    WRITER_VARIABLE,
    Choice,
    choose_writer,
    describe_writer,
    forget_writer,
    open_writer,
    remember_writer,
    remembered_writer,
)

if TYPE_CHECKING:
    from embeddings.pulling import Plan

_SUITED = "writer"  # whichever suits the machine
_USES = {
    Kind.ENCODER: "--encoder",
    Kind.RERANKER: "--reranker",
    Kind.WRITER: "--model",
}


def add_commands(parser: argparse.ArgumentParser) -> None:
    """Add ``list``, which is also what no subcommand means, ``pull``, ``use`` and ``remove``."""
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    parser.set_defaults(json=False)
    parsers = parser.add_subparsers(dest="models", metavar="COMMAND")
    listing = add_command(parsers, "list", "say which models can be pulled, and which are here")
    listing.add_argument("--json", action="store_true", help="print JSON")
    pulling = add_command(parsers, "pull", "fetch a model from the hub; run again to go on")
    pulling.add_argument(
        "model",
        metavar="NAME",
        nargs="?",
        default=_SUITED,
        help="a name of “sourcier models”, or a model's hub id (default: the writer that suits "
        "this machine's memory)",
    )
    pulling.add_argument(
        "--revision", metavar="R", help="a branch, tag or commit (default: main, or the one here)"
    )
    pulling.add_argument(
        "--backend",
        choices=BACKENDS,
        default=TORCH,
        help=f"which weights to fetch besides those here (default: {TORCH})",
    )
    pulling.add_argument(
        "--file", default="", metavar="PATTERN", help="which of several GGUF or ONNX files"
    )
    using = add_command(parsers, "use", "choose who writes from now on; say who does")
    using.add_argument(
        "model",
        metavar="NAME",
        nargs="?",
        help="a pulled writer, a GGUF file, a server's http://host:port, “embedded”, or “none” for "
        "quotes alone",
    )
    using.add_argument("--writer-model", metavar="M", default="", help="which model of a server")
    removing = add_command(parsers, "remove", "delete a pulled model")
    removing.add_argument("model", metavar="NAME", help="its name or hub id")


def models(options: argparse.Namespace) -> int:
    """Carry out a parsed ``sourcier models``; return the exit code."""
    commands: dict[str | None, Callable[[argparse.Namespace], int]] = {
        None: _list,
        "list": _list,
        "pull": _pull,
        "use": _use,
        "remove": _remove,
    }
    return commands[options.models](options)


def _list(options: argparse.Namespace) -> int:
    records = _records()
    if options.json:
        print(json.dumps(records, ensure_ascii=False, indent=2))
        return 0
    for one in records:
        one["there"] = f"here, {one['bytes'] / 1e6:,.0f} MB" if one["here"] else one["size"]
    columns = ("name", "there", "licence")
    widths = {key: max(len(one[key]) for one in records) for key in columns}
    for kind, use in _USES.items():
        print(f"{kind.capitalize()}s, for {use} NAME")
        for one in records:
            if one["kind"] == kind:
                cells = "  ".join(f"{one[key]:{widths[key]}}" for key in columns)
                print(f"  {cells}  {one['note']}{_marked(one)}".rstrip())
    print(f"Fetch one with “sourcier models pull NAME”. They lie in {models_folder()}.")
    print(f"Writing now: {describe_writer(choose_writer())}. Change it with “sourcier models use”.")
    return 0


def _marked(record: dict[str, Any]) -> str:
    marks = {"in_use": "writing now", "suited": "suits this machine's memory"}
    return "".join(f" ← {mark}" for key, mark in marks.items() if record[key])


def _records() -> list[dict[str, Any]]:
    """Return what there is to say of each model, the known ones first."""
    here = {one.id: one for one in pulled_models()}
    suited, chosen = suited_writer(memory_bytes()), choose_writer().writer
    used = find_pulled(chosen)
    records: list[dict[str, Any]] = [
        {
            "name": known.name,
            "id": known.id,
            "kind": known.kind,
            "licence": known.licence,
            "size": known.size,
            "note": known.note,
            "suited": known is suited,
            "in_use": used is not None and used.id == known.id,
            **_place(here.pop(known.id, None)),
        }
        for known in KNOWN
    ]
    for one in here.values():
        about = {"size": "", "note": "", "licence": one.licence or "?", "suited": False}
        about["in_use"] = one == used
        records.append({"name": one.id, "id": one.id, "kind": one.kind, **about, **_place(one)})
    return records


def _place(model: PulledModel | None) -> dict[str, Any]:
    if model is None:
        return {"here": False, "revision": "", "bytes": 0, "folder": ""}
    return {
        "here": True,
        "revision": model.revision,
        "bytes": model.bytes,
        "folder": str(model.folder),
    }


def _pull(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from embeddings.hub import HubError
    from embeddings.pulling import pull

    name = _suited_name() if options.model == _SUITED else options.model
    with tqdm(
        desc="Pulling", unit="B", unit_scale=True, leave=False, disable=None, delay=0.2
    ) as bar:

        def told(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        try:
            model = pull(
                name,
                revision=options.revision,
                backend=options.backend,
                file=options.file,
                told=told,
                begins=_announce,
            )
        except HubError as error:
            raise ModelError(str(error)) from error
    print(
        f"{model.id} is here: revision {model.revision[:12]}, {model.licence or 'no licence named'}"
        f", {model.bytes / 1e6:,.1f} MB in {model.folder}."
    )
    print(f"Use it with {_USES[model.kind]} {model.name}{_also(model)}.")
    return 0


def _suited_name() -> str:
    """Return the name of the writer that suits this machine, and say why it is that one."""
    memory = memory_bytes()
    suited = suited_writer(memory)
    has = f"has {memory / 1e9:.1f} GB of memory" if memory else "doesn't tell its memory"
    print(f"This machine {has}: {suited.name} suits it, {suited.size}.", flush=True)
    return suited.name


def _announce(plan: Plan) -> None:
    """Say what is about to be fetched; whoever doesn't want it stops it."""
    print(
        f"{plan.id}, revision {plan.revision[:12]}, {plan.licence or 'no licence named'}: "
        f"{plan.missing / 1e6:,.1f} of {plan.bytes / 1e6:,.1f} MB to fetch, "
        f"{plan.free / 1e6:,.0f} MB are free.",
        flush=True,
    )


def _also(model: PulledModel) -> str:
    if model.kind is Kind.WRITER:
        return f", or always with “sourcier models use {model.name}”"
    if model.kind is Kind.ENCODER:
        return "; a library that has another takes it with “sourcier index --reembed --encoder …”"
    return ""


def _use(options: argparse.Namespace) -> int:
    if options.model is None:
        choice = choose_writer()
        print(f"Writing now: {describe_writer(choice)}.")
        if choice.note:
            print(choice.note)
        return 0
    choice = _chosen(options.model, options.writer_model)
    writer = open_writer(choice, Settings())  # refuses what isn't there
    try:
        server = getattr(writer, "server", None)  # asks it
        if server is not None:
            choice = replace(choice, model=server.model)
            says = "bound to its citations by it" if server.binds else "brought into form here"
            print(f"{choice.writer} is {server.kind}: what {server.name} writes is {says}.")
    finally:
        if writer is not None:
            writer.close()
    remember_writer(choice)
    print(f"From now on {_subject(choice)}.")
    if choice.note:
        print(choice.note)
    for variable in (WRITER_VARIABLE, MODEL_VARIABLE):
        if os.environ.get(variable):
            print(f"But ${variable} is set to {os.environ[variable]}, which goes before it.")
    return 0


def _chosen(model: str, served: str) -> Choice:
    """Return the choice as it is to be remembered: by name where it has one, else a whole path."""
    choice = choose_writer(model)
    if choice.serves:
        named = served or os.environ.get(WRITER_MODEL_VARIABLE) or ""
        return replace(choice, source="remembered", model=named)
    pulled, path = find_pulled(model), Path(model).expanduser()
    name = pulled.name if pulled else str(path.resolve()) if path.is_file() else model
    return Choice(name, "remembered")


def _subject(choice: Choice) -> str:
    if choice.writer == NO_MODEL:
        return "nobody writes: quotes alone answer"
    if choice.writer == EMBEDDED:
        return "the embedded model writes"
    return f"{choice.model or choice.writer} writes"


def _remove(options: argparse.Namespace) -> int:
    model = find_pulled(options.model)
    if model is None:
        near = nearest(options.model, [one.id for one in pulled_models()])
        meant = f"did you mean {near}? " if near and find_pulled(near) else ""
        raise ModelError(
            f"There is no model “{options.model}” in {models_folder()}: {meant}“sourcier models” "
            "says which are here."
        )
    try:
        remove_pulled(model)
    except OSError as error:
        raise ModelError(
            f"{model.folder} can't be removed ({error.strerror}): check its permissions."
        ) from error
    print(f"Removed {model.id}, {model.bytes / 1e6:,.1f} MB.")
    remembered = remembered_writer()
    if remembered is not None and remembered.writer in (model.name, model.id):
        forget_writer()
        print("It was chosen to write: the embedded model does now.")
    return 0
