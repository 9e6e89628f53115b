"""What was run and what it cost, in words."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from eval.reporting.facts import (
    changed_settings,
    costs,
    facts,
    say,
    say_bytes,
    say_seconds,
    say_share,
)
from qa.settings import Settings
from tests.eval.reporting.made_up import manifest


def test_what_was_run_is_said_in_short() -> None:
    assert facts(manifest()) == {
        "asked": "2024-03-05, 14:07",
        "set": "Questions inventées, 10 questions, sha256 ababababab",
        "library": "5 articles, 12 passages, sha256 efefefefef",
        "encoder": "minilm, dimension 384, sha256 1212121212",
        "model": "none",
        "judged by": "sharing words",
        "machine": "A chip, 2 cores, python 3.11.9",
        "versions": "sourcier 0.1.0, numpy 2.1.0, tantivy 0.27.0",
        "seed": "bootstrap 7, 2000 resamples, model 0",
    }


def test_what_the_manifest_lacks_is_left_out() -> None:
    assert facts({}) == {}


def test_only_settings_that_differ_are_said() -> None:
    usual = {name: sorted(v) if isinstance(v, frozenset) else v
             for name, v in asdict(Settings()).items()}  # fmt: skip
    assert changed_settings({"settings": usual}) == {}
    assert changed_settings({"settings": {**usual, "caution": 0.9, "of old": 3}}) == {
        "caution": "0.9",
        "of old": "3",
    }
    assert changed_settings({}) == changed_settings({"settings": None}) == {}


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "none"), (True, "True"), (9_999, "9999"), (149_676, "149,676"), (0.4, "0.4"),
     ([], "none"), (["b", "a"], "a, b"), ("Tout", "Tout"), ("T1", "T1"), ({"seed": 7}, "seed 7")],
)  # fmt: skip
def test_values_are_said_on_a_line(value: object, said: str) -> None:
    assert say(value) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.00831, "8.31 ms"), (0.07, "70 ms"), (1.234, "1.23 s"), (599.6, "600 s"), (900, "15 min")],
)
def test_seconds_have_a_unit(seconds: float, said: str) -> None:
    assert say_seconds(seconds) == said


def test_sizes_have_a_unit() -> None:
    assert (say_bytes(512e6), say_bytes(2.691e9)) == ("512 MB", "2.69 GB")


@pytest.mark.parametrize(
    ("pair", "said"), [((1, 1), "1"), ((0.3333, 1), "0.333"), ((2, 3), "2 of 3")]
)
def test_scores_are_numbers_or_shares(pair: tuple[float, float], said: str) -> None:
    assert say_share(pair) == said


@pytest.mark.parametrize(
    ("metrics", "said"),
    [
        ({"peak memory": 0, "index": None, "written by": {}}, ""),
        (
            {
                "peak memory": 1.62e9,
                "index": {"passages": 149_676, "seconds": 2826, "rate": 52.9},
                "written by": {"quotes": 9, "model": 1},
            },
            "Peak memory: 1.62 GB. Indexing: 149,676 passages in 47.1 min, 53 a second. "
            "Answers written: 9 by quotes, 1 by model.",
        ),
    ],
)
def test_costs_are_said_in_sentences(metrics: dict[str, Any], said: str) -> None:
    assert costs(metrics) == said
