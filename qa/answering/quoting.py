"""Ranked sentences → the few quotes that answer, cut from the articles by offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from qa.language.analysis import fold
from qa.language.query import Query
from qa.language.questions import Kind
from qa.settings import Settings
from qa.types import Citation, RankedSentence

_NEAR_BEST = 0.05  # a quote has at least this part of the best one’s share of the evidence
_ELSEWHERE = 0.3  # … and this much when it lies in another article
_SAME = 0.8  # sentences that share so much of their words say the same
_LIST = re.compile(
    r"\bquel(?:le)?s sont\b|\bqui (?:sont|etaient|ont|avaient)\b|\bquels\b|\bquelles\b|"
    r"\bparticip|\bpresents?\b|\bnoms\b|\bmembres\b|\breuni|\bsigne|\bcompos|\blist|\binvit|"
    r"\bassist|\bwho (?:are|were|attended|took part|signed)\b|\bles? laureat"
)


def wants_list(query: Query) -> bool:
    """Whether the question asks for several people or bodies."""
    return query.kind is Kind.WHO and _LIST.search(fold(query.text)) is not None


def choose_quotes(
    query: Query, ranked: Sequence[RankedSentence], settings: Settings
) -> tuple[Citation, ...]:
    """Return the best sentences as numbered citations: few, close to the best, none twice."""
    wanted = settings.list_quotes if wants_list(query) else settings.quotes
    one_story = "one story" not in settings.without
    chosen: list[RankedSentence] = []
    for sentence in ranked:
        if len(chosen) == wanted or sentence.score < _NEAR_BEST * ranked[0].score:
            break
        elsewhere = sentence.article.id != ranked[0].article.id
        if elsewhere and one_story and sentence.score < _ELSEWHERE * ranked[0].score:
            continue
        if ranked[0].dated and not sentence.dated:
            continue  # another day's news doesn't belong beside the day's asked for
        if not any(_alike(sentence.text, other.text) for other in chosen):
            chosen.append(sentence)
    return number(chosen)


def number(sentences: Iterable[RankedSentence]) -> tuple[Citation, ...]:
    """Return the sentences as citations numbered from 1."""
    return tuple(
        Citation(n, s.article, s.span.start, s.span.end, s.text) for n, s in enumerate(sentences, 1)
    )


def _alike(a: str, b: str) -> bool:
    """Whether two sentences share most of their words (reprints, updates of one story)."""
    one, two = set(fold(a).split()), set(fold(b).split())
    return len(one & two) >= _SAME * max(len(one), len(two), 1)
