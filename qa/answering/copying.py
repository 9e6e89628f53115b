"""A reading task's tokens, one after the other: a label weighed, then an answer copied."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.answering.generating import read_prompt
from qa.answering.llama import Context
from qa.answering.prompting import origins
from qa.answering.reading import LONGEST, Reading, ReadingTask
from qa.answering.stretches import Stretches, in_original, stretches_of
from qa.types import Read, Span

Logits = NDArray[np.float32]
_LEAST = -1.0e4  # a logit so low that nothing comes of it, for what a broken model doesn't give


@dataclass(frozen=True, slots=True)
class Spellings:
    """The token of each piece of text, how many bytes the longest is, and what ends a turn."""

    tokens: Mapping[bytes, int]
    longest: int
    ends: tuple[int, ...]


def spellings_of(pieces: Sequence[bytes], ends: frozenset[int]) -> Spellings:
    """Return the spellings of a vocabulary: ``pieces`` are the bytes that each token writes."""
    tokens = {piece: n for n, piece in reversed(list(enumerate(pieces))) if piece and n not in ends}
    return Spellings(tokens, max(map(len, tokens), default=0), tuple(sorted(ends)))


@dataclass(frozen=True, slots=True)
class Copied:
    """A stretch of a text, and the geometric mean of its tokens' probabilities."""

    span: Span | None
    certainty: float


def read_sentences(
    context: Context, spellings: Spellings, task: ReadingTask, stopped: Callable[[], bool]
) -> Iterator[Read | Reading]:
    """Yield how far the prompt is read, and last the reading, unless it was stopped before."""
    yield from read_prompt(context, task.tokens, stopped)
    if stopped():
        return
    *chances, none = _softmax(context.logits()[[*task.labels, task.none]])
    best = int(np.argmax(chances))
    text = task.shown[best].text
    context.read([task.labels[best], *task.closing])
    copied = copy_stretch(context, spellings, stretches_of(text), stopped)
    if copied is None:
        return
    span = copied.span and _in_article(task, best, copied.span)
    yield Reading(task.shown, tuple(map(float, chances)), float(none), span, copied.certainty)


def copy_stretch(
    context: Context, spellings: Spellings, stretches: Stretches, stopped: Callable[[], bool]
) -> Copied | None:
    """Return the stretch that the model copies, taking its likeliest token that may stand.

    None when it was stopped.
    """
    chances: list[float] = []
    while not stopped():
        odds = _log_softmax(context.logits())
        step = choose(odds, spellings, stretches) if len(chances) < LONGEST else None
        if step is None:
            break
        token, after = step
        chances.append(float(odds[token]))
        if after is None:
            break
        stretches = after
        context.read([token])
    else:
        return None
    certainty = float(np.exp(np.mean(chances))) if chances else 0.0
    return Copied(stretches.finish(), certainty)


def choose(
    odds: Logits, spellings: Spellings, stretches: Stretches
) -> tuple[int, Stretches | None] | None:
    """Return the likeliest token that may stand, and what is written then, None at the end.

    Nothing where no token may stand.
    """
    spelled = spellings.tokens
    may = {
        spelled[piece]: piece for piece in stretches.pieces(spellings.longest) if piece in spelled
    }
    ends = spellings.ends if stretches.may_end else ()
    tokens = [*ends, *may]
    if not tokens:
        return None
    token = tokens[int(np.argmax(odds[tokens]))]
    return token, stretches.write(may[token]) if token in may else None


def _in_article(task: ReadingTask, number: int, span: Span) -> Span:
    shown = task.shown[number]
    there = in_original(span, origins(shown.span.cut(shown.article.text)))
    return Span(shown.span.start + there.start, shown.span.start + there.end)


def _log_softmax(logits: Logits) -> Logits:
    values = np.nan_to_num(logits, nan=_LEAST, posinf=-_LEAST, neginf=_LEAST)
    values = values - values.max()
    odds: Logits = values - np.log(np.exp(values).sum())
    return odds


def _softmax(logits: Logits) -> Logits:
    chances: Logits = np.exp(_log_softmax(logits))
    return chances
