"""Text → vectors → nearest vectors. Imports nothing of ours."""

from embeddings.encoder import DEFAULT_MODEL, Encoder, EncoderError, EncoderInfo, open_encoder
from embeddings.vectors import VectorIndex, VectorIndexError

__all__ = [
    "DEFAULT_MODEL",
    "Encoder",
    "EncoderError",
    "EncoderInfo",
    "VectorIndex",
    "VectorIndexError",
    "open_encoder",
]
