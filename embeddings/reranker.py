"""How well does a passage answer a question? Asked of a cross-encoder, which reads both at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.catalogue import find_known
from embeddings.finding import weights_digest
from embeddings.graphs import (
    TORCH,
    Graph,
    GraphError,
    choose_backend,
    in_batches,
)
from embeddings.loading import (
    classifies,
    first_line,
    leave_the_hub_alone,
    let_waiting_threads_sleep,
)
from embeddings.pulled import canonical, find_pulled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BATCH = 16
_LONGEST = 512  # tokens: passages are shorter, and what is read is what is waited for

Pairs = list[tuple[str, str]]


class RerankerError(Exception):
    """The model can't be found, loaded or used; the message is a sentence for people."""


class Reranker:
    """A cross-encoder with one output, pulled or in a folder, loaded at first use.

    Safe to share between threads: one scores at a time.
    """

    def __init__(self, model: str, backend: str | None = None) -> None:
        """Find ``model``, a short name, hub id or folder; nothing is loaded yet.

        ``backend`` is as for ``choose_backend``. Raises ``RerankerError`` when it isn't here.
        """
        self.model = canonical(model)
        self._folder = _find(self.model, model)
        self._backend = backend
        self._lock = threading.Lock()
        self._logits: Callable[[Pairs], NDArray[np.float32]] | None = None

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        """Return how well each passage answers, 0 to 1: the sigmoid of the model's output.

        A passage too long for the model is cut at its end. Raises ``RerankerError``.
        """
        import numpy as np

        if not passages:
            return []
        with self._lock:
            if self._logits is None:
                self._logits = self._load()
            logits = self._logits([(question, passage) for passage in passages]).reshape(-1)
        return [float(score) for score in 1 / (1 + np.exp(-logits.astype(np.float64)))]

    def digest(self) -> str:
        """Return the SHA-256 of the model's weights on disk."""
        return weights_digest(self.model)

    def _load(self) -> Callable[[Pairs], NDArray[np.float32]]:
        if not classifies(self._folder):
            raise RerankerError(
                f"There is no cross-encoder in {self._folder}: give a folder of one, or pull one; "
                "“sourcier models” lists some."
            )
        try:
            backend = choose_backend(self._folder, self._backend)
            logits = (
                _load_torch(self._folder)
                if backend == TORCH
                else _load_graph(self._folder, backend)
            )
        except GraphError as error:
            raise RerankerError(str(error)) from error
        except Exception as error:  # the library raises whatever its parts raise
            raise RerankerError(
                f"The reranker {self.model} can't be loaded ({first_line(error)}): pull "
                "it again, or another one: “sourcier models” lists some."
            ) from error
        outputs = logits([("", "")]).shape[1:]
        if outputs not in ((), (1,)):
            raise RerankerError(
                f"{self.model} is no reranker: it has {outputs[0]} outputs, not one. Give a "
                "cross-encoder trained to rank passages, such as mmarco-minilm."
            )
        return logits


def _load_torch(folder: Path) -> Callable[[Pairs], NDArray[np.float32]]:
    leave_the_hub_alone()
    let_waiting_threads_sleep()
    import numpy as np
    import torch
    from sentence_transformers import CrossEncoder
    from transformers.utils import logging

    logging.disable_progress_bar()
    network = CrossEncoder(
        str(folder), device="cpu", local_files_only=True, trust_remote_code=False
    )
    network.max_seq_length = min(network.max_seq_length or _LONGEST, _LONGEST)
    if getattr(torch.cpu, "_is_amx_tile_supported", bool)():
        network = network.to(torch.bfloat16)  # as for encoders

    def logits(pairs: Pairs) -> NDArray[np.float32]:
        # Models save activations of their own: the sigmoid is taken once, by the caller.
        scores = network.predict(
            [list(pair) for pair in pairs],
            batch_size=_BATCH,
            activation_fn=torch.nn.Identity(),
            show_progress_bar=False,
        )
        return np.asarray(scores, dtype=np.float32)

    return logits


def _load_graph(folder: Path, backend: str) -> Callable[[Pairs], NDArray[np.float32]]:
    graph = Graph(folder, backend)
    return lambda pairs: in_batches(pairs, lambda batch: graph.run(batch)[0])


def _find(model: str, written: str) -> Path:
    """Return the folder of a model. Raises ``RerankerError`` when it isn't on this machine."""
    pulled = find_pulled(model)
    if pulled is not None:
        return pulled.folder
    folder = Path(model)
    if folder.is_dir():
        return folder
    known = find_known(model)
    raise RerankerError(
        f"There is no reranker “{written}” on this machine: fetch it with “sourcier models pull "
        f"{known.name if known else written}”, or give the folder of one."
    )
