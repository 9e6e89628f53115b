"""A real server on a loopback port, and a real browser that tells on every request."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from eval import SAMPLES
from eval.serving import free_port, run_server

playwright = pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402

expect.set_options(timeout=30_000)  # to break what hangs, not to time a busy machine
CHROMIUM = Path("/usr/bin/chromium")
ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass
class Server:
    """Where the page is served, and its library."""

    url: str
    library: Path


@dataclass
class Watched:
    """What a page did that it shouldn't: requests elsewhere, dialogs, errors of its scripts."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("served"), SAMPLES) as server:
        yield server


@contextmanager
def serving(folder: Path, articles: Path) -> Iterator[Server]:
    """Serve the page over ``articles``, its library in ``folder``, until the end."""
    port = free_port()
    url, library, log = f"http://127.0.0.1:{port}", folder / "library", folder / "log"
    command = [sys.executable, "-m", "tests.browser.server", str(library), str(port)]
    command.append(str(articles))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_PROXY": "*"}
    environment.pop("SOURCIER_MODEL", None)
    with run_server(command, url, log, cwd=folder, env=environment):
        yield Server(url, library)
    assert "Traceback" not in log.read_text(), log.read_text()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Return a function that opens the page in a context of its own, watched until the end."""
    watched, contexts = Watched(), []

    def open_one(width: int = 1280, height: int = 860, **options: str) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda request: watched.requests.append(request.url))
        page.on("dialog", lambda dialog: watched.complaints.append(dialog.message))
        page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        page.goto(server.url)
        page.wait_for_selector("#library >> text=article")
        return page

    yield open_one
    for context in contexts:
        context.close()
    elsewhere = {
        url
        for url in watched.requests
        if urlsplit(url).scheme not in ("data", "blob")
        and urlsplit(url).netloc != urlsplit(server.url).netloc
    }
    assert not elsewhere
    assert not watched.complaints


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()
