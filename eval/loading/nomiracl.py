"""Questions with their passages given, in NoMIRACL's form (Thakur et al. 2023).

Each row has a query, the passages somebody judged to answer it and those judged not to. Without
one that answers, the right thing is to say so.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from eval.loading.files import digest, set_name
from eval.loading.rows import Row, claim, make_each
from eval.questions import Question, QuestionSet
from qa.errors import QuestionError
from qa.language.detect import detect_language
from qa.types import Article

FIELDS = ("positive_passages", "negative_passages")


def load_nomiracl(path: Path) -> QuestionSet:
    """Return the questions of a NoMIRACL file, each with its passages to answer from.

    The passages are shuffled by their ids, so that those which answer don't come first.
    Raises ``QuestionError``.
    """
    questions = make_each(path, _question)
    if not questions:
        raise QuestionError(f"The question set {path} holds no question: write one a line.")
    return QuestionSet(set_name(path), questions, digest=digest([path]))


def _question(row: Row) -> Question:
    id, text = row.id("query_id"), row.text("query")
    taken: dict[str, str] = {}
    positive, negative = (
        [_passage(passage, taken) for passage in row.rows(name)] for name in FIELDS
    )
    if not positive and not negative:
        raise row.error(f"the question {id} has no passages: give it some, or drop the line.")
    subset = row.optional("subset")
    return Question(
        id,
        text,
        answers=row.texts("answers") if positive else (),
        article=positive[0].id if positive else None,
        also=tuple(passage.id for passage in positive[1:]),
        type="" if positive else "unanswerable",
        tags=(subset,) if subset else (),
        given=tuple(sorted([*positive, *negative], key=lambda passage: _shuffle(id, passage))),
    )


def _passage(row: Row, taken: dict[str, str]) -> Article:
    id, text = row.id("docid"), row.text("text")
    claim(taken, id, row)
    language = detect_language(text)
    return Article(id, row.optional("title") or "", text, language=language)


def _shuffle(question: str, passage: Article) -> str:
    return hashlib.sha256(f"{question}\n{passage.id}".encode()).hexdigest()
