"""ALCE's recall and precision on the formats answers come in, with judges of support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from eval.measures.citations import (
    Statement,
    Supports,
    by_checking,
    by_entailment,
    premise,
    recall_and_precision,
    score,
    share_in_right_article,
    split_statements,
)
from eval.predictions import Cited, Prediction, Said
from eval.questions import Question, Support
from qa import types
from qa.answering.composing import compose_claims, compose_quotes
from qa.answering.vouching import Checked
from qa.errors import ModelError
from qa.types import Article, Citation

TEXTS = {
    1: "Le musée a rouvert samedi.",
    2: "« Nous voulions un musée vivant. C’est fait ! », a dit la directrice, Claire Morvan.",
    3: "La maire, Anne Roy, n’est pas venue.",
}
CITED = {
    n: Cited(n, f"{n}.txt", f"Titre {n}", None, 0, len(text), text, True)
    for n, text in TEXTS.items()
}


def say(text: str) -> Said:
    return Said(text, tuple(CITED.values()))


def split(text: str) -> list[tuple[str, list[int]]]:
    return [(one.text, [c.number for c in one.cited]) for one in split_statements(say(text))]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("Un [1]. Deux [2][3].", [("Un.", [1]), ("Deux.", [2, 3])]),
        ("Un [1]. et deux [2].", [("Un.", [1]), ("et deux.", [2])]),
        ("Un. [1] Deux. [2] [3]", [("Un.", [1]), ("Deux.", [2, 3])]),
        ("Un et [1] deux [2], [3].", [("Un et deux.", [1, 2, 3])]),
        ("Un. Deux [2].", [("Un.", []), ("Deux.", [2])]),
        ("Un [1]. Et rien d’autre.", [("Un.", [1]), ("Et rien d’autre.", [])]),
        ("M. Roy est là [1] !", [("M. Roy est là !", [1])]),
        ("Il dit « oui. » [1] Puis non [2].", [("Il dit « oui. »", [1]), ("Puis non.", [2])]),
        ("Un [1]\nDeux [2]", [("Un", [1]), ("Deux", [2])]),
        ("Un [1][1].", [("Un.", [1])]),
        ("Un [1][9].", [("Un.", [])]),
        ("… [1]\n\n", []),
        ("", []),
    ],
)
def test_sentences_with_what_they_cite(text: str, statements: list[tuple[str, list[int]]]) -> None:
    assert split(text) == statements


def citations() -> list[Citation]:
    articles = {n: Article(f"{n}.txt", f"Titre {n}", text) for n, text in TEXTS.items()}
    return [Citation(n, a, 0, len(a.text), a.text) for n, a in articles.items()]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_quote_is_one_statement_however_many_sentences_it_holds(language: str) -> None:
    text = compose_quotes(citations(), language)
    assert split(text) == [(TEXTS[n], [n]) for n in TEXTS]


def test_a_quotes_own_brackets_cite_nothing() -> None:
    cited = replace(CITED[1], quote="Il a dit [2] non. Puis [rien].")
    statements = split_statements(
        Said("«\u00a0Il a dit [2] non. Puis [rien].\u00a0» [1]", (cited,))
    )
    assert statements == [Statement("Il a dit [2] non. Puis [rien].", (cited,))]


def test_what_isnt_the_cited_quote_is_split_as_prose() -> None:
    assert split("« Un. Deux. » [1]") == [("« Un.", []), ("Deux. »", [1])]


def test_checked_claims_are_one_statement_each() -> None:
    supported = types.Support("supported", 1.0)
    claims = [
        Checked("Le musée a rouvert", (1, 3), supported),
        Checked("la maire n’est pas venue", (3,), supported),
    ]
    text, used, _ = compose_claims(claims, citations(), "fr")
    said = Said(text, tuple(replace(CITED[1], number=c.number, quote=c.quote) for c in used))
    assert [(one.text, [c.number for c in one.cited]) for one in split_statements(said)] == [
        ("Le musée a rouvert.", [1, 2]),
        ("la maire n’est pas venue.", [2]),
    ]


def judge(*true: tuple[str, tuple[int, ...]]) -> Supports:
    """Support a statement by exactly these sets of citations."""
    known: Mapping[tuple[str, frozenset[int]], bool] = {
        (text, frozenset(numbers)): True for text, numbers in true
    }

    def supports(text: str, cited: Sequence[Cited]) -> bool:
        assert cited
        return known.get((text, frozenset(c.number for c in cited)), False)

    return supports


def cite(text: str, *numbers: int) -> Statement:
    return Statement(text, tuple(CITED[n] for n in numbers))


@pytest.mark.parametrize(
    ("statements", "true", "recall", "precision"),
    [
        ([], [], 0, 0),
        ([cite("A")], [], 0, 0),
        ([cite("A", 1)], [("A", (1,))], 1, 1),
        ([cite("A", 1)], [], 0, 0),
        # 2 neither supports alone nor is missed when it goes.
        ([cite("A", 1, 2)], [("A", (1, 2)), ("A", (1,))], 1, 0.5),
        # Only together: each is missed.
        ([cite("A", 1, 2)], [("A", (1, 2))], 1, 1),
        # Each alone: both are relevant.
        ([cite("A", 1, 2)], [("A", (1, 2)), ("A", (1,)), ("A", (2,))], 1, 1),
        # 1 supports alone, but not together with 2: nothing counts without recall.
        ([cite("A", 1, 2)], [("A", (1,))], 0, 0),
        # Of three, 1 and 2 are both needed and 3 isn't.
        ([cite("A", 1, 2, 3)], [("A", (1, 2, 3)), ("A", (1, 2))], 1, 2 / 3),
        # Citations of an unsupported statement weigh on precision.
        ([cite("A", 1), cite("B", 2, 3), cite("C")], [("A", (1,))], 1 / 3, 1 / 3),
    ],
)
def test_alce_by_hand(
    statements: list[Statement],
    true: list[tuple[str, tuple[int, ...]]],
    recall: float,
    precision: float,
) -> None:
    assert recall_and_precision(statements, judge(*true)) == (recall, precision)


HISTORY = Cited(
    1, "a.txt", "Le pont de Lormel", "2021-03-14", 0, 9, "Anne Roy a inauguré le pont jeudi.", True
)
OTHER = Cited(2, "b.txt", "La gare", None, 0, 9, "La gare a fermé en 2019.", True)


@pytest.mark.parametrize(
    ("statement", "cited", "supported"),
    [
        ("Anne Roy a inauguré le pont.", [HISTORY], True),
        ("Anne Roy a inauguré le pont en 2021.", [HISTORY], True),  # the article's date
        ("Anne Roy a inauguré le pont de Lormel.", [HISTORY], True),  # and its title
        ("Anne Roy a inauguré le pont en 2020.", [HISTORY], False),
        ("Luc Petit a inauguré le pont.", [HISTORY], False),
        ("Anne Roy n’a pas inauguré le pont.", [HISTORY], False),
        ("La gare a fermé en 2019, Anne Roy a inauguré le pont.", [OTHER, HISTORY], True),
        ("La gare a fermé en 2019, Anne Roy a inauguré le pont.", [OTHER], False),
        ("Anne Roy a inauguré le pont en 2021.", [HISTORY, OTHER], False),  # of two articles
        ("Oui.", [replace(OTHER, quote="Oui !")], True),  # a quote, too short to be checked
        ("Oui.", [OTHER], False),
        ("", [replace(OTHER, quote="…")], False),
        ("Anne Roy a inauguré le pont.", [], False),
    ],
)
def test_support_by_the_assistants_own_checks(
    statement: str, cited: list[Cited], supported: bool
) -> None:
    assert by_checking(statement, cited) is supported


def test_every_quote_supports_itself() -> None:
    said = Said(compose_quotes(citations(), "fr"), tuple(CITED.values()))
    assert recall_and_precision(split_statements(said), by_checking) == (1, 1)


def test_a_premise_names_each_article_once() -> None:
    again = replace(HISTORY, number=3, quote="Il pleuvait.")
    assert premise([HISTORY, OTHER, again]) == (
        "Le pont de Lormel (2021-03-14)\nAnne Roy a inauguré le pont jeudi.\nIl pleuvait.\n"
        "La gare\nLa gare a fermé en 2019."
    )


def test_an_nli_model_judges_premise_then_statement(tmp_path: Path) -> None:
    from embeddings.entailment import Entailment
    from tests.embeddings.test_entailment import LABELS, WORDS, make_classifier

    folder = str(make_classifier(tmp_path, LABELS))
    supports, entailment = by_entailment(folder), Entailment(folder)
    cases = [
        (replace(OTHER, title=a, quote=b), f"{b} {c}")
        for a in WORDS
        for b in WORDS[:3]
        for c in WORDS[:2]
    ]
    expected = entailment.entails([(premise([cited]), text) for cited, text in cases])
    assert len(set(expected)) == 2
    assert [supports(text, [cited]) for cited, text in cases] == expected
    assert supports("le chat", []) is False


def test_an_nli_model_that_isnt_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no NLI model in"):
        by_entailment(str(tmp_path / "absent"))


QUESTION = Question("q", "Qui ?", article="1.txt", also=("3.txt",))


def test_what_a_question_contributes() -> None:
    bent = replace(CITED[2], verbatim=False)
    said = Said("Un [1]. Deux [2].", (CITED[1], bent))
    prediction = Prediction("q", said=said, quotes=(CITED[1], CITED[3]))
    assert share_in_right_article(QUESTION, said) == 0.5
    assert score(QUESTION, prediction, judge(("Un.", (1,)))) == {
        "citation recall": (0.5, 1),
        "citation precision": (0.5, 1),
        "citation in right article": (0.5, 1),
        "quotes verbatim": (2, 3),  # the first is both quoted and cited
    }


def test_the_domains() -> None:
    none = Question("q", "Qui ?")
    shown = Prediction("q", said=say("Un [1]."), quotes=())
    silent = Prediction("q", abstained=True)
    bare = Prediction("q", said=Said("Un."))
    zero = {
        "citation recall": (0, 1),
        "citation precision": (0, 1),
        "citation in right article": (0, 1),
    }
    assert score(none, shown, judge()) == {"quotes verbatim": (3, 3)}
    assert score(QUESTION, silent, judge()) == {}
    assert score(none, None, judge()) == {}
    assert score(QUESTION, None, judge()) == zero
    assert score(QUESTION, bare, judge()) == zero


def test_the_share_of_the_supporting_sentences_that_are_cited() -> None:
    question = Question("q", "Qui ?", answers=("a",), article="1.txt", support=(Support("1.txt"),))
    end = len(TEXTS[1])
    both = Prediction("q", said=say("Un [1]."), support=(("1.txt", 0, end), ("9.txt", 0, 10)))
    cases = [
        (both, (0.5, 1.0)),
        (replace(both, support=(("1.txt", 2, end),)), (1.0, 1.0)),  # overlaps enough
        (replace(both, support=(("1.txt", end, end + 9),)), (0.0, 1.0)),  # the next sentence
        (replace(both, abstained=True), (0.0, 1.0)),
        (replace(both, support=()), (0.0, 1.0)),  # listed, and not in the library
    ]
    for prediction, share in cases:
        assert score(question, prediction, by_checking)["support cited"] == share
    assert score(question, None, by_checking)["support cited"] == (0.0, 1.0)
    unlisted = replace(question, support=())
    assert "support cited" not in score(unlisted, both, by_checking)
