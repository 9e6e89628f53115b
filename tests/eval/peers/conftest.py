"""Thirty small articles, a library of them, and the encoder that made their vectors."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from embeddings import Encoder, open_encoder
from eval.peers.passages import PassageSet, passage_set, read_entries
from qa import Article, Assistant
from qa.library import Library
from tests.tiny import make_encoder

_TOWNS = (
    "Abrac Bezin Cordoue Dinard Épinal Falaise Gordes Houdan Ixelles Jarnac Kerlaz Lunel Mende "
    "Nantua Orthez Pamiers Quimper Rodez Semur Tulle Uzès Vitré Wimille Xertigny Yvetot Zuydcoote "
    "Arbois Briare Chinon Dole"
).split()


@pytest.fixture(scope="session")
def towns() -> list[Article]:
    """Thirty articles, each about a town that no other names; the first two have two passages."""
    return [
        Article(
            id=f"{number}.txt",
            title=f"Le marché de {town}",
            text=f"Les forains de {town} s’installent rue {number + 100}.\n"
            + " ".join(["Ils vendent des légumes et des fromages au pied de l’église."])
            + (f"\n{'Puis il pleut sur la place. ' * 25}" if number < 2 else ""),
            date=date(2021, 5, 1 + number),
        )
        for number, town in enumerate(_TOWNS)
    ]


@pytest.fixture(scope="session")
def town_library(towns: list[Article], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the thirty articles, with the smallest encoder."""
    folder = tmp_path_factory.mktemp("towns")
    model = make_encoder(folder / "encoder")
    with Assistant.open(folder / "library", model="none", encoder=str(model)) as assistant:
        assistant.add(towns)
    return folder / "library"


@pytest.fixture(scope="session")
def pool(town_library: Path) -> PassageSet:
    """The library's passages, numbered."""
    library = Library.open(town_library, create=False)
    entries = read_entries(library)
    info = library.encoder_info()
    library.close()
    return passage_set(info, entries)


@pytest.fixture(scope="session")
def encoder(pool: PassageSet) -> Encoder:
    """The encoder that made the vectors of ``pool``."""
    return open_encoder(pool.encoder.model)
