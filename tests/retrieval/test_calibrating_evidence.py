"""Calibrating evidence: where articles held and articles lacking part, and what is made of it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from qa import Assistant
from qa.retrieval.calibrating_evidence import calibrate_evidence, part
from qa.retrieval.evidence import shipped

odds = st.lists(st.floats(-5, 5), min_size=1, max_size=30)


def test_two_sides_part_between_them() -> None:
    assert -1.0 < part([1.0, 2.0, 3.0], [-3.0, -2.0, -1.0]) <= 1.0


@given(held=odds, lacking=odds)
def test_no_other_place_parts_them_more_evenly(held: list[float], lacking: list[float]) -> None:
    def gap(at: float) -> float:
        below = sum(one < at for one in held) / len(held)
        return abs(below - sum(one >= at for one in lacking) / len(lacking))

    at = part(held, lacking)
    assert all(gap(at) <= gap(other) for other in (*held, *lacking))


def test_a_library_whose_evidence_runs_high_is_shifted_down(quoting: Assistant) -> None:
    quoting.library.catch_up()
    sample = quoting.library.sample(60)
    told: list[tuple[int, int]] = []
    here = calibrate_evidence(
        sample, quoting.library, quoting.settings, lambda *at: told.append(at)
    )
    assert here is not None and told[-1][0] == told[-1][1]
    generous = replace(shipped(), bias=shipped().bias + 1.0)
    high = calibrate_evidence(sample, quoting.library, quoting.settings, model=generous)
    assert high is not None and high.parting > here.parting and high.shift < here.shift


def test_a_few_articles_tell_nothing(quoting: Assistant) -> None:
    sample = quoting.library.sample(5)
    assert calibrate_evidence(sample, quoting.library, quoting.settings) is None
