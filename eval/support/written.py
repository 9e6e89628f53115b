"""Reads ``eval/sets/support-*.jsonl``: sentences written by hand as a language model would.

A line is a topic: its question, its evidence, and sentences with their labels. Evidence is our
own text, a sample article, or a stretch of an article given by place (``eval.locating``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.locating import locate
from eval.questions import Support
from eval.support.cases import Case
from qa.errors import QuestionError
from qa.types import Article

SETS = Path(__file__).resolve().parents[1] / "sets"
PARTS = ("fit", "held")


def load_written(name: str, articles: Mapping[str, Article]) -> list[Case]:
    """Return the cases of ``support-NAME.jsonl`` whose evidence is ours or among ``articles``.

    ``articles`` goes by id; sample articles by their path. Topics of other articles are left
    out. Raises ``QuestionError`` when an article has another text than it was written for.
    """
    return [case for topic in _topics(name) for case in _topic(topic, articles)]


def named_articles() -> set[str]:
    """Return the ids of the articles that the sets refer to by place."""
    return {
        one["article"]
        for name in PARTS
        for topic in _topics(name)
        for one in topic["evidence"]
        if "article" in one
    }


def _topics(name: str) -> list[dict[str, Any]]:
    with (SETS / f"support-{name}.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _topic(topic: dict[str, Any], articles: Mapping[str, Article]) -> list[Case]:
    texts, about = [], None
    for one in topic["evidence"]:
        if "text" in one:
            texts.append(one["text"])
            continue
        about = articles.get(one.get("article") or one["sample"])
        if about is None:
            return []
        texts.append(_stretch(one, about) if "check" in one else about.text)
    return [
        Case(
            sentence["text"],
            tuple(texts),
            sentence["label"],
            sentence.get("error", "true"),
            topic["id"],
            about.title if about else None,
            about.date if about else None,
        )
        for sentence in topic["sentences"]
    ]


def _stretch(one: dict[str, Any], article: Article) -> str:
    place = locate(
        Support(article.id, start=one["start"], end=one["end"], check=one["check"]), article.text
    )
    if place is None:
        raise QuestionError(
            f"The article {article.id} isn't the one the set was written for: give the corpus "
            "the set names."
        )
    return article.text[place[0] : place[1]]
