"""An encoder's graph with its pooling: texts → vectors, as its sentence-transformers files say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embeddings.graphs import Graph, GraphError, in_batches
from embeddings.loading import read_json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SIMPLE = ("Transformer", "Pooling", "Normalize")  # the modules there is an equal of here


class PooledGraph:
    """An encoder run by ONNX Runtime or OpenVINO; ``prompts`` are those its files record."""

    def __init__(self, folder: Path, backend: str) -> None:
        """Load it. Raises ``GraphError``, also for an encoder with more than pooling on top."""
        modules = [(one["type"].split(".")[-1], one["path"]) for one in _modules(folder)]
        strange = [kind for kind, _ in modules if kind not in _SIMPLE]
        if strange:
            raise GraphError(
                f"{folder} has a {strange[0]} layer, which only --backend torch runs: pull it so."
            )
        paths = [path for kind, path in modules if kind == "Pooling"]
        self._mean = _pools_mean(folder, read_json(folder / paths[0] / "config.json"), paths[0])
        self._graph = Graph(folder, backend)
        recorded = read_json(folder / "config_sentence_transformers.json")
        self.prompts: dict[str, str] = recorded.get("prompts") or {}
        self.dimension = int(self.encode([""]).shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return ``(n, dim)`` float32 for one text or more, in the order given; of any norm."""
        return in_batches(texts, self._pool)

    def _pool(self, texts: Sequence[str]) -> NDArray[np.float32]:
        hidden, mask = self._graph.run(texts)
        if hidden.ndim == 2:  # the graph pools
            return hidden
        if not self._mean:
            first: NDArray[np.float32] = hidden[:, 0]
            return first
        weights = mask[:, :, None].astype(hidden.dtype)
        mean: NDArray[np.float32] = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
        return mean


def _modules(folder: Path) -> list[dict[str, str]]:
    """Return the encoder's modules; without a list of them, its tokens' mean is taken."""
    listed: list[dict[str, str]] = read_json(folder / "modules.json") or []
    return listed or [{"type": "Pooling", "path": ""}]


def _pools_mean(folder: Path, config: dict[str, Any], path: str) -> bool:
    """Whether it is the mean of all tokens that counts, else the first token.

    Raises ``GraphError`` for other ways. Older files have a flag for each way.
    """
    flags = [name for name, on in config.items() if name.startswith("pooling_mode_") and on]
    mode = config.get("pooling_mode") or (flags or ["mean"])
    modes = [mode] if isinstance(mode, str) else list(mode)
    name = modes[0].removeprefix("pooling_mode_").removesuffix("_token").removesuffix("_tokens")
    if len(modes) > 1 or name not in ("mean", "cls"):
        raise GraphError(
            f"{folder / path} pools by {', '.join(modes)}, which only --backend torch does: pull "
            "it so."
        )
    return name == "mean"
