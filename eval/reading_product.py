"""Which sentence of the right paragraph the product would quote first, with reading and without.

Each paragraph is the one article of a library, so that nothing else can be found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import mean
from tempfile import TemporaryDirectory

from eval.measures.answers import holds_some
from eval.reading import Given
from qa import Assistant
from qa.answering.reading import Reader, Reading
from qa.answering.weighing import ReadingWeights
from qa.retrieval import look_up
from qa.types import RankedSentence


@dataclass(frozen=True, slots=True)
class First:
    """Whether the first sentence holds an accepted answer, with reading and by evidence alone."""

    id: str
    reading: bool
    evidence: bool


def rank_first(reader: Reader, given: Iterable[Given], weights: ReadingWeights) -> Iterator[First]:
    """Yield what comes first for each question; those of an article stand together."""
    for _, asked in groupby(given, key=lambda one: one.sentences[0].article.text):
        together = list(asked)
        with (
            TemporaryDirectory(prefix="sourcier-") as folder,
            Assistant.open(folder, model="none") as assistant,
        ):
            assistant.add([together[0].sentences[0].article])
            for one in together:
                yield _first(assistant, reader, one, weights)


def summarise_first(firsts: Sequence[First]) -> Mapping[str, float]:
    """Return the shares of questions for which the right sentence comes first."""
    return {
        "right sentence first in the product": mean(one.reading for one in firsts),
        "by evidence alone": mean(one.evidence for one in firsts),
    }


def _first(assistant: Assistant, reader: Reader, given: Given, weights: ReadingWeights) -> First:
    question, settings = given.question, assistant.settings
    found = look_up(question.question, (), assistant.library, settings)
    ranked = found.sentences(settings)
    task = reader.assign_best(found.query, ranked, settings)
    weighed = ranked
    for event in reader.read(task, lambda: False) if task else ():
        if isinstance(event, Reading):
            weighed = weights.rank(ranked, event)

    def holds(sentences: Sequence[RankedSentence]) -> bool:
        return bool(sentences) and holds_some(question, sentences[0].text)

    return First(question.id, holds(weighed), holds(ranked))
