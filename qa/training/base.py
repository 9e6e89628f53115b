"""The embedded GGUF as PyTorch trains it: its weights dequantised into a transformers model.

The tokens are those of `qa.answering.llama.Vocabulary`, in training as in use: there is no second
tokenizer that could differ.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from embeddings.loading import leave_the_hub_alone, let_waiting_threads_sleep
from qa.errors import ModelError

if TYPE_CHECKING:
    import torch

Floats = NDArray[np.float32]

PROJECTIONS = {
    "q": ("attn_q", "self_attn.q_proj"),
    "k": ("attn_k", "self_attn.k_proj"),
    "v": ("attn_v", "self_attn.v_proj"),
    "o": ("attn_output", "self_attn.o_proj"),
    "gate": ("ffn_gate", "mlp.gate_proj"),
    "up": ("ffn_up", "mlp.up_proj"),
    "down": ("ffn_down", "mlp.down_proj"),
}
"""A layer's linear projections: what llama.cpp calls each, and what transformers does."""

_NORMS = {"attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm"}
_OUTER = {
    "token_embd.weight": "model.embed_tokens.weight",
    "output_norm.weight": "model.norm.weight",
    "output.weight": "lm_head.weight",
}


class BaseFile:
    """A GGUF of the llama architecture, read with the gguf package. Raises ``ModelError``."""

    def __init__(self, path: Path) -> None:
        """Read the header of ``path`` and map its tensors into memory."""
        try:
            import gguf
        except ImportError as error:
            raise ModelError(
                "Training needs the gguf package: run “pip install 'sourcier[train]'”."
            ) from error
        try:
            self._reader = gguf.GGUFReader(path)
        except (OSError, ValueError, IndexError, KeyError) as error:
            raise ModelError(f"{path} isn't a whole GGUF model ({error}): get it again.") from error
        self.name = str(self._contents("general.name", path.stem))
        self.licence = str(self._contents("general.license", ""))
        architecture = self._contents("general.architecture", "")
        if architecture != "llama":
            raise ModelError(
                f"{path} is of the architecture {architecture}, not llama: train on another model."
            )
        self.layers = int(self.field("block_count"))
        self.heads = {
            "q": int(self.field("attention.head_count")),
            "k": int(self.field("attention.head_count_kv")),
        }
        """How many heads the rows of q's and k's weights are of."""

    def field(self, name: str) -> Any:
        """Return what the header says of the architecture's ``name``."""
        return self._contents(f"llama.{name}", None)

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of each tensor, outputs first: ``blk.0.attn_k.weight`` is (192, 576)."""
        return {t.name: tuple(int(n) for n in reversed(t.shape)) for t in self._reader.tensors}

    def weights(self) -> dict[str, Floats]:
        """Return every tensor under transformers' name, dequantised, in transformers' row order."""
        from gguf.quants import dequantize

        names = transformers_names(self.layers)
        state = {}
        for tensor in self._reader.tensors:
            if tensor.name not in names:
                continue  # rope_freqs and the like, which transformers computes
            values = dequantize(tensor.data, tensor.tensor_type)
            for projection, heads in self.heads.items():
                if f".attn_{projection}." in tensor.name:
                    values = halves_apart(values, heads)
            state[names[tensor.name]] = np.array(values, dtype=np.float32)
        return state

    def model(self, dtype: torch.dtype | None = None) -> Any:
        """Return it as a transformers ``LlamaForCausalLM`` in ``dtype``, float32 by default.

        transformers reads GGUF files itself, but asks for accelerate to do so; this asks for the
        gguf package alone.
        """
        leave_the_hub_alone()
        let_waiting_threads_sleep()
        import torch
        from transformers import LlamaConfig, LlamaForCausalLM

        state = {name: torch.from_numpy(values) for name, values in self.weights().items()}
        words, width = state["model.embed_tokens.weight"].shape
        config = LlamaConfig(
            vocab_size=words,
            hidden_size=width,
            intermediate_size=int(self.field("feed_forward_length")),
            num_hidden_layers=self.layers,
            num_attention_heads=self.heads["q"],
            num_key_value_heads=self.heads["k"],
            max_position_embeddings=int(self.field("context_length")),
            rms_norm_eps=float(self.field("attention.layer_norm_rms_epsilon")),
            rope_parameters={
                "rope_type": "default",
                "rope_theta": float(self.field("rope.freq_base") or 10_000.0),
            },
            tie_word_embeddings="lm_head.weight" not in state,
            bos_token_id=None,
            eos_token_id=None,
        )
        dtype = dtype or torch.float32
        return LlamaForCausalLM.from_pretrained(None, config=config, state_dict=state, dtype=dtype)

    def _contents(self, key: str, default: Any) -> Any:
        field = self._reader.get_field(key)
        return default if field is None else field.contents()


def load_base(path: Path, dtype: torch.dtype | None = None) -> Any:
    """Return the GGUF ``path`` as `BaseFile.model` does. Raises ``ModelError``."""
    return BaseFile(path).model(dtype)


def transformers_names(layers: int) -> dict[str, str]:
    """Return transformers' name of every tensor a llama GGUF of ``layers`` layers may hold."""
    names = dict(_OUTER)
    for layer in range(layers):
        inner = dict(PROJECTIONS.values()) | _NORMS
        for ours, theirs in inner.items():
            names[f"blk.{layer}.{ours}.weight"] = f"model.layers.{layer}.{theirs}.weight"
    return names


def halves_apart(rows: Floats, heads: int) -> Floats:
    """Reorder the rows of q's or k's weights from llama.cpp's rotary layout to transformers'.

    llama.cpp turns neighbouring rows of a head together, transformers the first half of a head
    with the second.
    """
    return _within_heads(rows, heads, (-1, 2))


def neighbours(rows: Floats, heads: int) -> Floats:
    """Undo `halves_apart`: from transformers' rotary layout to llama.cpp's."""
    return _within_heads(rows, heads, (2, -1))


def _within_heads(rows: Floats, heads: int, split: tuple[int, int]) -> Floats:
    parts = rows.reshape(heads, *split, *rows.shape[1:])
    return np.ascontiguousarray(parts.swapaxes(1, 2).reshape(rows.shape))
