"""Graphs give torch's vectors; which backend runs a folder is chosen, said, and overridden."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from embeddings.finding import EncoderError
from embeddings.graphs import GraphError, choose_backend, in_batches
from embeddings.transformer import TransformerEncoder
from tests.bert import WORDS, export, make_bert

TEXTS = [" ".join(WORDS[n % 7 : n % 7 + 1 + n % 5]) for n in range(70)] + ["", "mot inconnu"]


def _touch(folder: Path, *paths: str) -> Path:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).touch()
    return folder


def _install(monkeypatch: pytest.MonkeyPatch, *runtimes: str) -> None:
    monkeypatch.delenv("SOURCIER_BACKEND", raising=False)
    monkeypatch.setattr(
        "embeddings.graphs.find_spec", lambda name: name if name in runtimes else None
    )


ALL = ("model.safetensors", "onnx/model.onnx", "openvino/openvino_model.xml")


@pytest.mark.parametrize(
    ("files", "runtimes", "chosen"),
    [
        (ALL, ("torch", "onnxruntime", "openvino"), "torch"),
        (ALL[1:], ("torch", "onnxruntime", "openvino"), "openvino"),
        (ALL[1:], ("torch", "onnxruntime"), "onnx"),
        (("model.onnx",), ("onnxruntime",), "onnx"),
        (("onnx/model_qint8.onnx",), ("onnxruntime",), "onnx"),
        (("0_StaticEmbedding/model.safetensors",), ("torch",), "torch"),
        ((), ("torch",), "torch"),
    ],
)
def test_what_is_there_and_installed_is_chosen(
    files: tuple[str, ...],
    runtimes: tuple[str, ...],
    chosen: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _install(monkeypatch, *runtimes)
    assert choose_backend(_touch(tmp_path, *files)) == chosen


def test_the_choice_is_overridden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(monkeypatch, "torch", "onnxruntime", "openvino")
    folder = _touch(tmp_path, *ALL)
    monkeypatch.setenv("SOURCIER_BACKEND", "onnx")
    assert choose_backend(folder) == "onnx"
    assert choose_backend(folder, "openvino") == "openvino"


@pytest.mark.parametrize(
    ("files", "asked", "says"),
    [
        (
            ALL[1:2],
            "",
            r"run by onnxruntime, which isn't installed: run “pip install 'sourcier\[on",
        ),
        (ALL, "openvino", r"pip install 'sourcier\[openvino\]'"),
        (ALL[:1], "onnx", "no weights for onnx: pull them with “sourcier models pull MODEL --back"),
        (ALL, "jax", "There is no backend “jax”: there are torch, openvino, onnx"),
    ],
)
def test_a_backend_that_cannot_be_had_is_a_sentence(
    files: tuple[str, ...], asked: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(monkeypatch, "torch")
    with pytest.raises(GraphError, match=says):
        choose_backend(_touch(tmp_path, *files), asked)


def test_batches_are_of_like_lengths_and_rows_in_the_order_given() -> None:
    texts = ["a" * (n * 7 % 90) for n in range(90)]
    lengths: list[int] = []

    def run(batch: list[str]) -> np.ndarray:
        lengths.append(max(map(len, batch)) - min(map(len, batch)))
        return np.array([[len(text)] for text in batch], dtype=np.float32)

    assert in_batches(texts, run)[:, 0].tolist() == [len(text) for text in texts]
    assert len(lengths) == 3
    assert max(lengths) <= 31


# With the runtimes, where they are installed


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encoder with weights for torch and as an ONNX graph."""
    pytest.importorskip("onnx", reason="needs onnx, to write a graph")
    folder = make_bert(tmp_path_factory.mktemp("bert"), prompts={"query": "le ", "document": ""})
    export(folder, folder / "onnx" / "model.onnx")
    return folder


@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_onnx_gives_the_vectors_of_torch(graph: Path, tmp_path: Path, pooling: str) -> None:
    pytest.importorskip("onnxruntime", reason="needs onnxruntime")
    folder = Path(shutil.copytree(graph, tmp_path / "copy"))
    config = {"embedding_dimension": 16, "pooling_mode": pooling}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(config), "utf-8")
    torch = TransformerEncoder(str(folder), "torch")
    onnx = TransformerEncoder(str(folder), "onnx")
    assert onnx.info == torch.info
    assert onnx.info.query_prefix == "le "
    expected = torch.encode_passages(TEXTS)
    assert np.sum(onnx.encode_passages(TEXTS) * expected, axis=1) == pytest.approx(1.0, abs=5e-3)
    assert onnx.encode_query("chat") @ torch.encode_query("chat") == pytest.approx(1.0, abs=5e-3)
    assert onnx.encode_passages([]).shape == (0, 16)


def test_openvino_gives_the_vectors_of_torch(graph: Path, tmp_path: Path) -> None:
    openvino = pytest.importorskip("openvino", reason="needs openvino")
    folder = Path(shutil.copytree(graph, tmp_path / "copy"))
    model = openvino.Core().read_model(folder / "onnx" / "model.onnx")
    openvino.save_model(model, folder / "openvino" / "openvino_model.xml")
    expected = TransformerEncoder(str(folder), "torch").encode_passages(TEXTS)
    rows = TransformerEncoder(str(folder), "openvino").encode_passages(TEXTS)
    assert np.sum(rows * expected, axis=1) == pytest.approx(1.0, abs=5e-3)


def test_what_only_torch_does_is_a_sentence(graph: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason="needs onnxruntime")
    folder = Path(shutil.copytree(graph, tmp_path / "copy"))
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode": "max"}', "utf-8")
    with pytest.raises(EncoderError, match="pools by max, which only --backend torch does"):
        _ = TransformerEncoder(str(folder), "onnx").info
    modules = json.loads((folder / "modules.json").read_text("utf-8"))
    dense = {"idx": 2, "name": "2", "path": "2_Dense", "type": "sentence_transformers.models.Dense"}
    (folder / "modules.json").write_text(json.dumps([*modules, dense]), "utf-8")
    with pytest.raises(EncoderError, match="has a Dense layer, which only --backend torch runs"):
        _ = TransformerEncoder(str(folder), "onnx").info


def test_a_damaged_graph_is_a_sentence(graph: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason="needs onnxruntime")
    folder = Path(shutil.copytree(graph, tmp_path / "copy"))
    (folder / "onnx" / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(EncoderError, match=r"model\.onnx can't be loaded"):
        _ = TransformerEncoder(str(folder), "onnx").info
