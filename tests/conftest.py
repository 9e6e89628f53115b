"""Fixtures many tests share: the sample articles, a library of them, the shared corpus."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from qa import Article, Assistant

# The same examples each time, however slow the machine.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session", autouse=True)
def own_choices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing that whoever runs the tests has pulled or chosen decides who writes in them."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("MODEL", "WRITER", "WRITER_MODEL", "WRITER_KEY"):
            patch.delenv(f"SOURCIER_{variable}", raising=False)
        patch.setenv("SOURCIER_MODELS", str(tmp_path_factory.mktemp("models")))
        yield


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample articles."""
    return ROOT / "eval" / "samples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real articles kept beside the project; tests that need them are skipped without."""
    folder = ROOT.parent / "shared"
    if not (folder / "articles").is_dir():
        pytest.skip("needs the real articles of ../shared")
    return folder


@pytest.fixture(scope="session")
def sample_library(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the sample articles; to be read, not written."""
    folder = tmp_path_factory.mktemp("samples") / "library"
    with Assistant.open(folder, model="none") as assistant:
        report = assistant.add(samples)
    assert not report.failed
    return folder


@pytest.fixture(scope="session")
def quoting(sample_library: Path) -> Iterator[Assistant]:
    """An assistant over the samples that answers in quotes alone."""
    with Assistant.open(sample_library, model="none") as assistant:
        yield assistant


@pytest.fixture(scope="session")
def writing(sample_library: Path) -> Iterator[Assistant]:
    """An assistant over the samples with the embedded GGUF."""
    with Assistant.open(sample_library) as assistant:
        yield assistant


@pytest.fixture
def article() -> Article:
    """One small article."""
    return Article(
        id="marche.txt",
        title="Le marché de Noirval change de place",
        text="Le marché de Noirval s’installe place du Puits à partir du 3 mai 2021. "
        "La maire, Odette Vasseur, l’a annoncé lundi.\n"
        "« Il y aura 42 étals », a-t-elle précisé. Les forains n’ont pas été consultés.",
        date=date(2021, 4, 20),
    )
