"""Question sets in our own form: one JSON object a line, and the articles beside them if need be.

The names of a row's fields are those of ``Question`` and ``Article``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import asdict
from datetime import date as Date
from pathlib import Path
from typing import Any

from eval.loading.files import digest, set_name
from eval.loading.rows import Row, make_each
from eval.questions import Question, QuestionSet, Support
from qa.errors import QuestionError
from qa.language.detect import detect_language
from qa.types import Article

_CHECK = re.compile(r"[0-9a-f]{8}")
_ARTICLE_FIELDS = ("id", "title", "text", "date", "url", "summary", "language")


def load_questions(path: Path) -> QuestionSet:
    """Return the set a ``.jsonl`` or ``.jsonl.gz`` file holds, about a library's articles."""
    return QuestionSet(set_name(path), _read_questions(path), digest=digest([path]))


def load_with_articles(folder: Path, articles: Path, questions: Path) -> QuestionSet:
    """Return a set with the articles it is about; every id named must be one of theirs."""
    read = _read_articles(articles)
    known = {article.id for article in read}
    asked = _read_questions(questions, known)
    return QuestionSet(set_name(folder), asked, read, digest([articles, questions]))


def _read_questions(path: Path, known: Collection[str] | None = None) -> tuple[Question, ...]:
    def make(row: Row) -> Question:
        question = _question(row)
        if known is not None:
            _check_ids(question, known, row)
        return question

    questions = make_each(path, make)
    if not questions:
        raise QuestionError(f"The question set {path} holds no question: write one a line.")
    return questions


def _question(row: Row) -> Question:
    article = row.optional("article")
    question = Question(
        row.text("id"),
        row.text("question"),
        answers=row.texts("answers"),
        all_of=row.texts("all_of"),
        article=article,
        also=row.texts("also"),
        support=tuple(_support(row, item, n) for n, item in enumerate(row.items("support"))),
        type=row.optional("type") or "",
        history=tuple(_turn(row, item) for item in row.items("history")),
        near=row.optional("near"),
        not_in=row.texts("not_in"),
        tags=row.texts("tags"),
    )
    given = row.has("answers") or row.has("all_of")
    if question.answerable and given and not question.gold:
        raise row.error(
            "a question with an article needs “answers” or “all_of”; leave both out where only "
            "the search is to be measured."
        )
    return question


def _support(row: Row, item: object, number: int) -> Support:
    """Return a supporting sentence: a text, or an object with a text or a place."""
    place = row.row({"text": item} if isinstance(item, str) else item, f"support[{number}]")
    article = place.optional("article") or row.optional("article")
    if article is None:
        raise place.error("only a question with an “article” has a “support”: leave it empty.")
    if place.has("text"):
        return Support(article, place.text("text"))
    start, end, check = place.number("start"), place.number("end"), place.optional("check")
    if start is None or end is None or start >= end:
        raise place.error("“start” and “end” must be there, the first before the second.")
    if not _CHECK.fullmatch(check or ""):
        raise place.error("“check” must be the first 8 hexadecimal digits of a SHA-256.")
    return Support(article, start=start, end=end, check=check or "")


def _turn(row: Row, item: object) -> tuple[str, str]:
    match item:
        case [str(question), str(answer)] if question.strip():
            return question, answer
    raise row.error("“history” must be a list of [question, answer] pairs of texts.")


def _check_ids(question: Question, known: Collection[str], row: Row) -> None:
    named = (question.article, *question.also, question.near, *question.not_in)
    for id in (*named, *(support.article for support in question.support)):
        if id is not None and id not in known:
            raise row.error(f"no article has the id “{id}”: add it to the articles, or correct it.")


def _read_articles(path: Path) -> tuple[Article, ...]:
    articles = make_each(path, _article)
    if not articles:
        raise QuestionError(f"The file {path} holds no article: write one a line.")
    return articles


def _article(row: Row) -> Article:
    text = row.text("text")
    return Article(
        id=row.text("id"),
        title=row.optional("title") or "",
        text=text,
        date=_date(row),
        url=row.optional("url") or "",
        language=row.optional("language") or detect_language(text),
        summary=row.optional("summary") or "",
    )


def _date(row: Row) -> Date | None:
    written = row.optional("date")
    try:
        return Date.fromisoformat(written) if written else None
    except ValueError as error:
        raise row.error("“date” must be a day such as 2022-02-11, or null.") from error


def question_row(question: Question) -> dict[str, Any]:
    """Return what a line of JSON says of a question: fields that hold nothing are left out.

    Passages that are given can't be said so.
    """
    row = {name: value for name, value in asdict(question).items() if value and name != "given"}
    row["article"] = question.article
    row["support"] = [_support_item(question, support) for support in question.support]
    return row


def article_row(article: Article) -> dict[str, Any]:
    """Return what a line of JSON says of an article; where it was read from isn't said."""
    row = {name: getattr(article, name) for name in _ARTICLE_FIELDS}
    return {**row, "date": article.date.isoformat() if article.date else None}


def _support_item(question: Question, support: Support) -> str | dict[str, Any]:
    if not support.check and support.article == question.article:
        return support.text
    names = ("article", "start", "end", "check") if support.check else ("article", "text")
    return {name: getattr(support, name) for name in names}
