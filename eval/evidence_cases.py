"""Questions that the articles answer and questions that they don't, each asked in several ways.

A question is asked of its library, and of a tiny one made of the ten passages found for it. One
that is answered is asked again of both without what answers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.asking import supporting
from eval.measures.answers import holds_some
from eval.questions import Question
from qa import Article, Assistant
from qa.retrieval import Findings, Scored, look_up
from qa.retrieval.evidence import read_evidence
from qa.retrieval.evidence_features import describe_evidence
from qa.settings import Settings
from qa.types import StoredPassage

_PASSAGES = 10  # of a tiny library


@dataclass(frozen=True, slots=True)
class Case:
    """One way of asking a question: its features, and whether the articles answer it.

    ``topic`` is the article it was made from: cases of one are learnt from together or not at
    all. ``terms`` is how long the question is. ``taken_out``: what answers was taken away.
    """

    id: str
    topic: str
    type: str
    features: Mapping[str, float]
    answerable: bool
    tiny: bool
    taken_out: bool
    terms: int


def make_cases(assistant: Assistant, questions: Iterable[Question]) -> Iterator[Case]:
    """Yield the cases of each question; one about which nothing is found makes none."""
    library, settings = assistant.library, assistant.settings
    for question in questions:
        found = look_up(question.question, question.history, library, settings)
        yield from _case(question, found, found.passages)
        with _tiny(assistant, question, found, _with_gold(assistant, question, found)) as there:
            yield from _case(question, there, there.passages, tiny=True)
        if question.answerable:
            others = without_answer(assistant, question, found.passages)
            yield from _case(question, found, others, taken_out=True)
            left = [one.passage for one in others]
            with _tiny(assistant, question, found, left) as there:
                yield from _case(question, there, there.passages, tiny=True, taken_out=True)


def _case(
    question: Question,
    found: Findings,
    passages: Sequence[Scored],
    *,
    tiny: bool = False,
    taken_out: bool = False,
) -> Iterator[Case]:
    found = replace(found, passages=passages)
    ranked = found.sentences(Settings()) if passages else []
    if not ranked:
        return
    read = read_evidence(found.asked, ranked, found.index)
    yield Case(
        id=question.id,
        topic=question.article or question.near or question.id,
        type=question.type,
        features=describe_evidence(found.asked, read.shown),
        answerable=question.answerable and not taken_out,
        tiny=tiny,
        taken_out=taken_out,
        terms=len(found.query.terms),
    )


def _with_gold(assistant: Assistant, question: Question, found: Findings) -> list[StoredPassage]:
    """Return the best passages, one that answers among them if the question is answerable."""
    best = [one.passage for one in found.passages[:_PASSAGES]]
    _, holding = supporting(assistant.library, question)
    gold = [
        passage
        for passage in assistant.library.store.passages_of(*question.articles)
        if (passage.article.id, passage.passage.start, passage.passage.end) in holding
    ]
    known = {passage.id for passage in gold}
    if not gold or any(passage.id in known for passage in best):
        return best
    return [*best[: _PASSAGES - 1], gold[0]]


def without_answer(
    assistant: Assistant, question: Question, passages: Sequence[Scored]
) -> list[Scored]:
    """Return the passages without those of articles that answer, or that hold the answer."""
    store = assistant.library.store
    answering = set(question.articles)
    answering |= {one.id for article in question.articles for one in store.reprints(article)}
    return [
        one
        for one in passages
        if one.passage.article.id not in answering and not holds_some(question, one.passage.text)
    ]


@contextmanager
def _tiny(
    assistant: Assistant,
    question: Question,
    found: Findings,
    passages: Sequence[StoredPassage],
) -> Iterator[Findings]:
    """Look the question up in a library of these passages alone, each an article.

    As encyclopaedias', they have no date, unless the question has one.
    """
    settings = assistant.settings
    with (
        TemporaryDirectory(prefix="sourcier-") as folder,
        Assistant.open(
            Path(folder) / "library",
            model="none",
            encoder=assistant.library.encoder.model,
            settings=settings,
        ) as tiny,
    ):
        dated = bool(found.query.dates)
        tiny.add([_as_article(passage, dated) for passage in passages[:_PASSAGES]])
        yield look_up(question.question, question.history, tiny.library, settings)


def _as_article(passage: StoredPassage, dated: bool) -> Article:
    article = passage.article
    return Article(
        id=f"{article.id}-{passage.passage.start}",
        title=article.title,
        text=passage.text,
        date=article.date if dated else None,
        language=article.language,
    )
