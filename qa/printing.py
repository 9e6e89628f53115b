"""An answer as a terminal shows it: its text, its sources, and what is to be said beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.marked import marked_pieces
from qa.types import Answer, Article, Citation, Event, Quoted, Waiting

_BOLD, _PLAIN = "\x1b[1m", "\x1b[22m"


def answer_lines(answer: Answer, *, bold: bool = False) -> Iterator[str]:
    """Yield the lines of an answer; what was asked for is bold where the terminal can.

    The answer comes first, then the sentences nearest to it where there is none, its sources,
    who wrote it if a model did, and what isn't wholly borne out.
    """
    yield _with_marks(answer.text, answer.citations, bold)
    if answer.nearest:
        yield "Nearest:" if answer.language != "fr" else "Le plus proche\u00a0:"
        before, after = ("«\u00a0", "\u00a0»") if answer.language == "fr" else ("“", "”")
        for one in answer.nearest:
            yield f"{before}{_with_marks(one.quote, [one], bold)}{after} [{one.number}]"
    also = {hit.article.id: hit.also for hit in answer.hits}
    for citation in answer.nearest if answer.abstained else answer.citations:
        yield f"  [{citation.number}] {name_article(citation.article)}"
        for article in also.get(citation.article.id, ()):
            yield f"      also in: {name_article(article)}"
    if answer.written_by != "quotes":
        yield f"  Written by {answer.written_by}, checked sentence by sentence."
        for said in answer.statements:
            if said.support.verdict == "partly" and not said.dropped:
                reasons = f" ({'; '.join(said.support.reasons)})" if said.support.reasons else ""
                yield f"  Partly supported{reasons}: {said.text}"


def asking_line(event: Event) -> str:
    """Return what to say to who waits at a terminal, or nothing."""
    match event:
        case Quoted(citations) if citations:
            return "Found; the model is at work…"
        case Waiting(ahead) if ahead:
            return f"The model is busy; before you: {ahead}…"
    return ""


def name_article(article: Article) -> str:
    """Return an article's title, date and id in a line."""
    date = f", {article.date.isoformat()}" if article.date else ""
    return f"{article.title}{date} — {article.id}"


def _with_marks(text: str, citations: Sequence[Citation], bold: bool) -> str:
    """Return ``text`` with the marks of the quotes it holds, in its order, made bold."""
    at = 0
    for citation in citations if bold else ():
        found = text.find(citation.quote, at)
        if found < 0:
            continue
        marked = "".join(
            f"{_BOLD}{piece}{_PLAIN}" if asked else piece
            for piece, asked in marked_pieces(citation)
        )
        text = text[:found] + marked + text[found + len(citation.quote) :]
        at = found + len(marked)
    return text
