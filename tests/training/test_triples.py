"""From articles to triples: filtered, balanced, written and read again."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from qa.language.sentences import split_sentences
from qa.training.asking.drafts import Draft
from qa.training.asking.swapping import with_unanswerable
from qa.training.filtering import choose, is_good
from qa.training.triples import (
    Triple,
    held_out,
    make_triples,
    read_triples,
    write_rule_triples,
    write_triples,
)
from qa.types import Article

TEXT = (
    "Paul Sorbet, maire de Varzy, a ouvert mardi 3 mars une fabrique de parapluies à Lormes. "
    "Anne Vérone, 34 ans, a critiqué le projet lundi en raison de son prix. "
    "Elle a annoncé sa démission du conseil municipal mercredi. "
    "Douze habitants ont manifesté devant la mairie de Varzy. "
    "Le chantier a coûté trois millions d'euros."
)


def article(id: str, text: str = TEXT) -> Article:
    return Article(id, "Varzy : une fabrique", text, date(2020, 3, 4))


def test_every_answer_stands_in_its_sentence_and_not_in_its_question() -> None:
    triples = [triple for number in range(1, 60) for triple in make_triples(article(str(number)))]
    sentences = [span.cut(TEXT) for span in split_sentences(TEXT)]
    assert len(triples) > 200
    for triple in triples:
        assert triple.answer in sentences[triple.sentences[0]]
        if triple.form not in ("keywords", "no accents", "typo"):
            assert triple.answer.lower() not in triple.question.lower()
    assert {triple.kind for triple in triples} >= {"who", "when", "how many", "why", "two", "what"}
    assert {triple.form for triple in triples} >= {
        "inversion", "est-ce que", "subject", "keywords", "no accents", "typo", "plain", "end",
    }  # fmt: skip


def test_articles_held_out_give_none() -> None:
    assert held_out("120") and not held_out("121") and not held_out("blog-120")
    assert make_triples(article("120")) == []


def test_no_kind_has_more_than_its_share() -> None:
    text = " ".join(
        f"Paul Sorbet a visité le moulin de Varzy le {day} mai." for day in range(1, 20)
    )
    counts = Counter(triple.kind for triple in make_triples(article("7", text)))
    assert max(counts.values()) <= 5


def draft(question: str, answer: str) -> Draft:
    return Draft(question, answer, (0,), "who", "subject")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Qui part ?", "Paul Sorbet"),  # too short
        ("Qui a ouvert une fabrique de parapluies à Lormes ?", "Luc Malin"),  # not in the sentence
        ("Qui a ouvert la fabrique de Paul Sorbet ?", "Paul Sorbet"),  # in the question
        ("Qui a ouvert une fabrique de parapluies à la ?", "Paul Sorbet"),  # cut off
        ('Qui a ouvert une "fabrique de parapluies à Lormes ?', "Paul Sorbet"),  # a mark alone
        ("Qui a ouvert cette fabrique de parapluies à Lormes ?", "Paul Sorbet"),  # points back
        ("Qui a ouvert une fabrique ?", "Paul Sorbet"),  # of which one could ask it?
    ],
)
def test_poor_questions_are_left_out(question: str, answer: str) -> None:
    sentences = [span.cut(TEXT) for span in split_sentences(TEXT)]
    good = draft("Qui a ouvert une fabrique de parapluies à Lormes ?", "Paul Sorbet")
    assert is_good(good, sentences)
    assert not is_good(draft(question, answer), sentences)
    assert [one.answer for one in choose(article("7"), [good])] == ["Paul Sorbet"]


def test_questions_that_nothing_answers_name_somebody_else() -> None:
    text = "La chanteuse a 34 ans."
    question = "Quel âge a Anne Vérone ?"
    made = [
        (article(str(n), text), [Triple(str(n), question, (0,), "34 ans", "how many", "plain")])
        for n in range(1, 80)
    ]
    other = article("901", "Jeanne Pinson et Luc Malin ont quitté Clamecy.")
    found = [t for t in with_unanswerable([(other, []), *made]) if not t.sentences]
    assert 3 < len(found) < 20
    assert {t.question for t in found} == {"Quel âge a Jeanne Pinson ?"}
    assert all(t.answer == "" for t in found)


def test_triples_are_written_and_read_again(tmp_path: Path) -> None:
    out = tmp_path / "triples.jsonl"
    counts = write_triples([article("7"), article("20"), article("8")], out)
    triples = list(read_triples(out))
    assert counts.total() == len(triples) > 5
    assert {triple.article for triple in triples} == {"7", "8"}
    assert triples[: len(make_triples(article("7")))] == make_triples(article("7"))


def test_a_corpus_is_read_from_files(tmp_path: Path) -> None:
    row = {"id": "7", "title": "Varzy : une fabrique", "text": TEXT, "date": "2020-03-04"}
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(
        "".join(json.dumps({**row, "id": id}) + "\n" for id in ("7", "10")), encoding="utf-8"
    )
    counts = write_rule_triples(corpus, tmp_path / "out.jsonl")
    assert counts.total() == len(make_triples(article("7")))
