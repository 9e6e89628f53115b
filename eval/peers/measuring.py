"""Time a configuration's indexing and searching, and keep the articles it ranks."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from eval.peers.passages import PassageSet, passage_set
from eval.peers.systems import Configuration, Encode
from eval.questions import Question

DEPTH = 100  # passages asked for, so that ten different articles are among them
_WARM_UP_ARTICLES = 20
_WARM_UP_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """What a configuration took and found.

    ``index_seconds`` is for all the passages, their vectors given; ``query_seconds`` is one
    figure a question, its encoding included where the configuration encodes it. ``articles``
    are, by question, the ids of the articles found, each ranked by its first passage.
    """

    system: str
    configuration: Configuration
    index_seconds: float
    query_seconds: tuple[float, ...]
    articles: dict[str, tuple[str, ...]]

    @property
    def query_rate(self) -> float:
        """Questions a second, asked one after the other."""
        return len(self.query_seconds) / sum(self.query_seconds)

    @property
    def query_median(self) -> float:
        """The seconds that half of the questions take at most."""
        return median(self.query_seconds)


def measure(
    system: str,
    configuration: Configuration,
    passages: PassageSet,
    encode: Encode,
    questions: Sequence[Question],
    depth: int = DEPTH,
) -> Measured:
    """Index ``passages``, ask ``questions`` one at a time, and say what came back and when.

    Libraries are loaded by a first index of a few articles that doesn't count, and the first
    questions are asked twice.
    """
    from tqdm import tqdm

    few = passage_set(passages.encoder, passages.entries[:_WARM_UP_ARTICLES])
    with configuration.build(few, encode, depth) as search:
        search(questions[0].question)
    name = f"{system}, {configuration.name}"
    with tqdm(total=len(questions), desc=f"Indexing: {name}", unit="q", leave=False) as bar:
        started = perf_counter()
        with configuration.build(passages, encode, depth) as search:
            index_seconds = perf_counter() - started
            bar.set_description(f"Asking: {name}")
            bar.reset()
            for question in questions[:_WARM_UP_QUESTIONS]:
                search(question.question)
            seconds, articles = [], {}
            for question in questions:
                started = perf_counter()
                found = search(question.question)
                seconds.append(perf_counter() - started)
                articles[question.id] = tuple(dict.fromkeys(passages.owners[n] for n in found))
                bar.update()
    gc.collect()
    return Measured(system, configuration, index_seconds, tuple(seconds), articles)
