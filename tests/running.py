"""Runs the command in a process of its own, whose heavy imports were made beforehand.

Each run is a fork of a server that has imported the slow libraries and nothing of ours, so
that it costs a tenth of a second instead of several. Signals, limits and output are real.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import mkdtemp

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read once, when the server imports the hub's client

_SLOW = ["sentence_transformers", "faiss", "tantivy", "filelock", "tqdm"]
_SECONDS = 60.0


@dataclass(frozen=True)
class Ran:
    """How a run ended: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """What it said on stderr, which must be one line for people."""
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self
        assert lines[0].startswith("sourcier: "), self
        assert "Traceback" not in self.err, self
        assert "unexpected" not in self.err, self
        return lines[0].removeprefix("sourcier: ")


@dataclass(frozen=True)
class Running:
    """A run under way."""

    process: BaseProcess
    outputs: Path

    def kill(self, signal: int) -> None:
        """Send it a signal."""
        assert self.process.pid is not None
        if self.process.is_alive():
            os.kill(self.process.pid, signal)

    def wait(self) -> Ran:
        """Wait for its end."""
        self.process.join(_SECONDS)
        assert self.process.exitcode is not None, "the command takes too long"
        out, err = ((self.outputs / name).read_text("utf-8", "replace") for name in ("out", "err"))
        shutil.rmtree(self.outputs)
        return Ran(self.process.exitcode, out, err)


def start(
    *arguments: str | Path,
    env: Mapping[str, str] | None = None,
    before: Callable[[], object] | None = None,
    stdout: str = "",
) -> Running:
    """Start ``sourcier`` with ``arguments``; ``before`` is called first, in its process.

    ``stdout`` is a path to write to, by default a file that ``Ran.out`` is read from.
    """
    if sys.platform == "win32":
        pytest.skip("needs a system that forks")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_SLOW)
    outputs = Path(mkdtemp(prefix="sourcier-test-"))
    process = context.Process(
        target=_run,
        args=([str(a) for a in arguments], dict(env or {}), outputs, before, stdout),
        daemon=True,
    )
    process.start()
    return Running(process, outputs)


def run(
    *arguments: str | Path,
    env: Mapping[str, str] | None = None,
    before: Callable[[], object] | None = None,
) -> Ran:
    """Run ``sourcier`` with ``arguments`` to its end."""
    return start(*arguments, env=env, before=before).wait()


def _run(
    arguments: list[str],
    env: dict[str, str],
    outputs: Path,
    before: Callable[[], object] | None,
    stdout: str,
) -> None:
    for number, path in ((1, stdout or str(outputs / "out")), (2, str(outputs / "err"))):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(descriptor, number)
        os.close(descriptor)
    (outputs / "out").touch()
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    os.environ.update(env)
    if before is not None:
        before()
    from qa.cli import main

    sys.exit(main(arguments))
