"""A library that an older Sourcier made goes on, and gains what this one knows."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from qa import Assistant, LibraryError
from qa.library import Library, reembed, schema
from qa.library.store import FILE, Store
from tests.library.conftest import check_agreement

OLD = Path(__file__).parent / "fixtures" / "library-v1.sql"
ARTICLES, PASSAGES, GENERATION = 28, 59, 3


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A library of version 1: the sample articles, by an encoder that is no more."""
    folder = tmp_path / "library"
    folder.mkdir()
    with sqlite3.connect(folder / FILE) as database:
        database.executescript(OLD.read_text("utf-8"))
    database.close()
    return folder


def version(folder: Path) -> int:
    database = sqlite3.connect(folder / FILE)
    number = int(database.execute("PRAGMA user_version").fetchone()[0])
    database.close()
    return number


def tables(folder: Path) -> set[str]:
    database = sqlite3.connect(folder / FILE)
    rows = database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    database.close()
    return {" ".join(row[0].split()) for row in rows}


def test_an_old_library_keeps_everything(old: Path) -> None:
    assert version(old) == 1
    database = sqlite3.connect(old / FILE)
    before = database.execute("SELECT * FROM passages ORDER BY n").fetchall()
    database.close()
    store = Store(old)
    assert version(old) == schema.VERSION
    assert (store.counts(), store.generation) == ((ARTICLES, PASSAGES), GENERATION)
    assert store.encoder is not None
    assert store._db.execute("SELECT * FROM passages ORDER BY n").fetchall() == before
    assert len(list(store.articles())) == ARTICLES
    store.close()


def test_an_old_library_becomes_like_a_new_one(old: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    for folder in (old, tmp_path / "new"):
        Store(folder).close()
    assert tables(old) == tables(tmp_path / "new")
    assert version(old) == version(tmp_path / "new")


def test_its_reprints_are_recognised_a_few_at_a_time(old: Path) -> None:
    store = Store(old)
    with store.transaction():
        store._db.execute(
            "INSERT INTO articles (id, title, text, date, source, url, language, summary) "
            "SELECT 'reprise', 'Autre titre', text, date, '', '', 'fr', '' FROM articles "
            "WHERE id = '2022/visioconference-allies.txt'"
        )
    assert store.unrecognised == ARTICLES + 1
    store.close()
    store = Store(old)  # stopped before anything was looked at
    for _ in store.recognise_older():
        pass
    assert store.unrecognised == 0
    assert [a.id for a in store.reprints("reprise")] == ["2022/visioconference-allies.txt"]
    assert store.generation == GENERATION + 1
    store.close()


def test_it_is_searched_once_it_is_embedded_anew(old: Path, tiny: str) -> None:
    library = Library.open(old, tiny, reembed=True)
    assert reembed(library) == PASSAGES
    check_agreement(library)
    assert library.store.unrecognised == 0
    library.close()
    with Assistant.open(old, model="none") as assistant:
        hit = assistant.search("réunion du 11 février", k=1)[0]
        assert hit.article.id == "2022/visioconference-allies.txt"


def test_a_migration_that_fails_leaves_the_library_as_it_was(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tables(old)
    whole = schema._MIGRATIONS[1]
    monkeypatch.setitem(schema._MIGRATIONS, 1, f"{whole};CREATE TABLE articles (n INTEGER)")
    with pytest.raises(LibraryError):
        Store(old)
    assert (version(old), tables(old)) == (1, before)
    monkeypatch.setitem(schema._MIGRATIONS, 1, whole)
    Store(old).close()
    assert version(old) == schema.VERSION


def test_one_that_another_process_just_migrated_is_left_alone(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copytree(old, tmp_path / "other"))
    Store(other).close()
    database = sqlite3.connect(other / FILE, isolation_level=None)
    schema._run(database, schema._MIGRATIONS[1], 2)  # as by one that still saw version 1
    assert int(database.execute("PRAGMA user_version").fetchone()[0]) == schema.VERSION
    database.close()


def test_what_was_learnt_is_remembered_and_moves_no_index(old: Path) -> None:
    store = Store(old)
    assert store.calibration is None
    store.set_calibration({"weight": 0.3, "names": ["é"]})
    assert store.calibration == {"weight": 0.3, "names": ["é"]}
    assert store.generation == GENERATION
    store.close()
    store = Store(old)
    assert store.calibration == {"weight": 0.3, "names": ["é"]}
    store.set_calibration(None)
    assert store.calibration is None
    store.close()


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2021, 1, 1), date(2021, 12, 31)),
        (None, date(2020, 2, 29)),
        (date(2022, 2, 11), None),
        (None, None),
        (date(2022, 1, 1), date(2021, 1, 1)),
    ],
)
def test_passages_are_found_by_their_articles_day(
    old: Path, since: date | None, until: date | None
) -> None:
    store = Store(old)
    held = [passage for chunk, _ in store.added_since(0) for passage in chunk]
    found = store.passages_between(since, until)
    assert found.dtype == np.int64
    assert sorted(found.tolist()) == [
        passage.id
        for passage in held
        if passage.article.date
        and (since or date.min) <= passage.article.date <= (until or date.max)
    ]
    store.close()
