"""`sourcier eval learn-evidence`: when to answer and when to say that the articles don't.

A logistic regression whose weights may only have the sign that makes sense, with a penalty on
their squares. Answerable and unanswerable questions weigh the same at every length, for how long
a question is says nothing about whether it is answered. All that is reported is of questions
whose articles weren't learnt from, by cross-validation.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from eval.evidence_cases import Case, make_cases
from eval.loading import load_set
from eval.logistic import area_under_curve, fit_logistic
from eval.questions import Question
from eval.storing import write_text
from qa import Assistant
from qa.retrieval.calibrating import QUESTIONS
from qa.retrieval.calibrating_evidence import calibrate_evidence
from qa.retrieval.evidence import EvidenceModel
from qa.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDS = 10
SIGNS = {
    "undated": -1,
    "on the day": 1,
    "names": 1,
    "names nearby": 1,
    "names in the title": 1,
    "one article": 1,
    "likeness": 1,
    "asked": 1,
    "answers": 1,
    "answers, by name": 1,
    "answers, beside names": 1,
    "short": 0,
    "short likeness": 1,
    "short answers": 1,
}
"""The features, and the sign that each weight may have; 0 for either."""
_LENGTHS = (5, 7, 10)  # terms, between which questions count as of one length
_TAKEN_OUT = 0.5  # what an example made by taking an answer away counts for

Asking = Callable[[Iterable[Question], int, int], Iterable[Question]]


@dataclass(frozen=True, slots=True)
class LearntEvidence:
    """Weights, and the log-odds of each case when its article wasn't learnt from."""

    bias: float
    weights: dict[str, float]
    cases: tuple[Case, ...]
    unseen: tuple[float, ...]
    sets: tuple[str, ...] = ()
    pseudo: float = 0.0


def learn_evidence(
    sets: Sequence[tuple[Path, Path]],
    penalty: float,
    asking: Asking = lambda questions, done, total: questions,
) -> LearntEvidence:
    """Learn from pairs of a question set and its library; raises as ``load_set`` and ``open``.

    Libraries are calibrated against the first of these.
    """
    cases: list[Case] = []
    for path, library in sets:
        questions = load_set(path).questions
        with Assistant.open(library, model="none", create=False) as assistant:
            assistant.library.catch_up()
            cases += make_cases(assistant, asking(questions, 0, len(questions)))
    learnt = learn(cases, penalty, tuple(path.stem for path, _ in sets))
    model = EvidenceModel(learnt.bias, learnt.weights, 0.0)
    with Assistant.open(sets[0][1], model="none", create=False) as assistant:
        index = assistant.library
        told = calibrate_evidence(index.sample(QUESTIONS), index, Settings(), model=model)
    return replace(learnt, pseudo=told.parting if told else 0.0)


def learn(cases: Sequence[Case], penalty: float, sets: tuple[str, ...] = ()) -> LearntEvidence:
    """Return the weights learnt from all ``cases``, and the odds of each when it wasn't seen.

    The bias is such that of the unseen ones as many answerable are refused as unanswerable are
    answered, questions asked of a whole library and of a tiny one counting the same.
    """
    import numpy as np

    rows = np.array([[case.features.get(name, 0.0) for name in SIGNS] for case in cases])
    answerable = np.array([case.answerable for case in cases])
    weights = _weights(cases)
    fold = _folds(cases)
    unseen = np.zeros(len(cases))
    for n in range(FOLDS):
        taught = fold != n
        bias, slopes = _fit(rows[taught], answerable[taught], weights[taught], penalty)
        unseen[~taught] = rows[~taught] @ slopes + bias
    middle = _middle(cases, unseen)
    bias, slopes = _fit(rows, answerable, weights, penalty)
    kept = {n: round(float(w), 3) for n, w in zip(SIGNS, slopes, strict=True) if round(w, 3)}
    return LearntEvidence(
        round(bias - middle, 3), kept, tuple(cases), tuple((unseen - middle).tolist()), sets
    )


def _folds(cases: Sequence[Case]) -> NDArray[np.int64]:
    """Return the fold of each case; those made from one article are of one fold."""
    import numpy as np

    topics = {topic: n for n, topic in enumerate(sorted({case.topic for case in cases}))}
    order = np.random.default_rng(0).permutation(len(topics))
    return np.array([order[topics[case.topic]] % FOLDS for case in cases])


def _weights(cases: Sequence[Case]) -> NDArray[np.float64]:
    """Return what each case counts for: both sides the same at every length and size."""
    import numpy as np

    keys = [(case.tiny, int(np.digitize(case.terms, _LENGTHS))) for case in cases]
    raw = [_TAKEN_OUT if case.taken_out else 1.0 for case in cases]
    group: dict[tuple[bool, int], float] = {}
    side: dict[tuple[bool, int, bool], float] = {}
    for case, key, weight in zip(cases, keys, raw, strict=True):
        group[key] = group.get(key, 0.0) + weight
        side[*key, case.answerable] = side.get((*key, case.answerable), 0.0) + weight
    return np.array(
        [
            weight * group[key] / side[*key, case.answerable] / 2
            for case, key, weight in zip(cases, keys, raw, strict=True)
        ]
    )


def _fit(
    rows: NDArray[np.float64],
    answerable: NDArray[np.bool_],
    weights: NDArray[np.float64],
    penalty: float,
) -> tuple[float, NDArray[np.float64]]:
    """Return the bias and the slopes, the penalty being on features of one spread."""
    import numpy as np

    spread = np.maximum(rows.std(axis=0), 1e-6)
    bounds = [(0.0 if sign > 0 else None, 0.0 if sign < 0 else None) for sign in SIGNS.values()]
    bias, slopes = fit_logistic(rows / spread, answerable, weights, penalty, bounds)
    return bias, slopes / spread


def _middle(cases: Sequence[Case], odds: NDArray[np.float64]) -> float:
    """Return the odds at which as many are wrongly answered as are wrongly refused."""
    import numpy as np

    def gap(at: float) -> float:
        shares = [rates(picked, values, at) for picked, values in parts]
        return sum(answered - refused for answered, refused in shares)

    parts = []
    for tiny in (False, True):
        chosen = [n for n, case in enumerate(cases) if case.tiny == tiny and _counts(case)]
        if chosen:
            parts.append(([cases[n] for n in chosen], [float(odds[n]) for n in chosen]))
    levels = np.unique(odds)
    return float(min(levels, key=lambda at: abs(gap(float(at))))) if len(levels) else 0.0


def _counts(case: Case) -> bool:
    """Whether a case counts in what is reported: what was taken out only of tiny libraries."""
    return case.tiny or not case.taken_out


def rates(cases: Sequence[Case], odds: Sequence[float], at: float = 0.0) -> tuple[float, float]:
    """Return the shares of unanswerable cases answered and of answerable ones refused."""
    wrong = [odd >= at for case, odd in zip(cases, odds, strict=True) if not case.answerable]
    refused = [odd < at for case, odd in zip(cases, odds, strict=True) if case.answerable]
    return sum(wrong) / max(len(wrong), 1), sum(refused) / max(len(refused), 1)


def describe(learnt: LearntEvidence) -> str:
    """Say how well what wasn't seen was told apart, by library, length and type of question."""
    pairs = [pair for pair in zip(learnt.cases, learnt.unseen, strict=True) if _counts(pair[0])]
    lines = [f"Of {len(pairs)} cases, each unseen ({FOLDS}-fold cross-validation by article):"]

    def tell(name: str, which: Callable[[Case], bool]) -> None:
        chosen = [pair for pair in pairs if which(pair[0])]
        cases, odds = [case for case, _ in chosen], [odd for _, odd in chosen]
        wrong, refused = rates(cases, odds)
        said = []
        if any(case.answerable for case in cases):
            said.append(f"wrongly refused {refused:.1%}")
        if not all(case.answerable for case in cases):
            said.append(f"wrongly answered {wrong:.1%}")
        if len(said) > 1:
            area = area_under_curve([case.answerable for case in cases], odds)
            said.append(f"AUC {area:.3f}")
        lines.append(f"  {name:<24} {len(chosen):>5}  {', '.join(said)}")

    tell("the library", lambda case: not case.tiny)
    tell("tiny libraries", lambda case: case.tiny)
    tell("short, library", lambda case: not case.tiny and case.terms < _LENGTHS[0])
    tell("short, tiny libraries", lambda case: case.tiny and case.terms < _LENGTHS[0])
    for kind in sorted({case.type for case, _ in pairs}):
        tell(kind, lambda case, kind=kind: not case.tiny and case.type == kind)  # type: ignore[misc]
    lines += [f"  {weight:+7.3f}  {feature}" for feature, weight in learnt.weights.items()]
    return "\n".join(lines)


def write_evidence(learnt: LearntEvidence, path: Path) -> None:
    """Write the weights as JSON, at once, with the sets they were learnt from."""
    record = {
        "version": 1,
        "learnt from": list(learnt.sets),
        "bias": learnt.bias,
        "pseudo": learnt.pseudo,
        "weights": learnt.weights,
    }
    write_text(path, json.dumps(record, ensure_ascii=False, indent=2) + "\n")
