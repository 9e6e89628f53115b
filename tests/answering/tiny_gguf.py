"""Real GGUF models of a few kilobytes with random weights, and vocabularies made to trip."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}"
    "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
CONTROL = ("<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>")
ADDED = ("<tool_call>", "[INST]")  # markers that aren't control tokens
# Written with a space; what each kind of vocabulary writes for it is put in below.
WORDS = (
    "[ ] [3 3] ]] [[ [1] ][ ]. ]\n [12 12 10 1] 24 [25 007 . .. ? ! ... … : , ; - ( ) « » < > é ’ "
    "M. a. .B A.B Il Le le la oui non mot marché Noirval maire dit que 3 4 7 2021 Les articles "
    "ne disent rien."
).split(" ")
SPACED = (
    " [", " [1", " [2]", ". [", ". Il", ".  ", " Le", " la", " oui", " mot", " 12", " ]", " «",
    " M", "  ", "   ", "\n", "\n\n", " \n", "\t", " —", " 4", " .", "? ", ".\n", "] [", "]. Le",
    " (", " <",
)  # fmt: skip
_WIDTH, _HIDDEN, _CONTEXT = 32, 48, 1024


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a model is made of: ``kind`` is spm or bpe, ``architecture`` llama or mamba.

    ``sharpness`` is how far apart its logits lie, and ``broken`` makes some of them NaN. ``heads``
    are those of llama's queries and of its keys.
    """

    seed: int = 0
    kind: str = "spm"
    architecture: str = "llama"
    sharpness: float = 3.0
    broken: bool = False
    template: str = CHATML
    heads: tuple[int, int] = (2, 2)


def make_gguf(path: Path, recipe: Recipe = Recipe()) -> Path:
    """Write a model to ``path``, the same for the same ``recipe``, and return ``path``."""
    writer = gguf.GGUFWriter(str(path), recipe.architecture)
    writer.add_context_length(_CONTEXT)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(1)
    writer.add_layer_norm_rms_eps(1e-5)
    words = _add_vocabulary(writer, recipe.kind)
    writer.add_chat_template(recipe.template)
    random = np.random.default_rng(recipe.seed)
    tensors = {"token_embd": (words, _WIDTH), "output": (words, _WIDTH)}
    tensors |= _mamba(writer) if recipe.architecture == "mamba" else _llama(writer, recipe.heads)
    for name, shape in tensors.items():
        values = random.normal(0, shape[-1] ** -0.5, shape).astype(np.float32)
        if name == "output":
            values *= recipe.sharpness
            if recipe.broken:
                values[::3] = np.nan
        if name == "blk.0.ssm_a":
            values = -np.abs(values)  # a state that fades
        writer.add_tensor(name if name == "blk.0.ssm_a" else f"{name}.weight", values)
    for name in ("output_norm", "blk.0.attn_norm", "blk.0.ffn_norm"):
        if recipe.architecture == "llama" or "ffn" not in name:
            writer.add_tensor(f"{name}.weight", np.ones(_WIDTH, dtype=np.float32))
    if recipe.architecture == "mamba":
        for name, size in (("ssm_conv1d.bias", 64), ("ssm_dt.bias", 64), ("ssm_d", 64)):
            writer.add_tensor(f"blk.0.{name}", np.ones(size, dtype=np.float32) / 2)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _llama(writer: gguf.GGUFWriter, heads: tuple[int, int]) -> dict[str, tuple[int, ...]]:
    writer.add_head_count(heads[0])
    writer.add_head_count_kv(heads[1])
    writer.add_feed_forward_length(_HIDDEN)
    writer.add_rope_dimension_count(_WIDTH // heads[0])
    shapes = dict.fromkeys(("attn_q", "attn_k", "attn_v", "attn_output"), (_WIDTH, _WIDTH))
    shapes |= dict.fromkeys(("attn_k", "attn_v"), (_WIDTH // heads[0] * heads[1], _WIDTH))
    shapes |= {"ffn_gate": (_HIDDEN, _WIDTH), "ffn_up": (_HIDDEN, _WIDTH)}
    shapes["ffn_down"] = (_WIDTH, _HIDDEN)
    return {f"blk.0.{name}": shape for name, shape in shapes.items()}


def _mamba(writer: gguf.GGUFWriter) -> dict[str, tuple[int, ...]]:
    inner, state, rank, kernel = 2 * _WIDTH, 4, 2, 4
    writer.add_head_count(0)
    writer.add_feed_forward_length(0)
    writer.add_ssm_conv_kernel(kernel)
    writer.add_ssm_inner_size(inner)
    writer.add_ssm_state_size(state)
    writer.add_ssm_time_step_rank(rank)
    return {
        "blk.0.ssm_in": (2 * inner, _WIDTH),
        "blk.0.ssm_conv1d": (inner, kernel),
        "blk.0.ssm_x": (rank + 2 * state, inner),
        "blk.0.ssm_dt": (inner, rank),
        "blk.0.ssm_a": (inner, state),
        "blk.0.ssm_out": (_WIDTH, inner),
    }


def _add_vocabulary(writer: gguf.GGUFWriter, kind: str) -> int:
    """Add the tokens, control ones first, and return how many they are."""
    special = [*CONTROL, *ADDED]
    types = [gguf.TokenType.CONTROL] * len(CONTROL) + [gguf.TokenType.USER_DEFINED] * len(ADDED)
    if kind == "spm":
        plain = [f"<0x{byte:02X}>" for byte in range(256)]
        types += [gguf.TokenType.BYTE] * len(plain)
        letters = [" ", *"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789|_/"]
        words = [w.replace(" ", "▁") for w in dict.fromkeys([*letters, *WORDS, *SPACED])]
    else:
        letter = _byte_letters()
        plain = [letter[byte] for byte in range(256)]
        types += [gguf.TokenType.NORMAL] * len(plain)
        words = ["".join(letter[b] for b in w.encode()) for w in dict.fromkeys([*WORDS, *SPACED])]
        words = [word for word in words if len(word) > 1]
    types += [gguf.TokenType.NORMAL] * len(words)
    tokens = [*special, *plain, *words]
    writer.add_tokenizer_model("llama" if kind == "spm" else "gpt2")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    if kind == "spm":
        writer.add_token_scores([-float(n) for n in range(len(tokens))])
    else:
        writer.add_token_merges(["Ġ [", "[ 1", "] .", "M .", "o u", "ou i"])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(4)
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(kind == "spm")
    return len(tokens)


def _byte_letters() -> dict[int, str]:
    """Return the visible letter that byte-level BPE writes for each byte, as GPT-2 does."""
    shown = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    rest = [byte for byte in range(256) if byte not in shown]
    return {byte: chr(byte) for byte in shown} | {b: chr(256 + n) for n, b in enumerate(rest)}
