"""Fits the weights and thresholds of the checks on altered and on written sentences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.logistic import fit_logistic
from eval.storing import write_text
from eval.support.cases import Case
from qa.answering.checking import describe
from qa.answering.support.model import Model

_PENALTY = 8.0
_DROPPED = 0.04  # share of true sentences that may be dropped
_AS_GOOD = 0.02  # of the two shares together
_STEPS = np.arange(0.2, 0.9, 0.005)


@dataclass(frozen=True, slots=True)
class Data:
    """Features ``(cases, features)``, whether each is borne out, and how much each counts.

    ``capped`` are cases that can't be supported whatever their score.
    """

    features: NDArray[np.float64]
    true: NDArray[np.bool_]
    weights: NDArray[np.float64]
    capped: NDArray[np.bool_]


def prepare(sets: Sequence[tuple[Sequence[Case], float]], names: Sequence[str]) -> Data:
    """Return the data of ``sets``, each with the weight it has as a whole, halved by truth."""
    rows, true, weights, capped = [], [], [], []
    for cases, whole in sets:
        found = [
            (case, one)
            for case in cases
            if (one := describe(case.sentence, case.evidence, title=case.title, date=case.date))
        ]
        counts = {value: sum(case.true == value for case, _ in found) for value in (True, False)}
        for case, one in found:
            rows.append([one.features.get(name, 0.0) for name in names])
            true.append(case.true)
            weights.append(whole / 2 / counts[case.true])
            capped.append(one.doubted)
    scale = len(rows) / sum(weights)
    return Data(np.array(rows), np.array(true), np.array(weights) * scale, np.array(capped))


def fit(data: Data, names: Sequence[str], penalty: float = _PENALTY) -> Model:
    """Return the model of least loss whose weights are none above zero, and its thresholds."""
    bounds = [(None, 0.0)] * len(names)
    bias, slopes = fit_logistic(data.features, data.true, data.weights, penalty, bounds)
    weights = {name: round(float(w), 3) for name, w in zip(names, slopes, strict=True)}
    scores = 1 / (1 + np.exp(-(bias + data.features @ slopes)))
    supported = _threshold(scores, data)
    partly = _quantile(scores[data.true], data.weights[data.true], _DROPPED)
    return Model(round(bias, 3), weights, round(supported, 3), round(min(partly, supported), 3))


def _quantile(scores: NDArray[np.float64], weights: NDArray[np.float64], share: float) -> float:
    """Return the score that ``share`` of the weight lies below."""
    order = np.argsort(scores)
    below = np.cumsum(weights[order]) / weights.sum()
    return float(scores[order][np.searchsorted(below, share)])


def _threshold(scores: NDArray[np.float64], data: Data) -> float:
    """Return the score from which sentences are best told apart, each set as it weighs.

    It is the middle of those that are all but as good: the best one alone is chance.
    """
    totals = {value: data.weights[data.true == value].sum() for value in (True, False)}
    found = []
    for step in _STEPS:
        said = (scores >= step) & ~data.capped
        found.append(
            data.weights[data.true & said].sum() / totals[True]
            + data.weights[~data.true & ~said].sum() / totals[False]
        )
    as_good = _STEPS[np.array(found) >= max(found) - _AS_GOOD]
    return float(np.median(as_good))


def write_model(model: Model, path: Path, about: str) -> None:
    """Write the model as JSON, at once, with what it was fitted on."""
    record = {
        "version": 1,
        "fitted on": about,
        "base": model.base,
        "weights": dict(model.weights),
        "thresholds": {"supported": model.supported, "partly": model.partly},
    }
    write_text(path, json.dumps(record, ensure_ascii=False, indent=2) + "\n")
