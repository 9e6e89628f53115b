"""Measures as rows of cells: a value with its interval and its n, over all and by type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from eval.measures import Measure

SMALL = 10
"""A value over fewer questions than this is shown in grey."""
_NOTHING: dict[str, Any] = {"value": None, "low": None, "high": None, "n": 0}


@dataclass(frozen=True, slots=True)
class Cell:
    """A measure over some questions, in words; ``change`` is the difference to the baseline.

    ``trend`` is ``better`` or ``worse`` where there is a change, else empty.
    """

    value: str = "–"
    interval: str = ""
    n: int = 0
    change: str = ""
    trend: str = ""

    @property
    def is_small(self) -> bool:
        """Whether it rests on too few questions to be read closely."""
        return self.n < SMALL


@dataclass(frozen=True, slots=True)
class Row:
    """A measure with its definition and its cells, one a column."""

    measure: Measure
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Measures of one kind."""

    name: str
    rows: tuple[Row, ...]


def tabulate(
    metrics: Mapping[str, Any],
    measures: Iterable[Measure],
    baseline: Mapping[str, Any] | None = None,
) -> tuple[Group, ...]:
    """Return the run's measures by group, with a cell for all and for each of its types.

    ``baseline`` is another run's metrics: a cell's change is the run's value less its.
    """
    columns = ("all", *metrics["types"])
    old = baseline["measures"] if baseline else {}

    def row(measure: Measure) -> Row:
        now, then = metrics["measures"][measure.name], old.get(measure.name, {})
        return Row(
            measure,
            tuple(
                _cell(now.get(column, _NOTHING), then.get(column, _NOTHING), measure)
                for column in columns
            ),
        )

    groups = groupby(known(metrics, measures), key=_heading)
    return tuple(Group(name, tuple(row(measure) for measure in part)) for name, part in groups)


def known(metrics: Mapping[str, Any], measures: Iterable[Measure]) -> Sequence[Measure]:
    """Return the measures that the run has, in their order; then what it has beside them."""
    there = metrics["measures"]
    defined = [measure for measure in measures if measure.name in there]
    names = {measure.name for measure in defined}
    return [*defined, *(Measure(name, "other", True, "") for name in there if name not in names)]


def _heading(measure: Measure) -> str:
    """Return the measure's group, retrieval apart by what is retrieved."""
    by = f" by {measure.name.split()[0]}" if measure.group == "retrieval" else ""
    return measure.group + by


def _cell(now: Mapping[str, Any], then: Mapping[str, Any], measure: Measure) -> Cell:
    if now["value"] is None:
        return Cell()
    interval = f"{now['low']:.2f}–{now['high']:.2f}"
    if then["value"] is None:
        return Cell(f"{now['value']:.3f}", interval, now["n"])
    change = round(now["value"] - then["value"], 3)
    trend = "" if not change else "better" if (change > 0) == measure.higher_is_better else "worse"
    written = f"{change:+.3f}".replace("-", "−") if change else "±0"
    return Cell(f"{now['value']:.3f}", interval, now["n"], written, trend)
