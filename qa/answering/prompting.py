"""Ranked sentences and a question → a prompt that fits, sentences left out by rank, none cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from prompts import render
from qa.answering.abstaining import abstention_sentence
from qa.answering.quoting import number
from qa.answering.writer import Task, Writer
from qa.language.query import Query
from qa.settings import Settings
from qa.types import Citation, RankedSentence

_ABLE = 2  # times as many tokens are read by a writer that makes something of them

# Control characters, zero-width ones and changes of direction: nothing a model should read.
_UNSEEN = re.compile(
    r"[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ue000-\uf8ff\ufeff"
    r"\U000e0000-\U000e007f]+"
)
_HARMLESS = str.maketrans("[]［］【】<>＜＞", "()()()‹›‹›")


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a writer is asked to do, the sentences it may cite, the hash of the prompt's file."""

    task: Task
    candidates: tuple[Citation, ...]
    prompt_hash: str


def assign(
    query: Query, ranked: Sequence[RankedSentence], writer: Writer, settings: Settings
) -> Assignment | None:
    """Return the task of answering from as many of the best sentences as the budget holds.

    None when not even the best one fits.
    """
    most = settings.prompt_tokens * (_ABLE if writer.able else 1)
    budget = min(most, writer.context - settings.answer_tokens)

    def fits(count: int) -> bool:
        task = _assignment(query, ranked[:count], settings).task
        return writer.count_tokens(task.system, task.user) <= budget

    count = most_that_fit(min(len(ranked), settings.prompt_sentences), fits)
    return _assignment(query, ranked[:count], settings) if count else None


def plain(text: str) -> str:
    """Return ``text`` as a prompt shows it: on one line, unable to forge a number or markup.

    Writers tokenise it as text all the same; a server may not.
    """
    return _UNSEEN.sub(" ", text).translate(_HARMLESS)


def origins(text: str) -> list[int]:
    """Return of each character of ``plain(text)`` where in ``text`` the one it stands for begins.

    But for the spaces put in for what isn't seen, each stands for one character.
    """
    unseen = {match.start(): match.end() for match in _UNSEEN.finditer(text)}
    places, at = [], 0
    while at < len(text):
        places.append(at)
        at = unseen.get(at, at + 1)
    return places


def _assignment(query: Query, chosen: Sequence[RankedSentence], settings: Settings) -> Assignment:
    candidates = number(chosen)
    abstention = abstention_sentence(query.language)
    prompt = render(
        "answer",
        query.language,
        question=plain(query.text),
        sentences=[{"number": c.number, "text": plain(c.quote)} for c in candidates],
        abstention=abstention,
    )
    tokens = settings.answer_tokens
    task = Task(prompt.system, prompt.user, tokens, len(candidates), abstention)
    return Assignment(task, candidates, prompt.hash)


def most_that_fit(high: int, fits: Callable[[int], bool]) -> int:
    """Return the largest count up to ``high`` that fits, 0 if none: what fits, fits with fewer."""
    low = 0
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low
