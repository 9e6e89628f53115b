"""One question through the shipped Assistant → all that came back, with its timing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from eval.locating import locate
from eval.predictions import Cited, Place, Prediction, Said
from eval.questions import Question
from eval.reprints import Spoken, place, places, spoken_for
from qa import Assistant
from qa.errors import QuestionError
from qa.library import Library
from qa.types import Answer, Article, Citation, Done, Quoted, Wrote

_PASSAGES = 100  # searched, so that ten different articles are among them
_SENTENCES = 20
_WITH_TEXT = 10


def predict(assistant: Assistant, question: Question) -> Prediction:
    """Ask ``question`` and return what came back; a question that can't be asked is a failure.

    What the assistant abstained from is asked once more with abstaining switched off, in
    quotes alone: the risk–coverage curve needs to know what it would have said.
    """
    library, history = assistant.library, question.history
    try:
        answer, timings = _ask(assistant, question)
        passages = assistant.search(question.question, _PASSAGES, history)
        sentences = assistant.sentences(question.question, _SENTENCES, history)
    except QuestionError as error:
        return Prediction(question.id, failure=str(error))
    support, holding = supporting(library, question)
    spoken = spoken_for(library, question)
    return Prediction(
        id=question.id,
        passages=tuple(
            _place(article, start, end, hit.text if n < _WITH_TEXT else "", hit.score)
            for n, hit in enumerate(passages)
            for article, start, end in places(spoken, hit.article, hit.start, hit.end)
        ),
        sentences=tuple(
            _place(*place(spoken, one.article, one.span.start, one.span.end), one.text, one.score)
            for one in sentences
        ),
        said=said(library, answer, spoken),
        quotes=cited(library, answer.quotes, spoken),
        abstained=answer.abstained,
        reason=answer.reason,
        confidence=answer.confidence,
        withheld=_withheld(assistant, question, spoken) if answer.abstained else Said(),
        written_by=answer.written_by,
        prompt_hash=answer.prompt_hash,
        support=support,
        relevant_passages=holding,
        timings={stage: round(seconds, 5) for stage, seconds in timings.items()},
    )


def _ask(assistant: Assistant, question: Question) -> tuple[Answer, dict[str, float]]:
    """Return the answer, and the seconds until each thing a person waits for."""
    started = perf_counter()
    timings: dict[str, float] = {}
    tokens: list[float] = []
    for event in assistant.stream(question.question, question.history):
        now = perf_counter() - started
        if isinstance(event, Quoted) and event.citations:
            timings["first quote"] = now
        elif isinstance(event, Wrote):
            tokens.append(now)
        elif isinstance(event, Done):
            answer = event.answer
    if tokens:
        timings["first token"] = tokens[0]
    if len(tokens) > 1:
        timings["tokens per second"] = (len(tokens) - 1) / max(tokens[-1] - tokens[0], 1e-9)
    return answer, {**answer.timings, **timings, "all": perf_counter() - started}


def _withheld(assistant: Assistant, question: Question, spoken: Spoken) -> Said:
    settings = replace(assistant.settings, caution=0.0)
    bold = Assistant(assistant.library, None, settings, assistant.reranker)
    answer = bold.ask(question.question, question.history)
    return Said() if answer.abstained else said(assistant.library, answer, spoken)


def said(library: Library, answer: Answer, spoken: Spoken) -> Said:
    """Return the answer's text and citations, each quote looked up in the library."""
    return Said(answer.text, cited(library, answer.citations, spoken))


def cited(library: Library, citations: Sequence[Citation], spoken: Spoken) -> tuple[Cited, ...]:
    """Return the citations, and of each whether the stored article holds it at its offsets.

    One of a reprint stands where the article it speaks for has it.
    """
    found = []
    for one in citations:
        stored = library.article(one.article.id)
        verbatim = stored is not None and stored.text[one.start : one.end] == one.quote
        article, start, end = place(spoken, one.article, one.start, one.end)
        date = article.date.isoformat() if article.date else None
        found.append(
            Cited(
                one.number,
                article.id,
                article.title,
                date,
                start,
                end,
                one.quote,
                verbatim and bool(one.quote),
            )
        )
    return tuple(found)


def supporting(
    library: Library, question: Question
) -> tuple[tuple[tuple[str, int, int], ...], tuple[tuple[str, int, int], ...]]:
    """Return where the library holds the question's support, and the passages that hold it whole.

    Both are (article, start, end) in characters. A support that isn't there is left out.
    """
    support, holding = [], []
    for one in question.support:
        article = library.article(one.article)
        span = locate(one, article.text) if article else None
        if span is None:
            continue
        support.append((one.article, *span))
        holding += [
            (one.article, stored.passage.start, stored.passage.end)
            for stored in library.store.passages_of(one.article)
            if stored.passage.start <= span[0] and span[1] <= stored.passage.end
        ]
    return tuple(support), tuple(dict.fromkeys(holding))


def _place(article: Article, start: int, end: int, text: str, score: float) -> Place:
    date = article.date.isoformat() if article.date else None
    return Place(article.id, article.title, date, start, end, text, round(score, 5))
