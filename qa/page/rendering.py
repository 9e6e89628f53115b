"""Exchanges and their sources as HTML.

Whatever comes from a person, an article or a model goes through ``html.escape``; nothing is
read as Markdown. Class names and ``data-`` attributes are what page.css and page.js go by.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import zip_longest
from pathlib import PurePath
from urllib.parse import urlsplit

from qa.answering import QUOTES
from qa.answering.dating import introduce
from qa.language.query import parse_question
from qa.page.conversation import Exchange
from qa.page.dates import written_period
from qa.page.labels import Labels, counted, written_date, written_number
from qa.page.sources import Source, gather_sources
from qa.types import Answer, Article, Citation, Hit, Period

_MARKER = re.compile(r"\s*\[(\d{1,3})\]")
_GUILLEMETS = {"fr": ("«\u00a0", "\u00a0»")}


def render_masthead(labels: Labels) -> str:
    """Return the name of the page and its one line of explanation."""
    return (
        f'<header lang="{labels.language}"><h1>Sourcier</h1>'
        f'<p class="tagline">{escape(labels.tagline)}</p></header>'
    )


def render_welcome(labels: Labels, empty: bool) -> str:
    """Return what stands where the first question will be."""
    first = labels.empty_library if empty else labels.welcome
    return f'<p class="welcome" lang="{labels.language}">{escape(first)}</p>'


def render_hint(text: str) -> str:
    """Return a line of help."""
    return f'<p class="hint">{escape(text)}</p>'


def render_past(exchanges: Sequence[Exchange], labels: Labels) -> str:
    """Return the finished exchanges, each with its own sources folded beneath it."""
    return "".join(_exchange(one, labels, _folded_sources(one, labels)) for one in exchanges)


def render_current(exchange: Exchange | None, empty: bool, labels: Labels) -> str:
    """Return the exchange under way or last finished, or a welcome before the first."""
    return render_exchange(exchange, labels) if exchange else render_welcome(labels, empty)


def render_exchange(exchange: Exchange, labels: Labels) -> str:
    """Return a question with its answer, or with what there is of it so far."""
    return _exchange(exchange, labels, "")


def render_sources(exchange: Exchange | None, labels: Labels) -> str:
    """Return the source panel of an exchange: its cited passages, or the nearest article."""
    title = f'<h2 class="panel-title">{escape(labels.sources)}</h2>'
    cards = _cards(exchange, labels) if exchange else ""
    if not cards:
        cards = f'<p class="hint">{escape(labels.no_sources)}</p>'
    return f'<section class="sources" lang="{labels.language}">{title}{cards}</section>'


# An exchange


def _exchange(exchange: Exchange, labels: Labels, after: str) -> str:
    turn = exchange.turn
    return (
        f'<article class="exchange" id="turn-{turn}" data-state="{exchange.state}"'
        f' lang="{labels.language}" aria-labelledby="question-{turn}">'
        f'<h2 class="question" id="question-{turn}" tabindex="-1">'
        f"{escape(exchange.question)}</h2>{_period(exchange.period, labels)}"
        f'<p class="state" role="status">{_state(exchange, labels)}</p>'
        f'<div class="answer">{_body(exchange, labels)}</div>{_draft(exchange, labels)}'
        f"{after}</article>"
    )


def _period(period: Period, labels: Labels) -> str:
    """Name the dates that a question was asked about, if it was of some."""
    words = labels.articles_of.format(period=written_period(period, labels))
    return f'<p class="period">{escape(words)}</p>' if period else ""


def _state(exchange: Exchange, labels: Labels) -> str:
    """Say in a line what is going on, or who wrote the answer and how long it took."""
    answer = exchange.answer
    if exchange.state == "failed":
        return escape(labels.refused)
    if answer is None:
        doing = {
            "searching": labels.searching,
            "reading": labels.reading,
            "writing": labels.writing,
        }[exchange.state]
        return f'<span class="working">{escape(doing)}</span>'
    if answer.abstained:
        said = labels.abstained
    elif answer.written_by == QUOTES:
        said = labels.by_quotes
    else:
        said = labels.by_model.format(name=_model_name(answer.written_by))
    # A draft that was set aside took no part in the answer.
    skipped = "writing" if answer.written_by == QUOTES else ""
    seconds = sum(spent for stage, spent in answer.timings.items() if stage != skipped)
    took = written_number(seconds, labels, decimals=1)
    return escape(f"{said} · {labels.seconds.format(seconds=took)}")


def _model_name(name: str) -> str:
    return PurePath(name).name.removesuffix(".gguf")


def _body(exchange: Exchange, labels: Labels) -> str:
    answer = exchange.answer
    if exchange.error:
        return f'<p class="prose">{escape(exchange.error)}</p>'
    if answer is None or (answer.written_by == QUOTES and not answer.abstained):
        return _about(answer) + _quotes(exchange, labels)
    return _prose(exchange.turn, answer, labels)


def _about(answer: Answer | None) -> str:
    """Say which day a date without a year was taken for."""
    if answer is None or answer.about is None:
        return ""
    said = introduce(parse_question(answer.question), answer.about, answer.hits)
    return f'<p class="about" lang="{escape(answer.language)}">{escape(said)}</p>'


def _prose(turn: int, answer: Answer, labels: Labels) -> str:
    """Return a written text, its ``[1]`` markers turned into buttons; unknown ones are dropped."""
    cited = {citation.number: citation for citation in answer.citations}
    pieces = _MARKER.split(answer.text)
    html = [escape(pieces[0])]
    for number, text in zip(pieces[1::2], pieces[2::2], strict=True):
        if citation := cited.get(int(number)):
            html.append(_marker(turn, citation, labels))
        html.append(escape(text))
    return f'<p class="prose" lang="{escape(answer.language)}">{"".join(html)}</p>'


def _quotes(exchange: Exchange, labels: Labels) -> str:
    """Return the citations as quotes, the article named under the last that comes from it."""
    before, after = _GUILLEMETS.get(labels.language, ("“", "”"))
    html = []
    for citation, following in zip_longest(exchange.citations, exchange.citations[1:]):
        article = citation.article
        last = following is None or following.article.id != article.id
        named = f"<footer>{_title_and_date(article, labels)}</footer>" if last else ""
        html.append(
            f'<blockquote class="quote" lang="{escape(article.language)}">'
            f'<p>{before}<span class="words">{escape(citation.quote)}</span>{after}'
            f"{_marker(exchange.turn, citation, labels)}</p>{named}</blockquote>"
        )
    return "".join(html)


def _marker(turn: int, citation: Citation, labels: Labels) -> str:
    name = f"{labels.show_source.format(number=citation.number)}: {citation.article.title}"
    return (
        f'<button type="button" class="cite" data-turn="{turn}" data-number="{citation.number}"'
        f' aria-label="{escape(name)}">{citation.number}</button>'
    )


def _draft(exchange: Exchange, labels: Labels) -> str:
    """Return the model's unchecked words while it writes, and after that what became of them."""
    if exchange.answer is None and exchange.draft and not exchange.error:
        return (
            f'<div class="draft"><p class="draft-title">{escape(labels.draft)}</p>'
            f"<p>{escape(exchange.draft)}</p></div>"
        )
    by_quotes = exchange.answer is not None and exchange.answer.written_by == QUOTES
    if exchange.stopped:
        note = labels.stopped if by_quotes else ""
    else:
        note = labels.set_aside if by_quotes and exchange.draft else ""
    return f'<p class="note">{escape(note)}</p>' if note else ""


# Sources


def _cards(exchange: Exchange, labels: Labels) -> str:
    sources = gather_sources(exchange.citations, exchange.hits)
    if sources:
        return "".join(_card(exchange.turn, source, labels) for source in sources)
    if exchange.answer and exchange.answer.abstained and exchange.hits:
        return _nearest(exchange.hits[0], labels)
    return ""


def _folded_sources(exchange: Exchange, labels: Labels) -> str:
    cards = _cards(exchange, labels)
    title = escape(labels.sources)
    return f'<details class="folded"><summary>{title}</summary>{cards}</details>' if cards else ""


def _card(turn: int, source: Source, labels: Labels) -> str:
    numbers = sorted(citation.number for citation in source.citations)
    names = ", ".join(labels.source_number.format(number=number) for number in numbers)
    badges = "".join(f'<span class="badge">{number}</span>' for number in numbers)
    return (
        f'<article class="source" tabindex="-1" aria-label="{escape(names)}">'
        f'<header><span class="badges">{badges}</span>{_heading(source.article, labels)}</header>'
        f"{_also(source.also, labels)}"
        f'<p class="passage" lang="{escape(source.article.language)}">{_marked(turn, source)}</p>'
        f'<button type="button" class="back" data-turn="{turn}">{escape(labels.back)}</button>'
        "</article>"
    )


def _nearest(hit: Hit, labels: Labels) -> str:
    return (
        f'<article class="source nearest" aria-label="{escape(labels.nearest)}">'
        f'<p class="hint">{escape(labels.nearest)}</p>'
        f"<header>{_heading(hit.article, labels)}</header>{_also(hit.also, labels)}"
        f'<p class="passage" lang="{escape(hit.article.language)}">{escape(hit.text)}</p>'
        "</article>"
    )


def _marked(turn: int, source: Source) -> str:
    """Return the passage with a ``<mark>`` around exactly the characters of each citation."""
    text = source.article.text
    html, at = [], source.start
    for citation in source.citations:
        html.append(escape(text[at : citation.start]))
        html.append(
            f'<mark id="mark-{turn}-{citation.number}">'
            f"{escape(text[citation.start : citation.end])}</mark>"
        )
        at = citation.end
    html.append(escape(text[at : source.end]))
    before = "… " if source.start > 0 else ""
    after = " …" if source.end < len(text.rstrip()) else ""
    return before + "".join(html) + after


def _heading(article: Article, labels: Labels) -> str:
    return f"<h3>{_title_and_date(article, labels)}</h3>{_origin(article, labels)}"


def _origin(article: Article, labels: Labels) -> str:
    name = PurePath(article.source).name
    file = f'<span class="file">{escape(name)}</span>' if name else ""
    return f'<p class="origin">{file}{_link(article.url, labels)}</p>'


def _also(articles: Sequence[Article], labels: Labels) -> str:
    """Return the articles that reprint one, folded under how many they are."""
    if not articles:
        return ""
    said = labels.also.format(articles=counted(len(articles), labels.articles, labels))
    items = "".join(
        f"<li>{_title_and_date(article, labels)}{_origin(article, labels)}</li>"
        for article in articles
    )
    return f'<details class="also"><summary>{escape(said)}</summary><ul>{items}</ul></details>'


def _title_and_date(article: Article, labels: Labels) -> str:
    title = f'<bdi class="title">{escape(article.title or article.id)}</bdi>'
    if article.date is None:
        return title
    written = escape(written_date(article.date, labels))
    return f'{title} <time datetime="{article.date.isoformat()}">{written}</time>'


def _link(url: str, labels: Labels) -> str:
    """Return a link for http and https addresses only: ``javascript:`` and the like are text."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    opens = escape(labels.opens.format(host=host))
    return (
        f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer nofollow"'
        f' title="{opens}">{escape(host)}</a>'
    )
