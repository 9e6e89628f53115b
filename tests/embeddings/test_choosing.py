"""Of a model's files, those that are needed: settings, tokenizer, weights of one kind."""

from __future__ import annotations

import pytest

from embeddings.choosing import choose_files
from embeddings.hub import HubError, HubFile, Listing

SETTINGS = ("config.json", "tokenizer.json", "tokenizer_config.json", "modules.json")
TOKENIZERS = ("sentencepiece.bpe.model", "vocab.txt", "merges.txt")
ROOT = (*SETTINGS, *TOKENIZERS, "1_Pooling/config.json")
USELESS = (
    ".gitattributes",
    "README.md",
    "train_script.py",
    "flax_model.msgpack",
    "tf_model.h5",
    "adapter_model.safetensors",
    "pytorch_model.bin",
    "onnx/config.json",
    "onnx/tokenizer.json",
    "eval/results.json",
)
GRAPHS = (
    "onnx/model.onnx",
    "onnx/model.onnx_data",
    "onnx/model_O4.onnx",
    "onnx/model_qint8_avx512_vnni.onnx",
    "openvino/openvino_model.xml",
    "openvino/openvino_model.bin",
    "openvino/openvino_model_qint8_quantized.xml",
    "openvino/openvino_model_qint8_quantized.bin",
)
SHARDS = ("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")
DENSE = ("2_Dense/config.json", "2_Dense/model.safetensors")


def chosen(paths: tuple[str, ...], backend: str = "torch", pattern: str = "") -> set[str]:
    files = tuple(HubFile(path, 1, "0" * 40) for path in paths)
    return {one.path for one in choose_files(Listing("a/b", "c", "", files), backend, pattern)}


@pytest.mark.parametrize(
    ("backend", "pattern", "weights"),
    [
        ("torch", "", {"model.safetensors"}),
        ("onnx", "", {"onnx/model.onnx", "onnx/model.onnx_data"}),
        ("onnx", "*qint8*", {"onnx/model_qint8_avx512_vnni.onnx"}),
        ("openvino", "", {"openvino/openvino_model.xml", "openvino/openvino_model.bin"}),
        (
            "openvino",
            "*quantized.xml",
            {
                "openvino/openvino_model_qint8_quantized.xml",
                "openvino/openvino_model_qint8_quantized.bin",
            },
        ),
    ],
)
def test_settings_and_the_weights_asked_for(backend: str, pattern: str, weights: set[str]) -> None:
    paths = (*ROOT, *USELESS, *GRAPHS, "model.safetensors")
    assert chosen(paths, backend, pattern) == {*ROOT, *weights}


def test_weights_in_pieces_and_of_layers_on_top_come_too() -> None:
    index = "model.safetensors.index.json"
    assert chosen((*ROOT, *USELESS, *SHARDS, index, *DENSE)) == {*ROOT, *SHARDS, index, *DENSE}


def test_a_static_model_has_its_weights_in_a_folder() -> None:
    static = (
        "modules.json",
        "0_StaticEmbedding/model.safetensors",
        "0_StaticEmbedding/tokenizer.json",
    )
    assert chosen((*static, "README.md", "onnx/config.json")) == set(static)
    with pytest.raises(HubError, match="no weights for --backend onnx: try --backend torch"):
        chosen((*static, "README.md"), "onnx")


def test_a_layer_that_is_a_pickle_only_is_refused() -> None:
    paths = (*ROOT, "model.safetensors", "2_Dense/config.json", "2_Dense/pytorch_model.bin")
    with pytest.raises(HubError, match=r"2_Dense/pytorch_model\.bin as a pickle only"):
        chosen(paths)


def test_several_graphs_and_none_of_the_usual_name_must_be_told_apart() -> None:
    paths = (*ROOT, "onnx/model_O4.onnx", "onnx/model_qint8.onnx")
    with pytest.raises(HubError, match=r"has several: .*; name one with --backend onnx --file"):
        chosen(paths, "onnx")
    assert "onnx/model_O4.onnx" in chosen(paths, "onnx", "*O4*")
