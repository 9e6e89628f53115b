"""Time, memory and size of a library made from a corpus, and how fast it answers.

    python -m eval.benchmark CORPUS --library DIR [--questions 200]

Indexes CORPUS into DIR with the ``sourcier`` command (a library that is there is kept and
only asked), then asks the titles of articles drawn from it and prints a Markdown table.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from qa import Assistant

_SEED = 7
_WARM_UP = 5


@dataclass(frozen=True, slots=True)
class Indexed:
    """What indexing took: seconds of the whole command, and its peak memory in bytes."""

    seconds: float
    peak: int


def index(corpus: Path, library: Path) -> Indexed:
    """Index ``corpus`` in a process of its own, its progress bar on our stderr."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "qa.cli", "index", str(corpus), "--library", str(library)]
    subprocess.run(command, check=True)
    seconds = time.perf_counter() - started
    return Indexed(seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)


def time_each(function: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Return the seconds each question takes, after a few that don't count."""
    seconds = []
    for number, question in enumerate([*questions[:_WARM_UP], *questions]):
        started = time.perf_counter()
        function(question)
        if number >= _WARM_UP:
            seconds.append(time.perf_counter() - started)
    return seconds


def draw_titles(assistant: Assistant, count: int) -> list[str]:
    """Return the titles of ``count`` articles drawn with a fixed seed, as questions."""
    titles = [article.title for article in assistant.library.store.articles()]
    return random.Random(_SEED).sample(titles, min(count, len(titles)))


def measure(library: Path, questions: int) -> list[str]:
    """Return table rows of opening, searching and asking, and how often a title finds its own."""
    started = time.perf_counter()
    with Assistant.open(library, model="none", create=False) as assistant:
        asked = draw_titles(assistant, questions)
        assistant.search(asked[0])
        opened = time.perf_counter() - started
        searching = time_each(assistant.search, asked)
        asking = time_each(assistant.ask, asked)
        first = sum(assistant.search(title, 1)[0].article.title == title for title in asked)
    return [
        f"| open and search once, encoder loaded | {opened:.1f} s |",
        f"| search, warm, p50 / p95 | {_milliseconds(searching)} |",
        f"| `ask` with quotes, warm, p50 / p95 | {_milliseconds(asking)} |",
        f"| a title finds its article first | {first / len(asked):.3f} of {len(asked)} |",
    ]


def main() -> int:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description="Measure a library made from a corpus.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=200)
    options = parser.parse_args()
    rows = [f"| machine | {platform.machine()}, {os.cpu_count()} cores |"]
    if not options.library.exists():
        indexed = index(options.corpus, options.library)
        rows.append(f"| indexing, whole command | {indexed.seconds / 60:.1f} min |")
        rows.append(f"| peak memory while indexing | {indexed.peak / 1e9:.2f} GB |")
    else:
        indexed = None
    with Assistant.open(options.library, model="none", create=False) as assistant:
        articles, passages = assistant.library.store.counts()
    rows.append(f"| articles / passages | {articles:,} / {passages:,} |")
    if indexed:
        rows.append(f"| passages a second | {passages / indexed.seconds:.0f} |")
    rows += [f"| {name} | {size / 1e6:,.0f} MB |" for name, size in _sizes(options.library)]
    rows += measure(options.library, options.questions)
    print("\n".join(["| what | measured |", "| --- | --- |", *rows]))
    return 0


def _sizes(library: Path) -> list[tuple[str, int]]:
    def size(*patterns: str) -> int:
        found = {path for pattern in patterns for path in library.glob(pattern) if path.is_file()}
        return sum(path.stat().st_size for path in found)

    return [
        ("library on disk", size("**/*")),
        ("… of which SQLite", size("library.db*")),
        ("… FAISS", size("vectors/*")),
        ("… Tantivy", size("lexicon/*")),
    ]


def _milliseconds(seconds: Sequence[float]) -> str:
    cuts = quantiles(seconds, n=20)
    return f"{cuts[9] * 1e3:.0f} / {cuts[18] * 1e3:.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
