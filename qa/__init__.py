"""Sourcier: answers from your own articles, with the exact sentences they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.assistant import Assistant, answer
from qa.errors import LibraryError, ModelError, QuestionError, ReadingError, SourcierError
from qa.settings import Settings
from qa.types import (
    Answer,
    Article,
    Checking,
    Citation,
    Done,
    Failure,
    Found,
    Hit,
    IndexReport,
    Progress,
    Quoted,
    Read,
    Statement,
    Support,
    Waiting,
    Wrote,
)

if TYPE_CHECKING:
    from qa.answering.checking import check_support

__all__ = [
    "Answer",
    "Article",
    "Assistant",
    "Checking",
    "Citation",
    "Done",
    "Failure",
    "Found",
    "Hit",
    "IndexReport",
    "LibraryError",
    "ModelError",
    "Progress",
    "QuestionError",
    "Quoted",
    "Read",
    "ReadingError",
    "Settings",
    "SourcierError",
    "Statement",
    "Support",
    "Waiting",
    "Wrote",
    "answer",
    "check_support",
]


def __getattr__(name: str) -> object:
    """Load the checks when they are asked for: their patterns take a while to compile."""
    if name == "check_support":
        from qa.answering.checking import check_support

        return check_support
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
