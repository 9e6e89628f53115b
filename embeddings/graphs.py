"""Transformers as ONNX or OpenVINO graphs, run without PyTorch.

sentence-transformers runs them through Optimum, which can't be installed beside it (optimum-onnx
0.1 wants transformers 4). Their runtimes alone are enough: a tokenizer, a graph, pooling.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embeddings.loading import first_line, read_json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

TORCH, ONNX, OPENVINO = "torch", "onnx", "openvino"
BACKENDS = (TORCH, OPENVINO, ONNX)  # in the order they are taken: see docs/DECISIONS.md
BACKEND_VARIABLE = "SOURCIER_BACKEND"
GRAPHS = {
    ONNX: ("onnx/model.onnx", "model.onnx"),
    OPENVINO: ("openvino/openvino_model.xml", "openvino_model.xml"),
}
_RUNTIMES = {TORCH: "torch", ONNX: "onnxruntime", OPENVINO: "openvino"}
_BATCH = 32
_LONGEST = 512  # tokens, where a model doesn't say


class GraphError(Exception):
    """A graph can't be found or run; the message is a sentence for people."""


def choose_backend(folder: Path, asked: str | None = None) -> str:
    """Return what to run the model in ``folder`` with: torch, openvino or onnx.

    That is ``asked``, else ``$SOURCIER_BACKEND``, else the first of these that the folder has
    weights for and whose runtime is installed. Raises ``GraphError`` when there is none.
    """
    asked = asked or os.environ.get(BACKEND_VARIABLE) or ""
    if asked and asked not in BACKENDS:
        raise GraphError(f"There is no backend “{asked}”: there are {', '.join(BACKENDS)}.")
    there = [backend for backend in BACKENDS if _has(folder, backend)]
    if asked and asked not in there:
        raise GraphError(
            f"{folder} has no weights for {asked}: pull them with “sourcier models pull MODEL "
            f"--backend {asked}”."
        )
    usable = [one for one in ([asked] if asked else there) if find_spec(_RUNTIMES[one])]
    if usable or not there:
        return usable[0] if usable else TORCH  # whose loading says what is missing
    missing = asked or there[0]
    raise GraphError(
        f"The model in {folder} is run by {_RUNTIMES[missing]}, which isn't installed: run "
        f"“pip install 'sourcier[{missing}]'”."
    )


def find_graph(folder: Path, backend: str) -> Path | None:
    """Return the graph in ``folder``: the one of the usual name, else the only one there is."""
    for name in GRAPHS[backend]:
        if (folder / name).is_file():
            return folder / name
    pattern = "*.onnx" if backend == ONNX else "*.xml"
    found = [path for name in ("", backend) for path in (folder / name).glob(pattern)]
    return found[0] if len(found) == 1 else None


class Graph:
    """A tokenizer and a graph: texts, or pairs of texts, to the graph's first output."""

    def __init__(self, folder: Path, backend: str) -> None:
        """Load both. Raises ``GraphError``."""
        path = find_graph(folder, backend)
        if path is None:
            raise GraphError(f"There is no graph for {backend} in {folder}, or more than one.")
        try:
            self._tokenizer = _tokenizer(folder)
            self._inputs, self._run = (_onnx if backend == ONNX else _openvino)(path)
        except Exception as error:  # the libraries raise whatever their parts raise
            raise GraphError(f"{path} can't be loaded: {first_line(error)}.") from error

    def run(
        self, texts: Sequence[str] | Sequence[tuple[str, str]]
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return the first output, ``(n, …)``, and the mask of the tokens, ``(n, tokens)``."""
        import numpy as np

        encoded = self._tokenizer.encode_batch(list(texts))
        mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
        given = {
            "input_ids": np.array([one.ids for one in encoded], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.array([one.type_ids for one in encoded], dtype=np.int64),
        }
        output = self._run({name: given[name] for name in self._inputs})
        return np.asarray(output, dtype=np.float32), mask


def in_batches(
    texts: Sequence[Any], run: Callable[[list[Any]], NDArray[np.float32]]
) -> NDArray[np.float32]:
    """Return ``run`` of all ``texts``, a row each in the order given.

    It gets batches of like lengths: what is short isn't padded to what is long.
    """
    import numpy as np

    order = sorted(range(len(texts)), key=lambda n: len("".join(texts[n])), reverse=True)
    parts = [
        run([texts[n] for n in order[start : start + _BATCH]])
        for start in range(0, len(order), _BATCH)
    ]
    rows = np.concatenate(parts)
    result = np.empty_like(rows)
    result[order] = rows
    return result


def _has(folder: Path, backend: str) -> bool:
    if backend == TORCH:
        return any(folder.glob("model*.safetensors")) or any(folder.glob("*_*/*.safetensors"))
    return find_graph(folder, backend) is not None


def _tokenizer(folder: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    settings = read_json(folder / "tokenizer_config.json")
    longest = read_json(folder / "sentence_bert_config.json").get("max_seq_length")
    tokenizer.enable_truncation(
        longest or min(settings.get("model_max_length") or _LONGEST, _LONGEST)
    )
    pad = settings.get("pad_token") or "[PAD]"
    pad = pad["content"] if isinstance(pad, dict) else pad
    tokenizer.enable_padding(pad_id=tokenizer.token_to_id(pad) or 0, pad_token=pad)
    return tokenizer


Run = Callable[[Mapping[str, Any]], Any]


def _onnx(path: Path) -> tuple[list[str], Run]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Threads that wait for each other spinning take the processor from all else at work.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    output = _best_output([one.name for one in session.get_outputs()])
    return [one.name for one in session.get_inputs()], lambda given: session.run([output], given)[0]


def _openvino(path: Path) -> tuple[list[str], Run]:
    import openvino

    model = openvino.Core().compile_model(str(path), "CPU")
    names = [one.get_any_name() for one in model.outputs]
    output = names.index(_best_output(names))
    inputs = [one.get_any_name() for one in model.inputs]
    return inputs, lambda given: model(dict(given))[output]


def _best_output(names: Sequence[str]) -> str:
    """Return the output to take: the whole text's vector where the graph pools itself."""
    return "sentence_embedding" if "sentence_embedding" in names else names[0]
