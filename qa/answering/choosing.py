"""Which token comes next: the best, or one drawn, among all or among those that may stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.answering.constraining import BARRED, MARKS

Logits = NDArray[np.float32]
Tokens = NDArray[np.intp]

_LIKELY = float(np.log(0.05))
_LEAST = -1.0e30
_COLDEST = 1e-3


@dataclass(frozen=True, slots=True)
class Signs:
    """A vocabulary sorted by what its tokens can write.

    ``prose`` says of each token whether it may stand in prose; ``marks`` are the tokens that
    citations are written with.
    """

    pieces: Sequence[bytes]
    ends: frozenset[int]
    prose: NDArray[np.bool_]
    marks: Tokens

    @property
    def can_cite(self) -> bool:
        """Whether every number can be written in brackets, character by character."""
        written = {self.pieces[token] for token in self.marks}
        return all(bytes([byte]) in written for byte in b"[]0123456789")

    def ends_turn(self, token: int) -> bool:
        """Whether the model is done: also when it would open another turn, or call a tool."""
        return token in self.ends or not self.pieces[token]


def sort_tokens(pieces: Sequence[bytes], ends: frozenset[int]) -> Signs:
    """Return what ``pieces``, the bytes each token writes, can be used for."""
    # Deleting bytes tells in one call whether a piece has any of them.
    prose = [
        bool(piece) and len(piece.translate(None, BARRED)) == len(piece) and token not in ends
        for token, piece in enumerate(pieces)
    ]
    marks = [
        token
        for token, piece in enumerate(pieces)
        if piece.strip(b" .!?") and not piece.translate(None, MARKS) and token not in ends
    ]
    return Signs(pieces, ends, np.array(prose, dtype=bool), np.array(marks, dtype=np.intp))


class Chooser:
    """Takes the likeliest token, or draws one when the temperature is above 0.

    Drawn are only tokens at least a twentieth as likely as the likeliest, before the temperature
    (min-p sampling, https://arxiv.org/abs/2407.01082), by the Gumbel-max trick.
    """

    def __init__(self, temperature: float, seed: int) -> None:
        self._temperature = max(temperature, _COLDEST) if temperature else 0.0
        self._random = np.random.default_rng(seed)

    def first(self, logits: Logits) -> int:
        """Return the token to take of all."""
        best = int(logits.argmax())
        if not np.isfinite(logits[best]):  # a broken model's: NaN comes first, then infinity
            logits = _clean(logits)
            best = int(logits.argmax())
        if not self._temperature:
            return best
        likely = np.flatnonzero(logits >= logits[best] + _LIKELY)
        return int(likely[self._drawn(logits[likely]).argmax()])

    def among(self, logits: Logits, tokens: Tokens) -> Iterator[int]:
        """Yield ``tokens``, each once: the one to take first, then what to take instead."""
        values = _clean(logits[tokens])
        if self._temperature:
            values = np.where(values >= values.max() + _LIKELY, self._drawn(values), _LEAST)
        for index in np.argsort(-values, kind="stable"):
            yield int(tokens[index])

    def _drawn(self, values: Logits) -> Logits:
        noise = self._random.gumbel(size=values.size).astype(np.float32)
        drawn: Logits = (values - values.max()) / np.float32(self._temperature) + noise
        return drawn


def _clean(logits: Logits) -> Logits:
    return np.nan_to_num(logits, nan=_LEAST, posinf=-_LEAST, neginf=_LEAST).astype(np.float32)
