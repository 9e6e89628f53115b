"""The benchmark of dense search measures recall against brute force, and its kinds are real."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eval.vector_kinds import compare
from eval.vectors import Sample, draw, grow, main, measure, nearest, recall


def test_vectors_drawn_are_unit_and_the_same_each_time() -> None:
    one, other = draw(400, 24), draw(400, 24)
    assert one.passages.shape == (400, 24)
    np.testing.assert_array_equal(one.passages, other.passages)
    np.testing.assert_array_equal(one.questions, other.questions)
    lengths = np.linalg.norm(one.passages.astype(np.float32), axis=1)
    assert lengths == pytest.approx(np.ones(400), abs=2e-3)


def test_grown_passages_are_like_real_ones_and_questions_are_kept_out() -> None:
    real = draw(600, 24).passages
    sample = grow(real, real[:3].astype(np.float32), 2000)
    assert sample.passages.shape == (2000, 24)
    assert len({row.tobytes() for row in sample.passages}) == 2000
    assert len(sample.questions) == 3 + 150
    kept_out = {row.astype(np.float16).tobytes() for row in sample.questions[3:]}
    assert not kept_out & {row.tobytes() for row in sample.passages}
    likest = nearest(Sample(real, sample.passages[-300:].astype(np.float32)))[:, 0]
    assert np.median(likest) > 0.7


def test_nearest_is_brute_force() -> None:
    sample = draw(300, 12)
    cosines = sample.questions @ sample.passages.astype(np.float32).T
    assert nearest(sample) == pytest.approx(np.sort(cosines, axis=1)[:, ::-1][:, :50], abs=1e-5)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([[0.9, 0.8], [0.7, 0.6]], 1.0),
        ([[0.9, 0.5], [0.7, 0.6]], 0.75),
        ([[0.5], []], 0.0),
        ([[0.9, 0.9], [0.7, 0.1]], 0.75),
    ],
)
def test_recall_is_the_share_of_the_nearest(found: list[list[float]], expected: float) -> None:
    truth = np.array([[0.9, 0.8, 0.1], [0.7, 0.6, 0.5]], np.float32)
    assert recall(found, truth, 2) == expected


def test_an_index_that_is_exact_has_recall_one(tmp_path: Path) -> None:
    measured = measure(draw(500, 16), tmp_path)
    assert (measured.passages, measured.recall_10, measured.recall_50) == (500, 1.0, 1.0)
    assert measured.disk > 500 * 16 * 2
    assert 0 < measured.search.p50 <= measured.search.p95


def test_the_command_prints_a_row_a_size(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--sizes", "300,100", "--dimension", "8"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split(" | ")[0] for row in rows[2:]] == ["| 100", "| 300"]


def test_kinds_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    compare(draw(1200, 8))
    rows = [row.strip("| ").split(" | ") for row in capsys.readouterr().out.splitlines()]
    recalls = {(row[0], row[1]): float(row[3]) for row in rows[2:]}
    assert recalls["Flat", ""] == 1.0
    assert recalls["HNSW32_SQfp16", "efSearch=512"] > 0.95
    assert recalls["IVF139,SQfp16", "nprobe=4"] < recalls["IVF139,SQfp16", "nprobe=34"]
