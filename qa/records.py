"""Answers and hits as plain records, the schema of ``--json`` and of predictions."""

from __future__ import annotations

from typing import Any

from qa.types import Answer, Article, Citation, Hit, Statement


def article_record(article: Article) -> dict[str, Any]:
    """Return ``{id, title, date, source, url}``; the date in ISO form or null."""
    return {
        "id": article.id,
        "title": article.title,
        "date": article.date.isoformat() if article.date else None,
        "source": article.source,
        "url": article.url,
    }


def citation_record(citation: Citation) -> dict[str, Any]:
    """Return ``{number, article, start, end, quote, marks}``.

    ``marks`` are ``{start, end, text}`` of what was asked for, offsets in the article as well.
    """
    text = citation.article.text
    return {
        "number": citation.number,
        "article": article_record(citation.article),
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "marks": [
            {"start": mark.start, "end": mark.end, "text": mark.cut(text)}
            for mark in citation.marks
        ],
    }


def statement_record(statement: Statement) -> dict[str, Any]:
    """Return ``{text, numbers, verdict, score, reasons, dropped}``."""
    return {
        "text": statement.text,
        "numbers": list(statement.numbers),
        "verdict": statement.support.verdict,
        "score": round(statement.support.score, 3),
        "reasons": list(statement.support.reasons),
        "dropped": statement.dropped,
    }


def hit_record(hit: Hit) -> dict[str, Any]:
    """Return ``{article, text, start, end, score, also}``; ``also`` are articles."""
    return {
        "article": article_record(hit.article),
        "text": hit.text,
        "start": hit.start,
        "end": hit.end,
        "score": round(hit.score, 6),
        "also": [article_record(article) for article in hit.also],
    }


def answer_record(answer: Answer) -> dict[str, Any]:
    """Return the answer with the names of its fields; seconds rounded to the millisecond."""
    return {
        "question": answer.question,
        "text": answer.text,
        "citations": [citation_record(citation) for citation in answer.citations],
        "quotes": [citation_record(quote) for quote in answer.quotes],
        "hits": [hit_record(hit) for hit in answer.hits],
        "abstained": answer.abstained,
        "reason": answer.reason,
        "written_by": answer.written_by,
        "language": answer.language,
        "timings": {stage: round(seconds, 3) for stage, seconds in answer.timings.items()},
        "prompt_hash": answer.prompt_hash,
        "confidence": round(answer.confidence, 3),
        "about": answer.about.isoformat() if answer.about else None,
        "statements": [statement_record(statement) for statement in answer.statements],
        "searched": answer.searched,
        "introduction": answer.introduction,
        "nearest": [citation_record(citation) for citation in answer.nearest],
        "warning": answer.warning,
    }
