"""Exact match, F1 and gold in the text: exact values, and a second implementation."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures.answers import all_of_share, contains_gold, exact_match, f1, score
from eval.predictions import Prediction, Said
from eval.questions import Question

WHO = Question("q1", "Qui ?", answers=("Anne Roy", "la maire"), article="a")
LIST = Question("q2", "Qui ?", all_of=("Anne Roy", "Luc Petit"), article="c")
WORDS = "Anne roy Luc petit maire Lormel the a le une des pont".split()
TEXTS = st.lists(st.sampled_from([*WORDS, ".", ",", "«"]), max_size=12).map(" ".join)


def say(text: str, **fields: bool) -> Prediction:
    return Prediction("q1", said=Said(text), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "exact", "overlap"),
    [
        ("Anne Roy", 1, 1.0),
        ("« ANNE ROY » [1].", 1, 1.0),
        ("Maire", 1, 1.0),
        ("C’est Anne Roy", 0, 2 / 3),  # ce est anne roy: 2 · 2 / (4 + 2)
        ("Roy, Anne", 0, 1.0),
        ("Anne Anne", 0, 0.5),  # the second one has no match: 2 · 1 / (2 + 2)
        ("Luc Petit", 0, 0.0),
        ("", 0, 0.0),
        ("le la les", 0, 0.0),
    ],
)
def test_exact_match_and_f1(text: str, exact: float, overlap: float) -> None:
    assert exact_match(text, WHO.gold) == exact
    assert f1(text, WHO.gold) == pytest.approx(overlap)


def test_nothing_matches_nothing() -> None:
    assert exact_match("les", ["", "des"]) == 0
    assert f1("les", ["", "des"]) == 0
    assert exact_match("Anne Roy", []) == f1("Anne Roy", []) == 0


def naive(text: str) -> list[str]:
    words = "".join(c for c in text.lower() if c not in string.punctuation + "«").split()
    return [word for word in words if word not in ("the", "a", "le", "une", "des")]


def naive_f1(text: str, gold: str) -> float:
    said, wanted = naive(text), naive(gold)
    matched = 0
    left = list(wanted)
    for word in said:
        if word in left:
            left.remove(word)
            matched += 1
    if not matched:
        return 0.0
    precision, recall = matched / len(said), matched / len(wanted)
    return 2 * precision * recall / (precision + recall)


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=3))
def test_a_second_implementation_agrees(text: str, golds: list[str]) -> None:
    assert exact_match(text, golds) == max(naive(text) == naive(g) != [] for g in golds)
    assert f1(text, golds) == pytest.approx(max(naive_f1(text, gold) for gold in golds))


@given(TEXTS, TEXTS)
def test_gold_is_found_where_a_search_for_its_words_finds_it(text: str, gold: str) -> None:
    spaced = f" {' '.join(naive(gold))} "
    expected = bool(naive(gold)) and spaced in f" {' '.join(naive(text))} "
    assert contains_gold(replace(WHO, answers=(gold,)), text) is expected


@pytest.mark.parametrize(
    ("answer", "text", "holds"),
    [
        ("Anne Roy", "Selon anne roy, oui", True),
        ("Anne Roy", "Roy, Anne", False),
        ("Hélène", "helene [1]", True),
        ("2 000", "il y en a 2.000 ici", True),
        ("deux mille", "2 000 places", True),
        ("3,6 millions", "3 600 000 euros", True),
        ("1er mars", "dès le premier mars", True),
        ("le manque de médecins", "par manque de médecins", True),
        ("16 juin", "le 16 juin [2]", True),
        ("16", "116 voix", False),
        ("200", "3 200 élus", False),
        ("Roy", "Royal", False),
        ("1", "rien [1]", False),
        ("", "rien", False),
    ],
)
def test_gold_in_the_text(answer: str, text: str, holds: bool) -> None:
    assert contains_gold(replace(WHO, answers=("absent", answer)), text) is holds


def test_a_list_needs_every_item() -> None:
    assert contains_gold(LIST, "Luc Petit et Anne Roy")
    assert not contains_gold(replace(LIST, answers=("Luc Petit",)), "Luc Petit")
    assert all_of_share(LIST.all_of, "Luc Petit [1]") == 0.5
    assert all_of_share((), "Luc Petit") == 0


def test_what_a_question_contributes() -> None:
    assert score(WHO, say("Anne Roy [1]")) == {
        "exact match": (1, 1),
        "F1": (1, 1),
        "contains gold": (1, 1),
    }
    assert score(LIST, say("Luc Petit et Anne Roy")) == {
        "exact match": (0, 1),
        "F1": (pytest.approx(8 / 9), 1),
        "contains gold": (1, 1),
        "all of list": (1, 1),
    }
    assert score(LIST, say("Luc Petit"))["all of list"] == (0, 1)


def test_silence_and_nothing_score_zero() -> None:
    zero = {"exact match": (0, 1), "F1": (0, 1), "contains gold": (0, 1)}
    assert score(WHO, None) == zero
    assert score(WHO, say("Le plus proche : « Anne Roy »", abstained=True)) == zero


def test_a_question_without_gold_or_article_is_outside() -> None:
    assert score(Question("q", "Qui ?"), say("Anne Roy")) == {}
    assert score(Question("q", "Qui ?", article="a"), say("Anne Roy")) == {}
