"""How dense search grows: recall against exact, time, memory and size, by number of passages.

    python -m eval.vectors --library DIR [--sizes 1000,10000,100000,1000000]
    python -m eval.vectors --dimension 256

The vectors are a library's passages, and above as many as it has, mixtures of two that are
alike, with noise; the questions are titles of its articles, and passages kept out. Without a
library, both are drawn: themes, stories in them, and noise. Everything runs on one thread.
`--kinds` compares what else FAISS has, at the last size.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from embeddings import VectorIndex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SEED = 7
_KEPT_OUT, _TITLES = 150, 150
_BATCH = 1 << 13
NEAREST = 50
_ARTICLE = 4  # passages


@dataclass(frozen=True, slots=True)
class Sample:
    """Passages, ``(n, dim)`` float16, and questions, ``(m, dim)`` float32."""

    passages: NDArray[np.float16]
    questions: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds a call: by the clock, and of the processor."""

    p50: float
    p95: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One size. Seconds, but searching in milliseconds; sizes in bytes."""

    passages: int
    recall_10: float
    recall_50: float
    search: Times
    build: float
    one_more: float
    opening: float
    disk: int


def draw(count: int, dimension: int) -> Sample:
    """Draw passages and questions of themes and stories.

    The shares are such that cosines with the 1st, 10th, 100th and 1,000th nearest and the mean
    are near those of news passages.
    """
    import numpy as np

    rng = np.random.default_rng(_SEED)
    themes, stories = 300, max(1, count // 8)

    def noise(rows: int, share: float) -> NDArray[np.float32]:
        drawn = rng.standard_normal((rows, dimension), dtype=np.float32)
        return drawn * np.float32((share / dimension) ** 0.5)

    centres = noise(1, 0.38) + noise(themes, 0.2)
    of = centres[rng.integers(themes, size=stories)] + noise(stories, 0.2)
    parts = [
        _unit(of[rng.integers(stories, size=size)] + noise(size, 0.22)).astype(np.float16)
        for size in _batches(count + _KEPT_OUT)
    ]
    vectors = np.concatenate(parts)
    return Sample(vectors[_KEPT_OUT:], vectors[:_KEPT_OUT].astype(np.float32))


def read(folder: Path, count: int) -> Sample:
    """Return a library's passages, drawn up to ``count`` from it, and titles as questions."""
    import numpy as np

    from qa.library.library import Library

    library = Library.open(folder, create=False)
    vectors = np.concatenate([rows for _, rows in library.store.added_since(0)])
    titles = sorted(article.title for article in library.store.articles())
    asked = random.Random(_SEED).sample(titles, min(_TITLES, len(titles)))
    questions = np.stack([library.encoder.encode_query(title) for title in asked])
    library.close()
    return grow(vectors, questions, count)


def grow(vectors: NDArray[np.float16], questions: NDArray[np.float32], count: int) -> Sample:
    """Keep some of ``vectors`` out as questions, and mix others until there are ``count``."""
    import numpy as np

    rng = np.random.default_rng(_SEED)
    vectors = vectors[rng.permutation(len(vectors))]
    asked = np.concatenate([questions, vectors[:_KEPT_OUT].astype(np.float32)])
    real = vectors[_KEPT_OUT:]
    parts = [real[:count]]
    parts += [_mixed(real, size, rng) for size in _batches(count - len(real))]
    return Sample(np.concatenate(parts), asked)


def _mixed(real: NDArray[np.float16], count: int, rng: np.random.Generator) -> NDArray[np.float16]:
    """Mix vectors with the likest of 32 others: another of its theme, seldom its own story."""
    import numpy as np

    one = real[rng.integers(len(real), size=count)].astype(np.float32)
    best, likeness = np.zeros_like(one), np.full(count, -2, np.float32)
    for _ in range(32):
        other = real[rng.integers(len(real), size=count)].astype(np.float32)
        cosines = np.einsum("nd,nd->n", one, other)
        liker = cosines > likeness
        best[liker], likeness[liker] = other[liker], cosines[liker]
    share = rng.uniform(0.5, 0.9, size=(count, 1)).astype(np.float32)
    noise = rng.standard_normal(one.shape, dtype=np.float32) * 0.5 / one.shape[1] ** 0.5
    return _unit(_unit(share * one + (1 - share) * best) + noise).astype(np.float16)


def nearest(sample: Sample) -> NDArray[np.float32]:
    """Return each question's cosines with its nearest passages by brute force, best first."""
    import numpy as np

    best = np.empty((len(sample.questions), 0), np.float32)
    for start in range(0, len(sample.passages), _BATCH):
        rows = sample.passages[start : start + _BATCH].astype(np.float32)
        best = np.hstack([best, sample.questions @ rows.T])
        if best.shape[1] > NEAREST:
            best = np.partition(best, -NEAREST, axis=1)[:, -NEAREST:]
    return -np.sort(-best, axis=1)


def recall(found: Iterable[Sequence[float]], truth: NDArray[np.float32], k: int) -> float:
    """Return the share of the ``k`` nearest that are among the first ``k`` found.

    By their exact cosines: of passages printed twice, either will do.
    """
    k = min(k, truth.shape[1])
    least: list[float] = (truth[:, k - 1] - 1e-5).tolist()
    hits = [
        sum(cosine >= bar for cosine in cosines[:k])
        for cosines, bar in zip(found, least, strict=True)
    ]
    return sum(hits) / (len(hits) * k)


def time_each(
    search: Callable[[NDArray[np.float32]], Sequence[float]], questions: NDArray[np.float32]
) -> tuple[list[Sequence[float]], Times]:
    """Return the cosines ``search`` finds for each question, and what a search takes, warm."""
    import numpy as np

    found, walls, cpus = [], [], []
    for number, question in enumerate([*questions[:10], *questions]):
        cpu, wall = time.process_time(), time.perf_counter()
        cosines = search(question)
        if number >= 10:
            walls.append(1e3 * (time.perf_counter() - wall))
            cpus.append(1e3 * (time.process_time() - cpu))
            found.append(cosines)
    p50, p95 = np.percentile(walls, [50, 95])
    return found, Times(float(p50), float(p95), float(np.median(cpus)))


def measure(sample: Sample, folder: Path) -> Measured:
    """Build an index of the passages in ``folder``, open it and ask it."""
    dimension, count = sample.passages.shape[1], len(sample.passages)
    index = VectorIndex(dimension)
    started = time.perf_counter()
    for start in range(0, count, _BATCH):
        index.add(range(count)[start : start + _BATCH], sample.passages[start : start + _BATCH])
    index.save(folder, 1)
    build = time.perf_counter() - started
    more = []
    for n in range(5):
        started = time.perf_counter()
        index.add(range(count, count + _ARTICLE), sample.passages[:_ARTICLE])
        index.save(folder, 2 + n)
        more.append(time.perf_counter() - started)
    index.remove(range(count, count + _ARTICLE))
    index.save(folder, 9)
    started = time.perf_counter()
    index, _ = VectorIndex.load(folder, dimension)
    index.search(sample.questions[0], NEAREST)
    opening = time.perf_counter() - started
    found, times = time_each(
        lambda question: [cosine for _, cosine in index.search(question, NEAREST)],
        sample.questions,
    )
    truth = nearest(sample)
    disk = sum(path.stat().st_size for path in folder.iterdir())
    return Measured(
        count, recall(found, truth, 10), recall(found, truth, NEAREST), times, build,
        sorted(more)[2], opening, disk,
    )  # fmt: skip


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    lengths: NDArray[np.float32] = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths


def _batches(count: int) -> list[int]:
    return [min(_BATCH, count - start) for start in range(0, count, _BATCH)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(description="Measure dense search as a library grows.")
    parser.add_argument("--sizes", default="1000,10000,30000,150000,1000000")
    parser.add_argument("--dimension", type=int, default=256, help="of vectors drawn (256)")
    parser.add_argument("--library", type=Path, help="take its vectors, and titles as questions")
    parser.add_argument("--kinds", action="store_true", help="compare FAISS's kinds of index")
    options = parser.parse_args(arguments)
    sizes = sorted(int(size) for size in options.sizes.split(","))
    sample = (
        read(options.library, sizes[-1]) if options.library else draw(sizes[-1], options.dimension)
    )
    report(sample, sizes)
    if options.kinds:
        from eval.vector_kinds import compare

        compare(sample)
    return 0


def report(sample: Sample, sizes: Sequence[int]) -> None:
    """Print a row a size, as soon as it is measured."""
    print("| passages | recall@10 | recall@50 | search p50 / p95 | processor | build "
          "| an article more | open and search once | on disk |")  # fmt: skip
    print("| ---: " * 9 + "|", flush=True)
    for size in sizes:
        with TemporaryDirectory() as folder:
            row = measure(Sample(sample.passages[:size], sample.questions), Path(folder))
        print(
            f"| {row.passages:,} | {row.recall_10:.3f} | {row.recall_50:.3f} "
            f"| {row.search.p50:.1f} / {row.search.p95:.1f} ms | {row.search.cpu:.1f} ms "
            f"| {row.build:.1f} s | {1e3 * row.one_more:.0f} ms | {1e3 * row.opening:.0f} ms "
            f"| {row.disk / 1e6:,.0f} MB |",
            flush=True,
        )


if __name__ == "__main__":
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    sys.exit(main())
