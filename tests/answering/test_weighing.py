"""What a reading is worth, on numbers worked out by hand."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import replace

import pytest

from qa import Article
from qa.answering.gguf import embedded_adapter
from qa.answering.reading import Reading
from qa.answering.reading_prompt import Shown
from qa.answering.weighing import FILE, ReadingWeights, log_odds, shipped
from tests.answering.ranked import sentences_of

ALONE = ReadingWeights(0.0, 1.0, 0.0, 0.0, 0.5, 0.8)
ARTICLE = Article("a", "Le marché", "Il ferme lundi. Odette Vasseur l’a dit. Rien d’autre.")


def reading(*chances: float) -> Reading:
    ranked = sentences_of(ARTICLE, [0.5, 0.3, 0.1])
    shown = tuple(Shown(one.article, one.span) for one in ranked[: len(chances)])
    return Reading(shown, chances, 1.0 - sum(chances), None, 0.0)


def test_the_evidence_alone_is_what_it_was() -> None:
    for strength in (0.01, 0.5, 0.93):
        assert ALONE.strength(strength, 0.99) == pytest.approx(strength)
    assert ALONE.rank(sentences_of(ARTICLE, [0.5, 0.3, 0.1]), reading(0.1, 0.8)) == sentences_of(
        ARTICLE, [0.5, 0.3, 0.1]
    )


def test_strength_by_hand() -> None:
    weights = replace(ALONE, evidence=0.5, reading=2.0, bias=-1.0)
    odds = 0.5 * math.log(0.8 / 0.2) + 2.0 * math.log(0.6 / 0.4) - 1.0
    assert weights.strength(0.8, 0.4) == pytest.approx(1 / (1 + math.exp(-odds)))


def test_certain_models_stay_within_numbers() -> None:
    weights = replace(ALONE, evidence=3.0, reading=3.0)
    assert 0.0 < weights.strength(0.0, 1.0) < 0.001 < 0.999 < weights.strength(1.0, 0.0) <= 1.0
    assert log_odds(0.0) == pytest.approx(-log_odds(1.0))


def test_those_read_share_anew_what_they_had() -> None:
    ranked = sentences_of(ARTICLE, [0.5, 0.3, 0.1])
    anew = replace(ALONE, sentence=1.0).rank(ranked, reading(0.1, 0.5))
    assert [one.text for one in anew][:1] == ["Odette Vasseur l’a dit."]
    weighed = (0.5 * 0.1, 0.3 * 0.5)
    assert [one.score for one in anew] == pytest.approx(
        [0.8 * weighed[1] / sum(weighed), 0.8 * weighed[0] / sum(weighed), 0.1]
    )


def test_a_sentence_that_was_ruled_out_is_last_and_not_lost() -> None:
    anew = replace(ALONE, sentence=1.0).rank(
        sentences_of(ARTICLE, [0.5, 0.3, 0.1]), reading(0.0, 0.9, 0.1)
    )
    assert anew[-1].text == "Il ferme lundi." and anew[-1].score > 0.0


def test_the_shipped_weights_make_sense() -> None:
    weights = shipped()
    assert min(weights.sentence, weights.evidence, weights.reading) >= 0.0
    assert 0.0 <= weights.floor <= 0.5
    assert json.loads(FILE.read_text("utf-8"))["version"] == 1


def test_the_weights_were_learnt_with_the_adapter_that_is_shipped() -> None:
    adapter = embedded_adapter()
    assert adapter is not None
    digest = hashlib.sha256(adapter.read_bytes()).hexdigest()
    assert digest.startswith(json.loads(FILE.read_text("utf-8"))["adapter"])
