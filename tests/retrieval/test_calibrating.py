"""The fusion's weight: none for a useless encoder, much for one that knows."""

from __future__ import annotations

from eval.fusion import Reembedded, oracle, randomly
from qa import Assistant
from qa.library.passages import index_text
from qa.retrieval.calibrating import WEIGHTS, calibrate, pseudo_questions, text_left
from qa.settings import Settings
from qa.types import StoredPassage


def passages(assistant: Assistant) -> list[StoredPassage]:
    assistant.library.catch_up()
    return [one for chunk, _ in assistant.library.store.added_since(0) for one in chunk]


def test_most_questions_are_taken_out_of_the_passage_they_are_to_find(quoting: Assistant) -> None:
    made = pseudo_questions(passages(quoting))
    assert len(made) > 40
    left_in = [one for one in made if one.text in text_left(one.target)]
    assert 0 < len(left_in) < len(made) / 2


def test_a_useless_encoder_gets_next_to_no_weight(quoting: Assistant) -> None:
    there = passages(quoting)
    vectors = randomly([index_text(one.article, one.passage) for one in there])
    index = Reembedded(quoting.library, randomly, vectors)
    found = calibrate(pseudo_questions(there), index, randomly, Settings())
    assert found is not None
    assert found.dense_weight <= 0.15
    assert found.mrr[0] > found.mrr[-1]


def test_one_that_knows_the_articles_leads(quoting: Assistant) -> None:
    there = passages(quoting)
    made = pseudo_questions(there)
    texts = [index_text(one.article, one.passage) for one in there]
    known = dict(zip(texts, (one.article.id for one in there), strict=True))
    known |= {one.text: one.target.article.id for one in made}
    known |= {text_left(one.target): one.target.article.id for one in made}
    encode = oracle(known)
    index = Reembedded(quoting.library, encode, encode(texts))
    found = calibrate(made, index, encode, Settings())
    assert found is not None
    assert found.dense_weight >= 0.4
    assert found.mrr[WEIGHTS.index(found.dense_weight)] > found.mrr[0]


def test_too_few_questions_tell_nothing(quoting: Assistant) -> None:
    made = pseudo_questions(passages(quoting))[:5]
    assert calibrate(made, quoting.library, randomly, Settings()) is None
