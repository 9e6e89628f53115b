"""Which of a model's files are needed: its settings, its tokenizer, weights that are no pickle."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from fnmatch import fnmatch
from pathlib import PurePosixPath

from embeddings.graphs import GRAPHS, ONNX, OPENVINO, TORCH
from embeddings.hub import HubError, HubFile, Listing

_MODULE = re.compile(r"\d+_\w+")  # a folder such as 1_Pooling
_SETTINGS = ("*.json", "*.model", "vocab.txt", "merges.txt")
_PICKLES = (".bin", ".pt", ".pth", ".ckpt")


def choose_files(listing: Listing, backend: str, pattern: str = "") -> list[HubFile]:
    """Return the files of ``listing`` that are needed, and no pickle.

    Raises ``HubError`` when it has no weights of this kind, or several and no ``pattern``.
    """
    by_path = {file.path: file for file in listing.files}
    ggufs = [path for path in by_path if path.endswith(".gguf")]
    if ggufs:
        return [by_path[_one_of(listing.id, ggufs, pattern, "")]]
    folders = {"", *(p.parts[0] for p in map(PurePosixPath, by_path) if _is_module(p))}
    chosen = [path for path in by_path if _is_setting(path, folders)]
    if backend == TORCH:
        weights = [path for path in by_path if _is_safetensors(path, folders)]
    else:
        folders.discard("")  # a graph is in the place of the root's weights
        weights = _graph(listing.id, by_path, backend, pattern)
        weights += [path for path in by_path if weights and _is_safetensors(path, folders)]
    pickled = _pickled(by_path, folders, weights)
    if not weights or pickled:
        raise HubError(_no_weights(listing, by_path, backend, pickled))
    return [by_path[path] for path in dict.fromkeys([*chosen, *weights])]


def is_weight(path: str, backend: str) -> bool:
    """Whether a file is of the weights for ``backend``, or a GGUF."""
    part = {TORCH: ".safetensors", ONNX: ".onnx", OPENVINO: "openvino_model"}[backend]
    return part in path or path.endswith(".gguf")


def _graph(model_id: str, paths: Collection[str], backend: str, pattern: str) -> list[str]:
    """Return the path of a graph and of the files it keeps its weights in; none without a graph."""
    graphs = [path for path in paths if path.endswith(".onnx" if backend == ONNX else ".xml")]
    if not graphs:
        return []
    usual = next((path for path in GRAPHS[backend] if path in paths), "")
    graph = _one_of(model_id, graphs, pattern, usual, backend)
    beside = f"{graph}[._]data*" if backend == ONNX else graph.removesuffix(".xml") + ".bin"
    return [graph, *(path for path in paths if fnmatch(path, beside))]


def _one_of(
    model_id: str, paths: Sequence[str], pattern: str, usual: str, backend: str = ""
) -> str:
    fitting = [path for path in paths if fits(path, pattern)]
    if not pattern and usual:
        return usual
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(sorted(fitting or paths)[:12])
    has = "has several" if fitting else f"has none like “{pattern}”, but"
    what = f" --backend {backend}" if backend else ""
    raise HubError(f"{model_id} {has}: {names}; name one with{what} --file.")


def fits(path: str, pattern: str) -> bool:
    """Whether a path, or its file name, is of a pattern; every path is of none."""
    return not pattern or fnmatch(path, pattern) or fnmatch(PurePosixPath(path).name, pattern)


def _is_module(path: PurePosixPath) -> bool:
    return len(path.parts) > 1 and _MODULE.fullmatch(path.parts[0]) is not None


def _is_setting(path: str, folders: set[str]) -> bool:
    folder, _, name = path.rpartition("/")
    return folder in folders and any(fnmatch(name, pattern) for pattern in _SETTINGS)


def _is_safetensors(path: str, folders: set[str]) -> bool:
    folder, _, name = path.rpartition("/")
    return folder in folders and fnmatch(name, "model*.safetensors")


def _pickled(paths: Collection[str], folders: set[str], weights: Sequence[str]) -> list[str]:
    """Return the weights that are there as a pickle only."""
    safe = {path.rpartition("/")[0] for path in weights}
    found = []
    for path in paths:
        folder, _, name = path.rpartition("/")
        if folder in folders - safe and name.endswith(_PICKLES):
            found.append(path)
    return found


def _no_weights(
    listing: Listing, paths: Collection[str], backend: str, pickled: Sequence[str]
) -> str:
    others = [
        name
        for name, suffix in ((TORCH, ".safetensors"), (ONNX, ".onnx"), (OPENVINO, "model.xml"))
        if name != backend and any(path.endswith(suffix) for path in paths)
    ]
    way = f"try --backend {' or '.join(others)}" if others else "choose another model"
    if pickled:
        return (
            f"{listing.id} has {pickled[0]} as a pickle only, which may run code of others and is "
            f"never fetched: {way}, or a --revision with safetensors."
        )
    return f"{listing.id} has no weights for --backend {backend}: {way}."
