"""Sourcier: answers from your own articles, with the exact sentences they rest on."""

from qa.assistant import Assistant, answer
from qa.errors import LibraryError, ModelError, QuestionError, ReadingError, SourcierError
from qa.settings import Settings
from qa.types import (
    Answer,
    Article,
    Citation,
    Done,
    Failure,
    Found,
    Hit,
    IndexReport,
    Progress,
    Quoted,
    Wrote,
)

__all__ = [
    "Answer",
    "Article",
    "Assistant",
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
    "ReadingError",
    "Settings",
    "SourcierError",
    "Wrote",
    "answer",
]
