"""Ranks to measures: by hand, by a naive implementation, and by other evaluation programs."""

from __future__ import annotations

import shutil
from math import log2

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.measures.retrieval import Ranking, rank_support, score
from eval.predictions import Place, Prediction
from eval.questions import Question, Support

Spot = tuple[str, int, int]
CUTOFFS = {"article": (1, 5, 10), "passage": (1, 5, 10), "sentence": (1, 3, 10)}


def place(article: str, start: int = 0, end: int = 10) -> Place:
    return Place(article, "", None, start, end, "", 0.0)


def asked(articles: str, supports: int = 0, id_: str = "q") -> Question:
    """A question that ``articles`` answer, the first by ``supports`` sentences."""
    support = (Support(articles[0], "Oui."),) * supports
    return Question(id_, "Qui ?", article=articles[0], also=tuple(articles[1:]), support=support)


def found(articles: str, id_: str = "q") -> Prediction:
    return Prediction(id_, passages=tuple(place(one, n, n + 1) for n, one in enumerate(articles)))


def measured(question: Question, *predictions: Prediction) -> dict[str, float]:
    shares = score([question], {one.id: one for one in predictions})[question.id]
    assert all(denominator == 1 for _, denominator in shares.values())
    return {name: value for name, (value, _) in shares.items()}


def test_articles_by_hand() -> None:
    assert measured(asked("ab"), found("xxbxya")) == {
        "article recall@1": 0,
        "article recall@5": 1,  # x, b, y, a: each article once
        "article recall@10": 1,
        "article success@1": 0,
        "article MRR@10": 0.5,
        "article nDCG@10": pytest.approx((1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3))),
    }
    first = measured(asked("ab"), found("axb"))
    assert (first["article recall@1"], first["article success@1"]) == (0.5, 1)


def test_the_order_is_kept_whatever_the_names() -> None:
    for order in ("abcdefghij", "jihgfedcba"):
        ranks = [measured(asked(one), found(order))["article MRR@10"] for one in order]
        assert ranks == pytest.approx([1 / rank for rank in range(1, 11)])


def test_the_eleventh_is_too_late() -> None:
    last = measured(asked("a"), found("bcdefghijka"))
    assert set(last.values()) == {0.0}


def test_what_is_missing_scores_zero_and_what_has_no_answer_is_outside() -> None:
    levels = {"article": 6, "passage": 5, "sentence": 5}
    missing = measured(asked("a", supports=1))
    assert set(missing.values()) == {0.0}
    assert len(missing) == sum(levels.values())
    assert len(measured(asked("a"), found(""))) == levels["article"]
    assert score([Question("q", "Qui ?")], {"q": found("a")}) == {"q": {}}
    assert score([], {}) == {}


def test_questions_are_measured_together() -> None:
    questions = [asked("a", id_="one"), asked("b", id_="two"), Question("none", "Qui ?")]
    shares = score(questions, {"one": found("ab", "one"), "two": found("ab", "two")})
    assert [shares[id_]["article MRR@10"] for id_ in ("one", "two")] == [(1, 1), (0.5, 1)]
    assert shares["none"] == {}


def test_passages_by_hand() -> None:
    prediction = Prediction(
        "q",
        passages=(place("a", 0, 50), place("b", 40, 90), place("a", 40, 90)),
        relevant_passages=(("a", 40, 90), ("a", 80, 120)),
        support=(("a", 82, 88),),
    )
    values = measured(asked("a", supports=1), prediction)
    assert values["passage recall@1"] == 0
    assert values["passage recall@5"] == values["passage recall@10"] == 0.5
    assert values["passage MRR@10"] == pytest.approx(1 / 3)
    assert values["passage nDCG@10"] == pytest.approx((1 / log2(4)) / (1 + 1 / log2(3)))


def test_sentences_by_hand() -> None:
    prediction = Prediction(
        "q",
        sentences=(place("b", 0, 20), place("a", 30, 50), place("a", 31, 50), place("a", 0, 20)),
        support=(("a", 0, 20), ("a", 30, 49)),
    )
    values = measured(asked("a", supports=2), prediction)
    assert values["sentence recall@1"] == 0
    assert values["sentence recall@3"] == 0.5  # the third is the second again
    assert values["sentence recall@10"] == 1
    assert values["sentence MRR@10"] == 0.5
    assert values["sentence nDCG@10"] == pytest.approx(
        (1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3))
    )


def ranked(question: Question, support: tuple[Spot, ...], *sentences: Place) -> Ranking:
    return rank_support(question, Prediction("q", sentences=sentences, support=support))


@pytest.mark.parametrize(
    ("sentence", "hit"),
    [
        (place("a", 10, 30), True),
        (place("a", 12, 18), True),  # a part of it
        (place("a", 0, 100), True),  # it, and more
        (place("a", 20, 50), True),  # half of the shorter of the two
        (place("a", 21, 51), False),
        (place("a", 30, 40), False),
        (place("b", 10, 30), False),
    ],
)
def test_half_of_the_shorter_must_be_shared(sentence: Place, hit: bool) -> None:
    spot = ("a", 10, 30)
    ranking = ranked(asked("a", supports=1), (spot,), sentence)
    assert ranking == Ranking([spot], [spot if hit else ("distractor", 0)])


def test_two_sentences_given_apart_are_both_wanted_and_as_one_span_either_will_do() -> None:
    first, second = ("a", 0, 20), ("a", 21, 40)
    both = place("a", 0, 20), place("a", 21, 40)
    apart = ranked(asked("a", supports=2), (first, second), *both)
    assert apart == Ranking([first, second], [first, second])
    whole = ranked(asked("a", supports=1), (("a", 0, 40),), *both)
    assert whole == Ranking([("a", 0, 40)], [("a", 0, 40), ("distractor", 1)])


def test_a_sentence_that_holds_two_supports_finds_both() -> None:
    first, second = ("a", 0, 20), ("a", 21, 40)
    ranking = ranked(asked("a", supports=2), (first, second), place("a", 0, 40), place("b"))
    assert ranking == Ranking([first, second], [first, second, ("distractor", 2)])


def test_a_support_the_library_doesnt_hold_is_never_found() -> None:
    spot = ("a", 0, 20)
    prediction = Prediction(
        "q",
        passages=(place("a", 0, 90),),
        sentences=(place("a", 0, 20),),
        support=(spot,),
        relevant_passages=(("a", 0, 90),),
    )
    values = measured(asked("a", supports=2), prediction)
    assert values["sentence recall@10"] == 0.5
    assert values["sentence MRR@10"] == 1
    nothing = measured(asked("a", supports=1), Prediction("q", passages=(place("a"),)))
    assert nothing["article recall@1"] == 1
    assert {nothing[f"{level} recall@10"] for level in ("passage", "sentence")} == {0}


def naive(relevant: set[Spot], ranking: list[Spot], cutoffs: tuple[int, ...]) -> dict[str, float]:
    hits = [one in relevant for one in ranking]
    gains = sum(1 / log2(rank + 1) for rank, hit in enumerate(hits[:10], 1) if hit)
    best = sum(1 / log2(rank + 1) for rank in range(1, min(10, len(relevant)) + 1))
    return {
        **{f"recall@{k}": sum(hits[:k]) / len(relevant) for k in cutoffs},
        "MRR@10": next((1 / rank for rank, hit in enumerate(hits[:10], 1) if hit), 0.0),
        "nDCG@10": gains / best,
    }


SPOTS = st.tuples(
    st.sampled_from(["a", "b", "é [1]", "10"]), st.integers(0, 4), st.integers(0, 4)
).map(lambda spot: (spot[0], spot[1] * 10, spot[1] * 10 + spot[2] + 1))
RANKINGS = st.lists(SPOTS, unique=True, max_size=16)


@settings(deadline=None)  # ir-measures is imported in the first example
@given(RANKINGS, st.sets(SPOTS, min_size=1, max_size=12))
def test_a_naive_implementation_agrees(ranking: list[Spot], relevant: set[Spot]) -> None:
    articles = sorted({article for article, _, _ in relevant})
    support = (Support("a", "Oui."),)
    question = Question("q", "", article=articles[0], also=tuple(articles), support=support)
    prediction = Prediction(
        "q",
        passages=tuple(place(*spot) for spot in ranking),
        relevant_passages=tuple(relevant),
        support=tuple(relevant),
    )
    values = measured(question, prediction)
    order = list(dict.fromkeys((article, 0, 0) for article, _, _ in ranking))
    expected = {
        f"{level} {name}": value
        for level, wanted, spots in (
            ("article", {(article, 0, 0) for article in articles}, order),
            ("passage", relevant, ranking),
        )
        for name, value in naive(wanted, spots, CUTOFFS[level]).items()
    }
    assert {name: values[name] for name in expected} == pytest.approx(expected)
    assert values["article success@1"] == float(bool(order) and order[0][0] in articles)


@settings(deadline=None)
@given(st.permutations(range(14)), st.sets(st.integers(0, 19), min_size=1, max_size=12))
def test_sentences_agree_with_the_naive_implementation(order: list[int], wanted: set[int]) -> None:
    spots = [("a", 20 * n, 20 * n + 15) for n in range(20)]
    prediction = Prediction(
        "q",
        sentences=tuple(place(*spots[n]) for n in order),
        support=tuple(spots[n] for n in sorted(wanted)),
    )
    values = measured(asked("a", supports=len(wanted)), prediction)
    expected = naive({spots[n] for n in wanted}, [spots[n] for n in order], CUTOFFS["sentence"])
    assert {name: values[f"sentence {name}"] for name in expected} == pytest.approx(expected)


def runs() -> tuple[list[Question], dict[str, Prediction]]:
    """Forty questions with rankings of letters, from good to bad; gdeval wants numbered ones."""
    letters = "abcdefghijklmnopqrst"
    orders = [letters[n % 20 :] + letters[: n % 20] for n in range(40)]
    questions = [asked("ce"[: 1 + n % 2] + "kq"[: n % 3], id_=str(n)) for n in range(40)]
    return questions, {str(n): found(order, str(n)) for n, order in enumerate(orders)}


@pytest.mark.parametrize(
    ("provider", "measure", "name"),
    [
        ("msmarco", ir_measures.RR @ 10, "article MRR@10"),
        # With relevance 0 or 1, gdeval's exponential gain is the gain itself.
        ("gdeval", ir_measures.nDCG(dcg="exp-log2") @ 10, "article nDCG@10"),
        ("pytrec_eval", ir_measures.R @ 5, "article recall@5"),
        ("pytrec_eval", ir_measures.nDCG @ 10, "article nDCG@10"),
    ],
)
def test_other_evaluation_programs_agree(
    provider: str, measure: ir_measures.Measure, name: str
) -> None:
    if provider == "gdeval" and shutil.which("perl") is None:
        pytest.skip("gdeval needs Perl")
    questions, predictions = runs()
    qrels = {q.id: dict.fromkeys(q.articles, 1) for q in questions}
    run = {
        id_: {article: 100.0 - n for n, article in enumerate(prediction.articles)}
        for id_, prediction in predictions.items()
    }
    program = ir_measures.providers.registry[provider]
    theirs = {m.query_id: m.value for m in program.iter_calc([measure], qrels, run)}
    ours = {id_: shares[name][0] for id_, shares in score(questions, predictions).items()}
    assert len(set(ours.values())) > 3
    assert ours == pytest.approx(theirs, abs=1e-5)  # gdeval prints five decimals
