"""Percentiles by stage, over the questions that went through it."""

from __future__ import annotations

import pytest

from eval.measures.cost import Cost, latencies
from eval.predictions import Prediction


def test_percentiles_interpolate_between_the_nearest() -> None:
    timed = [Prediction(str(n), timings={"all": float(n)}) for n in (4, 1, 3, 2)]
    assert latencies(timed) == {"all": Cost(2.5, pytest.approx(3.85), 4)}  # type: ignore[arg-type]


def test_a_stage_counts_where_it_is_there() -> None:
    predictions = [
        Prediction("a", timings={"search": 0.25, "all": 1.0}),
        Prediction("b", timings={"search": 0.25, "writing": 3.0, "all": 5.0}),
        Prediction("c", timings={"all": 60.0}, failure="It broke."),
        Prediction("d"),
    ]
    assert latencies(predictions) == {
        "search": Cost(0.25, 0.25, 2),
        "all": Cost(3.0, pytest.approx(4.8), 2),  # type: ignore[arg-type]
        "writing": Cost(3.0, 3.0, 1),
    }
    assert list(latencies(predictions)) == ["search", "all", "writing"]
    assert latencies([]) == {}
