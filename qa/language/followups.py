"""“Et qui l'a organisée ?”: a question that leans on those before it, made whole by rule."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from qa.language.analysis import analyse
from qa.language.mentions import find_names

Turn = tuple[str, str]

_GOES_ON = re.compile(r"(?:et|and|mais|but)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:il|elle|ils|elles|l['’](?=\w+[ée])|lui|leur|celui-ci|celle-ci|"
    r"ceux-ci|he|she|they|them|it|there)\b|\b(?:y|en) (?:a|ont|avait|était)\b|\bcette? \w+ \?$",
    re.IGNORECASE,
)
# What asks at the head of a question: the rest of it is what it is about.
_ASKING = re.compile(
    r"(?:(?:et|and|mais|but)\b[ ,]*)?"
    r"(?:(?:à|a|de|d['’]|par|avec|pour|chez|contre|sur|dans|en|depuis|jusqu['’]à|vers)\s*)?"
    r"(?:qu['’]est-ce (?:que?|qu['’])|qui|que|quoi|quand|où|comment|pourquoi|"
    r"combien(?: de| d['’])?|quel(?:le)?s?|lequel|laquelle|"
    r"who(?:m|se)?|what|when|where|why|which|how(?: many| much)?)\b"
    r"(?:\s*est-ce (?:que?|qu['’]))?(?:\s+(?:est|sont|était|étaient|a|ont|is|are|was|were|did|"
    r"do|does|has|have)\b(?!-))?\s*",
    re.IGNORECASE,
)
# The subject said again: “Biden a-t-il signé”, “s'apprêtait-il”.
_AGAIN = re.compile(
    r"\b(?:a|ont|est|sont|avait|avaient|était|étaient)-(?:t-)?(?:ils?|elles?|on)\b\s*"
    r"|(?<=\w)-(?:t-)?(?:ils?|elles?|on)\b",
    re.IGNORECASE,
)
_FEW_TERMS, _FEW_TERMS_GOING_ON = 4, 6
_SHORT_ANSWER = 12  # words: one that is quoted or written at length isn't an antecedent
_MOST_TURNS = 6
_MARKERS = re.compile(r"\s*\[\d{1,3}\]")


def read_history(history: Sequence[Any]) -> list[Turn]:
    """Return earlier (question, answer) turns, oldest first.

    ``history`` holds messages (``{"role", "content"}``) or (question, answer) pairs.
    """
    turns: list[Turn] = []
    for item in history:
        if isinstance(item, Mapping):
            text = str(item.get("content") or "")
            if item.get("role") == "user":
                turns.append((text, ""))
            elif turns and not turns[-1][1]:
                turns[-1] = (turns[-1][0], text)
        elif item:
            turns.append((str(item[0]), str(item[1] or "") if len(item) > 1 else ""))
    return turns


def leans(question: str) -> bool:
    """Whether ``question`` can't be understood without the one before it.

    So is a short question that begins with “et”, or has a pronoun and no name of its own
    (“Quand Biden doit-il venir ?” has one).
    """
    asked = question.strip()
    goes_on = _GOES_ON.match(asked) is not None
    if len(analyse(asked)) > (_FEW_TERMS_GOING_ON if goes_on else _FEW_TERMS):
        return False
    return goes_on or (
        _POINTS_BACK.search(asked) is not None and not find_names(asked, initial=False)
    )


def resolve_followup(question: str, history: Sequence[Any]) -> str:
    """Return the question to search for: a follow-up with what those before it were about.

    The topic is carried from question to question, and so is a short answer, which is most
    often what a pronoun stands for: “Quel âge avait-il ? (ferry a quitté Alger : le Casanova)”.
    """
    if not leans(question):
        return question
    topic = ""
    for asked, answer in read_history(history)[-_MOST_TURNS:]:
        about = _about(asked)
        topic = _join(topic, about) if topic and leans(asked) else about
        topic = _join(topic, _antecedent(answer, topic))
    return f"{question.strip()} ({topic})" if topic else question


def _about(question: str) -> str:
    """Return a question without what asks in it: “participé à la réunion du 11 février”."""
    return _AGAIN.sub("", _ASKING.sub("", question.strip(), count=1)).strip(" ?!.\u00a0")


def _antecedent(answer: str, topic: str) -> str:
    """Return a short answer that names something new; a bare number stands for nothing."""
    said = _MARKERS.sub("", answer).strip(" .«»“”\u00a0\n")
    short = 0 < len(said.split()) <= _SHORT_ANSWER and not said[:1].isdigit()
    return said if short and said.casefold() not in topic.casefold() else ""


def _join(before: str, after: str) -> str:
    return ", ".join(part for part in (before, after) if part)
