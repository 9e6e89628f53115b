"""A sentence and its evidence → supported, partly or unsupported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

from qa.answering.support.features import Findings, find_against
from qa.answering.support.frames import says_nothing, strip_frames, strip_markers
from qa.answering.support.matching import match
from qa.answering.support.model import Model, load_model
from qa.answering.support.reading import Reading, read
from qa.answering.support.wording import FOUND
from qa.types import Support

_JUST_BELOW = 0.01
_SILENCE, _DOUBTED_SILENCE = 0.7, 0.4


def check_support(
    sentence: str,
    evidence: Sequence[str],
    *,
    title: str | None = None,
    date: Date | None = None,
) -> Support:
    """Say whether ``evidence`` bears ``sentence`` out, and how far, 0 to 1.

    ``evidence`` are texts, from a sentence to passages of a hundred words and more, in any
    order. ``title`` and ``date`` are those of the article they come from: names and numbers of
    the title count, and the date tells which day “mardi” is. A sentence with a name, a
    number or a date that the evidence has nothing of is unsupported, whatever else is there.
    """
    asked = _prepare(sentence, evidence, title, date)
    if asked is None:
        return Support("unsupported", 0.0, ("cites nothing",))
    if asked.silent:
        return _judge_silence(asked)
    if not (asked.claim.tokens or asked.claim.amounts or asked.claim.dates):
        return Support("unsupported", 0.0, ("says nothing",))
    return _weigh(_find(asked), load_model())


def describe(
    sentence: str, evidence: Sequence[str], *, title: str | None = None, date: Date | None = None
) -> Findings | None:
    """Return what speaks against ``sentence``; None where that isn't what decides."""
    asked = _prepare(sentence, evidence, title, date)
    return None if asked is None or asked.silent else _find(asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A claim without what introduces it, and its evidence, all read.

    ``silent`` are the words, if any, by which it claims that the evidence doesn't say it.
    """

    claim: Reading
    evidence: tuple[Reading, ...]
    title: Reading | None
    date: Date | None
    silent: tuple[int, int] | None


def _prepare(
    sentence: str, evidence: Sequence[str], title: str | None, date: Date | None
) -> _Asked | None:
    texts = [text for text in evidence if text.strip()]
    if not texts:
        return None
    whole = read(strip_markers(sentence), date)
    silent = says_nothing(whole.folded)
    begin = 0 if silent else strip_frames(whole.folded)
    return _Asked(
        read(whole.text[begin:], date) if begin else whole,
        tuple(read(text, date) for text in texts),
        read(title) if title and title.strip() else None,
        date,
        silent,
    )


def _find(asked: _Asked) -> Findings:
    return find_against(asked.claim, asked.evidence, asked.title, asked.date)


def _weigh(found: Findings, model: Model) -> Support:
    score = model.score(found.features)
    if found.unheard:
        score = min(score, model.partly - _JUST_BELOW)
    elif found.doubted:
        score = min(score, model.supported - _JUST_BELOW)
    verdict = model.verdict(score)
    return Support(verdict, round(score, 4), () if verdict == "supported" else found.reasons)


def _judge_silence(asked: _Asked) -> Support:
    """Judge “le texte ne précise pas …”: borne out when the evidence lacks a word of it."""
    matches = match(asked.claim, asked.evidence, asked.title)
    start, end = asked.silent or (0, 0)
    best = matches.degrees.max(axis=1, initial=0.0)
    lacking = [
        token.word
        for token, degree in zip(matches.tokens, best, strict=True)
        if degree < FOUND and not start <= token.start < end
    ]
    if lacking:
        return Support("supported", _SILENCE)
    return Support("partly", _DOUBTED_SILENCE, ("may be in the evidence after all",))
