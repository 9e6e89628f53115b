"""What is found under the paths a person names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qa.errors import ReadingError
from qa.reading import SUFFIXES, list_files
from qa.reading.files import _DOCUMENTS, _ROWS


def names(*paths: Path) -> list[str]:
    return [file.name for file in list_files(paths).files]


def write(path: Path, text: str = "Bonjour.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_each_ending_has_a_reader() -> None:
    assert {*_DOCUMENTS, *_ROWS} == set(SUFFIXES)


def test_folders_are_walked_sorted_and_hidden_files_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.TXT", "a/d.Jsonl.GZ", ".cache/x.txt", "a/.x.txt", "c.md"):
        write(tmp_path / name)
    found = list_files([tmp_path])
    assert [file.name for file in found.files] == ["a/d.Jsonl.GZ", "a/z.TXT", "b.txt", "c.md"]
    assert found.skipped == ()
    assert all(file.path.is_absolute() and file.path.is_file() for file in found.files)
    assert found.files[0].size == len("Bonjour.")


def test_a_single_file_keeps_its_own_name_and_a_hidden_one_may_be_named(tmp_path: Path) -> None:
    assert names(write(tmp_path / "un" / "deux.txt")) == ["deux.txt"]
    assert names(write(tmp_path / ".cache" / ".note.txt")) == [".note.txt"]
    assert names(tmp_path / ".cache" / ".." / "un") == ["deux.txt"]


def test_relative_paths_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt")
    monkeypatch.chdir(tmp_path)
    (file,) = list_files(["."]).files
    assert (file.name, file.path) == ("a.txt", tmp_path / "a.txt")


def test_kinds_not_read_make_one_failure_an_ending(tmp_path: Path) -> None:
    for name in ("a.txt", "1.png", "2.PNG", "x/3.png", "b.doc", "LISEZMOI"):
        write(tmp_path / name)
    skipped = {failure.place: failure.reason for failure in list_files([tmp_path]).skipped}
    assert list(skipped) == ["*", "*.doc", "*.png"]
    assert skipped["*.png"].startswith(
        "3 files skipped: Sourcier does not read .png files; it reads .txt, .md"
    )
    assert skipped["*.doc"].startswith("1 file skipped: Sourcier does not read .doc files")
    assert "files without an ending" in skipped["*"]


def test_a_named_file_of_another_kind_has_its_own_failure(tmp_path: Path) -> None:
    found = list_files([write(tmp_path / "a.txt"), write(tmp_path / "photo.png")])
    (failure,) = found.skipped
    assert failure.place == "photo.png"
    assert failure.reason.startswith("Sourcier does not read .png files; it reads .txt")


def test_a_missing_path_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"rien\.txt.* doesn't exist: check the path"):
        list_files([write(tmp_path / "a.txt"), tmp_path / "rien.txt"])


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"Nothing to read in .*: add \.txt"):
        list_files([tmp_path])
    with pytest.raises(ReadingError, match=r"photo\.png: Sourcier does not read \.png files"):
        list_files([write(tmp_path / "photo.png")])
    with pytest.raises(ReadingError, match="name at least one"):
        list_files([])


def test_a_loop_of_links_ends_and_each_file_comes_once(tmp_path: Path) -> None:
    write(tmp_path / "a" / "un.txt")
    (tmp_path / "a" / "boucle").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "b").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "copie.txt").symlink_to(tmp_path / "a" / "un.txt")
    assert len(names(tmp_path)) == 1
    assert names(tmp_path / "a", tmp_path / "a" / "un.txt", tmp_path / "a") == ["un.txt"]


def test_a_link_that_leads_nowhere_is_reported(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    (tmp_path / "mort.txt").symlink_to(tmp_path / "disparu.txt")
    (failure,) = list_files([tmp_path]).skipped
    assert failure.place == "mort.txt"
    assert "leads nowhere" in failure.reason


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tuyau.txt")
    write(tmp_path / "a.txt")
    assert names(tmp_path) == ["a.txt"]
    assert list_files([tmp_path / "tuyau.txt", tmp_path / "a.txt"]).skipped[0].place == "tuyau.txt"


def test_names_are_unique_in_a_list(tmp_path: Path) -> None:
    paths = [write(tmp_path / folder / "un.txt").parent for folder in ("a", "b", "x/b")]
    found = list_files(paths).files
    assert [file.name for file in found[:2]] == ["un.txt", "b/un.txt"]
    assert found[2].name == (tmp_path / "x/b/un.txt").as_posix()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root opens anything")
def test_a_closed_folder_is_reported(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    closed = write(tmp_path / "secret" / "b.txt").parent
    closed.chmod(0)
    try:
        (failure,) = list_files([tmp_path]).skipped
    finally:
        closed.chmod(0o700)
    assert failure.place == "secret"
    assert "can't be opened" in failure.reason


def test_a_file_whose_name_is_not_text_is_reported_and_the_others_read(tmp_path: Path) -> None:
    (tmp_path / "bon.txt").write_text("Un texte.", encoding="utf-8")
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/ao\xfbt.txt")).write_text("Un texte.")
    except OSError:
        pytest.skip("this disk takes no such name")
    listed = list_files([tmp_path])
    assert [file.name for file in listed.files] == ["bon.txt"]
    assert [failure.reason for failure in listed.skipped] == [
        "its name has broken characters: rename it"
    ]
