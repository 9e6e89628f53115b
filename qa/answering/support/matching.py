"""How well each content word of a sentence is found in each sentence of its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from qa.answering.support.reading import Reading, Token
from qa.answering.support.words import lexicon

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ALIKE = 0.9  # a word that may stand for it
_KIN = 0.8  # a word of the same family: “fondateur”, “fondation”
_ROOT, _ROOT_SHARE = 5, 0.6
_NEAR, _NEAREST = 0.3, 0.75  # cosines from which words have something, and all but all, in common
_MOST_BY_VECTOR = 0.7
_IN_TITLE = 0.9
_ACRONYM = 3  # letters at least
_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Matches:
    """``degrees`` is ``(words, sentences)``, 0 to 1; ``texts`` is the text of each sentence.

    ``weights`` are the words' own, ``(words,)``.
    """

    tokens: tuple[Token, ...]
    degrees: NDArray[np.float64]
    weights: NDArray[np.float64]
    texts: NDArray[np.int64]


def match(sentence: Reading, evidence: Sequence[Reading], title: Reading | None) -> Matches:
    """Match the words of ``sentence`` with those of each sentence of ``evidence``.

    The words of a title count for every sentence, a little less than those of the text.
    """
    import numpy as np

    texts = [n for n, reading in enumerate(evidence) for _ in reading.sentences]
    there = [stems for reading in evidence for stems in stems_of(reading)]
    degrees = np.zeros((len(sentence.tokens), max(len(texts), 1)))
    similar = _similar(sentence.tokens, evidence)
    heads = stems_of(title) if title else ()
    for row, token in enumerate(sentence.tokens):
        degrees[row, : len(texts)] = [_degree(token, stems) for stems in there]
        if similar is not None and not token.named:
            degrees[row, : len(texts)] = np.maximum(degrees[row, : len(texts)], similar[row])
        titled = max((_degree(token, stems) for stems in heads), default=0.0)
        degrees[row] = np.maximum(degrees[row], titled * _IN_TITLE)
    for rows, column in _acronym_matches(sentence, evidence):
        degrees[rows, column] = 1.0
    weights = np.array([token.weight for token in sentence.tokens])
    return Matches(sentence.tokens, degrees, weights, np.array(texts or [0]))


def _acronym_matches(
    sentence: Reading, evidence: Sequence[Reading]
) -> Iterator[tuple[list[int], int]]:
    """Yield the words of ``sentence`` that an acronym stands for, or the other way round.

    With each come the sentence of the evidence that has the other form.
    """
    short = [n for n, token in enumerate(sentence.tokens) if is_acronym(sentence, token)]
    first = 0
    for reading in evidence:
        for column in range(len(reading.sentences)):
            there = [token for token in reading.tokens if token.sentence == column]
            for token in there:
                if is_acronym(reading, token):
                    for start in _spelled_out(sentence.tokens, token.word):
                        yield list(range(start, start + len(token.word))), first + column
            for row in short:
                if _spelled_out(there, sentence.tokens[row].word):
                    yield [row], first + column
        first += len(reading.sentences)


def is_acronym(reading: Reading, token: Token) -> bool:
    """Whether a word is written in capitals alone, three at least."""
    end = token.start + len(token.word)
    return len(token.word) >= _ACRONYM and reading.text[token.start : end].isupper()


def _spelled_out(tokens: Sequence[Token], letters: str) -> list[int]:
    """Return where words in a row begin with these letters: “Nations unies” for “NU”."""
    initials = "".join(token.word[0] for token in tokens)
    return [
        start
        for start in range(len(initials))
        if initials.startswith(letters, start) and tokens[start].named
    ]


@dataclass(frozen=True, slots=True)
class Stems:
    """The stems of a sentence, the groups and places they belong to, and by how they begin."""

    all: frozenset[str]
    groups: frozenset[int]
    places: frozenset[int]
    roots: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1024)
def stems_of(reading: Reading) -> tuple[Stems, ...]:
    """Return the stems of each sentence of a text."""
    found: list[set[str]] = [set() for _ in reading.sentences]
    for token in reading.tokens:
        found[token.sentence].add(token.stem)
    return tuple(map(_gather, found))


def _gather(stems: set[str]) -> Stems:
    words, roots = lexicon(), dict[str, tuple[str, ...]]()
    for stem in stems:
        root = stem[:_ROOT]
        roots[root] = (*roots.get(root, ()), stem)
    return Stems(
        frozenset(stems),
        _NONE.union(*(words.same.get(stem, _NONE) for stem in stems)),
        _NONE.union(*(words.places.get(stem, _NONE) for stem in stems)),
        roots,
    )


def _degree(token: Token, there: Stems) -> float:
    stem, words = token.stem, lexicon()
    if stem in there.all:
        return 1.0
    if not words.places.get(stem, _NONE).isdisjoint(there.places):
        return _ALIKE
    if token.named:
        return 0.0
    if not words.same.get(stem, _NONE).isdisjoint(there.groups) and any(
        words.alike(stem, one) for one in there.all
    ):
        return _ALIKE
    kin = there.roots.get(stem[:_ROOT], ())
    return _KIN if any(_kin(stem, one) for one in kin) else 0.0


def _kin(one: str, other: str) -> bool:
    pairs = zip(one, other, strict=False)
    shared = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    return shared >= _ROOT and shared >= _ROOT_SHARE * max(len(one), len(other))


def _similar(tokens: Sequence[Token], evidence: Sequence[Reading]) -> NDArray[np.float64] | None:
    """Return ``(words, sentences)``: how near the nearest word is, by the bundled vectors."""
    import numpy as np

    if not tokens or not any(reading.tokens for reading in evidence):
        return None
    mine = unit_vectors([token.word for token in tokens])
    if mine is None:
        return None
    found = []
    for reading in evidence:
        near = np.zeros((len(tokens), len(reading.sentences)))
        theirs = _vectors_of(reading)
        if theirs is not None and len(theirs):
            cosines = mine @ theirs.T
            at = np.array([token.sentence for token in reading.tokens])
            for column in range(len(reading.sentences)):
                if (here := at == column).any():
                    near[:, column] = cosines[:, here].max(axis=1)
        found.append(near)
    share = (np.concatenate(found, axis=1) - _NEAR) / (_NEAREST - _NEAR)
    return np.clip(share, 0.0, 1.0) * _MOST_BY_VECTOR


@lru_cache(maxsize=128)
def _vectors_of(reading: Reading) -> NDArray[np.float32] | None:
    return unit_vectors([token.word for token in reading.tokens])


def unit_vectors(words: Sequence[str]) -> NDArray[np.float32] | None:
    """Return ``(n, dim)``, a word's vector a row; None when the bundled encoder can't be read.

    Words are then only compared by stem and group.
    """
    from embeddings.encoder import EncoderError
    from embeddings.words import bundled_words

    try:
        return bundled_words().of(words)
    except EncoderError:
        return None
