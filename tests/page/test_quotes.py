"""What was asked for is marked within a quote, and in its article."""

from __future__ import annotations

from dataclasses import replace

from qa.page.cards import render_sources
from qa.page.conversation import Exchange
from qa.page.labels import ENGLISH, FRENCH
from qa.page.quotes import render_quotes, render_words
from qa.types import Answer, Article, Citation, Hit, Span
from tests.page.conftest import cite
from tests.page.reading import parse, texts


def marked(citation: Citation, *words: str) -> Citation:
    """Return the citation with these words of it marked."""
    starts = [citation.article.text.index(each, citation.start) for each in words]
    spans = (Span(at, at + len(each)) for at, each in zip(starts, words, strict=True))
    return replace(citation, marks=tuple(spans))


def test_the_quote_is_whole_around_its_marks(article: Article) -> None:
    quote = cite(article, 1, "L’entrée coûte 6 euros & rien le dimanche.")
    document = parse(render_quotes(1, [marked(quote, "6 euros", "rien")], FRENCH))
    assert texts(document, "//span[@class='words']") == [quote.quote]
    assert texts(document, "//strong[@class='asked']") == ["6 euros", "rien"]


def test_overlapping_marks_are_one_and_markup_in_them_stays_text(article: Article) -> None:
    hostile = replace(article, text="<b>a</b> & <i>b</i>")
    citation = Citation(1, hostile, 0, len(hostile.text), hostile.text, (Span(6, 12), Span(2, 7)))
    assert render_words(citation) == (
        '&lt;b<strong class="asked">&gt;a&lt;/b&gt; &amp; &lt;</strong>i&gt;b&lt;/i&gt;'
    )


def test_marks_are_in_the_source_panel_too(answer: Answer, hit: Hit) -> None:
    quotes = (marked(answer.quotes[0], "6 euros"), answer.quotes[1])
    exchange = Exchange(1, answer.question, "reading", (hit,), quotes)
    document = parse(render_sources(exchange, ENGLISH))
    assert texts(document, "//mark[@id='mark-1-1']") == [quotes[0].quote]
    assert texts(document, "//mark[@id='mark-1-1']/strong[@class='asked']") == ["6 euros"]
    assert len(document.xpath("//strong")) == 1
    assert texts(document, "//p[@class='passage']") == [hit.article.text]
