"""The reading benchmark: what is asked, and how what comes back is judged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.reading import load_given, measure, summarise
from eval.reading_product import First, rank_first, summarise_first
from qa.answering.weighing import ReadingWeights
from qa.errors import QuestionError
from tests.answering.scripted import ScriptedWriter

SET = Path(__file__).resolve().parents[2] / "eval" / "sets" / "samples.jsonl"
CONTEXT = "Le marché ferme lundi. La maire est Odette Vasseur. Elle l’a dit hier."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "reading.jsonl"
    row = {"context": CONTEXT, "question": "Qui est la maire ?", "answers": ["Odette Vasseur"]}
    path.write_text(json.dumps(row) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("words", "exact", "f1", "sentence"),
    [
        ("Odette Vasseur", 1.0, 1.0, True),
        ("La maire est Odette Vasseur", 0.0, 2 / 3, True),  # the article counts for nothing
        ("lundi", 0.0, 0.0, False),
    ],
)
def test_what_was_read_is_judged(
    file: Path, words: str, exact: float, f1: float, sentence: bool
) -> None:
    reader = ScriptedWriter(words).reader("fr")
    assert reader is not None
    (one,) = measure(reader, load_given(file))
    assert (one.words, one.exact, one.sentence, one.none) == (words, exact, sentence, False)
    assert one.f1 == pytest.approx(f1)


def test_the_means(file: Path) -> None:
    given = load_given(file)
    right, wrong = (ScriptedWriter(words).reader("fr") for words in ("Odette Vasseur", "lundi"))
    assert right is not None and wrong is not None
    found = summarise([*measure(right, given), *measure(wrong, given), *measure(right, given, 1)])
    assert found["questions"] == 3
    assert found["exact match"] == found["F1"] == found["right sentence"] == pytest.approx(1 / 3)


def test_the_passage_that_answers_is_read(sample_library: Path) -> None:
    given = load_given(SET, sample_library)
    assert len(given) > 20
    for one in given:
        assert len({shown.article.id for shown in one.sentences}) == 1
        assert one.sentences[0].article.id in one.question.articles
    with pytest.raises(QuestionError, match="--library"):
        load_given(SET)


def test_a_set_with_its_articles(tmp_path: Path) -> None:
    asked = {
        "id": "1",
        "question": "Qui est la maire ?",
        "answers": [{"text": "Odette Vasseur", "answer_start": CONTEXT.index("Odette")}],
    }
    data = {"data": [{"title": "M", "paragraphs": [{"context": CONTEXT, "qas": [asked]}]}]}
    path = tmp_path / "set.json"
    path.write_text(json.dumps(data), "utf-8")
    (one,) = load_given(path)
    assert [shown.text for shown in one.sentences][1] == "La maire est Odette Vasseur."


def test_a_row_without_an_answer_is_named(file: Path) -> None:
    row = {"context": CONTEXT, "question": "Qui ?", "answers": []}
    file.write_text(json.dumps(row) + "\n", "utf-8")
    with pytest.raises(QuestionError, match="line 1"):
        load_given(file)


@pytest.mark.parametrize(("words", "weight"), [("Odette Vasseur", 1.0), ("lundi", 3.0)])
def test_what_the_product_ranks_first(file: Path, words: str, weight: float) -> None:
    weights = ReadingWeights(weight, 1.0, 0.0, 0.0, 0.5, 0.8)
    reader = ScriptedWriter(words).reader("fr")
    assert reader is not None
    given = load_given(file)
    firsts = list(rank_first(reader, [*given, *given], weights))
    assert firsts == [First("q1", words != "lundi", evidence=True)] * 2
    found = summarise_first([*firsts, First("q2", reading=False, evidence=False)])
    assert found["by evidence alone"] == pytest.approx(2 / 3)
