"""How fast text is analysed: sentences a second of processor time, on one core.

    python -m eval.language analyser [FILE_OR_FOLDER] [--sentences N]

Without a path the sample articles are read. “Warm” is the best of several passes over the same
sentences, “cold” the best with every word new. Processors differ, so each figure also stands
beside ``str.split`` on the same sentences in the same run.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

from eval.corpus import read_corpus
from eval.tables import rows
from qa.errors import SourcierError
from qa.language.analysis import analyse, forget_terms
from qa.language.mentions import find_names, forget_names
from qa.language.sentences import split_sentences

_SAMPLES = Path(__file__).parents[1] / "samples"
_PASSES = 7
_FEWEST_WORDS, _MOST_WORDS = 8, 60


def main(arguments: list[str]) -> int:
    """Measure, print a table and return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        articles = read_corpus(options.path, lambda failure: print(failure, file=sys.stderr))
        sentences = usual_sentences((a.text for a in articles), options.sentences)
    except SourcierError as error:
        print(error, file=sys.stderr)
        return 1
    if not sentences:
        print(f"There is no sentence in {options.path}: name articles to read.", file=sys.stderr)
        return 1
    words = sum(len(sentence.split()) for sentence in sentences)
    print(f"{len(sentences):,} sentences of {words / len(sentences):.1f} words\n")
    print(measure(sentences))
    return 0


def usual_sentences(texts: Iterable[str], most: int) -> list[str]:
    """Return up to ``most`` sentences of 8 to 60 words, in order."""
    found = (span.cut(text) for text in texts for span in split_sentences(text))
    return list(islice((s for s in found if _is_usual(s)), most))


def _is_usual(sentence: str) -> bool:
    return _FEWEST_WORDS <= len(sentence.split()) <= _MOST_WORDS


def measure(sentences: Sequence[str]) -> str:
    """Return a Markdown table: what each function takes, also in times of ``str.split``."""
    passes: dict[str, tuple[Callable[[str], object], Callable[[], None]]] = {
        "str.split": (str.split, _nothing),
        "analyse, warm": (analyse, _nothing),
        "analyse, cold": (analyse, forget_terms),
        "find_names, warm": (find_names, _nothing),
        "find_names, cold": (find_names, forget_names),
    }
    best = dict.fromkeys(passes, float("inf"))
    for _ in range(_PASSES):  # in turns, so that a slow moment is everybody's
        for name, (function, before) in passes.items():
            best[name] = min(best[name], _seconds(function, before, sentences))
    body = [
        [
            name,
            f"{len(sentences) / seconds:,.0f}",
            f"{seconds / len(sentences) * 1e6:.1f}",
            f"{seconds / best['str.split']:.1f}",
        ]
        for name, seconds in best.items()
    ]
    return rows(["function", "sentences/s", "µs/sentence", "× str.split"], body)


def _seconds(
    function: Callable[[str], object], before: Callable[[], None], sentences: Sequence[str]
) -> float:
    before()
    start = time.process_time()
    for sentence in sentences:
        function(sentence)
    return time.process_time() - start


def _nothing() -> None:
    pass


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval.language analyser", description="Measure how fast text is analysed."
    )
    parser.add_argument("path", type=Path, nargs="?", default=_SAMPLES, metavar="FILE_OR_FOLDER")
    parser.add_argument("--sentences", type=int, default=20_000, metavar="N", help="at most")
    return parser
