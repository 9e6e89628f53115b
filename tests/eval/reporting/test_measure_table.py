"""Measures as rows of cells: rounding, small samples, differences, groups."""

from __future__ import annotations

from typing import Any

import pytest

from eval.measures import MEASURES, Measure
from eval.reporting.reading import Run
from eval.reporting.table import SMALL, Cell, tabulate

UP = Measure("sentence up", "retrieval", True, "More is better.")
DOWN = Measure("down", "abstention", False, "Less is better.")


def metrics(**values: tuple[float | None, int]) -> dict[str, Any]:
    """Return metrics of one measure a name, over all and over one type."""
    cells = {
        name: {"value": v, "low": None if v is None else v - 0.1, "high": v and v + 0.1, "n": n}
        for name, (v, n) in values.items()
    }
    measures = {name.replace("_", " "): {"all": cell} for name, cell in cells.items()}
    return {"types": {"who": 0}, "measures": measures}


def test_a_cell_says_its_value_its_interval_and_its_n() -> None:
    (group,) = tabulate(metrics(down=(0.25049, 40)), [UP, DOWN])
    assert group.name == "abstention"
    assert group.rows[0].cells == (Cell("0.250", "0.15–0.35", 40), Cell())


def test_a_measure_of_nothing_is_a_dash() -> None:
    (group,) = tabulate(metrics(down=(None, 0)), [DOWN])
    assert group.rows[0].cells[0] == Cell("–", "", 0)


@pytest.mark.parametrize(("n", "small"), [(SMALL - 1, True), (SMALL, False)])
def test_few_questions_are_small(n: int, small: bool) -> None:
    assert Cell("0.5", "", n).is_small is small


@pytest.mark.parametrize(
    ("now", "then", "change", "up", "down"),
    [
        (0.5, 0.25, "+0.250", "better", "worse"),
        (0.25, 0.5, "−0.250", "worse", "better"),
        (0.5, 0.50049, "±0", "", ""),
    ],
)
def test_a_difference_has_a_sign_and_a_trend(
    now: float, then: float, change: str, up: str, down: str
) -> None:
    new, old = (metrics(sentence_up=(v, 9), down=(v, 9)) for v in (now, then))
    groups = tabulate(new, [UP, DOWN], old)
    assert [group.name for group in groups] == ["retrieval by sentence", "abstention"]
    cells = [group.rows[0].cells[0] for group in groups]
    assert [(cell.change, cell.trend) for cell in cells] == [(change, up), (change, down)]


def test_what_the_baseline_lacks_has_no_difference() -> None:
    (group,) = tabulate(metrics(down=(0.5, 9)), [DOWN], metrics())
    assert group.rows[0].cells[0].change == ""


def test_a_measure_nobody_defined_is_shown_all_the_same() -> None:
    groups = tabulate(metrics(new_one=(0.5, 9), down=(0.5, 9)), [DOWN])
    assert [(group.name, group.rows[0].measure.name) for group in groups] == [
        ("abstention", "down"),
        ("other", "new one"),
    ]


def test_every_measure_is_in_one_group(run: Run) -> None:
    groups = tabulate(run.metrics, MEASURES)
    assert [row.measure for group in groups for row in group.rows] == list(MEASURES)
    assert [group.name for group in groups] == [
        "retrieval by article", "retrieval by passage", "retrieval by sentence", "answers",
        "citations", "abstention",
    ]  # fmt: skip
    assert {len(row.cells) for group in groups for row in group.rows} == {
        len(run.metrics["types"]) + 1
    }
