"""Ranked sentences → a stream of events that ends in a cited answer, or an abstention."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING

from prompts import render
from qa.answering.abstaining import abstention_sentence, abstention_text, weigh_evidence
from qa.answering.citing import citing_grammar, parse_draft
from qa.answering.composing import (
    answers_question,
    compose_claims,
    compose_quotes,
    keep_supported,
)
from qa.answering.dating import date_taken, introduce, of_the_day
from qa.answering.quoting import choose_quotes, number
from qa.language.query import Query
from qa.settings import Settings
from qa.types import Answer, Citation, Done, Event, Quoted, RankedSentence, Wrote

if TYPE_CHECKING:
    from qa.answering.gguf import GgufWriter

QUOTES = "quotes"
_MARKER_TOKENS = 6  # “[12] ” and a line break
_FRAME_TOKENS = 300  # instructions, question and the chat template's own markup

# Control characters, zero-width ones and changes of direction: nothing a model should read.
_UNSEEN = re.compile(
    r"[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ue000-\uf8ff\ufeff]+"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model wrote, the sentences it was shown, and the hash of the prompt's file."""

    text: str
    candidates: tuple[Citation, ...]
    prompt_hash: str


def answer_from(
    found: Answer,
    query: Query,
    ranked: Sequence[RankedSentence],
    writer: GgufWriter | None,
    settings: Settings,
    cancelled: Callable[[], bool],
) -> Iterator[Event]:
    """Yield quotes at once, the model's words as they come, and last the checked answer.

    ``found`` is the answer so far: the question, its hits and timings. What the model
    writes is kept only where the checks pass; if that leaves too little, the quotes stand.
    """
    started = perf_counter()
    evidence = weigh_evidence(query, ranked)
    found = replace(found, confidence=min(1.0, evidence.strength))
    if not ranked or evidence.strength < settings.caution:
        nearest = found.hits[0].article if found.hits else None
        text = abstention_text(query.language, nearest)
        yield Quoted(())
        yield Done(replace(found, text=text, abstained=True, reason=evidence.reason()))
        return
    quotes = choose_quotes(query, ranked, settings)
    about = date_taken(query, quotes)
    if about is not None:
        quotes = of_the_day(query, quotes, about)
    text = compose_quotes(quotes, query.language)
    if about is not None:
        text = f"{introduce(query, about, found.hits)} {text}"
    timings = {**found.timings, "quotes": perf_counter() - started}
    found = replace(found, text=text, citations=quotes, quotes=quotes, timings=timings, about=about)
    yield Quoted(quotes)
    if writer is not None and not cancelled():
        started = perf_counter()
        draft = yield from _write(query, ranked, writer, settings, cancelled)
        timings = {**timings, "writing": perf_counter() - started}
        found = replace(found, prompt_hash=draft.prompt_hash, timings=timings)
        found = _checked(found, draft, query, writer.name, settings)
    yield Done(found)


def _write(
    query: Query,
    ranked: Sequence[RankedSentence],
    writer: GgufWriter,
    settings: Settings,
    cancelled: Callable[[], bool],
) -> Generator[Wrote, None, Draft]:
    """Have the model write, a ``Wrote`` a piece; return its draft as far as it came."""
    candidates = _fit(ranked, writer, settings)
    abstention = abstention_sentence(query.language)
    prompt = render(
        "answer",
        query.language,
        question=_plain(query.text),
        sentences=[{"number": c.number, "text": _plain(c.quote)} for c in candidates],
        abstention=abstention,
    )
    grammar = citing_grammar(len(candidates), abstention)
    pieces = []
    for piece in writer.write(prompt.system, prompt.user, grammar, cancelled):
        pieces.append(piece)
        yield Wrote(piece)
    return Draft("" if cancelled() else "".join(pieces), candidates, prompt.hash)


def _fit(
    ranked: Sequence[RankedSentence], writer: GgufWriter, settings: Settings
) -> tuple[Citation, ...]:
    """Return as many of the best sentences as the prompt's budget of tokens holds, whole.

    The best one is always there.
    """
    budget = min(settings.prompt_tokens, writer.context - settings.answer_tokens)
    chosen: list[RankedSentence] = []
    for sentence in ranked[: settings.prompt_sentences]:
        budget -= writer.count_tokens(_plain(sentence.text)) + _MARKER_TOKENS
        if budget < _FRAME_TOKENS and chosen:
            break
        chosen.append(sentence)
    return number(chosen)


def _checked(found: Answer, draft: Draft, query: Query, name: str, settings: Settings) -> Answer:
    """Return the answer with the model's checked text, or as it was when too little is left."""
    claims = parse_draft(draft.text, len(draft.candidates))
    if "checking" in settings.without:
        claims = [claim for claim in claims if claim.numbers]
    else:
        claims = keep_supported(claims, draft.candidates, query)
        if not answers_question(claims, query, found.quotes):
            return found
    if not claims:
        return found
    text, citations = compose_claims(claims, draft.candidates)
    return replace(found, text=text, citations=citations, written_by=name)


def _plain(text: str) -> str:
    """Return ``text`` as a prompt shows it: on one line, unable to forge a sentence number."""
    return _UNSEEN.sub(" ", text).replace("[", "(").replace("]", ")")
