"""What the training's tests share: the embedded model in PyTorch, articles, its tokens."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qa import Article
from qa.answering.gguf import embedded_model
from qa.answering.llama import Vocabulary
from tests.training.apart import apart


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool:
    """Run each test here apart from those that use llama.cpp on the main thread."""
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    apart(lambda: pyfuncitem.obj(**arguments))
    return True


@pytest.fixture(scope="session")
def model_file() -> Path:
    """The embedded GGUF."""
    return embedded_model()


@pytest.fixture(scope="session")
def vocabulary(model_file: Path) -> Vocabulary:
    """Its tokens."""
    return Vocabulary(model_file)


@pytest.fixture(scope="session")
def bridge() -> Article:
    """An article of six sentences."""
    return Article(
        id="7",
        title="Le pont de Brissac rouvre",
        text="Le pont de Brissac rouvrira le 4 mars 2019. Il était fermé depuis deux ans. "
        "Les travaux ont coûté 3,2 millions d’euros. Ils ont été menés par la société Arduin. "
        "La maire, Jeanne Aubry, s’en félicite. Une fête aura lieu à Brissac.",
        date=date(2019, 3, 1),
    )


@pytest.fixture(scope="session")
def market() -> Article:
    """An article of three sentences."""
    return Article(
        id="8",
        title="Le marché de Noirval déménage",
        text="Le marché de Noirval s’installe place du Puits. Il comptera 42 étals. "
        "Les forains n’ont pas été consultés.",
        date=date(2021, 4, 20),
    )
