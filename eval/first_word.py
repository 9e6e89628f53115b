"""How soon the embedded model's first word is there when it reads, and when it writes instead.

    python -m eval.first_word SET LIBRARY [--questions 40]

Both are asked each question in turn, in one run, so that a busy machine slows them alike; each
has a model of its own. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from tqdm import tqdm

from eval.loading import load_set
from eval.tables import rows
from qa import Assistant
from qa.settings import Settings
from qa.types import Wrote

_WAYS = {"reading": frozenset[str](), "writing instead": frozenset({"reading"})}


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds from a question to the first word a model gives, None without, and to the answer."""

    word: float | None
    answer: float


def time_answer(assistant: Assistant, question: str) -> Times:
    """Ask, and return how long it took."""
    started, word = perf_counter(), None
    for event in assistant.stream(question):
        if isinstance(event, Wrote) and word is None:
            word = perf_counter() - started
    return Times(word, perf_counter() - started)


def table(times: dict[str, list[Times]]) -> str:
    """Return the medians, of the first word where both ways give one, and their ratios."""
    both = [
        n for n, pair in enumerate(zip(*times.values(), strict=True)) if all(o.word for o in pair)
    ]
    words = {way: [one.word or 0.0 for one in ones] for way, ones in times.items()}
    body = [
        [
            way,
            f"{median([words[way][n] for n in both]):.2f}" if both else "–",
            f"{median(one.answer for one in ones):.2f}",
            str(sum(one.word is not None for one in ones)),
        ]
        for way, ones in times.items()
    ]
    reads, writes = words.values()
    ratios = [reads[n] / writes[n] for n in both]
    whole = [one.answer / other.answer for one, other in zip(*times.values(), strict=True)]
    body.append(
        ["ratio, median", f"{median(ratios):.2f}" if ratios else "–", f"{median(whole):.2f}", ""]
    )
    head = f"seconds, median of {len(whole)}"
    return rows([head, f"to the first word (of {len(both)})", "to the answer", "with words"], body)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m eval.first_word", description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("library", type=Path)
    parser.add_argument("--questions", type=int, default=40)
    options = parser.parse_args(arguments)
    asked = [one.question for one in load_set(options.set).questions]
    asked = random.Random(0).sample(asked, min(options.questions, len(asked)))
    times: dict[str, list[Times]] = {}
    ways = {
        way: Assistant.open(
            options.library, model="embedded", settings=Settings(without=without), create=False
        )
        for way, without in _WAYS.items()
    }
    for assistant in ways.values():
        time_answer(assistant, asked[0])  # loads the model
    for question in tqdm(asked, unit="q", leave=False, disable=None):
        for way, assistant in ways.items():
            times.setdefault(way, []).append(time_answer(assistant, question))
    for assistant in ways.values():
        assistant.close()
    print(table(times))
    return 0


if __name__ == "__main__":
    sys.exit(main())
