"""How an article is named: its title and date, where it was read, and who reprints it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import PurePath
from urllib.parse import urlsplit

from qa.page.labels import Labels, counted, written_date
from qa.types import Article


def render_heading(article: Article, labels: Labels) -> str:
    """Return the article's title and date as a heading, with its file and address under it."""
    return f"<h3>{render_title(article, labels)}</h3>{_origin(article, labels)}"


def render_title(article: Article, labels: Labels) -> str:
    """Return the article's title, else its id, with its date if it has one."""
    title = f'<bdi class="title">{escape(article.title or article.id)}</bdi>'
    if article.date is None:
        return title
    written = escape(written_date(article.date, labels))
    return f'{title} <time datetime="{article.date.isoformat()}">{written}</time>'


def render_reprints(articles: Sequence[Article], labels: Labels) -> str:
    """Return the articles that reprint one, folded under how many they are."""
    if not articles:
        return ""
    said = labels.also.format(articles=counted(len(articles), labels.articles, labels))
    items = "".join(
        f"<li>{render_title(article, labels)}{_origin(article, labels)}</li>"
        for article in articles
    )
    return f'<details class="also"><summary>{escape(said)}</summary><ul>{items}</ul></details>'


def _origin(article: Article, labels: Labels) -> str:
    name = PurePath(article.source).name
    file = f'<span class="file">{escape(name)}</span>' if name else ""
    return f'<p class="origin">{file}{_link(article.url, labels)}</p>'


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
