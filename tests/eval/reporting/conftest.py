"""The made-up run, written once and read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.reporting.reading import Run, Scored, read_run
from tests.eval.reporting.made_up import make_run


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the made-up run; to be read, not written."""
    return make_run(tmp_path_factory.mktemp("made-up") / "run")


@pytest.fixture(scope="session")
def run(folder: Path) -> Run:
    """The made-up run."""
    return read_run(folder)


@pytest.fixture(scope="session")
def asked(run: Run) -> dict[str, Scored]:
    """The made-up run's questions by id."""
    return {question.id: question for question in run.questions}
