"""A real sentence-transformers model of a few kilobytes: each letter has a vector."""

from __future__ import annotations

import string
from pathlib import Path

DIMENSION = 16


def make_encoder(
    folder: Path, dimension: int = DIMENSION, prompts: dict[str, str] | None = None
) -> Path:
    """Save a static encoder, the same one each time, in ``folder`` and return it."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    letters = string.ascii_lowercase + string.digits
    pieces = ["[UNK]", *letters, *(f"##{letter}" for letter in letters)]
    tokenizer = Tokenizer(
        models.WordPiece({piece: n for n, piece in enumerate(pieces)}, unk_token="[UNK]")
    )
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = torch.randn(
        len(pieces), dimension, generator=torch.Generator().manual_seed(dimension)
    )
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=weights.numpy())],
        prompts=prompts,
        device="cpu",
    )
    model.save(str(folder))
    return folder
