"""The vector index gives what brute force gives, and a damaged file is never believed."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from embeddings import VectorIndex, VectorIndexError

DIMENSION = 12
TOLERANCE = 2e-3  # float16 keeps eleven bits


def _unit(rows: int, seed: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).standard_normal((rows, DIMENSION)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["add", "remove"]),
        st.lists(st.integers(0, 30), min_size=1, max_size=8, unique=True),
        st.integers(0, 10_000),
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=60)
@given(CHANGES, st.integers(0, 10_000), st.integers(1, 40))
def test_it_finds_what_brute_force_finds(
    changes: list[tuple[str, list[int], int]], seed: int, k: int
) -> None:
    index = VectorIndex(DIMENSION)
    truth: dict[int, NDArray[np.float32]] = {}
    for change, ids, how in changes:
        if change == "add":
            vectors = _unit(len(ids), how)
            index.add(ids, vectors)
            truth.update(zip(ids, vectors, strict=True))
        else:
            index.remove(ids)
            for i in ids:
                truth.pop(i, None)
    assert len(index) == len(truth)
    query = _unit(1, seed)[0]
    found = index.search(query, k)
    cosines = {i: float(vector @ query) for i, vector in truth.items()}
    best = sorted(cosines.values(), reverse=True)[:k]
    assert [score for _, score in found] == pytest.approx(best, abs=TOLERANCE)
    assert len({i for i, _ in found}) == len(found)
    for i, score in found:
        assert score == pytest.approx(cosines[i], abs=TOLERANCE)
    asked = [*range(31)]
    expected = [cosines.get(i, 0.0) for i in asked]
    assert index.scores(query, asked) == pytest.approx(expected, abs=TOLERANCE)


def test_an_id_added_again_is_replaced() -> None:
    index = VectorIndex(DIMENSION)
    index.add([4, 5], _unit(2, 1))
    replacement = _unit(1, 2)
    index.add([4], replacement)
    assert len(index) == 2
    assert index.search(replacement[0], 1)[0] == (4, pytest.approx(1.0, abs=TOLERANCE))


def test_an_empty_index_finds_nothing() -> None:
    index = VectorIndex(DIMENSION)
    index.add([], _unit(0, 1))
    index.remove([1, 2])
    assert index.search(_unit(1, 1)[0], 5) == []
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


@pytest.mark.parametrize("rows", [0, 1, 50])
def test_what_is_saved_is_what_is_loaded(tmp_path: Path, rows: int) -> None:
    index = VectorIndex(DIMENSION)
    index.add(range(100, 100 + rows), _unit(rows, 3))
    index.save(tmp_path, 7)
    assert VectorIndex.saved(tmp_path) == 7
    loaded, generation = VectorIndex.load(tmp_path, DIMENSION)
    query = _unit(1, 9)[0]
    assert generation == 7
    assert loaded.search(query, 60) == index.search(query, 60)
    loaded.add([100], _unit(1, 4))
    loaded.remove([101])
    assert len(loaded) == max(1, rows - 1)


def test_saving_leaves_one_file_and_its_stamp(tmp_path: Path) -> None:
    index = VectorIndex(DIMENSION)
    for generation in range(3):
        index.add([generation], _unit(1, generation))
        index.save(tmp_path, generation)
    assert {path.name for path in tmp_path.iterdir()} == {"vectors-2.faiss", "vectors.json"}


@pytest.mark.parametrize("part", ["vectors-1.faiss", "vectors.json"])
@pytest.mark.parametrize("content", [None, b"", b"\xff\x00nonsense", 10, 200])
def test_a_damaged_index_is_refused(tmp_path: Path, part: str, content: bytes | int | None) -> None:
    index = VectorIndex(DIMENSION)
    index.add(range(50), _unit(50, 3))
    index.save(tmp_path, 1)
    path = tmp_path / part
    if content is None:
        path.unlink()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_bytes(path.read_bytes()[: min(content, path.stat().st_size - 1)])
    with pytest.raises(VectorIndexError):
        VectorIndex.load(tmp_path, DIMENSION)


@pytest.mark.parametrize(
    "change",
    [
        {"count": 49},
        {"dimension": 13},
        {"format": 99},
        {"file": "../elsewhere.faiss"},
        {"generation": "soon"},
        {"file": None},
    ],
)
def test_a_stamp_that_says_otherwise_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    index = VectorIndex(DIMENSION)
    index.add(range(50), _unit(50, 3))
    index.save(tmp_path, 1)
    stamp = tmp_path / "vectors.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text("utf-8")), **change}), "utf-8")
    with pytest.raises(VectorIndexError):
        VectorIndex.load(tmp_path, DIMENSION)


def test_an_index_of_another_dimension_is_refused(tmp_path: Path) -> None:
    VectorIndex(DIMENSION).save(tmp_path, 1)
    with pytest.raises(VectorIndexError):
        VectorIndex.load(tmp_path, DIMENSION + 1)


def test_nothing_saved_is_generation_minus_one(tmp_path: Path) -> None:
    assert VectorIndex.saved(tmp_path / "nowhere") == -1


def test_threads_may_search_while_another_adds() -> None:
    index = VectorIndex(DIMENSION)
    vectors = _unit(200, 5)
    index.add([0], vectors[:1])
    errors: list[BaseException] = []

    def search() -> None:
        try:
            for _ in range(150):
                assert index.search(vectors[0], 1)[0][0] == 0
                assert index.scores(vectors[0], [0])[0] > 0.99
        except BaseException as error:
            errors.append(error)

    threads = [Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(1, 200):
        index.add([n], vectors[n : n + 1])
        index.remove([n - 1] if n > 1 else [])
    for thread in threads:
        thread.join()
    assert errors == []
