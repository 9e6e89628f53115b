"""Adding files through the page: kept under their names, never over another."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from qa.errors import LibraryError
from qa.page.conversation import Session
from qa.page.holdings import (
    add_uploads,
    adding_note,
    carry_out,
    free_place,
    holding,
    render_adding,
    render_progress,
    render_report,
)
from qa.page.labels import ENGLISH, FRENCH
from qa.types import Failure, IndexReport, Progress
from tests.page.reading import parse, texts


class Shelf:
    """An assistant whose library is a set of paths; files named in ``broken`` can't be read."""

    def __init__(self, folder: Path, broken: str = "") -> None:
        self.held: set[str] = set()
        self.broken = broken
        store = SimpleNamespace(ids_from=lambda source: [source] if source in self.held else [])
        self.library = SimpleNamespace(folder=folder, store=store)

    def add(self, paths: list[Path], told: Any, cancelled: Any) -> IndexReport:
        failed = tuple(Failure(path.name, "broken") for path in paths if path.name == self.broken)
        self.held |= {str(path) for path in paths if path.name != self.broken}
        return IndexReport(added=len(paths) - len(failed), failed=failed)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "library").mkdir()
    return tmp_path / "library"


def upload(tmp_path: Path, name: str, text: str) -> Path:
    place = tmp_path / str(abs(hash((name, text)))) / name
    place.parent.mkdir(exist_ok=True)
    place.write_text(text)
    return place


def add(shelf: Any, *uploads: Path) -> IndexReport:
    return add_uploads(shelf, uploads, Session(), lambda progress: None)


def test_uploads_move_into_the_library_under_their_own_names(tmp_path: Path, library: Path) -> None:
    shelf = Shelf(library)
    sent = upload(tmp_path, "élection 2022.txt", "un")
    assert add(shelf, sent).added == 1
    assert (library / "files" / "élection 2022.txt").read_text() == "un"
    assert not sent.exists()


def test_another_file_of_the_same_name_is_numbered_not_overwritten(
    tmp_path: Path, library: Path
) -> None:
    shelf = Shelf(library)
    add(shelf, upload(tmp_path, "a.jsonl.gz", "un"))
    add(shelf, upload(tmp_path, "a.jsonl.gz", "deux"))
    add(shelf, upload(tmp_path, "a.jsonl.gz", "deux"))
    kept = {path.name: path.read_text() for path in (library / "files").iterdir()}
    assert kept == {"a.jsonl.gz": "un", "a (2).jsonl.gz": "deux"}


def test_a_kind_that_is_not_read_is_refused_with_a_sentence(tmp_path: Path, library: Path) -> None:
    report = add(
        Shelf(library), upload(tmp_path, "son.mp3", "x"), upload(tmp_path, ".DS_Store", "x")
    )
    (failure,) = report.failed
    assert failure.place == "son.mp3" and ".mp3" in failure.reason and ".txt" in failure.reason
    assert not list((library / "files").iterdir())


def test_files_that_gave_no_article_do_not_stay(tmp_path: Path, library: Path) -> None:
    shelf = Shelf(library, broken="b.txt")
    report = add(shelf, upload(tmp_path, "a.txt", "un"), upload(tmp_path, "b.txt", "deux"))
    assert [path.name for path in (library / "files").iterdir()] == ["a.txt"]
    assert report.failed == (Failure("b.txt", "broken"),)


def test_cancelling_leaves_the_rest_alone(tmp_path: Path, library: Path) -> None:
    session = Session()
    session.cancel.set()
    shelf: Any = Shelf(library)
    report = add_uploads(shelf, [upload(tmp_path, "a.txt", "un")], session, lambda progress: None)
    assert report == IndexReport()


def test_a_free_place_keeps_what_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text("un")
    assert free_place(folder, upload(tmp_path, "a.txt", "un")) == folder / "a.txt"
    assert free_place(folder, upload(tmp_path, "a.txt", "deux")) == folder / "a (2).txt"


def test_progress_shows_while_the_work_goes_on() -> None:
    session, go_on = Session(), threading.Event()
    seen = []

    def work(told: Any) -> IndexReport:
        told(Progress("reading", 50, 200, 3, 7, 1.5))
        go_on.wait(5)
        return IndexReport(added=12)

    for _ in carry_out(session, work):
        seen.append(render_adding(session))
        if "25" in seen[-1]:
            go_on.set()
    assert FRENCH.copying in seen[0]
    assert any("Lecture des fichiers · 25\u202f% · 3 articles" in html for html in seen)
    assert "12 ajoutés" in seen[-1]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(LibraryError("Read-only."), "Read-only."), (RuntimeError("x"), FRENCH.unexpected)],
)
def test_errors_while_adding_are_sentences(error: Exception, sentence: str) -> None:
    def work(told: Any) -> IndexReport:
        raise error

    session = Session()
    for _ in carry_out(session, work):
        pass
    assert texts(parse(render_adding(session)), "//p") == [sentence]
    assert not session.adding


def test_progress_gives_stage_share_articles_and_rate() -> None:
    html = render_progress(Progress("indexing", 30, 40, 3000, 9000, 10.0), ENGLISH)
    assert "Indexing · 75% · 3,000 articles · 300 articles a second" in html
    assert parse(html).xpath("//progress/@value") == ["0.750"]


def test_a_report_counts_every_fate_and_names_every_failure() -> None:
    failed = tuple(Failure(f"<{n}>.pdf", "no <text> layer") for n in range(60))
    report = IndexReport(added=2, unchanged=1, failed=failed, seconds=1.25)
    document = parse(render_report(report, FRENCH))
    assert "3 articles en 1,2 s : 2 ajoutés, 1 déjà là." in document.text_content()
    assert "60 n’ont pas pu être lus" in document.text_content()
    items = texts(document, "//li")
    assert items[0] == "<0>.pdf\u00a0: no <text> layer"
    assert items[-1] == "et 10 de plus" and len(items) == 51


def test_nothing_added_is_said() -> None:
    assert FRENCH.nothing_added in render_report(IndexReport(), FRENCH)
    assert render_report("", FRENCH) == ""


def test_the_holdings_are_counted_in_words() -> None:
    assert holding((1, 2500), FRENCH) == "Bibliothèque : 1 article, 2\u202f500 passages"
    assert ".docx" in adding_note(ENGLISH)
