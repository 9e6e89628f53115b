"""The report's plots, each drawn from a run's metrics and returned as an SVG element."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from eval.reporting.facts import say_seconds
from eval.reporting.reading import Scored
from eval.reporting.svg import INK, LINE, SERIES, SOFT, inline, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH = 5.2  # inches of 72 units: readable when it is scaled to a telephone
_RECALLS = ("article recall@1", "article recall@5", "passage recall@5", "sentence recall@3")
_MARKS = ("o", "s", "^", "D")
_LABEL = 24  # characters of a type that fit beside the axis
_CAUTIONS = (0.3, 0.5, 0.7)  # marked on the curve of risk


def plot_recall(metrics: Mapping[str, Any]) -> str:
    """Plot recall by type, with its 95% intervals; empty without a measure of recall."""
    names = [name for name in _RECALLS if name in metrics["measures"]]
    kinds = {"all": metrics["questions"], **metrics["types"]}
    measured = [metrics["measures"][name] for name in names]
    kinds = {
        kind: n
        for kind, n in kinds.items()
        if any(cells.get(kind, {}).get("value") is not None for cells in measured)
    }
    if not kinds:
        return ""
    with _drawing(0.42 * len(kinds) + 1.25) as (figure, axes):
        for n, name in enumerate(names):
            cells = metrics["measures"][name]
            points = [
                (cells[kind], row + (n - (len(names) - 1) / 2) * 0.17)
                for row, kind in enumerate(kinds)
                if cells.get(kind, {}).get("value") is not None
            ]
            _draw_intervals(axes, points, _RECALLS.index(name), name)
        labels = [f"{_tame(kind)} ({n})" for kind, n in kinds.items()]
        axes.set_yticks(range(len(kinds)), labels)
        axes.set_ylim(len(kinds) - 0.5, -0.5)
        axes.set_xlim(-0.02, 1.02)
        axes.set_xlabel("recall, 0 to 1, with its 95% interval")
        axes.grid(axis="x")
        axes.tick_params(axis="y", length=0)
        axes.axhline(0.5, color=LINE, linewidth=0.8)
        figure.legend(loc="outside upper left", ncols=2, handletextpad=0.3, columnspacing=1.2)
        said = "; ".join(_say(name, metrics["measures"][name].get("all")) for name in names)
        return inline(figure, "recall", f"Recall by type of question. Over all: {said}.")


def plot_risk(metrics: Mapping[str, Any], questions: Sequence[Scored]) -> str:
    """Plot the share of wrong answers against the share of questions answered.

    The curve answers the questions it trusts most first; the point is where the run answered
    and abstained (risk–coverage: El-Yaniv and Wiener 2010, JMLR 11). Empty without a curve.
    """
    curve = metrics["risk coverage"]
    if not curve:
        return ""
    coverage, risk, _ = zip(*sorted(curve), strict=True)
    answered = [q.wrong for q in questions if not (q.prediction.abstained or q.prediction.failure)]
    top = min(1.03, max(*risk, 0.1) * 1.25)
    with _drawing(3.1) as (figure, axes):
        axes.plot(coverage, risk, color=SERIES[0], linewidth=1.6)
        axes.axhline(risk[-1], color=SOFT, linewidth=0.8, linestyle=(0, (4, 3)))
        says = f"Risk at full coverage is {risk[-1]:.2f}."
        for caution, x, y in _cautions(curve):
            axes.plot(x, y, "|", color=INK, markersize=9)
            axes.annotate(f"{caution:g}", (x, y), (0, 8), textcoords="offset points", ha="center")
            says += f" At caution {caution:g} coverage is {x:.2f}, risk {y:.2f}."
        if answered:
            point = len(answered) / len(questions), sum(answered) / len(answered)
            axes.plot(*point, "o", color=INK, markersize=7)
            beside = (0, -17 if point[1] > top / 4 else 9)  # off the axis, and off the curve
            axes.annotate("as run", point, beside, textcoords="offset points", ha="center")
            says += (
                f" The run answered {point[0]:.2f} of the questions, at a risk of {point[1]:.2f}."
            )
        axes.set_xlim(0, 1.03)
        axes.set_ylim(0, top)
        axes.set_xlabel("coverage: share of questions answered")
        axes.set_ylabel("risk: share of answers wrong")
        axes.grid()
        axes.tick_params(axis="y", labelcolor=SOFT)
        return inline(figure, "risk", f"Risk against coverage. {says}")


def _cautions(
    curve: Sequence[tuple[float, float, float]],
) -> list[tuple[float, float, float]]:
    """Return a few cautions with the coverage and the risk they lead to."""
    found = []
    for caution in _CAUTIONS:
        kept = [(coverage, risk) for coverage, risk, level in curve if level >= caution]
        if kept:
            found.append((caution, *max(kept)))
    return found


def plot_latency(metrics: Mapping[str, Any]) -> str:
    """Plot each stage's median and 95th percentile of seconds; empty without a stage."""
    stages = {
        stage: (max(cost["p50"], 1e-4), max(cost["p95"], 1e-4))
        for stage, cost in metrics["costs"].items()
        if stage != "tokens per second" and cost["n"]
    }
    if not stages:
        return ""
    with _drawing(0.36 * len(stages) + 1.1) as (figure, axes):
        for row, (median, slow) in enumerate(stages.values()):
            axes.plot([median, slow], [row, row], color=SERIES[1], linewidth=3, zorder=1)
        rows = range(len(stages))
        medians, slows = zip(*stages.values(), strict=True)
        axes.plot(medians, rows, "o", color=SERIES[0], label="half within (p50)")
        axes.plot(slows, rows, "|", color=SERIES[0], markersize=11, label="95 of 100 within (p95)")
        axes.set_xscale("log")
        axes.set_xlim(min(medians) / 1.5, max(slows) * 1.5)
        axes.xaxis.set_major_formatter(lambda seconds, _: say_seconds(seconds))
        axes.set_yticks(rows, [_tame(stage) for stage in stages])
        axes.set_ylim(len(stages) - 0.5, -0.5)
        axes.set_xlabel("time (logarithmic)")
        axes.grid(axis="x")
        axes.tick_params(axis="y", length=0)
        figure.legend(loc="outside upper left", ncols=2, handletextpad=0.3, columnspacing=1.2)
        said = "; ".join(
            f"{stage} {say_seconds(median)} and {say_seconds(slow)}"
            for stage, (median, slow) in stages.items()
        )
        return inline(figure, "latency", f"Median and 95th percentile by stage: {said}.")


@contextmanager
def _drawing(height: float) -> Iterator[tuple[Figure, Axes]]:
    """Give a figure of one plot, ``height`` inches high, in the page's style."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(style()):
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        axes = figure.add_subplot()
        axes.set_axisbelow(True)
        yield figure, axes


def _draw_intervals(
    axes: Axes, points: Sequence[tuple[Mapping[str, Any], float]], series: int, name: str
) -> None:
    if not points:
        return
    values = [cell["value"] for cell, _ in points]
    below = [max(0.0, cell["value"] - cell["low"]) for cell, _ in points]
    above = [max(0.0, cell["high"] - cell["value"]) for cell, _ in points]
    axes.errorbar(
        values,
        [row for _, row in points],
        xerr=[below, above],
        fmt=_MARKS[series],
        color=SERIES[series],
        markersize=4.5,
        elinewidth=1.1,
        label=name,
    )


def _say(name: str, cell: Mapping[str, Any] | None) -> str:
    return f"{name} {cell['value']:.2f}" if cell and cell["value"] is not None else f"{name} none"


def _tame(label: str) -> str:
    """Return a label short enough for its place, without what can't stand in XML."""
    seen = "".join(c if c.isprintable() else "·" for c in label) or "untyped"
    return seen if len(seen) <= _LABEL else f"{seen[: _LABEL - 1]}…"
