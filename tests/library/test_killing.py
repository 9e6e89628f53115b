"""Killed at any moment, the command loses nothing that the library had written."""

from __future__ import annotations

import json
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qa import Assistant
from tests.library.conftest import check_agreement
from tests.running import Running, start

ARTICLES = 1_200
_SECONDS = 60.0


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Articles of one sentence, each with a word of its own: more than one batch of them."""
    path = tmp_path / "archive.jsonl"
    rows = ({"id": f"a{n}", "title": "Foire", "text": _text(n)} for n in range(ARTICLES))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def _word(n: int) -> str:
    """A word that no other article holds."""
    return "zq" + "".join(chr(ord("a") + int(digit)) for digit in str(n)) + "x"


def _text(n: int) -> str:
    return f"La foire {_word(n)} a fermé ses portes."


def _committed(library: Path) -> int:
    """How many articles another process sees."""
    try:
        database = sqlite3.connect(f"{(library / 'library.db').as_uri()}?mode=ro", uri=True)
        try:
            return int(database.execute("SELECT count(*) FROM articles").fetchone()[0])
        finally:
            database.close()
    except sqlite3.Error:
        return 0


def _until(running: Running, reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _SECONDS
    while not reached() and running.process.is_alive() and time.monotonic() < deadline:
        time.sleep(0.002)


def test_killed_at_any_moment_nothing_written_is_lost(
    tmp_path: Path, tiny: str, archive: Path
) -> None:
    library = tmp_path / "library"
    lexicon, vectors = library / "lexicon", library / "vectors"
    moments: list[Callable[[], bool]] = [
        lambda: (library / "library.db").exists(),
        lambda: _committed(library) > 0,
        lambda: _committed(library) == ARTICLES and lexicon.exists(),
        lambda: (lexicon / "sourcier.json").exists() or vectors.exists(),
    ]
    written, killed = 0, 0
    for moment in moments:
        running = start("index", archive, "--encoder", tiny, "--library", library)
        _until(running, moment)
        before = _committed(library)
        running.kill(signal.SIGKILL)
        killed += running.wait().code == -signal.SIGKILL
        assert _committed(library) >= before >= written
        written = _committed(library)
    assert killed >= 3
    with Assistant.open(library, model="none", encoder=tiny) as assistant:
        assert assistant.library.store.counts()[0] == written
        for n in range(0, written, 211):
            assert assistant.search(_word(n), k=1)[0].article.id == f"a{n}"
        if written:
            check_agreement(assistant.library)
        report = assistant.add(archive)
        assert report.added + report.unchanged == ARTICLES
        assert report.unchanged >= written
        check_agreement(assistant.library)
        assert assistant.search(_word(ARTICLES - 1), k=1)[0].text == _text(ARTICLES - 1)


def test_interrupted_it_says_so_and_keeps_what_was_done(
    tmp_path: Path, tiny: str, archive: Path
) -> None:
    library = tmp_path / "library"
    running = start("index", archive, "--encoder", tiny, "--library", library)
    _until(running, lambda: _committed(library) > 0)
    running.kill(signal.SIGINT)
    ran = running.wait()
    assert ran.code == 130, ran
    assert ran.sentence == "stopped; what was done so far is kept."
    written = _committed(library)
    assert written > 0
    with Assistant.open(library, model="none") as assistant:
        assert assistant.search(_word(3), k=1)[0].article.id == "a3"
        check_agreement(assistant.library)
        assert assistant.library.store.counts()[0] == written
