"""Any sentence-transformers model as an encoder, through torch or as a graph."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from embeddings.encoder import EncoderInfo
from embeddings.finding import (
    EncoderError,
    cannot_load,
    choose_prefixes,
    find_folder,
    weights_digest,
)
from embeddings.graphs import TORCH, GraphError, choose_backend
from embeddings.loading import (
    classifies,
    first_line,
    leave_the_hub_alone,
    let_waiting_threads_sleep,
)
from embeddings.pooling import PooledGraph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BATCH = 32


class TransformerEncoder:
    """A sentence-transformers model, given by package, hub id or folder, loaded at first use.

    Safe to share between threads: one encodes at a time.
    """

    def __init__(self, model: str, backend: str | None = None) -> None:
        """Remember ``model``; nothing is read yet. ``backend`` is as for ``choose_backend``."""
        self.model = model
        self._backend = backend
        self._lock = threading.Lock()
        self._info: EncoderInfo | None = None

    @property
    def info(self) -> EncoderInfo:
        """See ``Encoder.info``."""
        if self._info is None:
            network = _load(self.model, self._backend)
            query, passage = choose_prefixes(self.model, network.prompts)
            self._info = EncoderInfo(self.model, network.dimension, query, passage)
        return self._info

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """See ``Encoder.encode_query``."""
        return self._encode([self.info.query_prefix + text])[0]  # type: ignore[no-any-return]

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See ``Encoder.encode_passages``."""
        prefix = self.info.passage_prefix
        return self._encode([prefix + text for text in texts])

    def digest(self) -> str:
        """See ``Encoder.digest``."""
        return weights_digest(self.model)

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        import numpy as np

        if not texts:
            return np.empty((0, self.info.dimension), dtype=np.float32)
        with self._lock:
            rows = _load(self.model, self._backend).encode(texts)
        # bfloat16 arithmetic leaves norms a few thousandths off 1.
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: NDArray[np.float32] = rows / np.maximum(norms, np.finfo(np.float32).tiny)
        return unit


class _Torch:
    """A model run by torch, through sentence-transformers; ``prompts`` are those it records."""

    def __init__(self, model: str) -> None:
        """Load it for the CPU, in bfloat16 where the processor multiplies it in hardware."""
        leave_the_hub_alone()  # said before the library is imported
        let_waiting_threads_sleep()
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
        network = SentenceTransformer(
            model, device="cpu", local_files_only=True, trust_remote_code=False
        )
        network.default_prompt_name = None  # prefixes are added by the encoder, once
        if getattr(torch.cpu, "_is_amx_tile_supported", bool)():
            network = network.to(torch.bfloat16)
        self._network = network.eval()
        self.prompts: dict[str, str] = network.prompts
        self.dimension = int(network.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return ``(n, dim)`` in the order given; the library makes batches of like lengths."""
        import numpy as np

        with _threads(1 if len(texts) == 1 else 0):
            rows = self._network.encode(
                list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(rows, dtype=np.float32)


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


@lru_cache(maxsize=2)
def _load(model: str, backend: str | None) -> _Torch | PooledGraph:
    """Load ``model`` as its folder and what is installed say; nothing is fetched."""
    folder = find_folder(model)
    if folder and classifies(folder) and not (folder / "modules.json").exists():
        raise cannot_load(model, "it is a cross-encoder, which is for --reranker")
    try:
        chosen = choose_backend(folder, backend) if folder else TORCH
        network: _Torch | PooledGraph = (
            PooledGraph(folder, chosen)
            if folder and chosen != TORCH
            else _Torch(str(folder or model))
        )
    except GraphError as error:
        raise EncoderError(str(error)) from error
    except Exception as error:  # the library raises whatever its parts raise
        reason = first_line(error)
        if folder is None:
            reason = f"it isn't on this machine, but “sourcier models pull {model}” may fetch it"
        raise cannot_load(model, reason) from error
    if not network.dimension:
        raise EncoderError(f"The encoder {model} doesn't say its dimension.")
    return network
