"""Ranked sentences → the few quotes that answer, cut from the articles by offsets."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.language.analysis import fold
from qa.language.asked_for import find_asked
from qa.language.query import Query
from qa.language.questions import Kind
from qa.settings import Settings
from qa.types import Citation, RankedSentence

_LOOKED_AT = 25  # sentences
# In log-odds, beside the logarithm of a sentence's share of the evidence: what words that are
# surely of the kind asked for are worth, and what a sentence twice as long loses.
_ASKED = 1.0
_LENGTH = 0.6
_BEHIND = math.log(0.02)  # how far behind the best one a quote may be, its length apart
_BEHIND_IN_LIST = math.log(0.005)
_LIKELY = 0.6  # what a sentence gives: all with this part of its best one's score
_LEAST_SHARE = 1e-9
_SAME = 0.8  # sentences that share so much of their words say the same
_LIST = re.compile(
    r"\bquel(?:le)?s sont\b|\bqui (?:sont|etaient|ont|avaient)\b|\bquels\b|\bquelles\b|"
    r"\bparticip|\bpresents?\b|\bnoms\b|\bmembres\b|\breuni|\bsigne|\bcompos|\blist|\binvit|"
    r"\bassist|\bwho (?:are|were|attended|took part|signed)\b|\bles? laureat"
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence, how many words it has, and what it may give as an answer, by its folded text."""

    sentence: RankedSentence
    words: int
    asked: dict[str, float]

    def worth(self, given: Iterable[str] = ()) -> float:
        """Return what speaks for it, in log-odds, when what is ``given`` already counts no more."""
        new = (score for text, score in self.asked.items() if text not in given)
        share = max(self.sentence.score, _LEAST_SHARE)
        return math.log(share) + _ASKED * max(new, default=0.0)


def wants_list(query: Query) -> bool:
    """Whether the question asks for several people or bodies."""
    return query.kind is Kind.WHO and _LIST.search(fold(query.text)) is not None


def choose_quotes(
    query: Query, ranked: Sequence[RankedSentence], settings: Settings
) -> tuple[Citation, ...]:
    """Return the best sentences as numbered citations: few, close to the best, none twice.

    One after the other the sentence is taken that is worth most for its length: by its share
    of the evidence, and by what it holds of the kind asked for that isn't given yet. The first
    is always taken, another one where it brings the words nearer to ``answer_words``, or to
    ``list_words`` when a list is asked for.
    """
    several = wants_list(query)
    budget = settings.list_words if several else settings.answer_words
    pool = _candidates(query, ranked)
    chosen: list[_Candidate] = []
    given: set[str] = set()
    least = max((candidate.worth() for candidate in pool), default=0.0)
    least += _BEHIND_IN_LIST if several else _BEHIND
    while pool and len(chosen) < settings.quotes:
        one = max(pool, key=lambda c: c.worth(given) - _LENGTH * math.log(c.words))
        pool.remove(one)
        if chosen and (one.worth(given) < least or not _fits(one, chosen, budget)):
            continue
        chosen.append(one)
        given.update(one.asked)
    return number(candidate.sentence for candidate in chosen)


def number(sentences: Iterable[RankedSentence]) -> tuple[Citation, ...]:
    """Return the sentences as citations numbered from 1."""
    return tuple(
        Citation(n, s.article, s.span.start, s.span.end, s.text) for n, s in enumerate(sentences, 1)
    )


def _candidates(query: Query, ranked: Sequence[RankedSentence]) -> list[_Candidate]:
    """Return what may be quoted: another day's news doesn't belong beside the day's asked for."""
    return [
        _candidate(query, sentence)
        for sentence in ranked[:_LOOKED_AT]
        if sentence.dated or not ranked[0].dated
    ]


def _candidate(query: Query, sentence: RankedSentence) -> _Candidate:
    text = sentence.text
    asked = find_asked(query, text, sentence.article.date)
    least = _LIKELY * asked[0].score if asked else 0.0
    likely = {fold(one.span.cut(text)): one.score for one in asked if one.score >= least}
    return _Candidate(sentence, max(1, len(text.split())), likely)


def _fits(one: _Candidate, chosen: Sequence[_Candidate], budget: int) -> bool:
    """Whether it brings the words nearer to the budget, and says something else."""
    words = sum(candidate.words for candidate in chosen)
    return words + one.words / 2 <= budget and not any(
        _alike(one.sentence.text, candidate.sentence.text) for candidate in chosen
    )


def _alike(a: str, b: str) -> bool:
    """Whether two sentences share most of their words (reprints, updates of one story)."""
    one, two = set(fold(a).split()), set(fold(b).split())
    return len(one & two) >= _SAME * max(len(one), len(two), 1)
