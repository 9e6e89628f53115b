"""A server of the page in a process of its own, and how much memory a process holds."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qa import Assistant

_STARTED_WITHIN = 120.0  # seconds
_STOPPED_WITHIN = 20.0


@dataclass(frozen=True, slots=True)
class Served:
    """Where a page is served, and by which process; 0 when that isn't known."""

    url: str
    pid: int = 0


@contextmanager
def serve(articles: Path, model: str = "embedded") -> Iterator[Served]:
    """Serve the page over a library made of ``articles`` until the end; nothing is left of it.

    Raises ``RuntimeError`` with what the server said when it doesn't start.
    """
    with TemporaryDirectory(prefix="sourcier-serving-") as folder:
        library, log, port = Path(folder) / "library", Path(folder) / "log", free_port()
        with Assistant.open(library, model="none") as assistant:
            assistant.add(articles)
        command = [sys.executable, "-m", "qa.cli", "serve", "--library", str(library)]
        command += ["--port", str(port), "--model", model]
        url = f"http://127.0.0.1:{port}"
        with run_server(command, url, log) as process:
            yield Served(url, process.pid)


@contextmanager
def run_server(
    command: Sequence[str], url: str, log: Path, **how: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``command`` from when it answers at ``url`` until the end; what it says goes to ``log``.

    ``how`` is for ``subprocess.Popen``. Raises ``RuntimeError`` with the log when it doesn't start.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, **how)
        try:
            _wait_for(url, process, log)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(_STOPPED_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def memory(pid: int) -> int:
    """Return the bytes of memory a process holds, 0 where the system doesn't tell."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS")), 0)


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _STARTED_WITHIN
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"The server did not start:\n{log.read_text('utf-8', 'replace')}")
