"""The vector index gives what brute force gives, and a damaged file is never believed."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from embeddings import VectorIndex, VectorIndexError

DIMENSION = 12
TOLERANCE = 2e-3  # float16 keeps eleven bits
FEW = 16  # the fewest that can be coded


def _unit(rows: int, seed: int, dimension: int = DIMENSION) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).standard_normal((rows, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _stories(rows: int, seed: int, dimension: int = 64) -> NDArray[np.float32]:
    """Vectors in uneven clusters, as passages about the same stories are."""
    rng = np.random.default_rng(seed)
    centres = _unit(rows // 40, 1, dimension)
    of = (rng.random(rows) ** 2 * len(centres)).astype(int)
    noise = rng.standard_normal((rows, dimension)) / dimension**0.5
    vectors = (centres[of] + noise).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _files(folder: Path) -> list[str]:
    return sorted(path.suffix for path in folder.iterdir())


# Against an oracle, through any history

IDS = st.lists(st.integers(0, 60), min_size=1, max_size=25, unique=True)
HISTORY = st.lists(
    st.tuples(st.sampled_from(["add", "remove", "save", "load"]), IDS, st.integers(0, 10_000)),
    max_size=12,
)


@settings(deadline=None, max_examples=40)
@given(HISTORY, st.integers(0, 10_000), st.integers(1, 70), st.none() | IDS)
@pytest.mark.parametrize("exact", [None, FEW])
def test_it_finds_what_brute_force_finds(
    exact: int | None,
    history: list[tuple[str, list[int], int]],
    seed: int,
    k: int,
    within: list[int] | None,
) -> None:
    index = VectorIndex(DIMENSION, exact)
    truth: dict[int, NDArray[np.float32]] = {}
    with TemporaryDirectory() as folder:
        for generation, (change, ids, how) in enumerate(history):
            if change == "add":
                vectors = _unit(len(ids), how)
                index.add(ids, vectors)
                truth.update(zip(ids, vectors, strict=True))
            elif change == "remove":
                index.remove(ids)
                for i in ids:
                    truth.pop(i, None)
            else:
                index.save(Path(folder), generation)
                if change == "load":
                    index, loaded = VectorIndex.load(Path(folder), DIMENSION, exact)
                    assert loaded == generation
        _check(index, truth, _unit(1, seed)[0], k, within)


def _check(
    index: VectorIndex,
    truth: dict[int, NDArray[np.float32]],
    query: NDArray[np.float32],
    k: int,
    within: list[int] | None,
) -> None:
    assert len(index) == len(truth)
    cosines = {i: float(vector @ query) for i, vector in truth.items()}
    asked = [*range(61), 10**12, -4]
    expected = [cosines.get(i, 0.0) for i in asked]
    assert index.scores(query, asked) == pytest.approx(expected, abs=TOLERANCE)
    if within is not None:
        cosines = {i: cosine for i, cosine in cosines.items() if i in within}
    sorted_within = None if within is None else np.array(sorted(within), dtype=np.int64)
    found = index.search(query, k, sorted_within)
    best = sorted(cosines.values(), reverse=True)[:k]
    assert [score for _, score in found] == pytest.approx(best, abs=TOLERANCE)
    assert len({i for i, _ in found}) == len(found)
    for i, score in found:
        assert score == pytest.approx(cosines[i], abs=TOLERANCE)


def test_an_id_added_again_is_replaced() -> None:
    index = VectorIndex(DIMENSION)
    index.add([4, 5], _unit(2, 1))
    replacement = _unit(1, 2)
    index.add([4], replacement)
    assert len(index) == 2
    assert index.search(replacement[0], 1)[0] == (4, pytest.approx(1.0, abs=TOLERANCE))


def test_what_is_added_is_a_copy() -> None:
    vectors = _unit(2, 1).astype(np.float16)
    index = VectorIndex(DIMENSION)
    index.add([1, 2], vectors)
    query = vectors[0].astype(np.float32)
    vectors[:] = 0
    assert index.scores(query, [1]) == pytest.approx([1.0], abs=TOLERANCE)


def test_an_empty_index_finds_nothing() -> None:
    index = VectorIndex(DIMENSION)
    index.add([], _unit(0, 1))
    index.remove([1, 2])
    assert index.search(_unit(1, 1)[0], 5) == []
    assert index.search(_unit(1, 1)[0], 5, np.array([1, 2])) == []
    assert index.scores(_unit(1, 1)[0], [3]) == [0.0]


@pytest.mark.parametrize("k", [0, -1])
def test_asking_for_none_gives_none(k: int) -> None:
    index = VectorIndex(DIMENSION)
    index.add([1], _unit(1, 1))
    assert index.search(_unit(1, 1)[0], k) == []


def test_sizes_that_do_not_agree_are_refused() -> None:
    index = VectorIndex(DIMENSION)
    with pytest.raises(ValueError, match="2 ids"):
        index.add([1, 2], _unit(3, 1))
    with pytest.raises(ValueError, match="dimension 12"):
        index.add([1], np.zeros((1, 5), dtype=np.float32))
    assert len(index) == 0


# Many: by codes first

MANY = 12_000


@pytest.fixture(scope="module")
def vectors() -> NDArray[np.float32]:
    return _stories(MANY, 2)


@pytest.fixture(scope="module")
def queries() -> NDArray[np.float32]:
    return _stories(MANY, 3)[:60]


@pytest.fixture(scope="module")
def many(vectors: NDArray[np.float32], tmp_path_factory: pytest.TempPathFactory) -> VectorIndex:
    """An index of ``vectors`` by codes, but for the last hundred; a tenth is gone."""
    index = VectorIndex(vectors.shape[1], exact=1000)
    folder = tmp_path_factory.mktemp("many")
    index.add(range(MANY - 1100), vectors[:-1100])
    index.save(folder, 1)
    index.add(range(MANY - 1100, MANY - 50), vectors[-1100:-50])
    index.save(folder, 2)  # coded too, by the points learnt before
    index.remove(range(0, MANY - 1000, 10))
    index.save(folder, 3)
    index.add(range(MANY - 50, MANY), vectors[-50:])
    index.save(folder, 4)
    assert _files(folder) == [".codes", ".json", ".loose", ".rows"]
    loaded, _ = VectorIndex.load(folder, vectors.shape[1], exact=1000)
    return loaded


def _recall(
    index: VectorIndex,
    vectors: NDArray[np.float32],
    queries: NDArray[np.float32],
    k: int,
    held: NDArray[np.int64],
    within: NDArray[np.int64] | None = None,
) -> float:
    """The share of the ``k`` nearest of ``held`` that ``index`` finds."""
    found = 0
    for query in queries:
        nearest = held[np.argsort(-(vectors[held] @ query))[:k]]
        found += len({i for i, _ in index.search(query, k, within)} & set(nearest.tolist()))
    return found / (k * len(queries))


@pytest.mark.parametrize("k", [1, 10, 50])
def test_of_many_it_finds_nearly_all_that_brute_force_finds(
    many: VectorIndex, vectors: NDArray[np.float32], queries: NDArray[np.float32], k: int
) -> None:
    held = np.array([i for i in range(MANY) if i % 10 or i >= MANY - 1000])
    assert len(many) == len(held)
    assert _recall(many, vectors, queries, k, held) >= 0.98


@pytest.mark.parametrize("share", [0.9, 0.2, 0.05, 0.001])
def test_of_many_it_finds_those_within(
    many: VectorIndex, vectors: NDArray[np.float32], queries: NDArray[np.float32], share: float
) -> None:
    within = np.flatnonzero(np.random.default_rng(4).random(MANY) < share)
    held = np.array([i for i in within if i % 10 or i >= MANY - 1000])
    assert _recall(many, vectors, queries, min(10, len(held)), held, within) >= 0.98
    assert {i for i, _ in many.search(queries[0], 10, within)} <= set(held.tolist())


def test_of_many_it_finds_those_within_that_are_far(
    many: VectorIndex, vectors: NDArray[np.float32], queries: NDArray[np.float32]
) -> None:
    for query in queries[:20]:
        within = np.sort(np.argsort(vectors @ query)[: MANY // 5])  # the least like it
        held = np.array([i for i in within if i % 10 or i >= MANY - 1000])
        nearest = np.sort(vectors[held] @ query)[::-1][:10]
        found = many.search(query, 10, within)
        assert {i for i, _ in found} <= set(held.tolist())
        assert [score for _, score in found] == pytest.approx(nearest.tolist(), abs=0.05)


def test_scores_of_many_are_exact(
    many: VectorIndex, vectors: NDArray[np.float32], queries: NDArray[np.float32]
) -> None:
    stored = vectors.astype(np.float16).astype(np.float32)
    ids = [1, 10_999, MANY - 1, 2, 20, MANY]  # 20 was removed, MANY never there
    expected = [*(stored[ids[:4]] @ queries[0]).tolist(), 0.0, 0.0]
    assert many.scores(queries[0], ids) == pytest.approx(expected, abs=1e-6)
    for i, score in many.search(queries[0], 50):
        assert score == pytest.approx(float(stored[i] @ queries[0]), abs=1e-6)


def test_the_same_vectors_are_coded_the_same(tmp_path: Path) -> None:
    found = []
    for name in ("one", "other"):
        index = VectorIndex(DIMENSION, exact=100)
        index.add(range(3000), _unit(3000, 1))
        index.save(tmp_path / name, 1)
        found.append([index.search(query, 40) for query in _unit(20, 2)])
    assert found[0] == found[1]


def test_coding_tells_how_far_it_is(tmp_path: Path) -> None:
    index = VectorIndex(DIMENSION, exact=100)
    index.add(range(3000), _unit(3000, 1))
    told: list[tuple[int, int]] = []
    index.save(tmp_path, 1, lambda done, total: told.append((done, total)))
    assert told[-1] == (3000, 3000)
    assert told == sorted(told)


# Saving


@pytest.mark.parametrize("rows", [0, 1, 50])
@pytest.mark.parametrize("exact", [None, FEW])
def test_what_is_saved_is_what_is_loaded(tmp_path: Path, rows: int, exact: int | None) -> None:
    index = VectorIndex(DIMENSION, exact)
    index.add(range(100, 100 + rows), _unit(rows, 3))
    index.save(tmp_path, 7)
    assert VectorIndex.saved(tmp_path) == 7
    loaded, generation = VectorIndex.load(tmp_path, DIMENSION, exact)
    query = _unit(1, 9)[0]
    assert generation == 7
    assert loaded.search(query, 60) == index.search(query, 60)
    loaded.add([100], _unit(1, 4))
    loaded.remove([101])
    assert len(loaded) == max(1, rows - 1)


def test_saving_leaves_the_files_of_its_stamp_alone(tmp_path: Path) -> None:
    (tmp_path / "vectors-3.faiss").write_bytes(b"of an older format")
    index = VectorIndex(DIMENSION, FEW)
    for generation in range(3):
        index.add([generation], _unit(1, generation))
        index.save(tmp_path, generation)
    assert _files(tmp_path) == [".json", ".loose"]
    index.add(range(FEW + 1), _unit(FEW + 1, 1))
    for generation in range(3, 6):
        index.save(tmp_path, generation)
        assert _files(tmp_path) == [".codes", ".json", ".loose", ".rows"]
    index.remove(range(10))
    index.save(tmp_path, 6)
    assert _files(tmp_path) == [".json", ".loose"]  # few again


def test_vectors_on_disk_only_grow_while_most_of_them_count(tmp_path: Path) -> None:
    index = VectorIndex(DIMENSION, FEW)
    index.add(range(100), _unit(100, 1))
    index.save(tmp_path, 1)
    (rows,) = tmp_path.glob("*.rows")
    before = rows.read_bytes()
    index.remove(range(10))
    index.add(range(200, 250), _unit(50, 2))
    index.save(tmp_path, 2)
    assert rows.read_bytes()[: len(before)] == before
    assert rows.stat().st_size == 150 * DIMENSION * 2
    index.remove(range(10, 60))
    index.save(tmp_path, 3)
    (anew,) = tmp_path.glob("*.rows")
    assert anew != rows
    assert anew.stat().st_size == 90 * DIMENSION * 2 == len(index) * DIMENSION * 2


def test_an_index_that_another_has_saved_since_is_not_added_to(tmp_path: Path) -> None:
    first = VectorIndex(DIMENSION, FEW)
    first.add(range(40), _unit(40, 1))
    first.save(tmp_path, 1)
    second, _ = VectorIndex.load(tmp_path, DIMENSION, FEW)
    second.add(range(100, 140), _unit(40, 2))
    second.save(tmp_path, 2)
    reader, _ = VectorIndex.load(tmp_path, DIMENSION, FEW)
    query = _unit(1, 9)[0]
    before = reader.search(query, 80)
    first.add(range(200, 240), _unit(40, 3))
    first.save(tmp_path, 3)
    assert reader.search(query, 80) == before  # nothing changed under its eyes
    assert {i for i, _ in VectorIndex.load(tmp_path, DIMENSION)[0].search(query, 99)} == {
        *range(40),
        *range(200, 240),
    }


def test_an_index_can_be_saved_elsewhere(tmp_path: Path) -> None:
    index = VectorIndex(DIMENSION, FEW)
    index.add(range(40), _unit(40, 1))
    query = _unit(1, 9)[0]
    for name in ("one", "other"):
        index.save(tmp_path / name, 1)
    for name in ("one", "other"):
        loaded, _ = VectorIndex.load(tmp_path / name, DIMENSION, FEW)
        assert {i for i, _ in loaded.search(query, 50)} == {*range(40)}


def test_what_a_kill_left_behind_is_not_believed(tmp_path: Path) -> None:
    index = VectorIndex(DIMENSION, FEW)
    index.add(range(40), _unit(40, 1))
    index.save(tmp_path, 1)
    stamp = (tmp_path / "vectors.json").read_bytes()
    loose = next(tmp_path.glob("*.loose"))
    codes = next(tmp_path.glob("*.codes"))
    kept = {path: path.read_bytes() for path in (loose, codes)}
    index.add(range(100, 140), _unit(40, 2))
    index.save(tmp_path, 2)
    for path, content in kept.items():
        path.write_bytes(content)
    (tmp_path / "vectors.json").write_bytes(stamp)  # killed before the stamp was replaced
    loaded, generation = VectorIndex.load(tmp_path, DIMENSION, FEW)
    assert (generation, len(loaded)) == (1, 40)
    loaded.add(range(100, 140), _unit(40, 3))
    loaded.save(tmp_path, 2)
    assert len(list(tmp_path.iterdir())) == 4
    again, _ = VectorIndex.load(tmp_path, DIMENSION, FEW)
    for i, vector in enumerate(_unit(40, 3), 100):
        assert again.scores(vector, [i]) == pytest.approx([1.0], abs=TOLERANCE)


# Damage


def _save_all(folder: Path) -> VectorIndex:
    """Save an index that has every kind of file."""
    index = VectorIndex(DIMENSION, FEW)
    index.add(range(50), _unit(50, 3))
    index.save(folder, 1)
    index.add([70], _unit(1, 4))
    index.remove([3])
    index.save(folder, 2)
    return index


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder with an index that has every kind of file."""
    _save_all(tmp_path)
    return tmp_path


@pytest.mark.parametrize("ending", ["loose", "codes", "rows", "json"])
@pytest.mark.parametrize("content", [None, b"", b"\xff\x00nonsense", 10, 200, -1])
def test_a_damaged_index_is_refused(saved: Path, ending: str, content: bytes | int | None) -> None:
    (path,) = saved.glob(f"vectors*.{ending}")
    if content is None:
        path.unlink()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_bytes(path.read_bytes()[: min(content, path.stat().st_size - 1)])
    with pytest.raises(VectorIndexError):
        VectorIndex.load(saved, DIMENSION, FEW)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[VectorIndex, Path]:
    """An index that has every kind of file, and its folder; not to be changed."""
    folder = tmp_path_factory.mktemp("whole")
    return _save_all(folder), folder


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(["loose", "codes"]), st.integers(0, 1 << 20), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_changes_nothing(
    whole: tuple[VectorIndex, Path], ending: str, where: int, flip: int
) -> None:
    index, folder = whole
    (path,) = folder.glob(f"*.{ending}")
    before = path.read_bytes()
    content = bytearray(before)
    content[where % len(content)] ^= flip
    query = _unit(1, 9)[0]
    path.write_bytes(content)
    try:
        loaded, _ = VectorIndex.load(folder, DIMENSION, FEW)
        assert loaded.search(query, 60) == index.search(query, 60)
    except VectorIndexError:
        pass
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize(
    "change",
    [
        {"count": 49},
        {"dimension": 13},
        {"format": 1},
        {"format": 99},
        {"loose": "../elsewhere.loose"},
        {"loose": None},
        {"codes": "vectors-1.codes"},
        {"rows": None},
        {"rows": 5},
        {"generation": "soon"},
    ],
)
def test_a_stamp_that_says_otherwise_is_refused(saved: Path, change: dict[str, object]) -> None:
    stamp = saved / "vectors.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text("utf-8")), **change}), "utf-8")
    with pytest.raises(VectorIndexError):
        VectorIndex.load(saved, DIMENSION, FEW)


def test_parts_of_different_indexes_are_refused(saved: Path) -> None:
    with TemporaryDirectory() as name:
        other = VectorIndex(DIMENSION, FEW)
        other.add(range(30), _unit(30, 3))
        other.save(Path(name), 1)
        (smaller,) = Path(name).glob("*.codes")
        (codes,) = saved.glob("*.codes")
        codes.write_bytes(smaller.read_bytes())
    with pytest.raises(VectorIndexError):
        VectorIndex.load(saved, DIMENSION, FEW)


def test_an_index_of_another_dimension_is_refused(tmp_path: Path) -> None:
    VectorIndex(DIMENSION).save(tmp_path, 1)
    with pytest.raises(VectorIndexError):
        VectorIndex.load(tmp_path, DIMENSION + 1)


def test_nothing_saved_is_generation_minus_one(tmp_path: Path) -> None:
    assert VectorIndex.saved(tmp_path / "nowhere") == -1


# Threads


def test_threads_may_search_while_another_adds_and_saves(tmp_path: Path) -> None:
    index = VectorIndex(DIMENSION, FEW)
    vectors = _unit(200, 5)
    index.add([0], vectors[:1])
    errors: list[BaseException] = []

    def search() -> None:
        try:
            for _ in range(150):
                assert index.search(vectors[0], 1)[0][0] == 0
                assert index.scores(vectors[0], [0])[0] > 0.99
                assert index.search(vectors[0], 1, np.arange(1)) != []
        except BaseException as error:
            errors.append(error)

    threads = [Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(1, 200):
        index.add([n], vectors[n : n + 1])
        index.remove([n - 1] if n > 1 and n % 3 else [])
        if n % 10 == 0:
            index.save(tmp_path, n)
    for thread in threads:
        thread.join()
    assert errors == []


def test_saving_keeps_no_search_waiting(tmp_path: Path) -> None:
    index = VectorIndex(DIMENSION, FEW)
    vectors = _unit(200, 5)
    index.add(range(200), vectors)
    found = []

    def told(done: int, total: int) -> None:
        thread = Thread(target=lambda: found.extend(index.search(vectors[7], 1)))
        thread.start()
        thread.join(60)

    index.save(tmp_path, 1, told)
    assert [i for i, _ in found] == [7]
