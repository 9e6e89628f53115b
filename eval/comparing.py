"""`sourcier eval compare A B`: what changed between two runs, and whether it is more than luck."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.measures import MEASURES
from eval.measures.verdicts import GOOD
from eval.statistics import ALPHA, Difference, compare, holm
from eval.storing import METRICS, SCORES, split_lines
from qa.errors import QuestionError

GATED = (
    "article recall@1",
    "article nDCG@10",
    "passage nDCG@10",
    "sentence nDCG@10",
    "contains gold",
    "support cited",
    "citation recall",
    "hallucination rate",
    "error rate",
)
"""What the gate looks at: few, for every measure more makes each harder to call significant."""
NEVER_LESS = ("quotes verbatim",)
"""What may not fall at all: a promise, not a matter of chance."""
_BETTER_UP = {measure.name: measure.higher_is_better for measure in MEASURES}


@dataclass(frozen=True, slots=True)
class Changed:
    """A question whose verdict became good or ceased to be."""

    id: str
    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs over the same questions: ``common`` of them, of ``of`` in all.

    ``losses`` are the measures that fail the gate. ``costs`` are p50 seconds of both.
    """

    common: int
    of: int
    differences: Mapping[str, Difference]
    losses: tuple[str, ...]
    won: tuple[Changed, ...]
    lost: tuple[Changed, ...]
    costs: Mapping[str, tuple[float, float]]


def compare_runs(a: Path, b: Path) -> Comparison:
    """Compare run ``b`` with run ``a``. Raises ``QuestionError`` for a folder that isn't a run.

    The gate fails for a loss in one of ``GATED`` that is more than luck: a one-sided
    permutation test, with Holm's correction over those of them that changed at all (the others
    can't be significant, whatever is swapped), below .05. Two runs that differ by luck alone
    fail it once in twenty times at most. It fails for any loss in ``NEVER_LESS``.
    """
    before, after = read_scores(a), read_scores(b)
    ids = [i for i in before if i in after]
    if not ids:
        raise QuestionError(f"{a} and {b} have no question in common: compare runs of one set.")
    one, two = [before[i] for i in ids], [after[i] for i in ids]
    found = differences(one, two)
    tested = {name: _p_of_loss(name, found[name]) for name in GATED if _changed_in(name, found)}
    broken = {name for name in NEVER_LESS if name in found and _worse(name, found[name])}
    failing = holm(tested) | broken
    return Comparison(
        common=len(ids),
        of=len(before.keys() | after.keys()),
        differences=found,
        losses=tuple(name for name in found if name in failing),
        won=_changed(one, two, to_good=True),
        lost=_changed(one, two, to_good=False),
        costs=_costs(a, b),
    )


def differences(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> dict[str, Difference]:
    """Return, by measure, how rows of the same questions in the same order differ."""
    import numpy as np

    found = {}
    for measure in MEASURES:
        a, b = (
            np.array([row["scores"].get(measure.name, (0, 0)) for row in rows], dtype=float)
            for rows in (before, after)
        )
        difference = compare((a[:, 0], a[:, 1]), (b[:, 0], b[:, 1]))
        if difference is not None:
            found[measure.name] = difference
    return found


def describe(comparison: Comparison, *, most: int = 20) -> str:
    """Say in plain text what changed: the table, the questions won and lost, the gate."""
    width = max((len(name) for name in comparison.differences), default=0)
    lines = [
        f"{comparison.common} questions in common, of {comparison.of}.",
        f"{'':{width}}      A      B   B − A     95% interval       p",
    ]
    for name, d in comparison.differences.items():
        mark = " *" if d.p < ALPHA else ""
        mark += " worse" if name in comparison.losses else ""
        lines.append(
            f"{name:{width}}  {d.a:.3f}  {d.b:.3f}  {d.difference:+.3f}  "
            f"[{d.low:+.3f}, {d.high:+.3f}]  {d.p:.4f}{mark}"
        )
    for stage, (one, two) in comparison.costs.items():
        lines.append(f"{stage}, p50: {one * 1e3:.0f} → {two * 1e3:.0f} ms")
    for word, changed in (("Won", comparison.won), ("Lost", comparison.lost)):
        lines.append(f"{word}: {len(changed)}")
        lines += [f"  {c.id}  {c.before} → {c.after}  {c.question}" for c in changed[:most]]
        if len(changed) > most:
            lines.append(f"  … and {len(changed) - most} more")
    if comparison.losses:
        lines.append("A significant loss: " + ", ".join(comparison.losses) + ".")
    else:
        lines.append("No significant loss.")
    return "\n".join(lines)


def read_scores(run: Path) -> dict[str, dict[str, Any]]:
    """Return the rows of a run's ``scores.jsonl`` by question id. Raises ``QuestionError``."""
    path = run / SCORES
    try:
        rows = [json.loads(line) for line in split_lines(path.read_text(encoding="utf-8"))]
        return {row["id"]: row for row in rows if row["scores"] and row["verdict"]}
    except FileNotFoundError as error:
        raise QuestionError(
            f"{run} isn't a finished run: make one with “sourcier eval run SET --out {run}”."
        ) from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise QuestionError(f"{path} can't be read ({error}): run the set again.") from error


def _changed_in(name: str, found: Mapping[str, Difference]) -> bool:
    return name in found and found[name].changed


def _p_of_loss(name: str, found: Difference) -> float:
    return found.p_lower if _BETTER_UP[name] else found.p_higher


def _worse(name: str, found: Difference) -> bool:
    return found.difference < 0 if _BETTER_UP[name] else found.difference > 0


def _changed(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], *, to_good: bool
) -> tuple[Changed, ...]:
    pairs = zip(before, after, strict=True)
    return tuple(
        Changed(a["id"], a["question"], a["verdict"], b["verdict"])
        for a, b in pairs
        if (a["verdict"] in GOOD) is not to_good and (b["verdict"] in GOOD) is to_good
    )


def _costs(a: Path, b: Path) -> dict[str, tuple[float, float]]:
    """Return the p50 of the stages both runs timed; a baseline may come without."""
    metrics = []
    for run in (a, b):
        path = run / METRICS
        metrics.append(json.loads(path.read_text(encoding="utf-8")) if path.exists() else {})
    one, two = (m.get("costs", {}) for m in metrics)
    stages = [stage for stage in one if stage in two and stage != "tokens per second"]
    return {stage: (one[stage]["p50"], two[stage]["p50"]) for stage in stages}
