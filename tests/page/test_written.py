"""A model's sentences, each with what its check found; what was set aside is folded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.page.conversation import Exchange
from qa.page.labels import ENGLISH, FRENCH, Labels
from qa.page.rendering import render_exchange
from qa.page.written import render_written, translate_reasons
from qa.types import Answer, Statement, Support
from tests.page.conftest import cite
from tests.page.reading import parse, texts

SUPPORTED = Statement("L’entrée coûte 6 euros", (1,), Support("supported", 0.95))
PARTLY = Statement(
    "Claire Morvan dirige le musée depuis 2008",
    (2,),
    Support("partly", 0.6, ("date not in the evidence: 2008", "not in the evidence: dirige")),
)
DROPPED = Statement(
    "Zorro tient la caisse",
    (),
    Support("unsupported", 0.1, ("name not in the evidence: Zorro",)),
    dropped=True,
)


@pytest.fixture
def written(answer: Answer) -> Exchange:
    """An answer of two sentences, the second borne out in part, and one dropped."""
    text = "L’entrée coûte 6 euros [1]. Claire Morvan dirige le musée depuis 2008 [2]."
    whole = replace(answer, text=text, statements=(SUPPORTED, DROPPED, PARTLY))
    return Exchange(
        1, answer.question, "done", answer.hits, answer.quotes, draft="Zorro", answer=whole
    )


def test_what_is_borne_out_in_part_says_why(written: Exchange) -> None:
    document = parse(render_written(written, FRENCH))
    (partly,) = texts(document, "//span[@class='partly']")
    assert partly.startswith(PARTLY.text) and partly.endswith("2.")
    (verdict,) = document.xpath("//details[@class='verdict']")
    assert texts(verdict, "summary") == ["en partie étayé"]
    reasons = (
        "date absente des phrases citées\u00a0: 2008\u00a0; absent des phrases citées\u00a0: dirige"
    )
    assert texts(verdict, "span") == verdict.xpath("summary/@title") == [reasons]
    (prose,) = texts(document, "//div[@class='prose']")
    assert prose.startswith(f"{SUPPORTED.text}1. {PARTLY.text}2.")


def test_dropped_sentences_are_folded_with_their_reasons(written: Exchange) -> None:
    document = parse(render_written(written, FRENCH))
    (dropped,) = document.xpath("//details[@class='dropped']")
    assert texts(dropped, "summary") == ["Phrase écartée (1)"] and dropped.get("open") is None
    assert texts(dropped, ".//q") == [DROPPED.text]
    assert texts(dropped, ".//li/span") == ["nom absent des phrases citées\u00a0: Zorro"]
    assert DROPPED.text not in texts(document, "//div[@class='prose']")[0]


def test_when_the_quotes_stand_all_that_was_written_is_folded(written: Exchange) -> None:
    assert written.answer is not None
    stood = replace(written, answer=replace(written.answer, written_by="quotes", text="…"))
    document = parse(render_written(stood, ENGLISH))
    assert texts(document, "//p[@class='note']") == [ENGLISH.set_aside]
    assert texts(document, "//summary") == ["Sentences set aside (3)"]
    assert texts(document, "//li/span")[0] == ENGLISH.unused
    assert not document.xpath("//div[@class='prose']")


def test_a_text_without_checks_is_shown_as_it_is(written: Exchange) -> None:
    assert written.answer is not None
    bare = replace(written, answer=replace(written.answer, statements=()))
    document = parse(render_written(bare, FRENCH))
    assert texts(document, "//button") == ["1", "2"]
    assert not document.xpath("//details")


def test_the_quotes_stay_above_the_text_with_their_numbers(written: Exchange) -> None:
    """The text numbers what it cites in its own order; the quotes keep theirs."""
    assert written.answer is not None
    second, first = written.answer.citations[1], written.answer.citations[0]
    other = cite(first.article, 3, "Les visites durent une heure.")
    cited = (replace(second, number=1), replace(first, number=2), other)
    text = "Elle le dirige [1]. L’entrée coûte 6 euros [2]. Une heure [3]."
    answer = replace(written.answer, text=text, citations=cited, statements=())
    exchange = replace(written, answer=answer)
    document = parse(render_exchange(exchange, FRENCH))
    assert texts(document, "//blockquote//button") == ["1", "2"]
    assert texts(document, "//div[@class='prose']//button") == ["2", "1", "3"]
    assert [one.quote for one in exchange.citations] == [first.quote, second.quote, other.quote]


def test_a_draft_takes_the_place_of_the_text_without_numbers(written: Exchange) -> None:
    draft = "L’entrée coûte 6 euros [11]. Claire Morvan [1"
    writing = replace(written, state="writing", answer=None, draft=draft)
    before, after = (parse(render_exchange(one, FRENCH)) for one in (writing, written))
    assert texts(before, "//div[@class='prose']") == ["L’entrée coûte 6 euros…. Claire Morvan…"]
    assert not before.xpath("//div[@class='prose']//button")
    places = [
        [each.get("class", "").split()[0] for each in one.xpath("//div[@class='answer']/*")]
        for one in (before, after)
    ]
    assert places[0] == ["quote", "quote", "written"]
    assert places[1] == ["quote", "quote", "written", "dropped"]


@pytest.mark.parametrize("stopped", [False, True])
def test_a_warning_is_a_note_and_the_only_one(written: Exchange, stopped: bool) -> None:
    assert written.answer is not None
    said = "The model’s server can’t be reached: start it."
    answer = replace(written.answer, written_by="quotes", statements=(), warning=said)
    html = render_written(replace(written, answer=answer, stopped=stopped), FRENCH)
    assert texts(parse(html), "//p[@class='note']") == [said]


@pytest.mark.parametrize(
    ("labels", "reason", "said"),
    [
        (
            FRENCH,
            "amount not in the evidence: 42 %",
            "nombre absent des phrases citées\u00a0: 42 %",
        ),
        (ENGLISH, "amount not in the evidence: 42 %", "number not in the sentences cited: 42 %"),
        (FRENCH, "negation differs: pas", "négation différente\u00a0: pas"),
        (FRENCH, "said by somebody else", "propos d’une autre personne"),
        (FRENCH, "says no more than the question", "ne dit rien de plus que la question"),
        (FRENCH, "wears a hat", "wears a hat"),
        (ENGLISH, "wears a hat: red: blue", "wears a hat: red: blue"),
    ],
)
def test_reasons_are_in_the_language_of_the_page(labels: Labels, reason: str, said: str) -> None:
    assert translate_reasons([reason], labels) == [said]
