"""What a model wrote as HTML: its draft, then its sentences with what their checks found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from qa.answering import QUOTES
from qa.page.conversation import Exchange
from qa.page.labels import Labels, written_number
from qa.page.quotes import render_marker
from qa.page.sources import join_citations
from qa.types import Answer, Citation, Statement

_MARKER = re.compile(r"\s*\[(\d{1,3})\]")
_UNNUMBERED = re.compile(r"\s*\[\d*(?:\]|$)")  # the last may be under way


def render_written(exchange: Exchange, labels: Labels) -> str:
    """Return the draft while it is written, and in its place then what became of it."""
    answer = exchange.answer
    if answer is None:
        return _draft(exchange.draft, labels) if exchange.draft and not exchange.error else ""
    if answer.abstained:
        return _note(exchange, answer, labels)
    if answer.written_by == QUOTES:
        return _note(exchange, answer, labels) + _dropped(answer, labels)
    prose = render_prose(exchange.turn, answer, labels)
    return _slot("written", labels.written, prose) + _dropped(answer, labels)


def render_prose(turn: int, answer: Answer, labels: Labels) -> str:
    """Return a text with buttons where it cites, by the numbers the citations are shown under.

    Sentences that are borne out in part say so, with what speaks against them folded.
    """
    shown, numbers = join_citations(answer.quotes, answer.citations)
    if answer.abstained:
        shown, numbers = answer.nearest, {one.number: one.number for one in answer.nearest}
    by_number = {one.number: one for one in shown}
    cited = {number: by_number[new] for number, new in numbers.items()}
    kept = [one for one in answer.statements if not one.dropped]
    if kept:
        html = " ".join(_statement(turn, one, cited, labels) for one in kept)
    else:
        html = render_with_markers(turn, answer.text, cited, labels)
    return f'<div class="prose" lang="{escape(answer.language)}">{html}</div>'


def _draft(draft: str, labels: Labels) -> str:
    """Return the model's unchecked words; what they cite isn't known before the end."""
    words = _UNNUMBERED.split(draft)
    html = '<span class="cite" aria-hidden="true">…</span>'.join(map(escape, words))
    return _slot("written draft", labels.draft, f'<div class="prose">{html}</div>')


def _slot(name: str, title: str, prose: str) -> str:
    return f'<div class="{name}"><p class="written-title">{escape(title)}</p>{prose}</div>'


def _note(exchange: Exchange, answer: Answer, labels: Labels) -> str:
    """Say why no model's text is shown, where there might have been one."""
    if answer.warning:
        note = answer.warning
    elif exchange.stopped:
        note = "" if answer.abstained else labels.stopped
    else:
        note = labels.set_aside if exchange.draft and not answer.abstained else ""
    return f'<p class="note">{escape(note)}</p>' if note else ""


def render_with_markers(turn: int, text: str, cited: dict[int, Citation], labels: Labels) -> str:
    """Return ``text`` with its ``[1]`` turned into buttons; unknown ones are dropped."""
    pieces = _MARKER.split(text)
    html = [escape(pieces[0])]
    for number, following in zip(pieces[1::2], pieces[2::2], strict=True):
        if citation := cited.get(int(number)):
            html.append(render_marker(turn, citation, labels))
        html.append(escape(following))
    return "".join(html)


def _statement(turn: int, statement: Statement, cited: dict[int, Citation], labels: Labels) -> str:
    markers = (render_marker(turn, cited[n], labels) for n in statement.numbers if n in cited)
    html = f"{escape(statement.text)}{''.join(markers)}."
    if statement.support.verdict == "supported":
        return html
    reasons = escape(_reasons(statement, labels))
    return (
        f'<span class="partly">{html}</span> <details class="verdict">'
        f'<summary title="{reasons}">{escape(labels.partly)}</summary>'
        f"<span>{reasons}</span></details>"
    )


def _dropped(answer: Answer, labels: Labels) -> str:
    """Return the sentences that were set aside, folded under how many they are."""
    unused = answer.written_by == QUOTES
    dropped = [one for one in answer.statements if one.dropped or unused]
    if not dropped:
        return ""
    words = labels.dropped[0 if len(dropped) == 1 else 1]
    title = f"{words} ({written_number(len(dropped), labels)})"
    items = "".join(
        f'<li><q lang="{escape(answer.language)}">{escape(one.text)}</q>'
        f" <span>{escape(_reasons(one, labels) or labels.unused)}</span></li>"
        for one in dropped
    )
    return f'<details class="dropped"><summary>{escape(title)}</summary><ul>{items}</ul></details>'


def _reasons(statement: Statement, labels: Labels) -> str:
    return "\u00a0; ".join(translate_reasons(statement.support.reasons, labels))


def translate_reasons(reasons: Sequence[str], labels: Labels) -> list[str]:
    """Return reasons in the language of the page; those it has no words for as they are.

    What follows a colon is the sentence's own.
    """
    said = []
    for reason in reasons:
        kind, colon, words = reason.partition(": ")
        known = labels.reasons.get(kind, kind)
        space = "\u00a0" if labels.language == "fr" else ""
        said.append(f"{known}{space}: {words}" if colon else known)
    return said
