"""Exchanges as HTML.

Whatever comes from a person, an article or a model goes through ``html.escape``; nothing is
read as Markdown. Class names and ``data-`` attributes are what page.css and page.js go by.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from qa.answering import QUOTES
from qa.page.cards import render_folded
from qa.page.conversation import Exchange
from qa.page.dates import written_period
from qa.page.labels import Labels, counted, written_number, written_share
from qa.page.models import model_name
from qa.page.quotes import render_quotes
from qa.page.written import render_prose, render_with_markers, render_written


def render_masthead(labels: Labels) -> str:
    """Return the name of the page and its one line of explanation."""
    return (
        f'<header lang="{labels.language}"><h1>Sourcier</h1>'
        f'<p class="tagline">{escape(labels.tagline)}</p></header>'
    )


def render_welcome(labels: Labels, empty: bool, remote: bool = False) -> str:
    """Return what stands where the first question will be; ``remote`` as of the writer."""
    stays = labels.leaves if remote else labels.stays_here
    first = labels.empty_library if empty else f"{labels.welcome} {stays}"
    return f'<p class="welcome" lang="{labels.language}">{escape(first)}</p>'


def render_hint(text: str) -> str:
    """Return a line of help."""
    return f'<p class="hint">{escape(text)}</p>'


def render_past(exchanges: Sequence[Exchange], labels: Labels) -> str:
    """Return the finished exchanges, each with its own sources folded beneath it."""
    return "".join(_exchange(one, labels, render_folded(one, labels)) for one in exchanges)


def render_current(
    exchange: Exchange | None, empty: bool, labels: Labels, remote: bool = False
) -> str:
    """Return the exchange under way or last finished, or a welcome before the first."""
    if exchange is None:
        return render_welcome(labels, empty, remote)
    return render_exchange(exchange, labels)


def render_exchange(exchange: Exchange, labels: Labels) -> str:
    """Return a question with its answer, or with what there is of it so far."""
    return _exchange(exchange, labels, "")


def _exchange(exchange: Exchange, labels: Labels, after: str) -> str:
    turn = exchange.turn
    return (
        f'<article class="exchange" id="turn-{turn}" data-state="{exchange.state}"'
        f' lang="{labels.language}" aria-labelledby="question-{turn}">'
        f'<h2 class="question" id="question-{turn}" tabindex="-1">'
        f"{escape(exchange.question)}</h2>{_looked_in(exchange, labels)}"
        f'<p class="state" role="status">{_state(exchange, labels)}</p>'
        f'<div class="answer">{_body(exchange, labels)}{render_written(exchange, labels)}</div>'
        f"{after}</article>"
    )


def _looked_in(exchange: Exchange, labels: Labels) -> str:
    """Name the dates a question was asked about, and the question searched, where it is another."""
    html = ""
    if exchange.period:
        words = labels.articles_of.format(period=written_period(exchange.period, labels))
        html = f'<p class="period">{escape(words)}</p>'
    searched = exchange.answer.searched if exchange.answer else exchange.searched
    if searched:
        html += (
            f'<p class="searched">{escape(labels.searched).format(question=escape(searched))}</p>'
        )
    return html


def _state(exchange: Exchange, labels: Labels) -> str:
    """Say in a line what is going on, or who wrote the answer and how long it took."""
    answer = exchange.answer
    if exchange.state == "failed":
        return escape(labels.refused)
    if answer is None:
        return _doing(exchange, labels)
    if answer.abstained:
        said = labels.abstained
    elif answer.written_by == QUOTES:
        said = labels.by_quotes
    else:
        said = labels.by_model.format(name=model_name(answer.written_by))
    # A draft that was set aside took no part in the answer.
    skipped = "writing" if answer.written_by == QUOTES else ""
    seconds = sum(spent for stage, spent in answer.timings.items() if stage != skipped)
    took = written_number(seconds, labels, decimals=1)
    return escape(f"{said} · {labels.seconds.format(seconds=took)}")


def _doing(exchange: Exchange, labels: Labels) -> str:
    ahead = counted(exchange.ahead, labels.ahead, labels)
    doing = {
        "searching": labels.searching,
        "waiting": labels.waiting.format(ahead=ahead),
        "reading": labels.reading,
        "writing": labels.writing,
        "checking": labels.checking,
    }[exchange.state]
    share = ""
    if exchange.state == "reading" and exchange.read:  # shown, and not read out at every step
        share = f' <span aria-hidden="true">{written_share(exchange.read, labels)}</span>'
    return f'<span class="working">{escape(doing)}{share}</span>'


def _body(exchange: Exchange, labels: Labels) -> str:
    answer = exchange.answer
    if exchange.error:
        return f'<p class="prose">{escape(exchange.error)}</p>'
    if answer is not None and answer.abstained:
        return render_prose(exchange.turn, answer, labels) + _nearest(exchange, labels)
    written = answer is not None and answer.written_by != QUOTES
    quotes = answer.quotes if answer and written else exchange.citations
    return _introduction(exchange, labels) + render_quotes(exchange.turn, quotes, labels)


def _nearest(exchange: Exchange, labels: Labels) -> str:
    """Return the sentences nearest to a question that has no answer."""
    if not exchange.citations:
        return ""
    quotes = render_quotes(exchange.turn, exchange.citations, labels)
    return f'<section class="near"><h3>{escape(labels.nearest)}</h3>{quotes}</section>'


def _introduction(exchange: Exchange, labels: Labels) -> str:
    """Say what is to be known before the quotes: which day was meant, that articles disagree."""
    answer = exchange.answer
    said = answer.introduction if answer else exchange.introduction
    if not said:
        return ""
    language = f' lang="{escape(answer.language)}"' if answer else ""
    cited = {quote.number: quote for quote in (answer.quotes if answer else exchange.quotes)}
    words = render_with_markers(exchange.turn, said, cited, labels)
    return f'<p class="introduction"{language}>{words}</p>'
