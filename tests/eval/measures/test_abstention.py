"""NoMIRACL's rates and the risk–coverage curve, worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures.abstention import aurc, risk_coverage, score
from eval.predictions import Prediction
from eval.questions import Question

ASKED = {True: Question("q", "Qui ?", article="a"), False: Question("q", "Qui ?")}
SAID = {silent: Prediction("q", abstained=silent) for silent in (True, False)}


@pytest.mark.parametrize(
    ("answerable", "silent", "shares"),
    [
        (False, True, {"hallucination rate": (0, 1), "abstention F1": (2, 2)}),
        (False, False, {"hallucination rate": (1, 1), "abstention F1": (0, 1)}),
        (True, True, {"error rate": (1, 1), "abstention F1": (0, 1)}),
        (True, False, {"error rate": (0, 1), "abstention F1": (0, 0)}),
    ],
)
def test_the_four_outcomes(
    answerable: bool, silent: bool, shares: dict[str, tuple[float, float]]
) -> None:
    assert score(ASKED[answerable], SAID[silent]) == shares


def test_a_missing_prediction_is_the_mistake_in_each() -> None:
    assert score(ASKED[False], None) == score(ASKED[False], SAID[False])
    assert score(ASKED[True], None) == score(ASKED[True], SAID[True])


@given(st.lists(st.tuples(st.booleans(), st.booleans())))
def test_sums_are_nomiracls_definitions(outcomes: list[tuple[bool, bool]]) -> None:
    shares = [score(ASKED[answerable], SAID[silent]) for answerable, silent in outcomes]

    def total(name: str) -> tuple[float, float]:
        return (
            sum(one.get(name, (0, 0))[0] for one in shares),
            sum(one.get(name, (0, 0))[1] for one in shares),
        )

    silent_rightly = outcomes.count((False, True))
    hallucinated = outcomes.count((False, False))
    silent_wrongly = outcomes.count((True, True))
    assert total("hallucination rate") == (hallucinated, hallucinated + silent_rightly)
    assert total("error rate") == (silent_wrongly, silent_wrongly + outcomes.count((True, False)))
    two, whole = total("abstention F1")
    if silent_rightly:
        precision = silent_rightly / (silent_rightly + silent_wrongly)
        recall = silent_rightly / (silent_rightly + hallucinated)
        assert two / whole == pytest.approx(2 * precision * recall / (precision + recall))
    else:
        assert two == 0


def test_the_curve_of_four_answers() -> None:
    points = risk_coverage([0.2, 0.9, 0.5, 0.7], [1, 0, 0, 1])
    assert points == [
        (0.25, 0.0, 0.9),
        (0.5, 0.5, 0.7),
        (0.75, pytest.approx(1 / 3), 0.5),
        (1.0, 0.5, 0.2),
    ]
    assert aurc(points) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_ties_are_taken_together_whatever_their_order() -> None:
    points = [(0.25, 0.0, 0.9), (1.0, 0.5, 0.5)]
    assert risk_coverage([0.5, 0.9, 0.5, 0.5], [1, 0, 0, 1]) == points
    assert risk_coverage([0.5, 0.5, 0.9, 0.5], [1, 1, 0, 0]) == points
    assert aurc(points) == pytest.approx(0.25 * 0 + 0.75 * 0.5)


def test_nothing_has_no_curve() -> None:
    assert risk_coverage([], []) == []
    assert aurc([]) == 0
    with pytest.raises(ValueError, match="shorter"):
        risk_coverage([0.5, 0.4], [1])


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.5, 1.0]), st.booleans()), min_size=1))
def test_points_are_what_a_threshold_lets_through(answers: list[tuple[float, bool]]) -> None:
    points = risk_coverage([c for c, _ in answers], [w for _, w in answers])
    for coverage, risk, level in points:
        kept = [wrong for confidence, wrong in answers if confidence >= level]
        assert coverage == len(kept) / len(answers)
        assert risk == sum(kept) / len(kept)
    assert [level for *_, level in points] == sorted({c for c, _ in answers}, reverse=True)
    assert points[-1][0] == 1
    assert 0 <= aurc(points) <= 1


@given(st.lists(st.booleans(), min_size=1))
def test_without_ties_the_area_is_the_mean_risk(wrong: list[bool]) -> None:
    points = risk_coverage([-float(n) for n in range(len(wrong))], wrong)
    risks = [sum(wrong[:n]) / n for n in range(1, len(wrong) + 1)]
    assert aurc(points) == pytest.approx(sum(risks) / len(risks))
