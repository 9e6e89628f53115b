"""What the page shows: every quote marked exactly, everything else escaped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from qa.page.cards import render_sources
from qa.page.conversation import Exchange
from qa.page.labels import ENGLISH, FRENCH, Labels
from qa.page.rendering import (
    render_exchange,
    render_hint,
    render_masthead,
    render_past,
    render_welcome,
)
from qa.types import Answer, Article, Citation, Hit, Period, Statement, Support
from tests.page.conftest import cite
from tests.page.reading import parse, texts

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> **gras** [lien](javascript:alert(3))"
)


@pytest.fixture
def done(answer: Answer) -> Exchange:
    return Exchange(1, answer.question, "done", answer.hits, answer.quotes, answer=answer)


def by_quotes(exchange: Exchange) -> Exchange:
    assert exchange.answer is not None
    answer = replace(exchange.answer, written_by="quotes", text="")
    return replace(exchange, answer=answer)


def test_every_mark_encloses_exactly_its_quote(done: Exchange) -> None:
    document = parse(render_sources(done, FRENCH))
    for citation in done.citations:
        assert texts(document, f"//mark[@id='mark-1-{citation.number}']") == [citation.quote]


def test_the_passage_is_whole_around_its_marks(done: Exchange, article: Article) -> None:
    document = parse(render_sources(done, FRENCH))
    assert texts(document, "//p[@class='passage']") == [article.text]


def test_each_marker_of_a_written_answer_leads_to_a_mark(done: Exchange) -> None:
    answer = parse(render_exchange(done, FRENCH))
    buttons = answer.xpath("//div[@class='prose']//button[@class='cite']")
    assert [button.text for button in buttons] == ["1", "2"]
    sources = parse(render_sources(done, FRENCH))
    for button in buttons:
        assert sources.xpath(f"//mark[@id='mark-1-{button.get('data-number')}']")
        assert "Tisserands" in button.get("aria-label")
    assert "[1]" not in answer.text_content()


def test_a_marker_of_no_citation_is_not_a_button(done: Exchange) -> None:
    assert done.answer is not None
    exchange = replace(done, answer=replace(done.answer, text="Rien [7]. Oui [1]."))
    document = parse(render_exchange(exchange, FRENCH))
    assert texts(document, "//div[@class='prose']//button[@class='cite']") == ["1"]


def test_a_quoted_answer_shows_the_quotes_and_says_so(done: Exchange) -> None:
    document = parse(render_exchange(by_quotes(done), FRENCH))
    words = texts(document, "//span[@class='words']")
    assert words == [citation.quote for citation in done.citations]
    (state,) = texts(document, "//p[@class='state']")
    assert state == "Citations exactes · 0,3 s"
    assert not document.xpath("//p[@class='note']")


def test_brackets_within_a_quote_are_no_markers(done: Exchange, article: Article) -> None:
    odd = replace(article, text="Voir la note [2] du rapport.")
    citation = cite(odd, 1, odd.text)
    answer = replace(
        done.answer, written_by="quotes", text="", citations=(citation,), quotes=(citation,)
    )
    document = parse(render_exchange(replace(done, answer=answer), FRENCH))
    assert texts(document, "//span[@class='words']") == ["Voir la note [2] du rapport."]
    assert texts(document, "//button[@class='cite']") == ["1"]


def test_a_draft_set_aside_is_told(done: Exchange) -> None:
    html = render_exchange(replace(by_quotes(done), draft="Je crois que"), FRENCH)
    assert FRENCH.set_aside in html
    assert "Je crois que" not in html


def test_a_stopped_answer_says_that_the_quotes_stand(done: Exchange) -> None:
    html = render_exchange(replace(by_quotes(done), draft="Je crois", stopped=True), FRENCH)
    assert FRENCH.stopped in html
    assert FRENCH.set_aside not in html


def test_a_draft_is_shown_as_unchecked_beneath_the_quotes(done: Exchange) -> None:
    writing = replace(done, state="writing", answer=None, draft="L’entrée co")
    document = parse(render_exchange(writing, FRENCH))
    assert len(document.xpath("//blockquote")) == 2
    (draft,) = texts(document, "//div[@class='written draft']")
    assert FRENCH.draft in draft and "L’entrée co" in draft
    assert FRENCH.writing in document.text_content()


def test_the_model_is_named_without_its_file_ending(done: Exchange) -> None:
    (state,) = texts(parse(render_exchange(done, FRENCH)), "//p[@class='state']")
    assert state == "Rédigé par petit-modele, vérifié phrase par phrase · 2,3 s"


def test_the_dates_a_question_was_asked_about_are_named(done: Exchange) -> None:
    assert "period" not in render_exchange(done, FRENCH)
    dated = replace(done, period=Period(date(2022, 2, 1), date(2022, 2, 28)))
    (words,) = texts(parse(render_exchange(dated, ENGLISH)), "//p[@class='period']")
    assert words == "Articles from 1 February 2022 to 28 February 2022"


@pytest.mark.parametrize(
    ("labels", "change", "said"),
    [
        (FRENCH, {"state": "searching"}, "Recherche dans les articles…"),
        (FRENCH, {"state": "waiting", "ahead": 1}, "le modèle est occupé, 1 personne avant vous…"),
        (ENGLISH, {"state": "waiting", "ahead": 3}, "the model is busy, 3 people before you…"),
        (FRENCH, {"state": "reading"}, "le modèle les lit…"),
        (FRENCH, {"state": "reading", "read": 0.426}, "le modèle les lit… 43\u202f%"),
        (ENGLISH, {"state": "reading", "read": 0.426}, "the model is reading them… 43%"),
        (FRENCH, {"state": "writing"}, "Rédaction en cours…"),
        (FRENCH, {"state": "checking"}, "Vérification phrase par phrase…"),
    ],
)
def test_what_is_going_on_is_said_in_a_line(
    done: Exchange, labels: Labels, change: dict[str, Any], said: str
) -> None:
    exchange = replace(done, answer=None, **change)
    (state,) = texts(parse(render_exchange(exchange, labels)), "//p[@class='state']")
    assert state.endswith(said)


def test_a_follow_up_says_what_was_searched(done: Exchange) -> None:
    assert "Recherché" not in render_exchange(done, FRENCH)
    whole = "Combien coûte <b>l’entrée</b> {x} ?"
    early = replace(done, answer=None, state="reading", searched=whole)
    assert done.answer is not None
    late = replace(done, answer=replace(done.answer, searched=whole))
    for exchange in (early, late):
        document = parse(render_exchange(exchange, FRENCH))
        assert texts(document, "//p[@class='searched']") == [f"Recherché : {whole}"]


def test_an_abstention_shows_the_nearest_sentences_with_their_sources(
    done: Exchange, article: Article
) -> None:
    near = cite(article, 1, "Les visites durent une heure.")
    answer = replace(
        done.answer,
        abstained=True,
        text="Il est question de visites, mais pas de prix.",
        citations=(),
        quotes=(),
        nearest=(near,),
        written_by="quotes",
    )
    exchange = replace(done, answer=answer, quotes=())
    document = parse(render_exchange(exchange, FRENCH))
    assert texts(document, "//div[@class='prose']") == [answer.text]
    assert texts(document, "//section[@class='near']/h3") == [FRENCH.nearest]
    assert texts(document, "//section//span[@class='words']") == [near.quote]
    (button,) = document.xpath("//section//button[@class='cite']")
    marks = texts(parse(render_sources(exchange, FRENCH)), "//mark[@id='mark-1-1']")
    assert button.get("data-number") == "1" and marks == [near.quote]


def test_an_abstention_shows_the_nearest_article_unnumbered(done: Exchange) -> None:
    answer = replace(
        done.answer, abstained=True, text="Rien.", citations=(), quotes=(), written_by="quotes"
    )
    exchange = replace(done, answer=answer, quotes=())
    assert FRENCH.abstained in render_exchange(exchange, FRENCH)
    document = parse(render_sources(exchange, FRENCH))
    assert "Tisserands" in document.text_content()
    assert not document.xpath("//mark") and not document.xpath("//span[@class='badge']")


def test_an_error_is_a_calm_sentence() -> None:
    failed = Exchange(1, "?", "failed", error="The question is empty: <b>write</b>.")
    document = parse(render_exchange(failed, FRENCH))
    assert texts(document, "//p[@class='prose']") == ["The question is empty: <b>write</b>."]


def test_past_exchanges_keep_their_sources_folded(done: Exchange) -> None:
    document = parse(render_past([done, replace(done, turn=2)], FRENCH))
    assert len(document.xpath("//details")) == 2
    assert document.xpath("//mark[@id='mark-2-1']")


def test_a_source_names_title_date_file_and_link(done: Exchange) -> None:
    document = parse(render_sources(done, FRENCH))
    assert texts(document, "//time") == ["1er mars 2023"]
    assert texts(document, "//span[@class='file']") == ["musee.txt"]
    (link,) = document.xpath("//a")
    assert link.get("href") == "https://gazette.example/musee?a=1&b=2"
    assert "noopener" in link.get("rel")
    assert texts(parse(render_sources(done, ENGLISH)), "//time") == ["1 March 2023"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//x.example",
        "http://[",
        "",
    ],
)
def test_only_web_addresses_become_links(done: Exchange, article: Article, url: str) -> None:
    citation = cite(replace(article, url=url), 1, "Claire Morvan")
    exchange = replace(done, answer=None, quotes=(citation,), hits=())
    assert not parse(render_sources(exchange, FRENCH)).xpath("//a")


def test_text_from_people_articles_and_models_stays_text(article: Article) -> None:
    hostile = replace(
        article,
        id=HOSTILE,
        title=HOSTILE,
        text=HOSTILE,
        source=f"/x/{HOSTILE}",
        url="",
        language='"><b>',
    )
    citation = Citation(1, hostile, 0, len(HOSTILE), HOSTILE)
    hit = Hit(hostile, HOSTILE, 0, len(HOSTILE), 1.0)
    answer = Answer(
        HOSTILE, f"{HOSTILE} [1]", (citation,), (citation,), (hit,), False, "", HOSTILE, '"><b>'
    )
    asked = Exchange(1, HOSTILE, hits=(hit,), quotes=(citation,), draft=HOSTILE, searched=HOSTILE)
    support = Support("partly", 0.5, (HOSTILE, f"name not in the evidence: {HOSTILE}"))
    statements = (Statement(HOSTILE, (1,), support), Statement(HOSTILE, (), support, dropped=True))
    checked = replace(answer, statements=statements, searched=HOSTILE)
    silent = replace(answer, abstained=True, citations=(), quotes=(), nearest=(citation,))
    refused = replace(checked, written_by="quotes", warning=HOSTILE)
    answers = (answer, checked, silent, refused)
    for exchange in (asked, *(replace(asked, state="done", answer=one) for one in answers)):
        html = render_past([exchange], FRENCH) + render_sources(exchange, FRENCH)
        document = parse(html)
        assert not document.xpath("//script | //img | //b | //strong | //a")
        assert not document.xpath("//@onerror")
        assert HOSTILE in document.text_content()


@pytest.mark.parametrize("labels", [FRENCH, ENGLISH])
def test_the_frame_of_the_page_is_in_its_language(labels) -> None:
    assert f'lang="{labels.language}"' in render_masthead(labels)
    assert labels.tagline in render_masthead(labels)
    assert render_welcome(labels, empty=True) != render_welcome(labels, empty=False)
    assert labels.stays_here in render_welcome(labels, empty=False)
    assert labels.stays_here not in render_welcome(labels, empty=False, remote=True)
    assert labels.leaves in render_welcome(labels, empty=False, remote=True)
    assert labels.no_sources in render_sources(None, labels)
    assert render_hint("<b>") == '<p class="hint">&lt;b&gt;</p>'


def test_what_is_to_be_known_before_the_quotes_stands_above_them(done: Exchange) -> None:
    said = "Le 14 mars 2021\u00a0:"
    assert done.answer is not None
    early = replace(done, answer=None, state="reading", introduction=said)
    late = replace(done, answer=replace(done.answer, introduction=said))
    for exchange in (early, late):
        document = parse(render_exchange(exchange, FRENCH))
        assert texts(document, "//div[@class='answer']/*[1][@class='introduction']") == [said]
    assert "introduction" not in render_exchange(done, FRENCH)
