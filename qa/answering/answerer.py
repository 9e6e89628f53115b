"""Ranked sentences → a stream of events that ends in a cited answer, or an abstention."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from time import perf_counter

from qa.answering.abstaining import abstention_reason, abstention_text
from qa.answering.citing import parse_draft
from qa.answering.composing import (
    answers_question,
    compose_claims,
    compose_quotes,
    compose_statement,
)
from qa.answering.dating import date_taken, introduce, of_the_day
from qa.answering.disagreeing import (
    Disagreement,
    find_disagreement,
    introduce_disagreement,
    quote_versions,
)
from qa.answering.marking import mark_asked
from qa.answering.pointing import point_out, say
from qa.answering.prompting import Assignment, assign
from qa.answering.quoting import choose_quotes, number, wants_list
from qa.answering.reading import Reader, Reading
from qa.answering.vouching import check_claims, unchecked
from qa.answering.weighing import share_of_best, shipped
from qa.answering.writer import Writer
from qa.errors import ModelError
from qa.language.query import Query
from qa.settings import Settings
from qa.types import Answer, Checking, Done, Event, Evidence, Quoted, RankedSentence, Writing, Wrote

QUOTES = "quotes"
_NEAREST = 3
_READ_IN_VAIN = "the model that read the nearest sentences found no answer in them"


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
    A model that reads has its say about which quotes, and whether any, before it is done:
    where the evidence is a little weak there are none until then.
    """
    started = perf_counter()
    strength, caution = case.evidence.strength, case.settings.caution
    found = replace(found, confidence=strength)
    reader = _reader(case, writer)
    least = caution if reader is None else min(caution, shipped().floor)
    if not case.ranked or strength < least:
        yield Quoted(())
        yield Done(_abstain(found, case))
        return
    quoted = _quote(found, case) if strength >= caution else found
    timings = {**found.timings, "quotes": perf_counter() - started}
    found, quoted = replace(found, timings=timings), replace(quoted, timings=timings)
    yield Quoted(quoted.quotes, quoted.introduction)
    if reader is not None and writer is not None:
        quoted = yield from _read(found, quoted, case, reader, writer.name, cancelled)
    elif writer is not None and not cancelled():
        quoted = yield from _write(quoted, case, writer, cancelled)
    yield Done(quoted)


def _reader(case: Case, writer: Writer | None) -> Reader | None:
    """Return what reads instead of writing, if anything does."""
    if writer is None or "reading" in case.settings.without:
        return None
    return writer.reader(case.query.language)


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


def _read(
    found: Answer,
    quoted: Answer,
    case: Case,
    reader: Reader,
    name: str,
    cancelled: Callable[[], bool],
) -> Generator[Writing | Checking, None, Answer]:
    """Have the model read; return the answer that then stands, or that there is none.

    ``found`` is the answer without quotes, ``quoted`` with those that the evidence alone gives,
    which stand where the model can't be asked; where there were none, nothing is answered.
    """
    started = perf_counter()
    reading, prompt_hash, warning = None, "", ""
    try:
        task = None if cancelled() else reader.assign_best(case.query, case.ranked, case.settings)
        prompt_hash = task.prompt_hash if task else ""
        for event in reader.read(task, cancelled) if task else ():
            if isinstance(event, Reading):
                reading = event
            else:
                yield event
    except ModelError as error:
        warning = str(error)
    if reading is None:
        quoted = replace(quoted, warning=warning)
        return quoted if quoted.quotes else _abstain(quoted, case)
    timings = {**found.timings, "reading": perf_counter() - started}
    found = replace(found, prompt_hash=prompt_hash, timings=timings)
    answer = _weigh(found, case, reading, name)
    if answer.abstained and quoted.quotes:
        answer = replace(answer, reason=_READ_IN_VAIN)
    if answer.statements:
        yield Wrote(compose_statement(answer.statements[0], answer.language))
    yield Checking()
    return answer


def _weigh(found: Answer, case: Case, reading: Reading, name: str) -> Answer:
    """Return the answer that evidence and reading give together, or that there is none."""
    weights = shipped()
    strength = weights.strength(case.evidence.strength, reading.none)
    found = replace(found, confidence=strength)
    if strength < case.settings.caution:
        return _abstain(found, case)
    if wants_list(case.query):  # which no one sentence need hold
        return _quote(found, case)
    case = replace(case, ranked=weights.rank(case.ranked, reading))
    return _point(found, case, reading, name)


def _point(found: Answer, case: Case, reading: Reading, name: str) -> Answer:
    """Return the answer in quotes, with the short one that the model points at where it stands.

    Its words count among those of the answer.
    """
    whole, weights = _quote(found, case), shipped()
    share = share_of_best(case.ranked, reading)
    if weights.trust(reading.certainty, share, found.confidence) < weights.certainty:
        return whole
    if point_out(case.query, reading, whole.quotes, case.disagreement) is None:
        return whole
    fewer = _quote(found, replace(case, settings=_less(case.settings, len(reading.words.split()))))
    pointed = point_out(case.query, reading, fewer.quotes, case.disagreement)
    if pointed is None:  # no room for both
        return whole
    quotes = tuple(pointed if one.number == pointed.number else one for one in fewer.quotes)
    statement = say(pointed)
    lines = [fewer.introduction, compose_statement(statement, case.query.language)]
    lines.append(compose_quotes(quotes, case.query.language))
    return replace(
        fewer,
        text="\n".join(filter(None, lines)),
        citations=quotes,
        quotes=quotes,
        statements=(statement,),
        written_by=name,
    )


def _less(settings: Settings, words: int) -> Settings:
    return replace(
        settings,
        answer_words=settings.answer_words - words,
        list_words=settings.list_words - words,
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
