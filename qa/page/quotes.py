"""Quotes as HTML: their words with what was asked for marked, and the buttons that cite."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import zip_longest

from qa.marked import marked_pieces
from qa.page.articles import render_title
from qa.page.labels import Labels
from qa.types import Citation

_GUILLEMETS = {"fr": ("«\u00a0", "\u00a0»")}


def render_words(citation: Citation) -> str:
    """Return the quote's words, what was asked for in ``<strong class="asked">``."""
    return "".join(
        f'<strong class="asked">{escape(piece)}</strong>' if asked else escape(piece)
        for piece, asked in marked_pieces(citation)
    )


def render_quotes(turn: int, citations: Sequence[Citation], labels: Labels) -> str:
    """Return the citations as quotes, the article named under the last that comes from it."""
    before, after = _GUILLEMETS.get(labels.language, ("“", "”"))
    html = []
    for citation, following in zip_longest(citations, citations[1:]):
        article = citation.article
        last = following is None or following.article.id != article.id
        named = f"<footer>{render_title(article, labels)}</footer>" if last else ""
        html.append(
            f'<blockquote class="quote" lang="{escape(article.language)}">'
            f'<p>{before}<span class="words">{render_words(citation)}</span>'
            f'<span class="end">{after}{render_marker(turn, citation, labels)}</span></p>'
            f"{named}</blockquote>"
        )
    return "".join(html)


def render_marker(turn: int, citation: Citation, labels: Labels) -> str:
    """Return the button that leads to a citation's place in its article."""
    name = f"{labels.show_source.format(number=citation.number)}: {citation.article.title}"
    return (
        f'<button type="button" class="cite" data-turn="{turn}" data-number="{citation.number}"'
        f' aria-label="{escape(name)}">{citation.number}</button>'
    )
