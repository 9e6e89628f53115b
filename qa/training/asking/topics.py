"""What an article is about, to be said in a question that doesn't tell: “à Rennes”."""

from __future__ import annotations

import re

from qa.training.asking import nouns
from qa.types import Article

_LONGEST = 4  # words of a place

_BEFORE_COLON = re.compile(r"^(?P<topic>[A-ZÀ-ÝŒ][^:\"«»?!]{2,30}?)[ \u00a0]?: ")
_PREPOSITION = r"(?<![\w-])(?P<lead>à|en|au|dans les?|dans la|dans l['’]) ?"


def place_of(article: Article) -> str:
    """Return where it happens, with its preposition (“dans l’Aude”), '' when not told.

    The title names it before a colon, and the text says how one is there.
    """
    match = _BEFORE_COLON.match(article.title)
    if not match:
        return ""
    topic = match["topic"].strip()
    text = f"{article.summary} {article.text}"
    found = re.search(_PREPOSITION + re.escape(topic) + r"(?![\w-])", text)
    named = not nouns.is_noun(topic.split()[0].lower()) and not re.search(r"[A-Z]{2}|['’]s$", topic)
    if not found or not named or len(topic.split()) > _LONGEST:
        return ""
    lead = found["lead"]
    return f"{lead}{topic}" if lead.endswith(("'", "’")) else f"{lead} {topic}"


def with_place(question: str, place: str) -> str:
    """Return ``question`` with the place behind it, unless a name or figure tells already."""
    if not place or re.search(r"(?<=[ '’])[A-ZÀ-ÝŒ]\w", question):
        return question
    return f"{question.removesuffix(' ?')} {place} ?"
