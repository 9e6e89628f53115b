"""A lesson → one sequence of tokens: its sentences once, and every question after them.

The questions don't see one another: each continues the sentences as if it came alone, so that
many are learnt for the price of reading the sentences once (a tree of sequences, as in
https://arxiv.org/abs/2305.09781 for decoding).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.answering.reading_prompt import CLOSING, LABELS, NONE, Shown, lay_out
from qa.training.lessons import Asked

Tokens = Callable[[str], list[int]]
_LABEL_WEIGHT = 2.0  # choosing the sentence matters more than any word of the answer


@dataclass(frozen=True, slots=True)
class Tree:
    """A packed lesson of n tokens.

    ``tokens`` and ``positions`` are (n,) int64; ``branches`` (n,) int64 has 0 for the sentences
    and then a number for each question. At the places ``learnt`` (m,) the model is to give
    ``targets`` (m,), which count for ``weights`` (m,) float32, 1 in all for each question;
    ``chosen``, one for each question, says which of them are labels.
    """

    tokens: NDArray[np.int64]
    positions: NDArray[np.int64]
    branches: NDArray[np.int64]
    learnt: NDArray[np.int64]
    targets: NDArray[np.int64]
    weights: NDArray[np.float32]
    chosen: NDArray[np.int64]

    def sees(self) -> NDArray[np.bool_]:
        """Return (n, n): whether the token of a row attends to that of a column."""
        row, column = self.branches[:, None], self.branches[None, :]
        before = np.tri(len(self.tokens), dtype=bool)
        seen: NDArray[np.bool_] = before & ((column == 0) | (row == column))
        return seen


def pack(shown: Sequence[Shown], asked: Sequence[Asked], tokens: Tokens, end: int) -> Tree:
    """Return the lesson as one sequence; ``end`` is the token that ends a turn."""
    trunk = tokens(lay_out(shown, "").sentences)
    packed, positions, branches = list(trunk), list(range(len(trunk))), [0] * len(trunk)
    learnt: list[int] = []
    targets: list[int] = []
    weights: list[float] = []
    chosen: list[int] = []
    for branch, one in enumerate(asked, 1):
        prompt = tokens(lay_out((), one.question).question)
        label = tokens(NONE if one.number is None else LABELS[one.number])
        answer = _answer(one, tokens, end)
        first = len(packed) + len(prompt) - 1  # the place whose next token is the label
        said = [*label, *answer]
        value = [_LABEL_WEIGHT, *[0.0, *[1.0] * len(answer)][: len(answer)]]
        chosen.append(len(learnt))
        learnt += range(first, first + len(said))
        targets += said
        weights += [number / sum(value) for number in value]
        whole = [*prompt, *said[:-1]]  # nothing follows the end
        positions += range(len(trunk), len(trunk) + len(whole))
        packed += whole
        branches += [branch] * len(whole)
    return Tree(
        np.array(packed),
        np.array(positions),
        np.array(branches),
        np.array(learnt),
        np.array(targets),
        np.array(weights, dtype=np.float32),
        np.array(chosen),
    )


def _answer(one: Asked, tokens: Tokens, end: int) -> list[int]:
    """Return what follows the label: the short answer and the end, or nothing to be learnt."""
    if one.answer is None:
        return []
    return [*tokens(CLOSING + one.answer if one.answer else CLOSING.strip()), end]
