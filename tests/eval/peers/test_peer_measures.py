"""Rankings, times and leads, exactly, from searches whose results are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np
import pytest

from eval.peers.comparing import best_french, estimates, lead, shares
from eval.peers.measuring import Measured, measure
from eval.peers.passages import PassageSet
from eval.peers.reporting import make_record, table
from eval.peers.systems import Configuration, Encode, Search
from eval.questions import Question

QUESTIONS = [
    Question("a", "A ?", article="3.txt"),
    Question("b", "B ?", article="4.txt", also=("5.txt",)),
    Question("c", "C ?", article="6.txt"),
    Question("d", "D ?", article="7.txt"),
]


def _encode(text: str) -> np.ndarray:
    raise AssertionError("nothing here searches vectors")


def _canned(
    answers: Mapping[str, Sequence[int]], role: str = "french", name: str = "canned"
) -> Configuration:
    @contextmanager
    def build(passages: PassageSet, encode: Encode, depth: int) -> Iterator[Search]:
        built.append((len(passages.entries), depth))
        yield lambda question: answers.get(question, ())

    built: list[tuple[int, int]] = []
    return Configuration(name, role, f"built {name}", build)


def _measured(system: str, role: str, articles: Mapping[str, tuple[str, ...]]) -> Measured:
    return Measured(system, _canned({}, role), 2.0, (0.1, 0.1, 0.1, 0.5), dict(articles))


def test_articles_are_ranked_by_their_first_passage(pool: PassageSet) -> None:
    first = {article: pool.owners.index(article) for article in pool.owners}
    answers = {"A ?": [first["9.txt"], 0, 1, first["3.txt"], first["9.txt"]]}
    found = measure("X", _canned(answers), pool, _encode, QUESTIONS, depth=5)
    assert pool.owners[0] == pool.owners[1] == "0.txt"
    assert found.articles == {"a": ("9.txt", "0.txt", "3.txt"), "b": (), "c": (), "d": ()}
    assert len(found.query_seconds) == 4
    assert found.index_seconds > 0


def test_rates_are_of_all_questions_and_the_median_of_each() -> None:
    found = _measured("X", "french", {})
    assert found.query_rate == pytest.approx(5.0)
    assert found.query_median == pytest.approx(0.1)


def test_measures_are_exact_and_a_question_without_results_scores_zero() -> None:
    ranked = {
        "a": ("3.txt",),
        "b": ("0.txt", "5.txt"),
        "c": (*(f"{n}.txt" for n in range(10, 15)), "6.txt"),
    }
    values = estimates(shares(_measured("X", "french", ranked), QUESTIONS))
    assert {name: value.value for name, value in values.items()} == {
        "article recall@1": pytest.approx(1 / 4),
        "article recall@5": pytest.approx((1 + 1 / 2) / 4),
        "article recall@10": pytest.approx((1 + 1 / 2 + 1) / 4),
        "article MRR@10": pytest.approx((1 + 1 / 2 + 1 / 6) / 4),
    }
    assert values["article recall@5"].n == 4


def test_the_lead_is_ours_minus_theirs() -> None:
    ours = shares(
        _measured("S", "shipped", {q.id: (q.article or "",) for q in QUESTIONS}), QUESTIONS
    )
    theirs = shares(_measured("X", "french", {"a": ("3.txt",)}), QUESTIONS)
    found = lead(ours, theirs)["article MRR@10"]
    assert found is not None
    assert found.difference == pytest.approx(3 / 4)
    assert 0 <= found.low <= found.difference <= found.high <= 1


def test_the_best_in_french_is_by_recall_then_mrr_and_never_the_default() -> None:
    right = {q.id: (q.article or "",) for q in QUESTIONS}
    late = {id_: ("0.txt", *articles) for id_, articles in right.items()}
    measured = [
        _measured("X", "default", right),
        _measured("X", "french", late),
        _measured("X", "french", right),
        _measured("Y", "french", {}),
        _measured("S", "shipped", right),
    ]
    values = [estimates(shares(one, QUESTIONS)) for one in measured]
    assert best_french(measured, values) == {2, 3}


def test_the_table_says_what_was_measured(pool: PassageSet) -> None:
    right = {q.id: (q.article or "",) for q in QUESTIONS}
    measured = [_measured("Sourcier", "shipped", right), _measured("X", "french", {})]
    about = {
        "set": "towns",
        "depth": 100,
        "versions": {"x": "1.2"},
        "not installed": ["Y is not installed: pip install -e '.[peers]'"],
    }
    record = make_record(measured, QUESTIONS, pool, about)
    text = table(record)
    assert f"towns: 4 questions over {len(pool)} passages of 30 articles" in text
    assert "x 1.2." in text
    assert text.endswith("Y is not installed: pip install -e '.[peers]'")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]
    assert len({len(row) for row in rows}) == 1
    assert rows[2][:4] == ["| Sourcier", "canned", "0.875", "0.875 [0.625, 1.000]"]
    assert rows[3][1] == "canned ★"
    assert rows[3][6] == "+0.875 [+0.625, +1.000]"
    assert rows[3][8:] == [f"{len(pool) / 2:,.0f}", "5.0", "100 |"]
