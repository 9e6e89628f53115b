"""A model's tokens one after the other: the prompt read, then free text or a bound answer."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from qa.answering.choosing import Chooser, Logits, Signs
from qa.answering.constraining import LONGEST, Bounds, Phase, State, advance, cite
from qa.answering.llama import BATCH, Context
from qa.types import Read, Wrote

Stopped = Callable[[], bool]

LEAST = 12
"""Tokens that a bound answer has at least: a few words and their citation."""
_WORTHWHILE = 16  # tokens left to begin another sentence with
_NEAR_END = 8  # tokens before the last: from here on a sentence is ended where a word begins
_NEAR_LONGEST = LONGEST - 40
_TRIES = 32


def read_prompt(context: Context, tokens: Sequence[int], stopped: Stopped) -> Iterator[Read]:
    """Read ``tokens``, but for the beginning that ``context`` remembers; yield how far it is."""
    done = context.keep(tokens)
    yield Read(done, len(tokens))
    while done < len(tokens) and not stopped():
        batch = tokens[done : done + BATCH]
        context.read(batch)
        done += len(batch)
        yield Read(done, len(tokens))


def write_freely(
    context: Context, signs: Signs, chooser: Chooser, tokens: int, stopped: Stopped
) -> Iterator[Wrote]:
    """Yield what the model writes until it ends, at most ``tokens``."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for left in range(tokens, 0, -1):
        token = chooser.first(context.logits())
        if signs.ends_turn(token) or stopped():
            break
        if text := decoder.decode(signs.pieces[token]):
            yield Wrote(text)
        if left > 1:
            context.read([token])


@dataclass(frozen=True, slots=True)
class _Step:
    """The next token, none where the answer ends, and the answer with it."""

    token: int | None
    state: State


class BoundWriter:
    """Writes an answer that ``bounds`` hold.

    A token the model wants is taken wherever it may stand. Where it would end a sentence that
    cites nothing — by ending its turn, the line, or by beginning another — a citation is
    written first, whose number the model chooses among those there are.
    """

    def __init__(self, context: Context, signs: Signs, chooser: Chooser, bounds: Bounds) -> None:
        self._context, self._signs, self._chooser = context, signs, chooser
        self._bounds = bounds

    def write(self, tokens: int, stopped: Stopped) -> Iterator[Wrote]:
        """Yield the answer as it comes, of at most ``tokens`` (but ``LEAST``) tokens.

        Joined it always parses: each stretch of prose is cited, or the whole is the
        abstention. A sentence that the end or the length cuts short has an ellipsis before
        its citation; the abstention stands for an answer without a word.
        """
        state, text = State(), ""
        for left in range(max(tokens, LEAST), 0, -1):
            if stopped():
                return
            step = self._next(state, left)
            state, before = step.state, text
            text = state.text
            if len(text) > len(before):
                yield Wrote(text[len(before) :])
            if step.token is None or (text and text == self._bounds.abstention):
                break
            if left > 1:
                self._context.read([step.token])
        if not text and self._bounds.abstention:
            yield Wrote(self._bounds.abstention)

    def _next(self, state: State, left: int) -> _Step:
        logits = self._context.logits()
        if state.phase in (Phase.OPENING, Phase.NUMBER):
            return self._mark(state, left, logits)
        may_cite = state.may_cite
        if may_cite and left <= state.owed + 1:
            return self._cite(state, left, logits, cut=True)
        if not may_cite and left <= (_WORTHWHILE if state.done else LEAST // 2):
            return _Step(None, state)
        token = self._chooser.first(logits)
        piece = self._signs.pieces[token]
        if may_cite and piece[:1].isspace() and _is_near_end(state, left):
            return self._cite(state, left, logits, cut=b"\n" not in piece)
        ends = self._signs.ends_turn(token)
        after = None if ends else self._advance(state, token, left)
        if after is not None:
            return _Step(token, after)
        if state.may_end:
            return _Step(None, state)
        if not may_cite or state.means_nothing(piece):
            return self._instead(state, left, logits)
        return self._cite(state, left, logits, cut=len(state.words) >= _NEAR_LONGEST)

    def _cite(self, state: State, left: int, logits: Logits, cut: bool = False) -> _Step:
        return self._mark(cite(state, cut), left, logits)

    def _mark(self, state: State, left: int, logits: Logits) -> _Step:
        """Return the likeliest step of those that a citation can be written with."""
        for token in self._chooser.among(logits, self._signs.marks):
            after = self._advance(state, token, left)
            if after is not None:
                return _Step(token, after)
        raise RuntimeError("no token can write a citation")

    def _instead(self, state: State, left: int, logits: Logits) -> _Step:
        """Return the likeliest step in prose, what the model wanted making no sense there."""
        tokens = np.flatnonzero(self._signs.prose)
        for token in islice(self._chooser.among(logits, tokens), _TRIES):
            after = self._advance(state, token, left)
            if after is not None:
                return _Step(token, after)
        return self._cite(state, left, logits, cut=True) if state.may_cite else _Step(None, state)

    def _advance(self, state: State, token: int, left: int) -> State | None:
        after = advance(state, self._signs.pieces[token], self._bounds)
        return after if after is not None and after.owed < left else None


def _is_near_end(state: State, left: int) -> bool:
    return left <= state.owed + _NEAR_END or len(state.words) >= _NEAR_LONGEST
