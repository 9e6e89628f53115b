"""`sourcier eval reading`: what the model alone reads in the right paragraph.

Exact match and F1 are SQuAD's, in the normal form that French needs (`eval.measures.normalising`).
The model is held to an answer: that it would rather say that no sentence answers is counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from time import perf_counter

from eval.asking import supporting
from eval.loading import load_set
from eval.loading.rows import Row, read_rows
from eval.measures.answers import exact_match, f1, holds_some
from eval.questions import Question
from qa import Article, Assistant
from qa.answering.reading import Reader, Reading
from qa.answering.reading_prompt import Shown
from qa.errors import QuestionError
from qa.language.sentences import split_sentences

TOKENS = 1_500
"""Of a paragraph that are read at most."""


@dataclass(frozen=True, slots=True)
class Given:
    """A question with the sentences of the right paragraph."""

    question: Question
    sentences: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What was read for a question, in how many seconds, and how right it is.

    ``sentence`` says whether the one chosen holds an accepted answer, ``none`` that the model
    found it likelier that none does.
    """

    id: str
    words: str
    exact: float
    f1: float
    sentence: bool
    none: bool
    certainty: float
    seconds: float


def load_given(path: Path, library: Path | None = None) -> list[Given]:
    """Return the questions of a file with the paragraphs that answer them.

    The file is JSON Lines of ``context``, ``question`` and ``answers``, or a question set with
    its articles, or about a ``library``, whose passages are then the paragraphs. Questions
    without an answer are left out. Raises ``QuestionError``.
    """
    if path.suffix == ".jsonl":
        rows = list(read_rows(path))
        if rows and rows[0].has("context"):
            return [_given(number, row) for number, row in enumerate(rows, 1)]
    question_set = load_set(path)
    asked = [one for one in question_set.questions if one.answerable and one.gold]
    articles = {one.id: one for one in question_set.articles}
    if articles:
        return [Given(one, _whole(articles[one.article or ""])) for one in asked]
    if library is None:
        raise QuestionError(f"{path} is about a library: name it with --library.")
    with Assistant.open(library, model="none", create=False) as assistant:
        given = [Given(one, _passage(assistant, one)) for one in asked]
    return [one for one in given if one.sentences]


def measure(reader: Reader, given: Iterable[Given], tokens: int = TOKENS) -> Iterator[Result]:
    """Yield what the model reads for each question; one too long to be read is all wrong."""
    for one in given:
        started = perf_counter()
        task = reader.assign(one.sentences, one.question.question, tokens)
        reading = None
        for event in reader.read(task, lambda: False) if task else ():
            if isinstance(event, Reading):
                reading = event
        yield _judge(one.question, reading, perf_counter() - started)


def summarise(results: Sequence[Result]) -> Mapping[str, float]:
    """Return the means of the measures, and the median of the seconds."""
    return {
        "questions": len(results),
        "exact match": mean(one.exact for one in results),
        "F1": mean(one.f1 for one in results),
        "right sentence": mean(one.sentence for one in results),
        "none likelier": mean(one.none for one in results),
        "seconds": median(one.seconds for one in results),
    }


def _judge(question: Question, reading: Reading | None, seconds: float) -> Result:
    if reading is None:
        return Result(question.id, "", 0.0, 0.0, False, False, 0.0, seconds)
    return Result(
        id=question.id,
        words=reading.words,
        exact=exact_match(reading.words, question.gold),
        f1=f1(reading.words, question.gold),
        sentence=holds_some(question, reading.best.text),
        none=reading.none > max(reading.probabilities),
        certainty=reading.certainty,
        seconds=seconds,
    )


def _given(number: int, row: Row) -> Given:
    answers = row.texts("answers")
    if not answers:
        raise row.error("the question has no answer: add one to “answers”.")
    article = Article(f"context-{number}", row.optional("title") or "", row.text("context"))
    question = Question(
        f"q{number}", row.text("question"), answers=tuple(answers), article=article.id
    )
    return Given(question, _whole(article))


def _whole(article: Article) -> tuple[Shown, ...]:
    return tuple(Shown(article, span) for span in split_sentences(article.text))


def _passage(assistant: Assistant, question: Question) -> tuple[Shown, ...]:
    """Return the sentences of the first passage that holds the support, () for none."""
    _, holding = supporting(assistant.library, question)
    for stored in assistant.library.store.passages_of(*question.articles):
        passage = stored.passage
        if (stored.article.id, passage.start, passage.end) in holding:
            return tuple(Shown(stored.article, span) for span in passage.sentences)
    return ()
