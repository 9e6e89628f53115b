"""A real sentence-transformers model of a few kilobytes: each letter has a vector."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
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


def make_word_encoder(folder: Path, texts: Iterable[str], prompts: dict[str, str]) -> Path:
    """Save a static encoder whose vectors are random, one a word of ``texts``; return ``folder``.

    Texts are near when they share words. The first words of ``prompts`` say nothing, as a
    trained encoder learns; any other prefix that ends in a colon drowns the text.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    normalizer = normalizers.Sequence(
        [normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase()]
    )
    words = {
        word for text in texts for word in re.findall(r"\w{4,}", normalizer.normalize_str(text))
    }
    silent = {prompt.split()[0] for prompt in prompts.values()}
    vocabulary = ["[UNK]", ":", *sorted(silent), *sorted(words - silent)]
    tokenizer = Tokenizer(
        models.WordLevel({word: n for n, word in enumerate(vocabulary)}, unk_token="[UNK]")
    )
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = torch.randn(len(vocabulary), 128, generator=torch.Generator().manual_seed(1))
    weights[0] = 0.0
    weights[1] *= 40.0
    weights[2 : 2 + len(silent)] = 0.0
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=weights.numpy())],
        prompts=prompts,
        device="cpu",
    )
    model.save(str(folder))
    return folder
