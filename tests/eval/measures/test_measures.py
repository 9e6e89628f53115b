"""Every question has every measure: its part where it is in the domain, (0, 0) elsewhere."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from eval.measures import MEASURES, Share, score_all
from eval.measures.citations import by_checking
from eval.predictions import Cited, Place, Prediction, Said
from eval.questions import Question, Support

NAMES = (
    "article recall@1, article recall@5, article recall@10, article success@1, article MRR@10, "
    "article nDCG@10, passage recall@1, passage recall@5, passage recall@10, passage MRR@10, "
    "passage nDCG@10, sentence recall@1, sentence recall@3, sentence recall@10, sentence MRR@10, "
    "sentence nDCG@10, exact match, F1, contains gold, all of list, citation recall, "
    "citation precision, citation in right article, support cited, quotes verbatim, "
    "hallucination rate, error rate, abstention F1"
).split(", ")
SENTENCE = "La maire est Anne Roy."
WHO = Question(
    "who", "Qui ?", answers=("Anne Roy",), article="a", support=(Support("a", SENTENCE),)
)
LIST = Question("list", "Qui ?", all_of=("Anne Roy", "Luc Petit"), article="a")
BARE = Question("bare", "Qui ?", article="a")
NONE = Question("none", "Qui ?")
QUESTIONS = [WHO, LIST, BARE, NONE]
QUOTE = Cited(1, "a", "La mairie", "2021-01-01", 0, 22, SENTENCE, True)
PLACE = Place("a", "La mairie", "2021-01-01", 0, 22, SENTENCE, 1.0)
PERFECT = Prediction(
    "who",
    passages=(PLACE,),
    sentences=(PLACE,),
    said=Said(f"«\u00a0{SENTENCE}\u00a0» [1]", (QUOTE,)),
    quotes=(QUOTE,),
    support=(("a", 0, 22),),
    relevant_passages=(("a", 0, 22),),
)
SILENT = Prediction("none", abstained=True)


def groups(names: str) -> set[str]:
    return {name for name in NAMES if name.split()[0] in names.split()}


RETRIEVAL = groups("article passage sentence")
ANSWERS = {"exact match", "F1", "contains gold"}
CITATIONS = {"citation recall", "citation precision", "citation in right article"}


def inside(shares: dict[str, Share]) -> dict[str, Share]:
    return {name: share for name, share in shares.items() if share != (0, 0)}


def test_the_measures_are_the_ones_agreed_on_in_this_order() -> None:
    assert [measure.name for measure in MEASURES] == NAMES
    groups = [measure.group for measure in MEASURES]
    assert list(dict.fromkeys(groups)) == ["retrieval", "answers", "citations", "abstention"]
    assert groups == sorted(groups, key=list(dict.fromkeys(groups)).index)
    lower = [measure.name for measure in MEASURES if not measure.higher_is_better]
    assert lower == ["hallucination rate", "error rate"]
    assert all(measure.says.endswith(".") for measure in MEASURES)


def test_a_perfect_answer() -> None:
    shares = score_all([WHO], {"who": PERFECT}, by_checking)["who"]
    assert list(shares) == NAMES
    shown = {"support cited", "quotes verbatim"}
    best = dict.fromkeys(RETRIEVAL | ANSWERS | CITATIONS | shown, (1.0, 1.0))
    best["exact match"] = (0, 1)
    best["F1"] = (pytest.approx(2 * 2 / (4 + 2)), 1)  # maire est anne roy
    assert inside(shares) == {**best, "error rate": (0, 1)}


def test_domains_without_predictions_and_their_worst_values() -> None:
    shares = score_all(QUESTIONS, {}, by_checking)
    assert all(list(one) == NAMES for one in shares.values())
    articles = groups("article")
    worst = {"error rate": (1, 1), "abstention F1": (0, 1)}
    assert inside(shares["who"]) == {
        **dict.fromkeys(RETRIEVAL | ANSWERS | CITATIONS | {"support cited"}, (0, 1)),
        **worst,
    }
    assert inside(shares["list"]) == {
        **dict.fromkeys(articles | ANSWERS | CITATIONS | {"all of list"}, (0, 1)),
        **worst,
    }
    assert inside(shares["bare"]) == {**dict.fromkeys(articles | CITATIONS, (0, 1)), **worst}
    assert inside(shares["none"]) == {"hallucination rate": (1, 1), "abstention F1": (0, 1)}


def test_a_failed_prediction_is_a_missing_one() -> None:
    failed = {q.id: replace(PERFECT, id=q.id, failure="It broke.") for q in QUESTIONS}
    assert score_all(QUESTIONS, failed, by_checking) == score_all(QUESTIONS, {}, by_checking)


def test_silence() -> None:
    silent = {q.id: replace(SILENT, id=q.id) for q in QUESTIONS}
    shares = score_all(QUESTIONS, silent, by_checking)
    assert inside(shares["none"]) == {"hallucination rate": (0, 1), "abstention F1": (2, 2)}
    assert not CITATIONS & inside(shares["who"]).keys()
    assert shares["who"]["contains gold"] == (0, 1)
    assert shares["who"]["error rate"] == (1, 1)


def test_nobody_asked_nothing_measured() -> None:
    assert score_all([], {"who": PERFECT}, by_checking) == {}


def test_importing_the_measures_is_light() -> None:
    heavy = "numpy pandas ir_measures text_to_num torch sentence_transformers Stemmer jinja2"
    program = (
        "import sys, eval.measures, eval.measures.cost\n"
        f"print(sorted(set({heavy.split()!r}) & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")
