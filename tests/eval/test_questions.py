"""Question sets: read whole, or refused by file and line; ours holds together."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from eval.measures import holds_gold
from eval.questions import load_questions
from qa import Assistant
from qa.errors import QuestionError

ROOT = Path(__file__).resolve().parents[2]
SET = ROOT / "eval" / "sets" / "samples.jsonl"


def test_our_set_holds_together(quoting: Assistant) -> None:
    questions = load_questions(SET)
    assert len(questions) >= 60
    assert sum(not q.answerable for q in questions) >= len(questions) / 4
    for question in questions:
        for article_id in question.articles:
            assert quoting.library.article(article_id) is not None, question.id
        if question.article is not None:
            article = quoting.library.article(question.article)
            assert article is not None
            assert question.support, question.id
            assert all(sentence in article.text for sentence in question.support), question.id
            assert holds_gold(question, " ".join(question.support)), question.id
        else:
            assert not question.answers and not question.support, question.id


def test_our_set_asks_for_every_kind() -> None:
    kinds = Counter(question.type for question in load_questions(SET))
    assert {"who", "who-list", "when", "day-month", "how-many", "where", "why"} <= set(kinds)


GOOD = {"id": "1", "question": "Qui ?", "answers": ["Anne"], "article": "a"}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "isn't JSON"),
        ("[]", "in braces"),
        (json.dumps({**GOOD, "id": ""}), "“id”"),
        (json.dumps({**GOOD, "question": 3}), "“question”"),
        (json.dumps({**GOOD, "article": 3}), "“article”"),
        (json.dumps({**GOOD, "answers": "Anne"}), "“answers”"),
        (json.dumps({**GOOD, "answers": []}), "needs “answers”"),
        (json.dumps(GOOD), "used on line 1"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(GOOD) + "\n\n" + line + "\n", encoding="utf-8")
    with pytest.raises(QuestionError, match=f"line 3.*{says}"):
        load_questions(path)


def test_an_empty_or_missing_set_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n", encoding="utf-8")
    with pytest.raises(QuestionError, match="holds no question"):
        load_questions(empty)
    with pytest.raises(QuestionError, match="can't be read"):
        load_questions(tmp_path / "none.jsonl")
