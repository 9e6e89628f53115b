"""Adding, changing and removing: what is there stays, what changed is read again, once."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from qa import Article, Assistant, LibraryError
from qa.settings import Settings
from tests.library.conftest import check_agreement, ids


def test_adding_a_folder_twice_changes_and_embeds_nothing(
    assistant: Assistant, folder: Path, encoded: list[str]
) -> None:
    assert assistant.add(folder).added == 5
    generation, embedded = assistant.library.store.generation, len(encoded)
    report = assistant.add(folder)
    assert (report.added, report.updated, report.unchanged, report.passages) == (0, 0, 5, 0)
    assert assistant.library.store.generation == generation
    assert len(encoded) == embedded
    check_agreement(assistant.library)


def test_a_changed_file_is_read_again_and_its_old_passages_are_gone(
    assistant: Assistant, folder: Path
) -> None:
    assistant.add(folder)
    path = folder / "Arlon.txt"
    path.write_text("La foire d’Arlon\n\nUne kermesse a remplacé le marché.", encoding="utf-8")
    report = assistant.add(folder)
    assert (report.added, report.updated, report.unchanged) == (0, 1, 4)
    check_agreement(assistant.library)
    assert not any("Arlon a réuni" in hit.text for hit in assistant.search("Arlon a réuni", k=50))
    assert assistant.search("kermesse")[0].article.id == "Arlon.txt"


def test_a_removed_file_stays_until_pruned(assistant: Assistant, folder: Path) -> None:
    assistant.add(folder)
    (folder / "Bazas.txt").unlink()
    assert assistant.add(folder).removed == 0
    assert "Bazas.txt" in ids(assistant)
    assert assistant.add(folder, prune=True).removed == 1
    assert "Bazas.txt" not in ids(assistant)
    assert not any("Bazas" in hit.text for hit in assistant.search("Bazas", k=50))
    check_agreement(assistant.library)


def test_pruning_one_folder_leaves_the_others(
    assistant: Assistant, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder / "2021", other)
    assistant.add([folder, other])
    shutil.rmtree(folder / "2021")
    before = ids(assistant)
    assistant.add(folder, prune=True)
    kept = {a.source for a in assistant.library.store.articles()}
    assert {str(other / name) for name in ("Cluny.txt", "Dinan.txt", "Embrun.txt")} <= kept
    assert len(before) - len(kept) == 3


def test_pruning_keeps_a_file_that_can_no_longer_be_read(
    assistant: Assistant, folder: Path
) -> None:
    assistant.add(folder)
    (folder / "Bazas.txt").write_bytes(bytes(range(32)) * 50)
    report = assistant.add(folder, prune=True)
    assert [failure.place for failure in report.failed] == ["Bazas.txt"]
    assert report.removed == 0
    assert "Bazas.txt" in ids(assistant)


def test_pruning_removes_the_rows_that_left_a_file(assistant: Assistant, tmp_path: Path) -> None:
    path = _jsonl(
        tmp_path / "rows.jsonl", ["Un tracteur rouge.", "Un vélo vert.", "Un train bleu."]
    )
    assistant.add(path)
    _jsonl(path, ["Un tracteur."])
    assert assistant.add(path, prune=True).removed == 2
    assert ids(assistant) == {"rows.jsonl#1"}
    check_agreement(assistant.library)


def test_a_removed_article_comes_back_when_its_folder_is_added_again(
    assistant: Assistant, folder: Path, encoded: list[str]
) -> None:
    assistant.add(folder)
    assert assistant.remove("2021/Dinan.txt")
    assert not assistant.remove("2021/Dinan.txt")
    assert assistant.library.article("2021/Dinan.txt") is None
    check_agreement(assistant.library)
    del encoded[:]
    report = assistant.add(folder)
    assert (report.added, report.unchanged) == (1, 4)
    assert "2021/Dinan.txt" in ids(assistant)
    assert len(encoded) == 1
    check_agreement(assistant.library)


def test_passages_never_take_the_number_of_one_that_is_gone(
    assistant: Assistant, article: Article
) -> None:
    seen: set[int] = set()
    for _ in range(3):
        assistant.add([article])
        numbers = {p.id for chunk, _ in assistant.library.store.added_since(0) for p in chunk}
        assert not numbers & seen
        seen |= numbers
        assistant.remove(article.id)


def test_one_path_in_two_folders_is_two_articles(assistant: Assistant, tmp_path: Path) -> None:
    for place in ("nord", "sud"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "une.txt").write_text(f"Le marché du {place} a fermé.", "utf-8")
        assistant.add(tmp_path / place)
    assert len(ids(assistant)) == 2
    for place in ("nord", "sud"):
        assert f"du {place}" in assistant.search(f"marché du {place}", k=1)[0].text
        assert assistant.add(tmp_path / place).unchanged == 1
    (tmp_path / "sud" / "une.txt").write_text("Le marché du sud a rouvert.", "utf-8")
    assert assistant.add(tmp_path / "sud").updated == 1
    assert len(ids(assistant)) == 2


def test_one_id_in_two_files_is_two_articles(assistant: Assistant, tmp_path: Path) -> None:
    texts = {"un.jsonl": "Le pont est ouvert.", "deux.jsonl": "La gare est fermée."}
    for name, text in texts.items():
        row = json.dumps({"id": "depeche-1", "text": text})
        (tmp_path / name).write_text(row + "\n", "utf-8")
        assistant.add(tmp_path / name)
    stored = {article.text for article in assistant.library.store.articles()}
    assert stored == set(texts.values())
    for name in texts:
        assert assistant.add(tmp_path / name).unchanged == 1
    check_agreement(assistant.library)


def test_a_copy_takes_over_when_the_file_it_repeats_is_gone(
    assistant: Assistant, tmp_path: Path, encoded: list[str]
) -> None:
    row = json.dumps({"id": "depeche-1", "text": "Le pont est ouvert."})
    for name in ("un", "deux"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rows.jsonl").write_text(row + "\n", "utf-8")
        assistant.add(tmp_path / name)
    assert ids(assistant) == {"depeche-1"}
    assert len(encoded) == 1
    generation = assistant.library.store.generation
    assert assistant.add([tmp_path / "un", tmp_path / "deux"]).unchanged == 2
    assert assistant.library.store.generation == generation
    (tmp_path / "un" / "rows.jsonl").unlink()
    assistant.add(tmp_path / "deux", prune=True)
    assert ids(assistant) == {"depeche-1"}
    assert assistant.library.store.ids_from(str(tmp_path / "deux" / "rows.jsonl"))


def test_a_folder_inside_one_that_was_added_is_known(assistant: Assistant, folder: Path) -> None:
    assistant.add(folder)
    before = ids(assistant)
    report = assistant.add(folder / "2021")
    assert (report.added, report.unchanged) == (0, 3)
    (folder / "2021" / "Cluny.txt").write_text("À Cluny, la foire est annulée.", "utf-8")
    assert assistant.add(folder / "2021").updated == 1
    assert assistant.add(folder / "2021" / "Dinan.txt").unchanged == 1
    assert ids(assistant) == before


@pytest.mark.parametrize("lost", ["a broken line", "a removed article", "a stop half way"])
def test_a_file_not_wholly_in_keeps_its_name_too(
    assistant: Assistant, tmp_path: Path, lost: str
) -> None:
    path = _jsonl(tmp_path / "archive" / "2021" / "rows.jsonl", ["Un.", "Le lac.", "La mer."])
    asked: list[None] = []
    if lost == "a broken line":
        path.write_text(path.read_text("utf-8") + "{broken\n", "utf-8")
    assistant.settings = replace(Settings(), batch_passages=1)
    stop = (lambda: bool(asked.append(None)) or len(asked) > 3) if "stop" in lost else None
    assistant.add(tmp_path / "archive", cancelled=stop)
    if lost == "a removed article":
        assistant.remove("2021/rows.jsonl#2")
    assert 0 < len(ids(assistant)) < 4
    assistant.add(path.parent)
    assert ids(assistant) == {f"2021/rows.jsonl#{n}" for n in (1, 2, 3)}
    check_agreement(assistant.library)


def test_a_file_put_back_as_it_was_is_read_again_after_one_read_in_part(
    assistant: Assistant, tmp_path: Path
) -> None:
    path = _jsonl(tmp_path / "rows.jsonl", ["Le lac est gelé.", "La mer est basse."])
    assistant.add(path)
    first = path.read_bytes()
    path.write_text('{"text": "Le lac a fondu."}\n{broken\n', "utf-8")
    assistant.add(path)
    path.write_bytes(first)
    assistant.add(path)
    stored = assistant.library.article("rows.jsonl#1")
    assert stored is not None
    assert stored.text == "Le lac est gelé."


def test_the_same_article_given_again_is_unchanged(
    assistant: Assistant, article: Article, encoded: list[str]
) -> None:
    assert assistant.add([article]).added == 1
    assert assistant.add([article, article]).unchanged == 2
    assert len(encoded) == 1
    assert assistant.add([replace(article, title="Autre titre")]).updated == 1
    assert len(encoded) == 2
    check_agreement(assistant.library)


def test_stopped_half_way_what_was_written_stays(assistant: Assistant) -> None:
    assistant.settings = replace(Settings(), batch_passages=2)
    articles = [Article(f"a{n}", f"Titre {n}", f"La ville {n} a voté.") for n in range(9)]
    paths = iter(range(100))
    report = assistant.add(articles[:5], cancelled=lambda: next(paths) > 2)
    assert report.added == len(ids(assistant))
    check_agreement(assistant.library)
    assistant.add(articles)
    assert len(ids(assistant)) == 9
    check_agreement(assistant.library)


def test_a_stopped_folder_is_taken_up_where_it_was_left(assistant: Assistant, folder: Path) -> None:
    asked: list[None] = []
    report = assistant.add(folder, cancelled=lambda: bool(asked.append(None)) or len(asked) > 4)
    assert 0 < report.added < 5
    assert len(ids(assistant)) == report.added
    check_agreement(assistant.library)
    again = assistant.add(folder)
    assert (again.added, again.unchanged) == (5 - report.added, report.added)


def test_an_error_half_way_keeps_what_was_written(assistant: Assistant, folder: Path) -> None:
    assistant.settings = replace(Settings(), batch_passages=1)

    def fail(progress: object) -> None:
        if getattr(progress, "articles", 0) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        assistant.add(folder, told=fail)
    assert 0 < len(ids(assistant)) < 5
    assistant.search("foire")
    check_agreement(assistant.library)
    assert assistant.add(folder).added + 3 >= 5


def test_only_files_without_an_article_need_no_encoder(tmp_path: Path) -> None:
    (tmp_path / "rien.jsonl").write_text("\n", "utf-8")
    with Assistant.open(tmp_path / "library", model="none", encoder="no/such-model") as assistant:
        report = assistant.add(tmp_path / "rien.jsonl")
        assert (report.added, report.failed) == (0, ())
        assert assistant.search("quoi") == []


def test_a_full_disk_is_said_in_a_sentence_and_loses_nothing(
    assistant: Assistant, folder: Path, article: Article
) -> None:
    assistant.add([article])
    database = assistant.library.store._db
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LibraryError, match="full: free some space"):
        assistant.add([Article("gros", "Gros", "Une phrase assez longue.\n" * 4000)])
    assert ids(assistant) == {article.id}
    assert assistant.search("marché")[0].article == article
    database.execute("PRAGMA max_page_count = 100000")
    assert assistant.add(folder).added == 5
    check_agreement(assistant.library)


def _jsonl(path: Path, texts: list[str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    return path


def test_the_passages_of_one_article_come_in_order(assistant: Assistant, folder: Path) -> None:
    assistant.add(folder)
    passages = assistant.library.store.passages_of("Arlon.txt")
    assert passages and {stored.article.id for stored in passages} == {"Arlon.txt"}
    starts = [stored.passage.start for stored in passages]
    assert starts == sorted(starts)
    assert assistant.library.store.passages_of("nowhere.txt") == []
