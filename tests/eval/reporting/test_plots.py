"""Plots as SVG: the same each time, fit for a page with a strict policy, numbers in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.reporting.plots import plot_latency, plot_recall, plot_risk
from eval.reporting.reading import Run

PLOTS: dict[str, Callable[[Run], str]] = {
    "recall": lambda run: plot_recall(run.metrics),
    "risk": lambda run: plot_risk(run.metrics, run.questions),
    "latency": lambda run: plot_latency(run.metrics),
}


@pytest.mark.parametrize("name", PLOTS)
def test_a_plot_is_the_same_each_time(run: Run, name: str) -> None:
    assert PLOTS[name](run) == PLOTS[name](run)


@pytest.mark.parametrize("name", PLOTS)
def test_a_plot_styles_nothing_and_fetches_nothing(run: Run, name: str) -> None:
    svg = PLOTS[name](run)
    assert "style" not in svg and "metadata" not in svg and "http://www.w3.org/2000/svg" in svg
    references = re.findall(r'(?:href="|url\()([^")]+)', svg)
    assert references and all(one.startswith("#") for one in references)
    assert not re.findall(r"#0[0-9]0[0-9]0[0-9]", svg), "colours left as they were drawn"
    assert {"var(--ink)", "var(--soft)", "var(--line)"} <= set(re.findall(r"var\(--\w+\)", svg))


def test_ids_are_of_one_plot_only_and_all_there(run: Run) -> None:
    page = "".join(draw(run) for draw in PLOTS.values())
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r'(?:href="|url\()#([^")]+)', page)) <= set(ids)


def test_alternatives_say_the_numbers(run: Run) -> None:
    assert alternative(plot_recall(run.metrics)) == (
        "Recall by type of question. Over all: article recall@1 0.50; article recall@5 0.75; "
        "passage recall@5 0.62; sentence recall@3 0.38."
    )
    assert alternative(plot_risk(run.metrics, run.questions)) == (
        "Risk against coverage. Risk at full coverage is 0.70. "
        "At caution 0.3 coverage is 0.90, risk 0.67. At caution 0.5 coverage is 0.70, "
        "risk 0.71. At caution 0.7 coverage is 0.70, risk 0.71. "
        "The run answered 0.70 of the questions, at a risk of 0.71."
    )
    assert alternative(plot_latency(run.metrics)).startswith(
        "Median and 95th percentile by stage: search 61.2 ms and 61.2 ms; quotes 8.3 ms"
    )


def test_axes_are_named_with_their_units(run: Run) -> None:
    assert "recall, 0 to 1, with its 95% interval" in plot_recall(run.metrics)
    risk = plot_risk(run.metrics, run.questions)
    assert (
        "coverage: share of questions answered" in risk and "risk: share of answers wrong" in risk
    )
    assert "time (logarithmic)" in plot_latency(run.metrics)
    assert ">100 ms<" in plot_latency(slow(run.metrics, 0.02, 0.5))


def test_nothing_to_plot_is_no_plot(run: Run) -> None:
    nothing = {**run.metrics, "measures": {}, "costs": {}, "risk coverage": []}
    assert plot_recall(nothing) == plot_risk(nothing, ()) == plot_latency(nothing) == ""


def test_a_run_that_always_abstained_has_no_point(run: Run) -> None:
    silent = [replace(q, prediction=replace(q.prediction, abstained=True)) for q in run.questions]
    assert "as run" in plot_risk(run.metrics, run.questions)
    assert "as run" not in plot_risk(run.metrics, silent)


@pytest.mark.parametrize("seconds", [0.0, 1e-9, 1e4])
def test_odd_times_are_drawn(run: Run, seconds: float) -> None:
    ElementTree.fromstring(plot_latency(slow(run.metrics, seconds, seconds)))


@settings(max_examples=15, deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_a_type_may_be_called_anything(kind: str) -> None:
    cell = {"value": 0.5, "low": 0.25, "high": 0.75, "n": 3}
    metrics = {
        "questions": 3,
        "types": {kind: 3},
        "measures": {"article recall@1": {"all": cell, kind: cell}},
    }
    ElementTree.fromstring(plot_recall(metrics))


@pytest.mark.parametrize("kind", ["$x^$", "$\\frac", "<b>&amp;", "\ud800", "\x00", "\u202e"])
def test_a_type_is_neither_mathematics_nor_markup(run: Run, kind: str) -> None:
    measures = {
        name: {**cells, kind: cells["all"]} for name, cells in run.metrics["measures"].items()
    }
    metrics = {**run.metrics, "types": {kind: 3}, "measures": measures}
    texts = [one.text for one in ElementTree.fromstring(plot_recall(metrics)).iter() if one.text]
    tamed = kind if kind.isprintable() else "·"
    assert f"{tamed} (3)" in texts


def test_a_type_of_unanswerable_questions_has_no_row(run: Run) -> None:
    assert "none (2)" not in plot_recall({**run.metrics, "types": {"none": 2}})


def alternative(svg: str) -> str:
    """Return what an SVG says to those who can't see it."""
    return ElementTree.fromstring(svg).attrib["aria-label"]


def slow(metrics: dict[str, Any], p50: float, p95: float) -> dict[str, Any]:
    """Return the metrics with one stage of these times."""
    return {**metrics, "costs": {"all": {"p50": p50, "p95": p95, "n": 3}}}
