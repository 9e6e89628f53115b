"""Metrics as tables: for a terminal, and in Markdown for documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.measures import MEASURES
from eval.scoring import ALL


def plain(metrics: Mapping[str, Any]) -> str:
    """Return a terminal's table: each measure with its interval, then its value by type."""
    types = list(metrics["types"])
    width = max(len(measure.name) for measure in MEASURES) + 2
    cells = [max(7, len(kind) + 2) for kind in types]
    head = " " * width + f"{ALL:>7}  {'95% interval':14}"
    lines = [
        head + "".join(f"{kind:>{w}}" for kind, w in zip(types, cells, strict=True)),
        f"{'questions':{width}}{metrics['questions']:>7}  {'':14}"
        + "".join(f"{metrics['types'][k]:>{w}}" for k, w in zip(types, cells, strict=True)),
    ]
    for measure in MEASURES:
        by_type = metrics["measures"][measure.name]
        lines.append(
            f"{measure.name:{width}}{_value(by_type[ALL]):>7}  {_interval(by_type[ALL]):14}"
            + "".join(f"{_value(by_type[k]):>{w}}" for k, w in zip(types, cells, strict=True))
        )
    return "\n".join([*lines, "", *notes(metrics)])


def markdown(metrics: Mapping[str, Any]) -> str:
    """Return the same as a Markdown table, each value with its interval under it."""
    kinds = {ALL: metrics["questions"], **metrics["types"]}
    body = [["questions", *(str(count) for count in kinds.values())]]
    for measure in MEASURES:
        by_type = metrics["measures"][measure.name]
        body.append([measure.name, *(_cell(by_type[kind]) for kind in kinds)])
    return rows(["measure", *kinds], body)


def notes(metrics: Mapping[str, Any]) -> list[str]:
    """Return, a line each, what a table of measures leaves out: risk, writers, cost."""
    verdicts = ", ".join(f"{n} {name}" for name, n in metrics["verdicts"].items())
    writers = ", ".join(f"{n} by {name}" for name, n in metrics["written by"].items()) or "none"
    lines = [
        f"Verdicts: {verdicts}",
        f"Answers written: {writers}",
        f"Area under the risk–coverage curve: {metrics['AURC']:.3f}",
        f"Peak memory: {metrics['peak memory'] / 1e6:,.0f} MB",
    ]
    for stage, cost in metrics["costs"].items():
        if stage == "tokens per second":
            lines.append(f"Tokens a second, p50: {cost['p50']:.0f}")
        else:
            lines.append(
                f"Time, {stage}: p50 {cost['p50'] * 1e3:.0f} ms, p95 {cost['p95'] * 1e3:.0f} ms"
            )
    if metrics["index"]:
        lines.append(f"Indexing: {metrics['index']['rate']:.0f} passages a second")
    return lines


def rows(header: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table, its first column left-aligned."""
    lines = [header, ["---", *(["---:"] * (len(header) - 1))], *body]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cell(estimate: Mapping[str, Any]) -> str:
    if estimate["value"] is None:
        return "–"
    return f"{estimate['value']:.3f}<br>{estimate['low']:.2f}–{estimate['high']:.2f}"


def _value(estimate: Mapping[str, Any]) -> str:
    return "–" if estimate["value"] is None else f"{estimate['value']:.3f}"


def _interval(estimate: Mapping[str, Any]) -> str:
    return "" if estimate["low"] is None else f"{estimate['low']:.3f}–{estimate['high']:.3f}"
