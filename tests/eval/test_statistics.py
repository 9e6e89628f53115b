"""Intervals and p-values against exact answers, theory, and SciPy's own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import bootstrap, permutation_test

from eval.statistics import Estimate, compare, estimate, holm, resamples


def test_a_mean_and_a_rate() -> None:
    ones = np.ones(4)
    assert estimate(np.array([1.0, 0, 1, 1]), ones).value == 0.75
    f1 = estimate(np.array([2.0, 0, 2, 0]), np.array([2.0, 1, 2, 1]))
    assert f1.value == pytest.approx(2 / 3)
    assert f1.n == 4


def test_questions_outside_a_measure_do_not_count() -> None:
    found = estimate(np.array([1.0, 0, 0]), np.array([1.0, 0, 0]))
    assert (found.value, found.n) == (1.0, 1)
    assert estimate(np.zeros(3), np.zeros(3)) == Estimate(None, None, None, 0)


def test_the_interval_is_scipys() -> None:
    values = (np.random.default_rng(1).random(120) < 0.7).astype(float)
    ours = estimate(values, np.ones(120))
    theirs = bootstrap((values,), np.mean, method="percentile", n_resamples=5000, rng=2)
    assert ours.low == pytest.approx(theirs.confidence_interval.low, abs=0.015)
    assert ours.high == pytest.approx(theirs.confidence_interval.high, abs=0.015)


def test_resamples_draw_n_of_n() -> None:
    assert (resamples(7).sum(axis=1) == 7).all()
    assert (resamples(7) == resamples(7)).all()


def test_a_run_does_not_differ_from_itself() -> None:
    run = (np.array([1.0, 0, 1, 0]), np.ones(4))
    found = compare(run, run)
    assert found is not None
    assert (found.difference, found.low, found.high, found.p) == (0, 0, 0, 1)


def test_the_p_value_is_scipys() -> None:
    random = np.random.default_rng(3)
    a = (random.random(60) < 0.5).astype(float)
    b = np.where(random.random(60) < 0.25, 1.0, a)
    found = compare((a, np.ones(60)), (b, np.ones(60)))
    theirs = permutation_test(
        (b, a),
        lambda x, y: x.mean() - y.mean(),
        permutation_type="samples",
        n_resamples=20_000,
        rng=4,
    )
    assert found is not None
    assert found.p == pytest.approx(theirs.pvalue, abs=0.02)
    assert found.difference == pytest.approx(b.mean() - a.mean())
    assert found.low <= found.difference <= found.high


def test_luck_alone_is_called_significant_one_time_in_twenty() -> None:
    random = np.random.default_rng(5)
    ones = np.ones(40)
    ps = []
    for _ in range(200):
        pair = random.random((2, 40)).round(1)
        found = compare((pair[0], ones), (pair[1], ones))
        assert found is not None
        ps.append(found.p)
    assert 0.01 <= np.mean(np.array(ps) < 0.05) <= 0.10


def test_measures_of_nothing_are_not_compared() -> None:
    assert compare((np.zeros(2), np.zeros(2)), (np.ones(2), np.ones(2))) is None


def test_a_domain_that_changes_is_compared_as_the_two_rates() -> None:
    """An abstention takes a question out of the citations' domain in one run only."""
    found = compare(
        (np.array([1.0, 1, 0]), np.array([1.0, 1, 1])),
        (np.array([1.0, 1, 0]), np.array([1.0, 1, 0])),
    )
    assert found is not None
    assert (found.a, found.b) == (pytest.approx(2 / 3), 1.0)


def test_holm_by_hand() -> None:
    assert holm({"a": 0.01, "b": 0.02, "c": 0.04}) == {"a", "b", "c"}
    assert holm({"a": 0.01, "b": 0.03, "c": 0.04}) == {"a"}
    assert holm({"a": 0.02, "b": 0.03, "c": 0.04}) == set()
    assert holm({}) == set()


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 1)).map(lambda t: (t[0] * t[1], float(t[1]))),
        min_size=1,
        max_size=30,
    )
)
def test_an_interval_holds_within_the_values(shares: list[tuple[float, float]]) -> None:
    numerators, denominators = np.array(shares).T
    found = estimate(numerators, denominators)
    if found.n:
        assert found.low is not None and found.high is not None and found.value is not None
        values = numerators[denominators > 0]
        assert values.min() - 1e-9 <= found.low <= found.high <= values.max() + 1e-9
