"""`sourcier models …`: what can be pulled, what is here, pulling, removing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import Any

from embeddings.catalogue import KNOWN, Kind, nearest
from embeddings.graphs import BACKENDS, TORCH
from embeddings.pulled import PulledModel, find_pulled, models_folder, pulled_models, remove_pulled
from qa.errors import ModelError
from qa.options import add_command

_USES = {
    Kind.ENCODER: "--encoder",
    Kind.RERANKER: "--reranker",
    Kind.WRITER: "--model",
}


def add_commands(parser: argparse.ArgumentParser) -> None:
    """Add ``list``, which is also what no subcommand means, ``pull`` and ``remove``."""
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    parser.set_defaults(json=False)
    parsers = parser.add_subparsers(dest="models", metavar="COMMAND")
    listing = add_command(parsers, "list", "say which models can be pulled, and which are here")
    listing.add_argument("--json", action="store_true", help="print JSON")
    pulling = add_command(parsers, "pull", "fetch a model from the hub; run again to go on")
    pulling.add_argument(
        "model", metavar="NAME", help="a name of “sourcier models”, or a model's hub id"
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
    removing = add_command(parsers, "remove", "delete a pulled model")
    removing.add_argument("model", metavar="NAME", help="its name or hub id")


def models(options: argparse.Namespace) -> int:
    """Carry out a parsed ``sourcier models``; return the exit code."""
    commands: dict[str | None, Callable[[argparse.Namespace], int]] = {
        None: _list,
        "list": _list,
        "pull": _pull,
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
                print(f"  {cells}  {one['note']}".rstrip())
    print(f"Fetch one with “sourcier models pull NAME”. They lie in {models_folder()}.")
    return 0


def _records() -> list[dict[str, Any]]:
    """Return what there is to say of each model, the known ones first."""
    here = {one.id: one for one in pulled_models()}
    records: list[dict[str, Any]] = [
        {
            "name": known.name,
            "id": known.id,
            "kind": known.kind,
            "licence": known.licence,
            "size": known.size,
            "note": known.note,
            **_place(here.pop(known.id, None)),
        }
        for known in KNOWN
    ]
    for one in here.values():
        about = {"size": "", "note": "", "licence": one.licence or "?"}
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

    with tqdm(
        desc="Pulling", unit="B", unit_scale=True, leave=False, disable=None, delay=0.2
    ) as bar:

        def told(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        try:
            model = pull(
                options.model,
                revision=options.revision,
                backend=options.backend,
                file=options.file,
                told=told,
            )
        except HubError as error:
            raise ModelError(str(error)) from error
    print(
        f"{model.id} is here: revision {model.revision[:12]}, {model.licence or 'no licence named'}"
        f", {model.bytes / 1e6:,.1f} MB in {model.folder}."
    )
    print(f"Use it with {_USES[model.kind]} {model.name}{_also(model.kind)}.")
    return 0


def _also(kind: Kind) -> str:
    if kind is not Kind.ENCODER:
        return ""
    return "; a library that has another takes it with “sourcier index --reembed --encoder …”"


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
    return 0
