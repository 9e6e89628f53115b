"""The sets that sentences are checked on: true ones, altered ones, and ones written by hand."""

from __future__ import annotations

import math
from pathlib import Path
from random import Random

import numpy as np
import pytest

from eval.corpus import read_corpus
from eval.logistic import area_under_curve
from eval.support.altering import ALTERATIONS, Others
from eval.support.baselines import by_overlap
from eval.support.cases import Case
from eval.support.fitting import Data, fit
from eval.support.generating import altered_cases
from eval.support.measuring import balanced_accuracy, shares_by_kind
from eval.support.rewriting import Told, rewrite
from eval.support.written import load_written, named_articles
from qa import Article, Support, check_support
from qa.answering.support.model import load_model

SENTENCE = "Mardi 4 mai, Paul Arnoux a reçu 42 salariés de Lernobus à Noirval, selon Karima Belaïd."
OTHERS = Others(("Marc Daubigny",), ("Odette Vasseur", "Lormel"), ("Anne Castaing", "Brunel"))


@pytest.fixture(scope="module")
def articles(samples: Path) -> list[Article]:
    """The sample articles."""
    return list(read_corpus(samples, lambda failure: pytest.fail(failure.reason)))


@pytest.mark.parametrize("kind", sorted(set(ALTERATIONS) - {"contrary"}))
def test_an_alteration_changes_what_it_is_named_for(kind: str) -> None:
    made = {ALTERATIONS[kind](SENTENCE, OTHERS, Random(seed)) for seed in range(8)}
    assert SENTENCE not in made
    assert all((one and one.startswith("Mardi")) or kind in ("date", "swap") for one in made)


def test_each_kind_of_alteration_by_example() -> None:
    def altered(kind: str, sentence: str) -> str | None:
        return ALTERATIONS[kind](sentence, OTHERS, Random(0))

    assert altered("negation", "Il a signé.") == "Il n'a pas signé."
    assert altered("contrary", "Une forte hausse.") == "Une forte baisse."
    assert altered("contrary", "Il ne signe plus.") is None
    assert altered("number", "Il a signé.") is None
    swapped = altered("swap", "Hier, Paul Arnoux a dénoncé Anne Castaing.")
    assert swapped == "Hier, Anne Castaing a dénoncé Paul Arnoux."


def test_rewriting_keeps_a_sentence_true(articles: list[Article]) -> None:
    told = Told(SENTENCE, SENTENCE, None)
    for seed in range(10):
        sentence = rewrite(told, Random(seed))
        assert check_support(sentence, [SENTENCE]).verdict == "supported", sentence


def test_altered_sets_are_the_same_every_time(articles: list[Article]) -> None:
    cases = list(altered_cases(articles))
    assert cases == list(altered_cases(articles))
    kinds = {case.kind for case in cases}
    assert {"true", "number", "name", "date", "negation", "extra", "title"} <= kinds
    assert all(case.true == (case.kind in ("true", "title")) for case in cases)


def test_what_is_true_is_told_from_what_was_altered(articles: list[Article]) -> None:
    cases = [case for case in altered_cases(articles) if case.kind != "title"]
    says = [
        check_support(one.sentence, one.evidence, title=one.title, date=one.date) for one in cases
    ]
    told = balanced_accuracy(cases, [one.verdict == "supported" for one in says])
    assert told >= 0.85
    assert told > balanced_accuracy(cases, [by_overlap(one) for one in cases])
    numbers = [s for case, s in zip(cases, says, strict=True) if case.kind == "number"]
    assert sum(one.verdict == "supported" for one in numbers) <= len(numbers) * 0.1


@pytest.mark.parametrize("part", ["fit", "held"])
def test_written_sets_are_whole(part: str, articles: list[Article]) -> None:
    cases = load_written(part, {article.id: article for article in articles})
    assert len(cases) >= 90
    assert {case.label for case in cases} == {"supported", "partly", "unsupported"}
    assert all(case.evidence and case.true == (case.kind == "true") for case in cases)
    assert len({case.sentence for case in cases}) == len(cases)


def test_other_words_pass_and_added_facts_do_not(articles: list[Article]) -> None:
    known = {article.id: article for article in articles}
    cases = [case for part in ("fit", "held") for case in load_written(part, known)]
    says = [
        check_support(one.sentence, one.evidence, title=one.title, date=one.date).verdict
        == "supported"
        for one in cases
    ]
    assert balanced_accuracy(cases, says) > 0.6
    assert balanced_accuracy(cases, says) > balanced_accuracy(cases, list(map(by_overlap, cases)))
    passed = [said for case, said in zip(cases, says, strict=True) if case.true]
    added = [said for case, said in zip(cases, says, strict=True) if case.kind == "extra"]
    assert sum(passed) > 0.65 * len(passed)
    assert sum(added) < 0.3 * len(added)


def test_the_written_halves_share_no_article(articles: list[Article]) -> None:
    known = {article.id: article for article in articles}
    fitted, held = (load_written(part, known) for part in ("fit", "held"))
    assert not {case.evidence for case in fitted} & {case.evidence for case in held}
    assert len(named_articles()) >= 20


def test_measures() -> None:
    cases = [Case("a", (), label, "k", "1") for label in ("supported", "partly", "unsupported")]
    assert balanced_accuracy(cases, [True, False, True]) == 0.75
    assert math.isnan(balanced_accuracy(cases[:1], [True]))
    assert area_under_curve([case.true for case in cases], [0.5, 0.5, 0.1]) == 0.75
    verdicts = [Support("supported", 1.0), Support("partly", 0.4), Support("partly", 0.4)]
    assert shares_by_kind(cases, verdicts) == {"k": (3, 1 / 3, 2 / 3, 0.0)}


def test_what_speaks_against_a_sentence_never_speaks_for_it() -> None:
    assert all(weight <= 0 for weight in load_model().weights.values())
    features = np.array([[0.0, 1.0], [0.1, 1.0], [0.9, 0.0], [1.0, 0.0]] * 20)
    true = np.array([True, True, False, False] * 20)
    data = Data(features, true, np.ones(80), np.zeros(80, dtype=bool))
    model = fit(data, ["bad", "good"], penalty=0.1)
    assert model.weights["bad"] < -1
    assert model.weights["good"] == 0.0
    assert model.partly <= model.supported
    assert model.verdict(model.score({"bad": 0.0})) == "supported"
    assert model.verdict(model.score({"bad": 1.0})) != "supported"
