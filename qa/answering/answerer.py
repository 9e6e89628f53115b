"""Ranked sentences → a stream of events that ends in a cited answer, or an abstention."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from time import perf_counter

from qa.answering.abstaining import abstention_reason, abstention_text
from qa.answering.citing import parse_draft
from qa.answering.composing import answers_question, compose_claims, compose_quotes
from qa.answering.dating import date_taken, introduce, of_the_day
from qa.answering.disagreeing import (
    Disagreement,
    find_disagreement,
    introduce_disagreement,
    quote_versions,
)
from qa.answering.marking import mark_asked
from qa.answering.prompting import Assignment, assign
from qa.answering.quoting import choose_quotes, number
from qa.answering.vouching import check_claims, unchecked
from qa.answering.writer import Writer
from qa.errors import ModelError
from qa.language.query import Query
from qa.settings import Settings
from qa.types import Answer, Checking, Done, Event, Evidence, Quoted, RankedSentence, Writing, Wrote

QUOTES = "quotes"
_NEAREST = 3


@dataclass(frozen=True)
class Case:
    """A question, the sentences that may answer it, best first, and how sure one must be."""

    query: Query
    ranked: Sequence[RankedSentence]
    evidence: Evidence
    settings: Settings

    @cached_property
    def disagreement(self) -> Disagreement | None:
        """The versions that articles give of the answer, where they differ."""
        return find_disagreement(self.query, self.ranked)


def answer_from(
    found: Answer, case: Case, writer: Writer | None, cancelled: Callable[[], bool]
) -> Iterator[Event]:
    """Yield quotes at once, the model's words as they come, and last the checked answer.

    ``found`` is the answer so far: the question, its hits and timings. What the model
    writes is kept only where the checks pass; if that leaves too little, the quotes stand.
    """
    started = perf_counter()
    strength = case.evidence.strength
    found = replace(found, confidence=strength)
    if not case.ranked or strength < case.settings.caution:
        yield Quoted(())
        yield Done(_abstain(found, case))
        return
    found = _quote(found, case)
    found = replace(found, timings={**found.timings, "quotes": perf_counter() - started})
    yield Quoted(found.quotes, found.introduction)
    if writer is not None and not cancelled():
        found = yield from _write(found, case, writer, cancelled)
    yield Done(found)


def _abstain(found: Answer, case: Case) -> Answer:
    """Return the answer that the articles don't say, with what is nearest."""
    return replace(
        found,
        text=abstention_text(case.query.language, case.evidence, case.query.kind),
        abstained=True,
        reason=abstention_reason(case.evidence),
        nearest=number(case.ranked[:_NEAREST]),
    )


def _quote(found: Answer, case: Case) -> Answer:
    """Return the answer in quotes, what was asked for marked in them.

    Where articles disagree, or the day asked about had to be guessed, it says so first.
    """
    query, introductions = case.query, []
    quotes = choose_quotes(query, case.ranked, case.settings)
    about = date_taken(query, quotes)
    if about is not None:
        quotes = of_the_day(query, quotes, about)
        introductions.append(introduce(query, about, found.hits))
    if case.disagreement is not None:
        quotes = quote_versions(quotes, case.disagreement)
        introductions.append(introduce_disagreement(case.disagreement, query.language))
    quotes = mark_asked(query, quotes)
    return replace(
        found,
        text="\n".join([*introductions, compose_quotes(quotes, query.language)]),
        citations=quotes,
        quotes=quotes,
        about=about,
        introduction=" ".join(introductions),
    )


def _write(
    found: Answer, case: Case, writer: Writer, cancelled: Callable[[], bool]
) -> Generator[Writing | Checking, None, Answer]:
    """Have the model write; return the answer with what stands of it, or as it was.

    What goes wrong with a model is a warning beside the quotes, which stand.
    """
    started = perf_counter()
    pieces: list[str] = []
    try:
        assignment = assign(case.query, case.ranked, writer, case.settings)
        if assignment is None:
            return found
        for event in writer.write(assignment.task, cancelled):
            if isinstance(event, Wrote):
                pieces.append(event.text)
            yield event
    except ModelError as error:
        return replace(found, warning=str(error))
    timings = {**found.timings, "writing": perf_counter() - started}
    found = replace(found, prompt_hash=assignment.prompt_hash, timings=timings)
    if cancelled():
        return found
    yield Checking()
    return _vouch(found, case, "".join(pieces), assignment, writer)


def _vouch(found: Answer, case: Case, draft: str, assignment: Assignment, writer: Writer) -> Answer:
    """Return the answer with the model's checked text, or as it was when too little is left."""
    started = perf_counter()
    claims = parse_draft(draft, len(assignment.candidates))
    candidates = mark_asked(case.query, assignment.candidates)
    if "checking" in case.settings.without:
        checked = unchecked(claims)
    else:
        checked = check_claims(claims, candidates, case.query, case.disagreement, able=writer.able)
    text, citations, statements = compose_claims(checked, candidates, case.query.language)
    timings = {**found.timings, "checking": perf_counter() - started}
    found = replace(found, statements=statements, timings=timings)
    if not answers_question(checked, candidates, case.query, found.quotes, able=writer.able):
        return found
    return replace(found, text=text, citations=citations, written_by=writer.name)
