"""The indexes follow the store: lost, damaged, behind or ahead, opening puts them right."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from filelock import FileLock

from embeddings import open_encoder
from embeddings.static_encoder import _read
from qa import Article, Assistant, LibraryError, ModelError
from qa.library import Library, reembed
from qa.library.lexicon import Lexicon
from tests.library.conftest import check_agreement, ids
from tests.tiny import make_encoder

QUESTION = "Qui a remercié les éleveurs de Dinan ?"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, tiny: str) -> Path:
    """A closed library of five articles, to be copied."""
    path = tmp_path_factory.mktemp("original") / "library"
    towns = ("Arlon", "Bazas", "Cluny", "Dinan", "Embrun")
    with Assistant.open(path, model="none", encoder=tiny) as assistant:
        assistant.add(
            Article(
                f"{town}.txt",
                f"La foire de {town}",
                f"La foire de {town} a réuni {len(town)} marchands le 3 mai 2021. "
                f"Le maire de {town} a remercié les éleveurs.",
            )
            for town in towns
        )
    return path


@pytest.fixture(scope="module")
def before(original: Path) -> list[tuple[str, float]]:
    """What that library finds."""
    found = _found(original)
    assert found[0][0] == "Dinan.txt"
    return found


@pytest.fixture
def stored(tmp_path: Path, original: Path) -> Path:
    """A library of five articles of one's own."""
    return Path(shutil.copytree(original, tmp_path / "library"))


def _found(library: Path) -> list[tuple[str, float]]:
    with Assistant.open(library, model="none") as assistant:
        hits = assistant.search(QUESTION)
        check_agreement(assistant.library)
        assert not any(thing.suffix == ".new" for thing in library.rglob("*"))
        return [(hit.article.id, round(hit.score, 5)) for hit in hits]


def _delete(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _scramble(path: Path) -> None:
    path.write_bytes(b"\xff\x00 nonsense" * (1 + path.stat().st_size // 11))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _flip(path: Path, size: int) -> None:
    """Change the first bytes of a file where it stands, as a failing disk would."""
    with path.open("r+b") as file:
        content = file.read(size)
        file.seek(0)
        file.write(bytes(byte ^ 0xFF for byte in content))


@pytest.mark.parametrize("harm", [_delete, _halve, _scramble, _empty])
@pytest.mark.parametrize(
    "pattern",
    [
        "vectors/vectors-*.loose",
        "vectors/vectors.json",
        "lexicon/sourcier.json",
        "lexicon/meta.json",
        *(f"lexicon/*.{ending}" for ending in ("idx", "term", "store", "fast", "fieldnorm")),
    ],
)
def test_a_harmed_index_is_built_again_and_finds_the_same(
    stored: Path, before: object, harm: Callable[[Path], None], pattern: str
) -> None:
    (path,) = stored.glob(pattern)
    harm(path)
    assert _found(stored) == before


@pytest.mark.parametrize("ending", ["idx", "term", "store", "fast", "fieldnorm"])
def test_a_lexicon_that_rots_on_disk_is_built_again_and_finds_the_same(
    stored: Path, before: object, ending: str
) -> None:
    (path,) = (stored / "lexicon").glob(f"*.{ending}")
    _flip(path, 40)
    assert _found(stored) == before


def test_a_lexicon_that_rots_while_it_is_read_is_a_sentence(stored: Path, before: object) -> None:
    with Assistant.open(stored, model="none") as assistant:
        assistant.search(QUESTION)
        (path,) = (stored / "lexicon").glob("*.idx")
        _flip(path, path.stat().st_size)
        with pytest.raises(LibraryError, match="delete that folder and ask again"):
            assistant.search("Le maire d’Embrun ?")
    assert _found(stored) == before


@pytest.mark.parametrize("change", [{"terms": "older"}, {"format": 1}, {"files": None}])
def test_a_lexicon_of_other_terms_or_another_format_is_built_again(
    stored: Path, before: object, change: dict[str, object]
) -> None:
    stamp = stored / "lexicon" / "sourcier.json"
    written = json.loads(stamp.read_text("utf-8"))
    vectors = {path: path.stat().st_mtime_ns for path in (stored / "vectors").iterdir()}
    stamp.write_text(json.dumps({**written, **change}), "utf-8")
    assert Lexicon.saved(stored / "lexicon") == -1
    assert _found(stored) == before
    anew = json.loads(stamp.read_text("utf-8"))
    assert {**anew, "files": {}} == {**written, "files": {}}
    assert anew["files"].keys().isdisjoint(written["files"])
    assert vectors == {path: path.stat().st_mtime_ns for path in (stored / "vectors").iterdir()}


@pytest.mark.parametrize("name", ["vectors", "lexicon"])
def test_a_lost_index_is_built_again_and_finds_the_same(
    stored: Path, before: object, name: str
) -> None:
    _delete(stored / name)
    assert _found(stored) == before


@pytest.mark.parametrize("stamp", ["vectors/vectors.json", "lexicon/sourcier.json"])
@pytest.mark.parametrize("shift", [-1, 7])
def test_an_index_behind_or_ahead_is_put_right_without_doubles(
    stored: Path, before: object, stamp: str, shift: int
) -> None:
    content = json.loads((stored / stamp).read_text("utf-8"))
    content["generation"] += shift
    (stored / stamp).write_text(json.dumps(content), "utf-8")
    assert _found(stored) == before


@pytest.mark.parametrize("name", ["vectors", "lexicon"])
def test_an_older_index_catches_up_with_what_was_added_and_removed(
    stored: Path, tmp_path: Path, name: str, article: Article
) -> None:
    old = tmp_path / "old"
    shutil.copytree(stored / name, old)
    with Assistant.open(stored, model="none") as assistant:
        assistant.add([article])
        assistant.remove("Bazas.txt")
    after = _found(stored)
    _delete(stored / name)
    shutil.copytree(old, stored / name)
    assert _found(stored) == after


def test_catching_up_twice_does_nothing_more(stored: Path) -> None:
    library = Library.open(stored)
    library.catch_up()
    before = {path: path.stat().st_mtime_ns for path in stored.rglob("*") if path.is_file()}
    library.catch_up()
    library.catch_up()
    after = {path: path.stat().st_mtime_ns for path in stored.rglob("*") if path.is_file()}
    assert {p: t for p, t in before.items() if "library.db" not in p.name} == {
        p: t for p, t in after.items() if "library.db" not in p.name
    }
    library.close()


def test_a_library_another_holds_still_answers_with_what_it_has(
    stored: Path, article: Article
) -> None:
    with (
        Assistant.open(stored, model="none") as reader,
        Assistant.open(stored, model="none") as writer,
    ):
        before = [hit.article.id for hit in reader.search(QUESTION)]
        with _held_elsewhere(writer.library):
            with writer.library.store.transaction():
                pass  # the store moves on, the indexes don't
            assert [hit.article.id for hit in reader.search(QUESTION)] == before
            with pytest.raises(LibraryError, match="being written by another process"):
                reader.add([article])
        assert reader.add([article]).added == 1
        assert article.id in {hit.article.id for hit in writer.search("marché de Noirval")}


def test_questions_are_answered_while_articles_go_in(tmp_path: Path, tiny: str) -> None:
    with Assistant.open(tmp_path / "library", model="none", encoder=tiny) as assistant:
        assistant.add([Article("premier", "Le pont", "Le pont de Cluny est ouvert.")])
        errors: list[BaseException] = []

        def ask() -> None:
            try:
                for _ in range(15):
                    assert any(h.article.id == "premier" for h in assistant.search("pont Cluny"))
            except BaseException as error:
                errors.append(error)

        threads = [Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        for n in range(8):
            assistant.add([Article(f"a{n}", "La foire", f"La foire {n} est finie.")])
        for thread in threads:
            thread.join()
        assert errors == []
        check_agreement(assistant.library)
        assert len(ids(assistant)) == 9


# Another encoder


@pytest.fixture
def other(tmp_path: Path) -> str:
    """Another encoder, of another dimension."""
    return str(make_encoder(tmp_path / "other", dimension=24).resolve())


def test_another_encoder_is_refused_with_the_way_out(stored: Path, tiny: str, other: str) -> None:
    with pytest.raises(LibraryError) as raised:
        Library.open(stored, other)
    message = str(raised.value)
    assert tiny in message and other in message
    assert "--reembed" in message and "(16 dimensions)" in message
    Library.open(stored, tiny).close()


def test_an_encoder_that_changed_in_place_is_refused(
    stored: Path, tiny: str, tmp_path: Path, article: Article
) -> None:
    moved = tmp_path / "encoder"
    make_encoder(moved)
    with Assistant.open(tmp_path / "l", model="none", encoder=str(moved)) as assistant:
        assistant.add([article])
    shutil.rmtree(moved)
    make_encoder(moved, prompts={"query": "q: ", "passage": "p: "})
    _read.cache_clear()
    with (
        Assistant.open(tmp_path / "l", model="none") as assistant,
        pytest.raises(LibraryError, match="--reembed"),
    ):
        assistant.add([Article("autre", "T", "Un autre texte.")])


def test_embedding_anew_gives_every_passage_a_vector_by_the_new_encoder(
    stored: Path, other: str
) -> None:
    library = Library.open(stored, other, reembed=True)
    _, passages = library.store.counts()
    assert reembed(library) == passages
    check_agreement(library)
    assert library.encoder_info().dimension == 24
    library.close()
    assert _found(stored)
    with Assistant.open(stored, model="none") as assistant:
        assert assistant.library.encoder.model == other
        stored_passages, rows = next(assistant.library.store.added_since(0))
        assert rows.shape == (passages, 24)
        assert [p.id for p in stored_passages] == list(range(1, passages + 1))


def test_embedding_anew_stopped_half_way_leaves_it_as_it_was(
    stored: Path, before: object, other: str
) -> None:
    library = Library.open(stored, other, reembed=True)

    def stop(progress: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reembed(library, stop)
    library.close()
    assert _found(stored) == before


def test_a_reader_follows_a_library_embedded_anew_by_another(stored: Path, other: str) -> None:
    with Assistant.open(stored, model="none") as reader:
        before = {hit.article.id for hit in reader.search(QUESTION)}
        library = Library.open(stored, other, reembed=True)
        reembed(library)
        library.close()
        assert {hit.article.id for hit in reader.search(QUESTION)} == before
        assert reader.library.encoder.model == other


def test_an_encoder_that_was_moved_away_is_said_so(tmp_path: Path, article: Article) -> None:
    encoder = make_encoder(tmp_path / "encoder")
    with Assistant.open(tmp_path / "l", model="none", encoder=str(encoder)) as assistant:
        assistant.add([article])
    encoder.rename(tmp_path / "elsewhere")
    _read.cache_clear()
    assert open_encoder(str(encoder)).model == str(encoder)
    with (
        Assistant.open(tmp_path / "l", model="none") as assistant,
        pytest.raises(ModelError, match="There is no encoder in"),
    ):
        assistant.search("marché")


@contextmanager
def _held_elsewhere(library: Library) -> Iterator[None]:
    """Hold the library's lock as another process would."""
    with FileLock(library.folder / "write.lock"):
        yield
