"""Writes a static encoder as sentence-transformers reads it, a byte a number."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

_MODULES = "sentence_transformers.sentence_transformer.modules."
_UNFINISHED = ".unfinished"


def save_static(
    folder: Path, tokenizer: Tokenizer, table: NDArray[np.float32], card: str = ""
) -> None:
    """Write a model into ``folder``, which comes to be all at once and must not be there yet.

    ``table``: ``(tokens, dim)``, rounded to whole numbers from -127 to 127 and a scale a row.
    ``card``: what README.md says. Raises ``OSError``.
    """
    draft = folder.with_name(folder.name + _UNFINISHED)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        _write_table(draft / "model.safetensors", table)
        tokenizer.save(str(draft / "tokenizer.json"), pretty=False)
        _write_settings(draft)
        if card:
            (draft / "README.md").write_text(card, encoding="utf-8")
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _write_settings(folder: Path) -> None:
    modules = [("", "static_embedding.StaticEmbedding"), ("1_Normalize", "normalize.Normalize")]
    _write_json(
        folder / "modules.json",
        [
            {"idx": n, "name": str(n), "path": path, "type": _MODULES + kind}
            for n, (path, kind) in enumerate(modules)
        ],
    )
    (folder / "1_Normalize").mkdir()
    _write_json(folder / "1_Normalize" / "config.json", {})
    _write_json(
        folder / "config_sentence_transformers.json",
        {
            "model_type": "SentenceTransformer",
            "prompts": {"query": "", "document": ""},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )


def _write_table(path: Path, table: NDArray[np.float32]) -> None:
    import numpy as np
    from safetensors.numpy import save

    largest = np.abs(table).max(axis=1, initial=0.0)
    scales = np.where(largest > 0, largest, 1.0).astype(np.float32) / 127
    rounded = np.rint(table / scales[:, None]).astype(np.int8)
    path.write_bytes(save({"embeddings": rounded, "weights": scales}))


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
