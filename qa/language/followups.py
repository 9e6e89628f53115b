"""“Et qui l'a organisée ?”: a question that leans on the one before it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from qa.language.analysis import analyse

_LEANS = re.compile(
    r"^(?:et|and|mais|but)\b|\b(?:il|elle|ils|elles|l['’](?=\w+[ée])|lui|leur|celui-ci|celle-ci|"
    r"ceux-ci|he|she|they|them|it|there)\b|\b(?:y|en) (?:a|ont|avait|était)\b|\bcette? \w+ \?$",
    re.IGNORECASE,
)
_FEW_TERMS = 4


def resolve_followup(question: str, history: Sequence[Any]) -> str:
    """Return the text to search for: ``question``, with the one before it when it leans on it.

    ``history`` holds messages (``{"role", "content"}``) or (question, answer) pairs, oldest
    first. The earlier question lends its words only to a short question with a pronoun or
    an opening “et”.
    """
    earlier = _last_question(history)
    if earlier and len(analyse(question)) <= _FEW_TERMS and _LEANS.search(question.strip()):
        return f"{question.strip()} {earlier}"
    return question


def _last_question(history: Sequence[Any]) -> str:
    for turn in reversed(history):
        if isinstance(turn, Mapping):
            if turn.get("role") == "user":
                return str(turn.get("content") or "")
        elif turn:
            return str(turn[0])
    return ""
