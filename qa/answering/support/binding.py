"""Whether a name, number or date stands by the words it stands by in the evidence.

“Le maire de Montbrel, Gérard Sorel” has words that are all in a text where the mayor is another;
there the other name is nearer to “maire de Montbrel” than Sorel's.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache

from qa.answering.support.facts import Fact, Key, date_key
from qa.answering.support.reading import Reading, Token
from qa.answering.support.words import lexicon

_NEAR = 60  # characters in which a word belongs to a fact
_CLOSE = 30  # and in which it surely does
_SLACK = 12  # a fact this much farther than another may still be the one meant

_FAR = 10_000
_MOSTLY = 0.5  # share of its neighbours that makes a fact another's

Place = tuple[int, int]  # the sentence of the evidence, and the character in its text


Facts = dict[str, list[tuple[Key, Place]]]


def bound_elsewhere(
    sentence: Reading, facts: Sequence[Fact], evidence: Sequence[Reading]
) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return how much of what stands by a fact belongs to another, 0 to 1, and which facts.

    The first is two features: of names, and of numbers and dates.
    """
    spots = _fact_places(evidence)
    mine = {
        kind: frozenset[Hashable]().union(*(key for key, _ in of_kind(sentence, kind)))
        for kind in ("name", "amount", "date")
    }
    worst, which = {"bound name": 0.0, "bound number": 0.0}, []
    for fact in facts:
        if fact.false:
            continue
        judged = [
            _belongs_elsewhere(fact, places, spots, mine[fact.kind])
            for places in _neighbours(sentence, fact, facts, spots, evidence)
        ]
        share = sum(judged) / len(judged) if judged else 0.0
        if share >= _MOSTLY:
            which.append(fact.text)
        feature = "bound name" if fact.kind == "name" else "bound number"
        worst[feature] = max(worst[feature], share)
    return worst, tuple(which)


def _belongs_elsewhere(fact: Fact, places: Sequence[Place], spots: Facts, mine: Key) -> bool:
    """Whether, wherever the neighbour stands, another fact of the kind is nearer than this one."""
    found = spots[fact.kind]
    own = [place for key, place in found if key & fact.key]
    strange = [place for key, place in found if not key & mine]
    named_too = [place for key, place in found if key & mine and not key & fact.key]
    for place in places:
        there = _distance(place, own)
        rival = min(_distance(place, strange), _distance(place, named_too) + _SLACK)
        if rival > _CLOSE or there <= rival + _CLOSE:
            return False
    return bool(places)


def _distance(place: Place, others: Sequence[Place]) -> int:
    return min((abs(place[1] - at) for column, at in others if column == place[0]), default=_FAR)


def _neighbours(
    sentence: Reading,
    fact: Fact,
    facts: Sequence[Fact],
    spots: Facts,
    evidence: Sequence[Reading],
) -> Iterator[list[Place]]:
    """Yield where the evidence has the words and facts nearest to ``fact``, left and right."""
    end = fact.start + len(fact.text)
    left = [token for token in sentence.tokens if fact.start - _NEAR < token.start < fact.start]
    right = [token for token in sentence.tokens if end <= token.start < end + _NEAR]
    for token in (*left[-1:], *right[:1]):
        yield from filter(None, (_places(token, evidence),))
    others = [
        other
        for other in facts
        if other.kind != fact.kind and not other.false and abs(other.start - fact.start) < _NEAR
    ]
    for other in sorted(others, key=lambda one: abs(one.start - fact.start))[:1]:
        found = [place for key, place in spots[other.kind] if key & other.key]
        yield from filter(None, (found,))


def _places(token: Token, evidence: Sequence[Reading]) -> list[Place]:
    """Return where the word stands, or, where it doesn't at all, those that may stand for it."""
    exact = [
        place for words, first in _indexed(evidence) for place in _at(words, token.stem, first)
    ]
    if exact or token.named:
        return exact
    alike = lexicon().alike
    return [
        place
        for words, first in _indexed(evidence)
        for stem in words
        if alike(stem, token.stem)
        for place in _at(words, stem, first)
    ]


def _indexed(evidence: Sequence[Reading]) -> Iterator[tuple[dict[str, list[Place]], int]]:
    """Yield the stems of each text with their places, and the number of its first sentence."""
    first = 0
    for reading in evidence:
        yield _index(reading), first
        first += len(reading.sentences)


def _at(words: dict[str, list[Place]], stem: str, first: int) -> list[Place]:
    return [(first + sentence, at) for sentence, at in words.get(stem, ())]


@lru_cache(maxsize=1024)
def _index(reading: Reading) -> dict[str, list[Place]]:
    words: dict[str, list[Place]] = {}
    for token in reading.tokens:
        words.setdefault(token.stem, []).append((token.sentence, token.start))
    return words


def _fact_places(evidence: Sequence[Reading]) -> Facts:
    facts: Facts = {"name": [], "amount": [], "date": []}
    first = 0
    for reading in evidence:
        for kind, found in facts.items():
            found += [
                (key, (first + reading.sentence_at(at), at)) for key, at in of_kind(reading, kind)
            ]
        first += len(reading.sentences)
    return facts


def of_kind(reading: Reading, kind: str) -> list[tuple[Key, int]]:
    """Return the facts of one kind in a text: what they are compared by, and where they begin."""
    if kind == "name":
        return [(frozenset(name.words), name.span.start) for name in reading.names]
    if kind == "amount":
        return [(frozenset({amount.value}), amount.span.start) for amount in reading.amounts]
    return [(date_key(mention), mention.start) for mention in reading.dates]
