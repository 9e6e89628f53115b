"""“Et qui l'a organisée ?”: a question that leans on the one before it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from qa.language.analysis import analyse
from qa.language.mentions import find_names

_GOES_ON = re.compile(r"(?:et|and|mais|but)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:il|elle|ils|elles|l['’](?=\w+[ée])|lui|leur|celui-ci|celle-ci|"
    r"ceux-ci|he|she|they|them|it|there)\b|\b(?:y|en) (?:a|ont|avait|était)\b|\bcette? \w+ \?$",
    re.IGNORECASE,
)
_FEW_TERMS = 4


def resolve_followup(question: str, history: Sequence[Any]) -> str:
    """Return the text to search for: ``question``, with the one before it when it leans on it.

    ``history`` holds messages (``{"role", "content"}``) or (question, answer) pairs, oldest
    first. The earlier question lends its words only to a short question that begins with
    “et”, or has a pronoun and no name of its own (“Quand Biden doit-il venir ?” has one).
    """
    earlier, asked = _last_question(history), question.strip()
    if not earlier or len(analyse(asked)) > _FEW_TERMS:
        return question
    leans = _GOES_ON.match(asked) or (
        _POINTS_BACK.search(asked) and not find_names(asked, initial=False)
    )
    return f"{asked} {earlier}" if leans else question


def _last_question(history: Sequence[Any]) -> str:
    for turn in reversed(history):
        if isinstance(turn, Mapping):
            if turn.get("role") == "user":
                return str(turn.get("content") or "")
        elif turn:
            return str(turn[0])
    return ""
