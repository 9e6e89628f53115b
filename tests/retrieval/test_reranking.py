"""Reranking mixes the reader's relevance into the scores it is given, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from embeddings.reranker import Reranker
from qa.errors import ModelError
from qa.retrieval import Scored, rerank
from qa.types import Article, Passage, Span, StoredPassage
from tests.bert import WORDS, make_cross_encoder

QUESTION = "le chat dort"


@pytest.fixture(scope="module")
def reranker(tmp_path_factory: pytest.TempPathFactory) -> Reranker:
    return Reranker(str(make_cross_encoder(tmp_path_factory.mktemp("reranker"))))


def passages(count: int) -> list[Scored]:
    """Passages of as many articles, best first, scored evenly from 1 down."""
    made = []
    for n in range(count):
        text = " ".join(WORDS[n % 8 : n % 8 + 1 + n % 6])
        article = Article(id=str(n), title=WORDS[n % 10], text=text)
        span = Span(0, len(text))
        stored = StoredPassage(n, article, Passage(0, len(text), (span,)), n)
        made.append(Scored(stored, 1 - n / count, n % 2 == 0))
    return made


def relevance(reranker: Reranker, given: list[Scored]) -> dict[int, float]:
    texts = [f"{one.passage.article.title}\n{one.passage.text}" for one in given]
    return {
        one.passage.id: score
        for one, score in zip(given, reranker.scores(QUESTION, texts), strict=True)
    }


def test_a_score_is_the_weighted_mean_of_both(reranker: Reranker) -> None:
    given = passages(12)
    relevant = relevance(reranker, given)
    found = rerank(QUESTION, given, reranker, top=12, weight=0.25)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        before = given[one.passage.id]
        assert (one.passage, one.dated) == (before.passage, before.dated)
        expected = 0.75 * before.score + 0.25 * relevant[one.passage.id]
        assert one.score == pytest.approx(expected, abs=0.01)


def test_a_weight_of_one_is_the_readers_order_and_of_nothing_the_order_given(
    reranker: Reranker,
) -> None:
    given = passages(12)
    relevant = relevance(reranker, given)
    found = rerank(QUESTION, given, reranker, top=12, weight=1.0)
    scores = [relevant[one.passage.id] for one in found]
    assert scores == pytest.approx(sorted(scores, reverse=True), abs=0.01)
    assert found != given
    assert rerank(QUESTION, given, reranker, top=12, weight=0.0) == given


def test_only_the_best_are_read_and_the_others_follow(reranker: Reranker) -> None:
    given = passages(12)
    found = rerank(QUESTION, given, reranker, top=5, weight=0.5)
    assert len(found) == 12
    assert {one.passage.id for one in found[:5]} == {0, 1, 2, 3, 4}
    assert [one.passage.id for one in found[5:]] == [5, 6, 7, 8, 9, 10, 11]
    assert [one.score for one in found[5:]] == [0.5 * one.score for one in given[5:]]


def test_no_passages_are_no_error(reranker: Reranker) -> None:
    assert rerank(QUESTION, [], reranker, top=5) == []


def test_a_model_that_cannot_be_loaded_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no cross-encoder in"):
        rerank(QUESTION, passages(2), Reranker(str(tmp_path)), top=5)
