"""A GGUF's weights, taken out of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from qa.answering.llama import Context
from qa.errors import ModelError
from qa.training.base import BaseFile, load_base
from tests.answering.tiny_gguf import Recipe, make_gguf


@pytest.mark.parametrize("heads", [(2, 2), (4, 2), (4, 1)])
def test_a_model_reads_alike_in_transformers_and_in_llama(
    tmp_path: Path, heads: tuple[int, int]
) -> None:
    path = make_gguf(tmp_path / "model.gguf", Recipe(heads=heads))
    tokens = [20 + 7 * n % 200 for n in range(48)]
    with torch.inference_mode():
        there = load_base(path)(torch.tensor([tokens])).logits[0, -1].numpy()
    context = Context(path, 256, threads=1)
    context.read(tokens)
    np.testing.assert_allclose(there, context.logits(), atol=0.01 * there.std())
    context.close()


def test_the_weights_are_of_the_kind_asked_for(tmp_path: Path) -> None:
    path = make_gguf(tmp_path / "model.gguf")
    assert load_base(path).dtype == torch.float32
    assert load_base(path, torch.bfloat16).dtype == torch.bfloat16


def test_the_header_says_how_large_it_is(tmp_path: Path) -> None:
    base = BaseFile(make_gguf(tmp_path / "model.gguf", Recipe(heads=(4, 2))))
    assert (base.layers, base.heads, base.field("embedding_length")) == (1, {"q": 4, "k": 2}, 32)
    assert base.shapes()["blk.0.attn_k.weight"] == (16, 32)
    assert base.shapes()["blk.0.ffn_down.weight"] == (32, 48)


def test_a_file_that_is_no_model_of_the_kind_is_refused(tmp_path: Path) -> None:
    whole = make_gguf(tmp_path / "model.gguf").read_bytes()
    for number, data in enumerate((b"", b"no model at all", whole[:1000], whole[:-1000])):
        bad = tmp_path / f"{number}.gguf"
        bad.write_bytes(data)
        with pytest.raises(ModelError, match="get it again"):
            BaseFile(bad)
    with pytest.raises(ModelError, match="get it again"):
        BaseFile(tmp_path / "nowhere.gguf")
    with pytest.raises(ModelError, match="mamba"):
        BaseFile(make_gguf(tmp_path / "mamba.gguf", Recipe(architecture="mamba")))
