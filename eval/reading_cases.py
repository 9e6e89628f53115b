"""Questions and what the model reads in the sentences found for them, as the product asks it.

A question that is answered is asked again without the articles that answer it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from eval.asking import supporting
from eval.evidence_cases import without_answer
from eval.learning import answers
from eval.measures.answers import contains_gold, f1
from eval.questions import Question
from eval.storing import split_lines
from qa import Assistant
from qa.answering.marking import mark_asked
from qa.answering.pointing import suits
from qa.answering.quoting import number
from qa.answering.reading import Reader, Reading
from qa.answering.reading_prompt import Shown
from qa.retrieval import Findings, Scored, look_up
from qa.types import RankedSentence

_RIGHT = 0.5  # of F1, from where on a short answer counts as right


@dataclass(frozen=True, slots=True)
class ReadingCase:
    """One way of asking a question, the strength of its evidence, and what was read.

    ``shares`` of the evidence, ``chances`` and ``right`` are of the sentences that were read.
    ``stands`` says that the short answer passed the checks, its ``certainty`` apart, and
    ``correct`` that it is right. Cases of one ``topic``, the article a question was made from,
    are learnt from together or not at all.
    """

    id: str
    topic: str
    answerable: bool
    taken_out: bool
    evidence: float
    none: float
    shares: tuple[float, ...]
    chances: tuple[float, ...]
    right: tuple[bool, ...]
    stands: bool
    certainty: float
    correct: bool
    words: str


def make_cases(
    assistant: Assistant, reader: Reader, questions: Iterable[Question]
) -> Iterator[list[ReadingCase]]:
    """Yield the cases of each question; one about which nothing is found has none."""
    library, settings = assistant.library, assistant.settings
    library.catch_up()
    for question in questions:
        found = look_up(question.question, question.history, library, settings)
        cases = [*_case(assistant, reader, question, found, found.passages)]
        if question.answerable:
            others = without_answer(assistant, question, found.passages)
            cases += _case(assistant, reader, question, found, others, taken_out=True)
        yield cases


def add_cases(path: Path, cases: Sequence[ReadingCase]) -> None:
    """Add the cases of a question to a file."""
    with path.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in cases)


def read_cases(path: Path, ids: Collection[str]) -> list[ReadingCase]:
    """Return the cases of these questions that a file holds; none when it isn't there."""
    if not path.exists():
        return []
    rows = map(json.loads, split_lines(path.read_text(encoding="utf-8").rstrip("\n")))
    lists = ("shares", "chances", "right")
    return [
        ReadingCase(**{**row, **{name: tuple(row[name]) for name in lists}})
        for row in rows
        if row["id"] in ids
    ]


def _case(
    assistant: Assistant,
    reader: Reader,
    question: Question,
    found: Findings,
    passages: Sequence[Scored],
    *,
    taken_out: bool = False,
) -> Iterator[ReadingCase]:
    found, settings = replace(found, passages=passages), assistant.settings
    ranked = found.sentences(settings) if passages else []
    task = reader.assign_best(found.query, ranked, settings) if ranked else None
    if task is None or found.query.language != "fr":
        return
    *_, reading = reader.read(task, lambda: False)
    assert isinstance(reading, Reading)
    shares = {(one.article.id, one.span.start): one.score for one in ranked}
    spots, _ = supporting(assistant.library, question)
    answerable = question.answerable and not taken_out
    yield ReadingCase(
        id=question.id,
        topic=question.article or question.near or question.id,
        answerable=answerable,
        taken_out=taken_out,
        evidence=found.evidence(settings, ranked).strength,
        none=reading.none,
        shares=tuple(shares[one.article.id, one.span.start] for one in reading.shown),
        chances=reading.probabilities,
        right=tuple(
            answerable and answers(question, spots, one.article, one.span) for one in reading.shown
        ),
        stands=_stands(found, ranked, reading),
        certainty=reading.certainty,
        correct=answerable and _is_right(question, reading.words),
        words=reading.words,
    )


def _stands(found: Findings, ranked: Sequence[RankedSentence], reading: Reading) -> bool:
    best = [one for one in ranked if Shown(one.article, one.span) == reading.best]
    (quote,) = mark_asked(found.query, number(best))
    return reading.span is not None and suits(found.query, quote, reading.span)


def _is_right(question: Question, words: str) -> bool:
    return contains_gold(question, words) or f1(words, question.gold) >= _RIGHT
