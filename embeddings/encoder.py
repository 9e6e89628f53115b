"""Text → unit vectors: what an encoder is, and which implementation a model needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from embeddings.finding import DEFAULT_MODEL, EncoderError, find_folder
from embeddings.pulled import canonical

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["DEFAULT_MODEL", "Encoder", "EncoderError", "EncoderInfo", "open_encoder"]


@dataclass(frozen=True, slots=True)
class EncoderInfo:
    """What a library must remember of the encoder that made its vectors."""

    model: str
    dimension: int
    query_prefix: str = ""
    passage_prefix: str = ""


class Encoder(Protocol):
    """Turns questions and passages into vectors, loading its model at first use.

    Safe to share between threads.
    """

    @property
    def model(self) -> str:
        """What the model is known by: its name, its hub id, or the folder it lies in."""
        ...

    @property
    def info(self) -> EncoderInfo:
        """Model, dimension and prefixes. Loads the model.

        Raises ``EncoderError`` when it can't be found or loaded.
        """
        ...

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Return ``(dim,)`` float32, unit norm; zeros for a text without a known token."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return ``(n, dim)`` float32, a row a text, in the order given; rows as of a query."""
        ...

    def digest(self) -> str:
        """Return the SHA-256 of the model's weights on disk, "" for a model on the hub."""
        ...


def open_encoder(model: str = DEFAULT_MODEL) -> Encoder:
    """Return the encoder of ``model``: a name, a hub id or a folder. Nothing heavy is read yet.

    A static model is read without torch, every other one through sentence-transformers. A model
    that isn't there is complained of when it is first used.
    """
    from embeddings.static_encoder import StaticEncoder, is_static
    from embeddings.transformer import TransformerEncoder

    model = canonical(model)
    try:
        folder = find_folder(model)
    except EncoderError:
        folder = None
    if folder is not None and is_static(folder):
        return StaticEncoder(model)
    return TransformerEncoder(model)
