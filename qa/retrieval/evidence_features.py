"""What tells whether the articles answer a question at all: features of its best sentences.

“Nearby” is a sentence with its neighbours and its title: what names the topic often stands
apart from what answers. “Short” features count for short questions alone, whose few words an
answer has to hold; a long question says much that its answer doesn't repeat.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from embeddings.words import bundled_words
from qa.language.questions import Kind
from qa.retrieval.asked import Asked
from qa.retrieval.question_parts import Part, Parts
from qa.types import RankedSentence

LOOKED_AT = 8
_AROUND = 1
_LONG, _SHORT = 8, 4  # terms from which on a question is long, and up to which it is short
_POINTED_AT = frozenset({Kind.WHO, Kind.WHEN, Kind.HOW_MANY, Kind.WHERE, Kind.WHY})
_ANY_KIND = 0.6  # how well anything suits a question that asks for no kind of thing
_BEST_SPAN = 1.6  # the score of a span that suits the question wholly
_WORDS = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Around:
    """The terms of a sentence, of it with its neighbours and title, of its article and title."""

    own: frozenset[str]
    nearby: frozenset[str]
    article: frozenset[str]
    title: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What one sentence shows, each 0 to 1.

    ``weight`` is its share among those looked at. ``names`` is how far the names of the question
    are nearby, ``worst_name`` how far the least of them is in the article, ``titled`` how far
    they are in the title; ``words`` and ``words_nearby`` how far the other words are, or
    words alike; ``asked`` how well what suits the question does; ``dated`` whether
    its day is met.
    """

    weight: float
    article: str
    names: float
    worst_name: float
    titled: float
    words: float
    words_nearby: float
    asked: float
    likeness: float
    dated: bool


def look_around(asked: Asked, ranked: Sequence[RankedSentence]) -> list[Around]:
    """Return what surrounds each of the best sentences; ``ranked`` holds their neighbours."""
    chosen = ranked[:LOOKED_AT]
    by_article: dict[str, list[RankedSentence]] = {one.article.id: [] for one in chosen}
    for one in ranked:
        if one.article.id in by_article:
            by_article[one.article.id].append(one)
    found: dict[tuple[str, int], Around] = {}
    for article_id, its in by_article.items():
        its.sort(key=lambda one: one.span.start)
        terms = [frozenset(asked.terms[one.text]) for one in its]
        title = frozenset(asked.terms[its[0].article.title])
        whole = title.union(*terms)
        for n, one in enumerate(its):
            near = slice(max(0, n - _AROUND), n + _AROUND + 1)
            text = " ".join(neighbour.text for neighbour in its[near])
            around = Around(terms[n], title.union(*terms[near]), whole, title, text)
            found[article_id, one.span.start] = around
    return [found[one.article.id, one.span.start] for one in chosen]


def show(
    asked: Asked,
    parts: Parts,
    idf: Mapping[str, float],
    ranked: Sequence[RankedSentence],
    around: Sequence[Around],
) -> list[Shown]:
    """Return what each of the best sentences shows; ``idf`` tells how telling each term is."""
    chosen = ranked[:LOOKED_AT]
    total = sum(one.score for one in chosen) or 1.0
    titled = [f"{one.article.title}\n{one.text}" for one in chosen]
    likeness = bundled_words().likeness(asked.query.text, titled) if chosen else []
    shown = []
    held = _words_held(parts.words, idf, chosen, around)
    for one, there, like, (own, nearby) in zip(chosen, around, likeness, held, strict=True):
        shown.append(
            Shown(
                weight=one.score / total,
                article=one.article.id,
                names=_names_held(parts.names, idf, there.nearby),
                worst_name=min((name.held_by(there.article) for name in parts.names), default=1.0),
                titled=_names_held(parts.names, idf, there.title),
                words=own,
                words_nearby=nearby,
                asked=_asked_for(asked, one),
                likeness=like,
                dated=one.dated,
            )
        )
    return shown


def _names_held(names: Sequence[Part], idf: Mapping[str, float], there: frozenset[str]) -> float:
    weights = [max(idf[term] for term in name.terms) for name in names]
    held = sum(w * name.held_by(there) for w, name in zip(weights, names, strict=True))
    return held / sum(weights) if sum(weights) else 1.0


def _words_held(
    words: Sequence[Part],
    idf: Mapping[str, float],
    chosen: Sequence[RankedSentence],
    around: Sequence[Around],
) -> list[tuple[float, float]]:
    """Return how far each sentence, and it with what is nearby, hold the words or ones alike."""
    weights = [max(idf[term] for term in word.terms) for word in words]
    total = sum(weights)
    if not total:
        return [(1.0, 1.0)] * len(chosen)
    own = [words_of(one.text) for one in chosen]
    near = [
        words_of(f"{one.article.title} {there.text}")
        for one, there in zip(chosen, around, strict=True)
    ]
    column = {word: n for n, word in enumerate(dict.fromkeys(chain(*own, *near)))}
    if not column:
        return [(0.0, 0.0)] * len(chosen)
    cosines = bundled_words().cosines([word.text.lower() for word in words], list(column))

    def held(there: Sequence[str], terms: frozenset[str]) -> float:
        alike = cosines[:, [column[word] for word in there]].max(axis=1) if there else None
        met = 0.0
        for n, word in enumerate(words):
            like = 0.0 if alike is None else float(alike[n])
            met += weights[n] * (1.0 if terms.issuperset(word.terms) else like)
        return met / total

    return [
        (held(mine, there.own), held([*mine, *others], there.nearby))
        for mine, others, there in zip(own, near, around, strict=True)
    ]


def words_of(text: str) -> list[str]:
    """Return the words of three letters and more, in lower case."""
    return [word.lower() for word in _WORDS.findall(text)]


def _asked_for(asked: Asked, one: RankedSentence) -> float:
    if asked.query.kind not in _POINTED_AT:
        return _ANY_KIND
    return min(1.0, asked.suits(one.text, one.article.date) / _BEST_SPAN)


def describe_evidence(asked: Asked, shown: Sequence[Shown]) -> dict[str, float]:
    """Return the features of a question, given what its best sentences show."""
    short = min(1.0, max(0.0, (_LONG - len(asked.query.terms)) / (_LONG - _SHORT)))
    articles: dict[str, float] = {}
    for one in shown:
        articles[one.article] = articles.get(one.article, 0.0) + one.weight
    likeness = sum(one.weight * one.likeness for one in shown)
    undated = sum(one.weight * (not one.dated) for one in shown)
    return {
        "undated": undated,
        "on the day": (1.0 - undated) * any(date.day for date in asked.query.dates),
        "names": sum(one.weight * one.worst_name for one in shown),
        "names nearby": max(one.names for one in shown),
        "names in the title": max(one.titled for one in shown),
        "one article": max(articles.values()),
        "likeness": likeness,
        "asked": sum(one.weight * one.asked for one in shown),
        "answers": max(one.asked * one.words_nearby * one.names * _on_date(one) for one in shown),
        "answers, by name": max(
            one.asked * (0.2 + one.words_nearby) * one.worst_name * _on_date(one) for one in shown
        ),
        "answers, beside names": max(
            one.asked * one.names * one.worst_name * _on_date(one) for one in shown
        ),
        "short": short,
        "short likeness": short * likeness,
        "short answers": short * max(one.asked * one.words * one.names for one in shown),
    }


def _on_date(one: Shown) -> float:
    return 1.0 if one.dated else 0.3
