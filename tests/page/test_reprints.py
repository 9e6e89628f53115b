"""Under a source, the articles that reprint it: how many, and on opening which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from qa.page.cards import render_sources
from qa.page.conversation import Exchange
from qa.page.labels import ENGLISH, FRENCH
from qa.page.rendering import render_past
from qa.page.sources import gather_sources
from qa.types import Answer, Article, Hit
from tests.page.reading import parse, texts
from tests.page.test_rendering import HOSTILE

REPRINTS = (
    Article("a.txt", "Le musée rouvre", "…", date(2023, 3, 2), "/x/courrier.txt"),
    Article("b.txt", "", "…", None, "", "https://echo.example/b"),
    Article("c.txt", HOSTILE, "…", None, f"/x/{HOSTILE}", "javascript:alert(1)"),
)


@pytest.fixture
def reprinted(answer: Answer, hit: Hit) -> Exchange:
    """An answer whose source was reprinted three times."""
    whole = replace(answer, hits=(replace(hit, also=REPRINTS),))
    return Exchange(
        1, answer.question, state="done", hits=whole.hits, quotes=whole.quotes, answer=whole
    )


def test_a_source_says_in_how_many_articles_it_is(reprinted: Exchange) -> None:
    for labels, said in ((FRENCH, "aussi dans 3 articles"), (ENGLISH, "also in 3 articles")):
        document = parse(render_sources(reprinted, labels))
        assert texts(document, "//details[@class='also']/summary") == [said]
        assert not document.xpath("//details/@open")
    one = replace(reprinted, hits=(replace(reprinted.hits[0], also=REPRINTS[:1]),))
    document = parse(render_sources(one, FRENCH))
    assert texts(document, "//details/summary") == ["aussi dans 1 article"]


def test_each_is_named_with_its_date_file_and_link(reprinted: Exchange) -> None:
    document = parse(render_sources(reprinted, FRENCH))
    first, second, _ = document.xpath("//details[@class='also']//li")
    assert texts(first, ".//bdi") == ["Le musée rouvre"]
    assert texts(first, ".//time") == ["2 mars 2023"]
    assert texts(first, ".//span[@class='file']") == ["courrier.txt"]
    assert texts(second, ".//bdi") == ["b.txt"]
    assert second.xpath(".//a/@href") == ["https://echo.example/b"]


def test_what_they_say_of_themselves_stays_text(reprinted: Exchange) -> None:
    document = parse(render_sources(reprinted, FRENCH) + render_past([reprinted], FRENCH))
    assert not document.xpath("//script | //img | //b | //strong | //@onerror")
    assert not [url for url in document.xpath("//a/@href") if "javascript" in url]
    assert HOSTILE in document.text_content()


def test_the_nearest_article_of_an_abstention_has_them_too(reprinted: Exchange) -> None:
    assert reprinted.answer is not None
    answer = replace(reprinted.answer, abstained=True, citations=(), quotes=())
    document = parse(render_sources(replace(reprinted, answer=answer, quotes=()), FRENCH))
    assert texts(document, "//details/summary") == ["aussi dans 3 articles"]


def test_a_source_that_stands_alone_says_nothing(answer: Answer, hit: Hit) -> None:
    (source,) = gather_sources(answer.citations, [hit])
    assert source.also == ()
    (source,) = gather_sources(answer.citations, [replace(hit, also=REPRINTS)])
    assert source.also == REPRINTS
    exchange = Exchange(1, "?", state="done", hits=(hit,), quotes=answer.quotes, answer=answer)
    assert not parse(render_sources(exchange, FRENCH)).xpath("//details")
