"""How much of what a sentence says is in its evidence: by word, stretch, clause and pair."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answering.support.matching import Matches
from qa.answering.support.reading import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOUND = 0.45  # a word found to this degree isn't missing
_STRETCH = 30.0
_NEXT = 0.7  # what a word found in the sentence next door counts
_CLAUSE = re.compile(
    r"[,;:()—–]| (?:et|qui|dont|ou|alors que|tandis que|mais|car|afin de|pour|ce qui|avec) "
)
_SHORTEST_CLAUSE = 2
_REASON_WORDS = 4


def windows(matches: Matches) -> NDArray[np.float64]:
    """Return ``(words, sentences)``: degrees with what the sentences next door add."""
    import numpy as np

    degrees, texts = matches.degrees, matches.texts
    near = degrees.copy()
    for column in range(degrees.shape[1]):
        for other in (column - 1, column + 1):
            if 0 <= other < degrees.shape[1] and texts[other] == texts[column]:
                near[:, column] = np.maximum(near[:, column], degrees[:, other] * _NEXT)
    return near


def shares(matches: Matches, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``(sentences,)``: the weighted share of the words that each bears out."""
    total = float(matches.weights.sum())
    found: NDArray[np.float64] = matches.weights @ degrees
    return found / total if total else found


def missing_words(matches: Matches) -> dict[str, float]:
    """Return the features of what isn't there: in the best text, the best place, anywhere."""
    import numpy as np

    if not len(matches.tokens):
        return dict.fromkeys(("text", "place", "stretch"), 0.0)
    by_text = np.stack(
        [
            matches.degrees[:, matches.texts == text].max(axis=1)
            for text in np.unique(matches.texts)
        ],
        axis=1,
    )
    anywhere = matches.degrees.max(axis=1)
    lost = np.where(anywhere < FOUND, matches.weights * (1 - anywhere), 0.0)
    return {
        "text": 1 - float(shares(matches, by_text).max()),
        "place": 1 - float(shares(matches, windows(matches)).max()),
        "stretch": min(_longest(lost) / _STRETCH, 1.0),
    }


def weakest_clause(matches: Matches, sentence: Reading) -> float:
    """Return the share of the weakest clause's words that its best place lacks, 0 to 1."""
    if not len(matches.tokens):
        return 0.0
    cuts = [match.start() for match in _CLAUSE.finditer(sentence.folded)]
    clause = [sum(cut < token.start for cut in cuts) for token in matches.tokens]
    near = windows(matches)
    worst = 0.0
    for number in set(clause):
        rows = [row for row, one in enumerate(clause) if one == number]
        if len(rows) < _SHORTEST_CLAUSE:
            continue
        weights = matches.weights[rows]
        share = float((weights @ near[rows]).max() / weights.sum())
        worst = max(worst, 1 - share)
    return worst


def lost_words(matches: Matches) -> tuple[str, ...]:
    """Return the weightiest words that aren't anywhere, as written, in order."""
    anywhere = matches.degrees.max(axis=1, initial=0.0)
    lost = [token for token, degree in zip(matches.tokens, anywhere, strict=True) if degree < FOUND]
    kept = sorted(lost, key=lambda token: -token.weight)[:_REASON_WORDS]
    return tuple(dict.fromkeys(token.word for token in lost if token in kept))


def _longest(lost: NDArray[np.float64]) -> float:
    """Return the weight of the weightiest run of words that aren't there."""
    best = run = 0.0
    for weight in lost:
        run = run + float(weight) if weight else 0.0
        best = max(best, run)
    return best
