"""`sourcier eval learn-reading`: what reading is worth beside the evidence.

Three things are learnt: how far the model's choice moves a sentence, by the likelihood of the
sentences that answer; when evidence and reading together are enough to answer, by a logistic
regression; and which short answers are to be trusted, by another. All that is reported is of
questions whose articles weren't learnt from, by cross-validation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from eval.logistic import area_under_curve, fit_logistic
from eval.reading_cases import ReadingCase
from eval.storing import write_json
from qa.answering.weighing import ReadingWeights, log_odds, probability_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDS = 10
_TAKEN_OUT = 0.5  # what a case made by taking articles away counts for
_LEAST = 1e-6  # of a share or a probability
_MOST = 3.0  # the sentence's weight
_BENEATH = 0.05  # of the questions that reading wins back are given up for the floor
_FEWEST = 10  # short answers that a share of right ones is taken of
_NEVER = 1.01  # a trust that no short answer has
# What stands where nothing is learnt: the evidence alone.
_ALONE = ReadingWeights(0.0, 1.0, 0.0, 0.0, 0.5, _NEVER)


@dataclass(frozen=True, slots=True)
class LearntReading:
    """The weights, and of each case what those learnt without its article made of it.

    ``first`` and ``first_before`` say whether a sentence that answers came first among those
    read, with reading and without, ``odds`` are those of answering, and ``shown`` says whether
    the short answer would be.
    """

    weights: ReadingWeights
    cases: tuple[ReadingCase, ...]
    first: tuple[bool, ...]
    first_before: tuple[bool, ...]
    odds: tuple[float, ...]
    shown: tuple[bool, ...]


def learn(cases: Sequence[ReadingCase], penalty: float, right: float) -> LearntReading:
    """Return the weights learnt from all ``cases``, and how those learnt without each do.

    ``right`` is the share of right ones that the short answers shown are to have.
    """
    first, odds = [False] * len(cases), [0.0] * len(cases)
    for known, others in _folds(cases):
        weights = _fit([cases[n] for n in known], penalty)
        for n in others:
            first[n] = _is_first(cases[n], weights.sentence)
            odds[n] = _odds(weights, cases[n])
    middle = _middle(cases, odds)
    odds = [one - middle for one in odds]
    shown = [False] * len(cases)
    for known, others in _folds(cases):
        some, their_odds = [cases[n] for n in known], [odds[n] for n in known]
        weights = _trusting(some, their_odds, penalty, right, _fit(some, penalty))
        for n in others:
            trust = _trust(weights, cases[n], odds[n])
            shown[n] = _may_show(cases[n], odds[n]) and trust >= weights.certainty
    weights = _fit(cases, penalty)
    weights = replace(
        _trusting(cases, odds, penalty, right, weights),
        bias=round(weights.bias - middle, 3),
        floor=_floor(cases, odds),
    )
    before = tuple(_is_first(one, 0.0) for one in cases)
    return LearntReading(weights, tuple(cases), tuple(first), before, tuple(odds), tuple(shown))


def _folds(cases: Sequence[ReadingCase]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the numbers of the cases to learn from and of the others, by article."""
    import numpy as np

    topics = {topic: n for n, topic in enumerate(sorted({case.topic for case in cases}))}
    order = np.random.default_rng(0).permutation(len(topics))
    fold = [int(order[topics[case.topic]] % FOLDS) for case in cases]
    for number in range(FOLDS):
        known = [n for n, its in enumerate(fold) if its != number]
        yield known, [n for n, its in enumerate(fold) if its == number]


def _fit(cases: Sequence[ReadingCase], penalty: float) -> ReadingWeights:
    return _strength(cases, penalty, replace(_ALONE, sentence=_sentence(cases)))


# Which sentence


def _scores(case: ReadingCase, weight: float) -> NDArray[np.float64]:
    import numpy as np

    shares, chances = np.maximum(case.shares, _LEAST), np.maximum(case.chances, _LEAST)
    scores: NDArray[np.float64] = np.log(shares) + weight * np.log(chances)
    return scores


def _sentence(cases: Sequence[ReadingCase]) -> float:
    """Return the weight under which the sentences that answer are likeliest, 0 for no gain."""
    import numpy as np
    from scipy.optimize import minimize_scalar

    teaching = [one for one in cases if any(one.right) and not all(one.right)]

    def loss(weight: float) -> float:
        total = 0.0
        for one in teaching:
            scores = _scores(one, weight)
            right = scores[np.array(one.right)]
            total += float(np.logaddexp.reduce(scores) - np.logaddexp.reduce(right))
        return total

    best = float(minimize_scalar(loss, bounds=(0.0, _MOST), method="bounded").x)
    return round(best, 3) if loss(best) < loss(0.0) else 0.0


def _is_first(case: ReadingCase, weight: float) -> bool:
    return bool(case.shares) and case.right[int(_scores(case, weight).argmax())]


# Whether to answer


def _strength(
    cases: Sequence[ReadingCase], penalty: float, weights: ReadingWeights
) -> ReadingWeights:
    """Return ``weights`` with those of evidence and reading; both sides count the same."""
    import numpy as np

    rows = np.array([[log_odds(one.evidence), log_odds(1.0 - one.none)] for one in cases])
    positive = np.array([one.answerable for one in cases])
    counts = np.array([_TAKEN_OUT if one.taken_out else 1.0 for one in cases])
    for side in (positive, ~positive):
        counts[side] *= counts.sum() / 2 / max(float(counts[side].sum()), 1.0)
    bias, slopes = fit_logistic(rows, positive, counts, penalty, [(0.0, None)] * 2)
    evidence, reading = (round(float(slope), 3) for slope in slopes)
    return replace(weights, bias=bias, evidence=evidence, reading=reading)


def _odds(weights: ReadingWeights, case: ReadingCase) -> float:
    return log_odds(weights.strength(case.evidence, case.none))


def _rates(
    cases: Sequence[ReadingCase], odds: Sequence[float], at: float = 0.0
) -> tuple[float, float]:
    """Return the shares of unanswerable questions answered and of answerable ones refused."""
    pairs = [(c, o) for c, o in zip(cases, odds, strict=True) if not c.taken_out]
    wrong = [odd >= at for case, odd in pairs if not case.answerable]
    refused = [odd < at for case, odd in pairs if case.answerable]
    return sum(wrong) / max(len(wrong), 1), sum(refused) / max(len(refused), 1)


def _middle(cases: Sequence[ReadingCase], odds: Sequence[float]) -> float:
    """Return the odds at which as many are wrongly answered as are wrongly refused."""

    def gap(at: float) -> float:
        wrong, refused = _rates(cases, odds, at)
        return abs(wrong - refused)

    return min(sorted(set(odds)), key=gap, default=0.0)


def _floor(cases: Sequence[ReadingCase], odds: Sequence[float]) -> float:
    """Return the evidence from which on reading wins questions back, a few given up."""
    won = sorted(
        one.evidence
        for one, odd in zip(cases, odds, strict=True)
        if one.answerable and odd >= 0.0 and one.evidence < _ALONE.floor
    )
    return round(won[int(_BENEATH * len(won))], 3) if won else _ALONE.floor


# Whether to show the short answer


def _may_show(case: ReadingCase, odds: float) -> bool:
    return case.stands and odds >= 0.0 and not case.taken_out


def _told(weights: ReadingWeights, case: ReadingCase, odds: float) -> tuple[float, float, float]:
    """Return what speaks for a short answer: its words, its sentence's share, and the odds."""
    import numpy as np

    if not case.shares:
        return log_odds(case.certainty), log_odds(0.0), odds
    scores = _scores(case, weights.sentence)
    shares = np.exp(scores - np.logaddexp.reduce(scores))
    return log_odds(case.certainty), log_odds(float(shares[int(np.argmax(case.chances))])), odds


def _trust(weights: ReadingWeights, case: ReadingCase, odds: float) -> float:
    copied, share, odds = map(probability_of, _told(weights, case, odds))
    return weights.trust(copied, share, odds)


def _trusting(
    cases: Sequence[ReadingCase],
    odds: Sequence[float],
    penalty: float,
    right: float,
    weights: ReadingWeights,
) -> ReadingWeights:
    """Return ``weights`` with those of trusting a short answer, and how far it must be."""
    import numpy as np

    pairs = [(c, o) for c, o in zip(cases, odds, strict=True) if _may_show(c, o)]
    correct = np.array([case.correct for case, _ in pairs])
    if not pairs or correct.all() or not correct.any():
        return weights  # as they are: none is shown
    rows = np.array([_told(weights, *pair) for pair in pairs])
    bounds = [(0.0, None)] * 3
    offset, slopes = fit_logistic(rows, correct, np.ones(len(pairs)), penalty, bounds)
    copied, share, answered = (round(float(slope), 3) for slope in slopes)
    weights = replace(
        weights, copied=copied, share=share, answered=answered, offset=round(offset, 3)
    )
    return replace(weights, certainty=_least_trust(weights, pairs, right))


def _least_trust(
    weights: ReadingWeights, pairs: Sequence[tuple[ReadingCase, float]], right: float
) -> float:
    """Return the least trust from which on enough of the short answers shown are right."""
    shown = sorted(((_trust(weights, *pair), pair[0]) for pair in pairs), key=lambda one: -one[0])
    least, so_far = _NEVER, 0
    for count, (trust, case) in enumerate(shown, 1):
        so_far += case.correct
        if count >= _FEWEST and so_far >= right * count:
            least = trust
    return round(least - 5e-4, 3)  # rounded down


def describe(learnt: LearntReading) -> str:
    """Say what reading is worth on what wasn't learnt from, beside the evidence alone."""
    cases, real = learnt.cases, [one for one in learnt.cases if not one.taken_out]
    asked = [n for n, one in enumerate(cases) if one.answerable]
    there = [n for n in asked if any(cases[n].right)]
    alone = [log_odds(one.evidence) for one in cases]
    lines = [
        f"Of {len(real)} questions and {len(cases) - len(real)} whose articles were taken away, "
        f"each unseen ({FOLDS}-fold cross-validation by article):",
        f"  a sentence that answers was read for {_share(asked, there)} and is the first of "
        f"those for {_share(asked, [n for n in asked if learnt.first[n]])}, before "
        f"{_share(asked, [n for n in asked if learnt.first_before[n]])}",
    ]
    tell = partial(_describe_rates, cases)
    lines += [tell("evidence alone", alone), tell("evidence and reading", learnt.odds)]
    shown = [cases[n] for n, is_shown in enumerate(learnt.shown) if is_shown]
    right = [one for one in shown if one.correct]
    lines.append(
        f"  short answers shown to {_share(real, shown)}, of which {_share(shown, right)} right"
    )
    lines += [f"  {value:+7.3f}  {name}" for name, value in asdict(learnt.weights).items()]
    return "\n".join(lines)


def _describe_rates(cases: Sequence[ReadingCase], name: str, odds: Sequence[float]) -> str:
    wrong, refused = _rates(cases, odds)
    chosen = [n for n, one in enumerate(cases) if not one.taken_out]
    area = area_under_curve([cases[n].answerable for n in chosen], [odds[n] for n in chosen])
    return f"  {name}: wrongly refused {refused:.1%}, wrongly answered {wrong:.1%}, AUC {area:.3f}"


def _share(of: Sequence[object], some: Sequence[object]) -> str:
    return f"{len(some) / max(len(of), 1):.1%}"


def write_reading(learnt: LearntReading, sets: Sequence[str], adapter: Path, path: Path) -> None:
    """Write the weights as JSON, at once, with the sets and the adapter they were learnt with."""
    record = {
        "version": 1,
        "learnt from": list(sets),
        "adapter": hashlib.sha256(adapter.read_bytes()).hexdigest()[:12],
        "weights": asdict(learnt.weights),
    }
    write_json(path, record)
