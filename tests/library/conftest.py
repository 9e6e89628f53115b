"""Small libraries, and a tiny real encoder to fill them fast."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from embeddings import VectorIndex
from embeddings.static_encoder import StaticEncoder
from qa import Assistant
from qa.library import Library
from tests.tiny import make_encoder


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of the tiny encoder."""
    return str(make_encoder(tmp_path_factory.mktemp("tiny")).resolve())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of five articles, one file each."""
    folder = tmp_path / "articles"
    (folder / "2021").mkdir(parents=True)
    for n, place in enumerate(["Arlon", "Bazas", "2021/Cluny", "2021/Dinan", "2021/Embrun"]):
        name = place.rpartition("/")[2]
        (folder / f"{place}.txt").write_text(
            f"La foire de {name}\n\nLa foire de {name} a réuni {n + 2} marchands le 3 mai 2021. "
            f"Le maire de {name} a remercié les éleveurs.\n",
            encoding="utf-8",
        )
    return folder


@pytest.fixture
def assistant(tmp_path: Path, tiny: str) -> Iterator[Assistant]:
    """An empty library with the tiny encoder."""
    with Assistant.open(tmp_path / "library", model="none", encoder=tiny) as assistant:
        yield assistant


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every passage given to an encoder from now on."""
    texts: list[str] = []
    encode = StaticEncoder.encode_passages

    def counting(self: StaticEncoder, given: list[str]) -> object:
        texts.extend(given)
        return encode(self, given)

    monkeypatch.setattr(StaticEncoder, "encode_passages", counting)
    return texts


def check_agreement(library: Library) -> None:
    """The store and both indexes, as they are on disk, hold the same passages."""
    _, passages = library.store.counts()
    assert len(library) == passages
    index, generation = VectorIndex.load(
        library.folder / "vectors", library.encoder_info().dimension
    )
    assert generation == library.store.generation
    assert len(index) == passages
    for chunk, rows in library.store.added_since(0):
        ids = [passage.id for passage in chunk]
        for i, row in zip(ids, rows.astype("float32"), strict=True):
            assert index.scores(row, [i])[0] == pytest.approx(float(row @ row), abs=1e-2)


def ids(assistant: Assistant) -> set[str]:
    """The ids of all articles."""
    return {article.id for article in assistant.library.store.articles()}
