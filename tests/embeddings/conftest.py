"""A hub on this machine with a tiny model, and an empty models folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub import Hub, asked_here, files_of
from tests.tiny import make_encoder

MODEL = "somebody/tiny"
WEIGHTS = "model.safetensors"


@pytest.fixture(scope="module")
def tiny_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a tiny encoder, with some that nobody needs."""
    files = files_of(make_encoder(tmp_path_factory.mktemp("served"), dimension=64))
    assert WEIGHTS in files
    return {**files, "pytorch_model.bin": b"pickle", "train.py": b"import os", "a/b.json": b"{}"}


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A models folder that isn't there yet, which this process is set to use."""
    monkeypatch.setenv("SOURCIER_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def hub(
    tiny_files: dict[str, bytes], models: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Hub]:
    """A hub with the tiny encoder, which this process is set to ask."""
    with asked_here(monkeypatch, models) as served:
        served.add(MODEL, tiny_files)
        yield served
