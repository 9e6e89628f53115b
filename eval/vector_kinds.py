"""What else FAISS has for dense search: recall, time and size of its kinds of index.

Each gives candidates, whose exact cosines order them, as ours does. ``python -m eval.vectors
--kinds`` runs it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval.vectors import NEAREST, Sample, Times, nearest, recall, time_each

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TRAINED_ON = 1 << 15
_POINTS = 40  # a centroid: FAISS's least; k-means on more costs minutes and gains nothing


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of index in FAISS's own words, and the settings to try, each with candidates."""

    factory: str
    settings: Sequence[tuple[str, int]]  # parameter string, candidates


def kinds(dimension: int, count: int) -> list[Kind]:
    """Return those worth comparing for ``count`` vectors."""
    pairs, lists = dimension // 2, round(4 * count**0.5)
    probes = [lists // 32, lists // 8, lists // 4]
    return [
        Kind("Flat", [("", NEAREST)]),
        Kind("SQfp16", [("", NEAREST)]),
        Kind("SQ8", [("", NEAREST), ("", 2 * NEAREST)]),
        Kind(f"PQ{pairs}x4fs", [("", 500), ("", 1000)]),
        Kind(f"RR{2 * pairs},PQ{pairs}x4fs", [("", 500), ("", 1000)]),
        Kind(f"RR{2 * pairs},PQ{pairs // 2}x4fs", [("", 1000), ("", 2000)]),
        Kind("RaBitQfs", [("", 500), ("", 1000)]),
        Kind(f"IVF{lists},SQfp16", [(f"nprobe={n}", NEAREST) for n in probes]),
        Kind(f"IVF{lists},SQ8", [(f"nprobe={n}", 2 * NEAREST) for n in probes]),
        Kind(f"RR{2 * pairs},IVF{lists},PQ{pairs}x4fs", [(f"nprobe={n}", 1000) for n in probes]),
        Kind("HNSW32_SQfp16", [(f"efSearch={n}", NEAREST) for n in (64, 128, 256, 512)]),
        Kind("HNSW32_SQ8", [(f"efSearch={n}", 2 * NEAREST) for n in (128, 256, 512)]),
    ]


def compare(sample: Sample) -> None:
    """Print a row for each kind and setting, as soon as it is measured."""
    truth = nearest(sample)
    print("| kind | setting | candidates | recall@10 | recall@50 | search p50 / p95 "
          "| processor | built in | bytes a passage |")  # fmt: skip
    print("| --- | --- | " + "---: | " * 7, flush=True)
    for kind in kinds(sample.passages.shape[1], len(sample.passages)):
        started = time.process_time()
        index = _built(kind.factory, sample.passages)
        seconds = time.process_time() - started
        size = _size(index) / len(sample.passages)
        for setting, candidates in kind.settings:
            found, times = _searched(index, sample, setting, candidates)
            recalls = [f"{recall(found, truth, k):.3f}" for k in (10, NEAREST)]
            print(
                f"| {kind.factory} | {setting} | {candidates} | {' | '.join(recalls)} "
                f"| {times.p50:.1f} / {times.p95:.1f} ms | {times.cpu:.1f} ms "
                f"| {seconds:.0f} s | {size:.0f} |",
                flush=True,
            )


def _built(factory: str, passages: NDArray[np.float16]) -> Any:
    import faiss
    import numpy as np

    index = faiss.index_factory(passages.shape[1], factory, faiss.METRIC_INNER_PRODUCT)
    drawn = np.random.default_rng(0).permutation(len(passages))
    size = _TRAINED_ON
    if "IVF" in factory:
        ivf = faiss.extract_index_ivf(index)
        ivf.cp.max_points_per_centroid = _POINTS
        size = max(size, _POINTS * ivf.nlist)
    index.train(passages[np.sort(drawn[:size])].astype(np.float32))
    for start in range(0, len(passages), _TRAINED_ON):
        index.add(passages[start : start + _TRAINED_ON].astype(np.float32))
    return index


def _searched(
    index: Any, sample: Sample, setting: str, candidates: int
) -> tuple[list[Sequence[float]], Times]:
    import faiss
    import numpy as np

    if setting:
        faiss.ParameterSpace().set_index_parameters(index, setting)

    def search(question: NDArray[np.float32]) -> Sequence[float]:
        positions = index.search(question[None], min(candidates, index.ntotal))[1][0]
        rows = sample.passages[np.sort(positions[positions >= 0])]
        cosines = rows.astype(np.float32) @ question
        best: list[float] = np.sort(cosines)[::-1][:NEAREST].tolist()
        return best

    return time_each(search, sample.questions)


def _size(index: Any) -> int:
    import faiss

    return len(faiss.serialize_index(index))
