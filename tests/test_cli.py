"""The command: what it prints, its exit codes, and one clear sentence for every mishap."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from qa import Assistant
from qa.library import Library
from tests.library.conftest import check_agreement
from tests.running import Ran, run, start
from tests.tiny import make_encoder

QUESTION = "Qui a remercié les éleveurs de Cluny ?"


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of the tiny encoder."""
    return str(make_encoder(tmp_path_factory.mktemp("tiny-command")).resolve())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three articles."""
    return _write(tmp_path / "articles")


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory, tiny: str) -> Path:
    """A library of three articles, to be copied."""
    place = tmp_path_factory.mktemp("original-command")
    return _index(_write(place / "articles"), place / "library", tiny)


@pytest.fixture
def library(request: pytest.FixtureRequest, tmp_path: Path, original: Path, tiny: str) -> Path:
    """A library of three articles, those of ``folder`` where the test has one."""
    library = tmp_path / "library"
    if "folder" in request.fixturenames:
        return _index(request.getfixturevalue("folder"), library, tiny)
    return Path(shutil.copytree(original, library))


def _write(folder: Path) -> Path:
    folder.mkdir()
    for name in ("Arlon", "Bazas", "Cluny"):
        (folder / f"{name}.txt").write_text(
            f"La foire de {name}\n\nPublié le 4 mai 2021\n\nLa foire de {name} a eu lieu le 3 mai "
            f"2021. Le maire de {name}, Odette Vasseur, a remercié les éleveurs de {name}.\n",
            encoding="utf-8",
        )
    return folder


def _index(folder: Path, library: Path, encoder: str) -> Path:
    with Assistant.open(library, model="none", encoder=encoder) as assistant:
        assert assistant.add(folder).added == 3
    return library


def _whole(library: Path, articles: int = 3) -> None:
    """The library opens, and holds and finds what it did."""
    with Assistant.open(library, model="none") as assistant:
        assert assistant.library.store.counts()[0] == articles
        assert assistant.search("foire de Cluny")[0].article.id == "Cluny.txt"
        check_agreement(assistant.library)


# Indexing


def test_a_folder_is_indexed_then_left_alone(tmp_path: Path, folder: Path, tiny: str) -> None:
    library = tmp_path / "library"
    first = run("index", folder, "--encoder", tiny, "--library", library)
    assert (first.code, first.err) == (0, "")
    assert "3 articles added, 0 updated, 0 unchanged, 0 removed, 0 not read" in first.out
    assert "holds 3 articles in 3 passages" in first.out
    again = run("index", folder, "--library", library)
    assert again.code == 0
    assert "0 articles added, 0 updated, 3 unchanged" in again.out
    _whole(library)


def test_the_library_may_come_from_the_environment(folder: Path, library: Path) -> None:
    (folder / "Dinan.txt").write_text("La foire de Dinan est annulée.", "utf-8")
    environment = {"SOURCIER_LIBRARY": str(library)}
    assert "1 articles added" in run("index", folder, env=environment).out
    assert "4 articles" in run("info", env=environment).out
    assert run("info", "--library", library.parent / "nowhere", env=environment).code == 1


def test_pruning_removes_what_is_gone(folder: Path, library: Path) -> None:
    (folder / "Bazas.txt").unlink()
    assert "0 removed" in run("index", folder, "--library", library).out
    assert "1 removed" in run("index", folder, "--prune", "--library", library).out
    _whole(library, 2)


def test_embedding_anew_with_another_encoder(library: Path, tmp_path: Path) -> None:
    other = make_encoder(tmp_path / "other", dimension=24)
    refused = run("search", "foire", "--encoder", other, "--library", library)
    assert refused.code == 1
    assert "--reembed" in refused.sentence
    ran = run("index", "--reembed", "--encoder", other, "--library", library)
    assert ran.code == 0, ran
    assert f"Embedded 3 passages with {other}" in ran.out
    _whole(library)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["index"], "say what to index: sourcier index FOLDER"),
        (["index", "--reembed", "folder"], "index the folder first"),
    ],
)
def test_index_says_how_it_is_used(arguments: list[str], says: str, tmp_path: Path) -> None:
    ran = run(*arguments, "--library", tmp_path / "library")
    assert ran.code == 2
    assert says in ran.sentence


@pytest.mark.parametrize(
    "arguments",
    [[], ["dance"], ["ask"], ["search", "foire", "-k", "0"], ["search", "foire", "-k", "dix"]],
)
def test_bad_usage_is_exit_code_2(arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert "Traceback" not in ran.err and "_positive" not in ran.err
    assert "usage: sourcier" in ran.err


# Asking, searching, looking, removing


def test_an_answer_as_json_has_the_documented_fields(library: Path) -> None:
    ran = run("ask", QUESTION, "--json", "--model", "none", "--library", library)
    assert (ran.code, ran.err) == (0, "")
    answer = json.loads(ran.out)
    assert set(answer) >= {
        "question",
        "text",
        "citations",
        "quotes",
        "hits",
        "abstained",
        "reason",
        "written_by",
        "language",
        "timings",
    }
    assert answer["question"] == QUESTION
    assert answer["abstained"] is False
    assert answer["written_by"] == "quotes"
    best = answer["citations"][0]
    assert set(best) == {"number", "article", "start", "end", "quote", "marks"}
    assert [mark["text"] for mark in best["marks"]] == ["Odette Vasseur"]
    assert set(best["article"]) == {"id", "title", "date", "source", "url"}
    assert best["article"]["id"] == "Cluny.txt"
    assert best["article"]["date"] == "2021-05-04"
    assert "Odette Vasseur" in best["quote"]
    with Assistant.open(library, model="none") as assistant:
        for citation in answer["citations"]:
            article = assistant.library.article(citation["article"]["id"])
            assert article is not None
            assert article.text[citation["start"] : citation["end"]] == citation["quote"]


def test_an_answer_in_words_shows_its_sources(library: Path) -> None:
    ran = run("ask", QUESTION, "--model", "none", "--library", library)
    assert ran.code == 0
    assert "Odette Vasseur" in ran.out
    assert "  [1] La foire de Cluny, 2021-05-04 — Cluny.txt" in ran.out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("without", "bold"), [("", True), ("1", False)])
def test_on_a_terminal_what_was_asked_for_is_bold(library: Path, without: str, bold: bool) -> None:
    terminal, end = os.openpty()
    environment = {"TERM": "xterm", "NO_COLOR": without}
    arguments = ("ask", QUESTION, "--model", "none", "--library", library)
    ran = start(*arguments, env=environment, stdout=os.ttyname(end)).wait()
    shown = os.read(terminal, 1 << 16).decode()
    assert ran.code == 0
    assert ("\x1b[1mOdette Vasseur\x1b[22m" in shown) == bold
    assert "Odette Vasseur" in shown and ("\x1b" in shown) == bold
    os.close(end)
    os.close(terminal)


def test_a_question_the_articles_do_not_answer_is_exit_code_3(library: Path) -> None:
    question = "Quel volcan islandais a craché des cendres ?"
    ran = run("ask", question, "--json", "--model", "none", "--library", library)
    assert ran.code == 3
    answer = json.loads(ran.out)
    assert answer["abstained"] is True
    assert answer["citations"] == []
    assert answer["nearest"] and answer["reason"]
    ran = run("ask", question, "--model", "none", "--library", library)
    assert ran.code == 3 and "\nLe plus proche\u00a0:\n«" in ran.out


def test_dates_leave_out_the_articles_of_others(library: Path) -> None:
    found = run("search", "foire", "--since", "mai 2021", "--until", "2021", "--library", library)
    assert found.code == 0 and "Cluny.txt" in found.out
    none = run("search", "foire", "--since", "5 mai 2021", "--library", library)
    assert (none.code, none.out) == (3, "")
    arguments = ("--until", "2020-12", "--model", "none", "--library", library)
    ran = run("ask", QUESTION, *arguments)
    assert ran.code == 3 and "jusqu’au 31 décembre 2020" in ran.out


@pytest.mark.parametrize("since", ["un jour", "2022", "11 février"])
def test_dates_that_cannot_be_say_why(library: Path, since: str) -> None:
    ran = run("search", "foire", "--since", since, "--until", "2021", "--library", library)
    assert ran.code == 1
    assert "can't be read as a date" in ran.sentence or "exchange since and until" in ran.sentence


def test_a_search_as_json_gives_as_many_passages_as_asked(library: Path) -> None:
    ran = run("search", "foire", "-k", "2", "--json", "--library", library)
    assert ran.code == 0
    hits = json.loads(ran.out)
    assert len(hits) == 2
    assert set(hits[0]) == {"article", "text", "start", "end", "score", "also"}
    assert set(hits[0]["article"]) == {"id", "title", "date", "source", "url"}
    assert hits[0]["score"] >= hits[1]["score"]


def test_info_says_what_the_library_holds(library: Path, tiny: str) -> None:
    record = json.loads(run("info", "--json", "--library", library).out)
    assert record["library"] == str(library)
    assert (record["articles"], record["passages"], record["generation"]) == (3, 3, 1)
    assert record["encoder"]["model"] == tiny
    assert "dense_weight" in record["calibration"]
    assert record["bytes"] > 0
    assert "3 articles, 3 passages" in run("info", "--library", library).out


def test_info_in_words_says_how_far_vectors_are_trusted(library: Path) -> None:
    ran = run("info", "--library", library)
    assert ran.code == 0
    assert "by meaning" in ran.out and "On disk" in ran.out


def test_removing_takes_an_article_out(library: Path) -> None:
    ran = run("remove", "Bazas.txt", "--library", library)
    assert (ran.code, ran.err) == (0, "")
    assert "Removed 1 of 1" in ran.out
    _whole(library, 2)


def test_removing_an_unknown_id_says_so_and_does_the_others(library: Path) -> None:
    ran = run("remove", "nulle-part.txt", "Bazas.txt", "--library", library)
    assert ran.code == 1
    assert "no article has the id nulle-part.txt" in ran.sentence
    assert "Removed 1 of 2" in ran.out
    _whole(library, 2)


@pytest.mark.skipif(sys.platform == "win32", reason="needs named pipes")
def test_a_reader_that_goes_away_is_no_error(library: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    running = start("search", "foire", "--library", library, stdout=str(pipe))
    os.close(os.open(pipe, os.O_RDONLY))  # waits until the command has opened it
    assert running.wait().err == ""


# Files that can't be read


def test_an_empty_folder_says_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    ran = run("index", tmp_path / "vide", "--library", tmp_path / "library")
    assert ran.code == 1
    assert "Nothing to read" in ran.sentence and ".txt" in ran.sentence


def test_a_path_that_is_not_there_says_so(library: Path) -> None:
    ran = run("index", library.parent / "absent", "--library", library)
    assert ran.code == 1
    assert "doesn't exist: check the path" in ran.sentence
    _whole(library)


def _binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 20)


def _truncated_pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 ob")


def _locked_pdf(path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)


def _huge(path: Path) -> None:
    path.touch()
    os.truncate(path, 200 << 20)


def test_bad_files_are_named_with_their_reasons_and_the_others_go_in(
    folder: Path, library: Path
) -> None:
    reasons = {
        "image.txt": (_binary, "not text but binary data"),
        "coupe.pdf": (_truncated_pdf, "damaged or cut short"),
        "ferme.pdf": (_locked_pdf, "protected by a password"),
        "enorme.txt": (_huge, "209.7 MB, more than the 67.1 MB allowed"),
        "vide.txt": (Path.touch, "empty: it holds no text"),
    }
    for name, (make, _) in reasons.items():
        make(folder / name)
    (folder / "Dinan.txt").write_text("La foire de Dinan est annulée.", "utf-8")
    ran = run("index", folder, "--library", library)
    assert (ran.code, ran.err) == (0, "")
    lines = [line for line in ran.out.splitlines() if line.startswith("Not read: ")]
    assert len(lines) == len(reasons)
    for name, (_, reason) in reasons.items():
        (line,) = (line for line in lines if line.startswith(f"Not read: {name}: "))
        assert reason in line
    assert "1 articles added, 0 updated, 3 unchanged, 0 removed, 5 not read" in ran.out
    _whole(library, 4)


def test_nothing_but_bad_files_is_a_failure(tmp_path: Path) -> None:
    _binary(tmp_path / "image.txt")
    ran = run("index", tmp_path / "image.txt", "--library", tmp_path / "library")
    assert ran.code == 1
    assert "No article could be read" in ran.sentence
    assert "Not read: image.txt: the file is not text" in ran.out


def test_broken_lines_are_named_by_number_and_the_rest_goes_in(
    tmp_path: Path, library: Path
) -> None:
    rows = ['{"id": "a", "text": "Le lac est gelé."}', "{oops", "", '{"titre": "sans texte"}']
    rows += ["[1, 2]", '{"id": "b", "text": "La mer est basse."}']
    (tmp_path / "lignes.jsonl").write_text("\n".join(rows), "utf-8")
    ran = run("index", tmp_path / "lignes.jsonl", "--library", library)
    assert ran.code == 0
    for number in (2, 4, 5):
        assert f"Not read: lignes.jsonl#{number}: " in ran.out
    assert "2 articles added, 0 updated, 0 unchanged, 0 removed, 3 not read" in ran.out
    _whole(library, 5)


# Questions and models that won't do


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("", "The question is empty"),
        (" ?! ", "The question is empty"),
        ("mot " * 12_500, "49,999 characters, more than the 2,000"),
    ],
)
def test_a_question_that_cannot_be_asked_says_why(library: Path, question: str, says: str) -> None:
    ran = run("ask", question, "--model", "none", "--library", library)
    assert ran.code == 1
    assert says in ran.sentence


def test_a_question_in_broken_bytes_is_no_crash(library: Path) -> None:
    ran = run("ask", "Où est la foire d’ao\udcfbt ?", "--model", "none", "--library", library)
    assert ran.code in (0, 3), ran
    assert ran.err == ""


def _embedded(path: Path, size: int) -> None:
    from qa.answering.gguf import embedded_model

    with embedded_model().open("rb") as file:
        path.write_bytes(file.read(size))


@pytest.mark.parametrize(
    ("size", "says"),
    [
        (None, "There is no model file"),
        (0, "isn't a GGUF model"),
        (-1, "isn't a GGUF model"),
    ],
)
def test_a_model_that_cannot_be_used_says_why(
    library: Path, tmp_path: Path, size: int | None, says: str
) -> None:
    path = tmp_path / "modele.gguf"
    if size is not None and size >= 0:
        _embedded(path, size)
    elif size is not None:
        path.write_bytes(b"not a model")
    ran = run("ask", QUESTION, "--model", path, "--library", library)
    assert ran.code == 1
    assert says in ran.sentence
    assert str(path) in ran.sentence


@pytest.mark.parametrize("size", [64, 1_000_000, 20_000_000])
def test_quotes_stand_when_a_damaged_model_cannot_write(
    library: Path, tmp_path: Path, size: int
) -> None:
    path = tmp_path / "modele.gguf"
    _embedded(path, size)
    ran = run("ask", QUESTION, "--model", path, "--library", library)
    assert ran.code == 0 and "«" in ran.out
    assert "can't be loaded: it is damaged" in ran.err and str(path) in ran.err
    assert "Traceback" not in ran.err


def test_a_folder_for_a_model_says_why(library: Path) -> None:
    ran = run("ask", QUESTION, "--model", library, "--library", library)
    assert ran.code == 1
    assert "There is no model file" in ran.sentence


# Libraries that won't open


def _execute(folder: Path, statement: str) -> None:
    database = sqlite3.connect(folder / "library.db")
    database.execute(statement)
    database.close()


def _newer(library: Path) -> None:
    shutil.copytree(library, library.parent / "odd")
    _execute(library.parent / "odd", "PRAGMA user_version = 9")


def _foreign(library: Path) -> None:
    (library.parent / "odd").mkdir()
    _execute(library.parent / "odd", "CREATE TABLE cats (name TEXT)")


def _other_files(library: Path) -> None:
    (library.parent / "odd").mkdir()
    (library.parent / "odd" / "photo.jpg").write_bytes(b"\xff\xd8\xff")


def _file(library: Path) -> None:
    (library.parent / "odd").write_text("A file.", "utf-8")


def _garbage(library: Path) -> None:
    (library.parent / "odd").mkdir()
    (library.parent / "odd" / "library.db").write_bytes(b"garbage " * 1000)


def _cut(library: Path) -> None:
    shutil.copytree(library, library.parent / "odd")
    path = library.parent / "odd" / "library.db"
    path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize(
    ("make", "says", "says_index"),
    [
        (_newer, "made by a newer Sourcier", "made by a newer Sourcier"),
        (_foreign, "isn't a Sourcier library", "isn't a Sourcier library"),
        (_other_files, "There is no library in", "holds other files and no library"),
        (_file, "is a file", "is a file"),
        (_garbage, "is damaged", "is damaged"),
        (_cut, "is damaged", "is damaged"),
    ],
)
def test_a_library_that_cannot_be_opened_says_why_and_is_left_alone(
    library: Path, folder: Path, make: Any, says: str, says_index: str
) -> None:
    make(library)
    odd = library.parent / "odd"
    before = {p: p.read_bytes() for p in chain([odd], odd.rglob("*")) if p.is_file()}
    ran = run("ask", QUESTION, "--model", "none", "--library", odd)
    assert ran.code == 1
    assert says in ran.sentence
    ran = run("index", folder, "--library", odd)
    assert ran.code == 1
    assert says_index in ran.sentence
    for path, content in before.items():
        assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("command", "there"),
    [
        *((command, False) for command in ("ask", "search", "info", "remove", "eval run")),
        *((command, True) for command in ("ask", "search", "info", "remove")),
    ],
)
def test_without_a_library_or_articles_the_way_to_make_one_is_shown(
    command: str, there: bool, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    if there:
        Library.open(library).close()
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"id": "1", "question": "Qui ?", "article": null}\n', "utf-8")
    given = {"ask": ["Qui ?"], "search": ["Qui ?"], "remove": ["a"], "info": []}
    arguments = given.get(command, [str(questions), "--out", str(tmp_path / "out")])
    ran = run(*command.split(), *arguments, "--library", library)
    assert ran.code == 1
    assert "sourcier index FOLDER" in ran.sentence
    assert library.exists() == there


# Disks and folders that won't be written


def _drop_capabilities() -> None:
    """Give up the superuser's right to write anywhere; others never had it."""
    if os.geteuid() == 0:
        header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        assert ctypes.CDLL(None).capset(header, data) == 0


def _permissions_hold() -> bool:
    return sys.platform == "linux" or (hasattr(os, "geteuid") and os.geteuid() != 0)


@pytest.mark.skipif(not _permissions_hold(), reason="permissions don't hold for this user")
@pytest.mark.parametrize("log", [False, True])
def test_a_read_only_library_refuses_articles_and_answers_questions(
    library: Path, folder: Path, log: bool
) -> None:
    if log:  # what a killed process leaves behind
        _leave_a_log(library)
    (folder / "Dinan.txt").write_text("La foire de Dinan est annulée.", "utf-8")
    for path in [library, *library.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = _drop_capabilities
    try:
        refused = run("index", folder, "--library", library, before=before)
        assert refused.code == 1
        assert "is read-only: check its permissions" in refused.sentence
        removed = run("remove", "Cluny.txt", "--library", library, before=before)
        assert "is read-only" in removed.sentence
        asked = run("ask", QUESTION, "--model", "none", "--library", library, before=before)
        assert asked.code == 0, asked
        assert "Odette Vasseur" in asked.out
        assert asked.err == ""
        if log:
            assert '"articles": 4' in run("info", "--json", "--library", library, before=before).out
    finally:
        for path in [library, *library.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)


def _leave_a_log(library: Path) -> None:
    copy = library.with_name("copy")
    with Assistant.open(library, model="none") as assistant:
        (library.parent / "Embrun.txt").write_text("La foire d’Embrun est finie.", "utf-8")
        assistant.add(library.parent / "Embrun.txt")
        shutil.copytree(library, copy)
    shutil.rmtree(library)
    copy.rename(library)
    assert (library / "library.db-wal").stat().st_size > 0


@pytest.mark.skipif(not _permissions_hold(), reason="permissions don't hold for this user")
def test_a_library_in_a_folder_closed_to_us_says_so(tmp_path: Path, folder: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    ran = run("index", folder, "--library", closed / "library", before=_drop_capabilities)
    assert ran.code == 1
    assert "Permission denied" in ran.sentence and "--library" in ran.sentence
    closed.chmod(0o000)
    ran = run("info", "--library", closed / "library", before=_drop_capabilities)
    assert ran.code == 1
    assert "Permission denied" in ran.sentence
    closed.chmod(0o700)


def _limit_files(size: int) -> None:
    """Have the system refuse files of more bytes, as a full disk does."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits on the size of files")
@pytest.mark.parametrize("limit", [4_000, 60_000])
def test_a_disk_that_fills_up_is_a_sentence_and_loses_nothing(
    library: Path, tmp_path: Path, limit: int
) -> None:
    rows = ({"id": f"n{n}", "text": f"Le pont numéro {n} est ouvert. " * 9} for n in range(250))
    path = tmp_path / "archive.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    ran = run("index", path, "--library", library, before=partial(_limit_files, limit))
    assert ran.code == 1
    assert "disk" in ran.sentence or "space" in ran.sentence
    with Assistant.open(library, model="none") as assistant:
        assert assistant.library.store.counts()[0] == 3
    _whole(library)
    assert run("index", path, "--library", library).code == 0
    _whole(library, 253)


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits on the size of files")
def test_indexes_that_cannot_be_written_are_a_sentence_and_the_articles_are_kept(
    library: Path, tmp_path: Path, folder: Path
) -> None:
    rows = ({"id": f"n{n}", "text": f"Le pont {n} est ouvert."} for n in range(3_000))
    path = tmp_path / "archive.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    with Assistant.open(library, model="none") as assistant:
        assistant.add(path)
    (folder / "Dinan.txt").write_text("La foire de Dinan est annulée.", "utf-8")
    size = next((library / "vectors").glob("*.loose")).stat().st_size
    limit = partial(_limit_files, size - 1)
    ran = run("index", folder, "--library", library, before=limit)
    assert ran.code == 1
    assert "indexes" in ran.sentence and "the articles are kept" in ran.sentence
    asked = run("search", "foire de Cluny", "-k", "1", "--library", library, before=limit)
    assert (asked.code, asked.err) == (0, "")
    _whole(library, 3_004)


def test_a_second_writer_is_told_to_wait(library: Path, folder: Path) -> None:
    (folder / "Dinan.txt").write_text("La foire de Dinan est annulée.", "utf-8")
    holder = Library.open(library)
    with holder.writing():
        ran = run("index", folder, "--library", library)
        assert ran.code == 1
        assert "is being written by another process: try again" in ran.sentence
        assert "written by another" in run("remove", "Cluny.txt", "--library", library).sentence
        assert run("ask", QUESTION, "--model", "none", "--library", library).code == 0
    holder.close()
    assert run("index", folder, "--library", library).code == 0
    _whole(library, 4)


# The command as it is installed


def _installed(*arguments: str | Path, env: dict[str, str] | None = None) -> Ran:
    command = shutil.which("sourcier", path=str(Path(sys.executable).parent))
    if command is None:
        pytest.skip("the command is not installed beside this Python")
    ran = subprocess.run(
        [command, *map(str, arguments)],
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def test_the_installed_command_answers_and_refuses(library: Path) -> None:
    assert "index" in _installed("--help").out
    assert json.loads(_installed("info", "--json", "--library", library).out)["articles"] == 3
    refused = _installed("info", "--library", library / "nowhere")
    assert refused.code == 1
    assert "There is no library in" in refused.sentence


def test_output_in_an_old_encoding_is_no_crash(library: Path, tmp_path: Path) -> None:
    ran = _installed("info", "--json", "--library", library, env={"PYTHONIOENCODING": "ascii"})
    assert ran.code == 0
    odd = tmp_path / "日本"
    library.rename(odd)
    ran = _installed("info", "--json", "--library", odd, env={"PYTHONIOENCODING": "ascii"})
    assert ran.code == 0
    assert json.loads(ran.out)["library"].endswith("/??")


def test_with_debug_the_traceback_is_shown(tmp_path: Path) -> None:
    ran = run("info", "--debug", "--library", tmp_path / "nowhere")
    assert ran.code == 1
    assert "Traceback" in ran.err and "LibraryError" in ran.err
