"""Models that are known to serve French without a graphics card: what may be pulled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class Kind(StrEnum):
    """What a model is for."""

    ENCODER = "encoder"
    RERANKER = "reranker"
    WRITER = "writer"


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model of the hub under a short name.

    ``file`` is the pattern of the one file that is meant, for a repository of several GGUFs;
    ``memory`` is how many bytes a machine should have for a writer to run beside the rest.
    """

    name: str
    id: str
    kind: Kind
    licence: str
    size: str
    note: str
    file: str = ""
    memory: int = 0


_GB = 1_000_000_000

# Each model's card is at https://huggingface.co/ID. Scores are nDCG@10 on MIRACL-fr's hard
# negatives as published, not measured here; BM25 has .156 there.
KNOWN = (
    KnownModel(
        "granite-97m",
        "ibm-granite/granite-embedding-97m-multilingual-r2",
        Kind.ENCODER,
        "Apache-2.0",
        "97M parameters",
        "the one to begin with (nDCG@10 .487)",
    ),
    KnownModel(
        "bekko-a25m",
        "hotchpotch/bekko-embedding-v1-a25m",
        Kind.ENCODER,
        "MIT",
        "123M parameters",
        "as fast, best of its size on French-native sets (.481)",
    ),
    KnownModel(
        "e5-small",
        "intfloat/multilingual-e5-small",
        Kind.ENCODER,
        "MIT",
        "118M parameters",
        "well known; reads 512 tokens (.492)",
    ),
    KnownModel(
        "mdenseon",
        "lightonai/mDenseOn",
        Kind.ENCODER,
        "Apache-2.0",
        "307M parameters",
        "slower and better (.565)",
    ),
    # Where its weights are a pickle alone, which is never fetched, it has ONNX ones.
    KnownModel(
        "bge-m3",
        "BAAI/bge-m3",
        Kind.ENCODER,
        "MIT",
        "568M parameters",
        "slowest and best (.594); if it has no safetensors, --backend onnx",
    ),
    KnownModel(
        "mmarco-minilm",
        "cross-encoder/mmarco-mMiniLMv2-L12-H384-v1",
        Kind.RERANKER,
        "Apache-2.0",
        "118M parameters",
        "reads the best passages again, with the question",
    ),
    KnownModel(
        "bge-reranker",
        "BAAI/bge-reranker-v2-m3",
        Kind.RERANKER,
        "Apache-2.0",
        "568M parameters",
        "slower and better",
    ),
    KnownModel(
        "qwen3.5-0.8b",
        "unsloth/Qwen3.5-0.8B-GGUF",
        Kind.WRITER,
        "Apache-2.0",
        "0.8 GB",
        "small",
        "*Q8_0.gguf",
    ),
    KnownModel(
        "qwen3.5-2b",
        "unsloth/Qwen3.5-2B-GGUF",
        Kind.WRITER,
        "Apache-2.0",
        "1.3 GB",
        "the one to begin with",
        "Qwen3.5-2B-Q4_K_M.gguf",
        6 * _GB,
    ),
    KnownModel(
        "granite-4.1-3b",
        "ibm-granite/granite-4.1-3b-GGUF",
        Kind.WRITER,
        "Apache-2.0",
        "2.1 GB",
        "slower and better",
        "granite-4.1-3b-Q4_K_M.gguf",
        12 * _GB,
    ),
)

# Families whose cards ask for prefixes, which not all of their files record:
# https://huggingface.co/intfloat/multilingual-e5-small, https://huggingface.co/lightonai/mDenseOn
_PREFIXES = {
    "multilingual-e5": ("query: ", "passage: "),
    "mdenseon": ("query: ", "document: "),
}


def find_known(model: str) -> KnownModel | None:
    """Return the known model of this short name or hub id, however it is capitalised."""
    sought = model.casefold()
    return next((one for one in KNOWN if sought in (one.name, one.id.casefold())), None)


def suited_writer(memory: int) -> KnownModel:
    """Return the best writer for a machine of so many bytes, the least one for 0, unknown."""
    writers = [one for one in KNOWN if one.kind is Kind.WRITER and one.memory <= memory]
    return max(writers, key=lambda one: one.memory)


def card_prefixes(model: str) -> tuple[str, str]:
    """Return the query's and the passage's prefix that ``model``'s card asks for, by its name."""
    name = model.casefold()
    return next((pair for family, pair in _PREFIXES.items() if family in name), ("", ""))


def nearest(name: str, others: Iterable[str] = ()) -> str:
    """Return the known name or id that ``name`` may be a slip of, "" when none is near."""
    names = [*others, *(one.name for one in KNOWN), *(one.id for one in KNOWN)]
    by_case = {one.casefold(): one for one in names}
    found = get_close_matches(name.casefold(), by_case, n=1)
    return by_case[found[0]] if found else ""
