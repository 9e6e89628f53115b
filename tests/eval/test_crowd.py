"""What a crowd was told is judged by what one person alone was told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from eval.crowd import Asked, Crowd, judge, overtaken, table


def answered(person: int, asked: str, started: float, seconds: float, **changed: Any) -> Asked:
    """Return an answer in quotes that the model was asked about for a second."""
    record = {
        "question": asked,
        "text": f"« {asked} » [1]",
        "quotes": [{"start": 0, "quote": asked}],
        "citations": [{"start": 0, "quote": asked}],
        "nearest": [],
        "abstained": False,
        "written_by": "quotes",
        "warning": "",
        "timings": {"search": 0.1, "quotes": 0.1, "writing": 1.0},
    }
    return Asked(person, asked, started, started + seconds, {**record, **changed})


ALONE = (answered(0, "Qui ?", 0.0, 1.3), answered(0, "Quand ?", 2.0, 1.3))


def judged(*asked: Asked) -> dict[str, int]:
    """Return what went wrong, without what didn't."""
    found = judge(Crowd(len(asked), ALONE, asked))
    counts = {name: getattr(found, name) for name in found.__dataclass_fields__}
    assert found.well == (not {name for name in counts if counts[name]} - {"warned"})
    return {name: count for name, count in counts.items() if count}


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, {}),
        ({"question": "Quand ?"}, {"crossed": 1}),
        ({"quotes": []}, {"misquoted": 1}),
        ({"abstained": True}, {"misquoted": 1}),
        ({"text": "Autre chose [1]."}, {"reworded": 1}),
        ({"warning": "The line is full.", "text": "Autre"}, {"warned": 1}),
        ({"timings": {"search": 0.4}}, {}),
    ],
)
def test_an_answer_that_is_not_as_alone_is_counted(
    changed: dict[str, Any], wrong: dict[str, int]
) -> None:
    fine = answered(1, "Quand ?", 10.0, 3.0)
    assert judged(fine, answered(2, "Qui ?", 10.0, 1.5, **changed)) == wrong


def test_errors_are_counted_and_keep_the_others_from_nothing() -> None:
    failed = Asked(3, "Qui ?", 0.0, 1.0, error="ValueError: no")
    assert judged(failed, answered(1, "Qui ?", 0.0, 2.0)) == {"errors": 1}


def test_who_came_first_and_was_served_last_was_overtaken() -> None:
    def served(came: float, finished: float) -> Asked:
        timings = {"search": 0.1, "quotes": 0.1, "writing": finished - came}
        return answered(1, "Qui ?", came - 0.2, finished - came + 0.2, timings=timings)

    in_turn = [served(0.0, 2.0), served(1.0, 4.0), served(1.1, 6.0)]
    assert overtaken(in_turn) == 0
    assert overtaken([*in_turn, served(0.1, 8.0)]) == 1
    assert overtaken([served(1.0, 4.0), served(0.8, 6.0)]) == 0  # too near to tell
    silent = replace(in_turn[0], record={"timings": {"search": 0.1}}, finished=0.3)
    assert overtaken([*in_turn, silent]) == 0


def test_the_table_says_times_to_quotes_and_to_the_whole_answer() -> None:
    asked = tuple(answered(n, "Qui ?", 10.0, 2.0 + n) for n in range(5))
    rows = table(Crowd(5, ALONE, asked, (100_000_000, 120_000_000, 110_000_000)))
    assert "| to the quotes, one person, p50 / p95 | 0.30 / 0.30 s |" in rows
    assert "| to the whole answer, crowd, p50 / p95 | 4.00 / 6.00 s |" in rows
    assert "| answers, and a minute | 5, 50 |" in rows
    assert rows[-1].endswith("| 100 / 120 / 110 / 120 MB |")
    assert not [row for row in table(Crowd(5, ALONE, asked)) if "memory" in row]
