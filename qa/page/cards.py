"""The sources of an exchange as HTML: the passages cited, every cited sentence marked in them."""

from __future__ import annotations

from html import escape

from qa.page.articles import render_heading, render_reprints
from qa.page.conversation import Exchange
from qa.page.labels import Labels
from qa.page.quotes import render_words
from qa.page.sources import Source, gather_sources
from qa.types import Hit


def render_sources(exchange: Exchange | None, labels: Labels) -> str:
    """Return the source panel of an exchange: its cited passages, or the nearest article."""
    title = f'<h2 class="panel-title">{escape(labels.sources)}</h2>'
    cards = _cards(exchange, labels) if exchange else ""
    if not cards:
        cards = f'<p class="hint">{escape(labels.no_sources)}</p>'
    return f'<section class="sources" lang="{labels.language}">{title}{cards}</section>'


def render_folded(exchange: Exchange, labels: Labels) -> str:
    """Return the sources of an earlier exchange folded, or nothing when it has none."""
    cards = _cards(exchange, labels)
    title = escape(labels.sources)
    return f'<details class="folded"><summary>{title}</summary>{cards}</details>' if cards else ""


def _cards(exchange: Exchange, labels: Labels) -> str:
    sources = gather_sources(exchange.citations, exchange.hits)
    if sources:
        return "".join(_card(exchange.turn, source, labels) for source in sources)
    if exchange.answer and exchange.answer.abstained and exchange.hits:
        return _nearest(exchange.hits[0], labels)
    return ""


def _card(turn: int, source: Source, labels: Labels) -> str:
    numbers = sorted(citation.number for citation in source.citations)
    names = ", ".join(labels.source_number.format(number=number) for number in numbers)
    badges = "".join(f'<span class="badge">{number}</span>' for number in numbers)
    heading = render_heading(source.article, labels)
    return (
        f'<article class="source" tabindex="-1" aria-label="{escape(names)}">'
        f'<header><span class="badges">{badges}</span>{heading}</header>'
        f"{render_reprints(source.also, labels)}"
        f'<p class="passage" lang="{escape(source.article.language)}">{_marked(turn, source)}</p>'
        f'<button type="button" class="back" data-turn="{turn}">{escape(labels.back)}</button>'
        "</article>"
    )


def _nearest(hit: Hit, labels: Labels) -> str:
    return (
        f'<article class="source nearest" aria-label="{escape(labels.nearest)}">'
        f'<p class="hint">{escape(labels.nearest)}</p>'
        f"<header>{render_heading(hit.article, labels)}</header>"
        f"{render_reprints(hit.also, labels)}"
        f'<p class="passage" lang="{escape(hit.article.language)}">{escape(hit.text)}</p>'
        "</article>"
    )


def _marked(turn: int, source: Source) -> str:
    """Return the passage with a ``<mark>`` around exactly the characters of each citation."""
    text = source.article.text
    html, at = [], source.start
    for citation in source.citations:
        html.append(escape(text[at : citation.start]))
        html.append(f'<mark id="mark-{turn}-{citation.number}">{render_words(citation)}</mark>')
        at = citation.end
    html.append(escape(text[at : source.end]))
    before = "… " if source.start > 0 else ""
    after = " …" if source.end < len(text.rstrip()) else ""
    return before + "".join(html) + after
