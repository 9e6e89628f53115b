"""Learning what reading is worth: on made-up cases, and on two sample questions."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.loading import load_set
from eval.reading_cases import ReadingCase, add_cases, make_cases, read_cases
from eval.reading_learning import describe, learn, write_reading
from qa import Assistant
from tests.answering.scripted import ScriptedWriter

SET = Path(__file__).resolve().parents[2] / "eval" / "sets" / "samples.jsonl"


def case(n: int, answerable: bool, **changes: object) -> ReadingCase:
    """A case whose evidence says little, and whose reading says all."""
    blur = (n * 7919 % 101) / 101
    made = ReadingCase(
        id=f"q{n}",
        topic=f"a{n // 2}",
        answerable=answerable,
        taken_out=False,
        evidence=0.3 + 0.4 * blur,
        none=0.05 + 0.1 * blur if answerable else 0.85 + 0.1 * blur,
        shares=(0.5, 0.3, 0.2),
        chances=(0.05, 0.8, 0.05),
        right=(False, answerable, False),
        stands=True,
        certainty=blur,
        correct=answerable and blur > 0.4,
        words="Odette",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def telling(count: int = 120) -> list[ReadingCase]:
    return [case(n, n % 2 == 0) for n in range(count)]


def test_reading_that_tells_is_learnt() -> None:
    learnt = learn(telling(), 1.0, 0.8)
    weights = learnt.weights
    assert weights.reading > weights.evidence and weights.sentence > 0.5
    assert all(
        (odds >= 0) == one.answerable for one, odds in zip(telling(), learnt.odds, strict=True)
    )
    assert sum(learnt.first) == 60 and not any(learnt.first_before)
    assert 0.3 <= weights.floor < 0.33
    shown = [one for one, is_shown in zip(learnt.cases, learnt.shown, strict=True) if is_shown]
    assert sum(one.correct for one in shown) / len(shown) > 0.7
    assert 0.1 < weights.certainty < 0.95


def test_reading_that_tells_nothing_is_left_out() -> None:
    dull = [
        case(n, n % 2 == 0, none=0.5, evidence=0.8 if n % 2 == 0 else 0.2, chances=(0.8, 0.1, 0.1))
        for n in range(80)
    ]
    weights = learn(dull, 1.0, 0.8).weights
    assert weights.reading == pytest.approx(0.0, abs=0.01) and weights.sentence == 0.0
    assert weights.evidence > 0.5
    assert weights.floor == 0.5  # nothing is won back


def test_wrong_short_answers_are_never_shown() -> None:
    learnt = learn([replace(one, correct=False) for one in telling()], 1.0, 0.8)
    assert learnt.weights.certainty > 1.0 and not any(learnt.shown)


def test_the_weights_keep_what_half_means() -> None:
    cases = telling()
    weights = learn(cases, 1.0, 0.8).weights
    answered = [weights.strength(one.evidence, one.none) >= 0.5 for one in cases]
    assert answered == [one.answerable for one in cases]


def test_learning_is_deterministic() -> None:
    assert learn(telling(), 1.0, 0.8) == learn(telling(), 1.0, 0.8)


def test_cases_of_samples(sample_library: Path, tmp_path: Path) -> None:
    questions = [one for one in load_set(SET).questions if one.answerable and one.support][:1]
    questions += [one for one in load_set(SET).questions if not one.answerable][:1]
    reader = ScriptedWriter(words="").reader("fr")
    assert reader is not None
    path = tmp_path / "cases.jsonl"
    with Assistant.open(sample_library, model="none") as assistant:
        for cases in make_cases(assistant, reader, questions):
            add_cases(path, cases)
    first, without, other = read_cases(path, {one.id for one in questions})
    assert first.answerable and any(first.right) and not first.taken_out
    assert without.taken_out and not without.answerable and not any(without.right)
    assert not other.answerable and not other.correct and not other.stands
    assert len(first.shares) == len(first.chances) == len(first.right) > 1
    assert read_cases(path, {other.id}) == [other]
    assert read_cases(tmp_path / "none.jsonl", {other.id}) == []


def test_what_was_learnt_is_written_and_described(tmp_path: Path) -> None:
    adapter, out = tmp_path / "french.gguf", tmp_path / "reading.json"
    adapter.write_bytes(b"GGUF")
    learnt = learn(telling(), 1.0, 0.8)
    write_reading(learnt, ["dev"], adapter, out)
    record = json.loads(out.read_text("utf-8"))
    assert record["learnt from"] == ["dev"] and len(record["adapter"]) == 12
    assert record["weights"]["reading"] == learnt.weights.reading
    said = describe(learnt)
    assert "evidence alone: wrongly refused" in said and "AUC 1.000" in said
