"""Where an article's text holds a supporting sentence, whatever became of its spaces.

Only letters and digits count: those of the text in Unicode's NFKC form for which
``str.isalnum`` is true, their case kept.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from eval.questions import Support
from qa.errors import QuestionError

_CHECK_DIGITS = 8
_JAMO = ("\u1161", "\u1175"), ("\u11a8", "\u11c2")  # vowels and finals, which join a syllable
_FIRST_THAT_JOINS = "\u0300"


def locate(support: Support, text: str) -> tuple[int, int] | None:
    """Return the characters, ``text[start:end]``, that hold the supporting sentence.

    They go from its first letter or digit to its last. Of a sentence given by its text the
    first occurrence counts. None when the text doesn't hold it: a sentence given by its place
    is checked against the hash of its letters.
    """
    place = _place(support, letters(text))
    if place is None:
        return None
    characters = _characters(text)
    return characters[place[0]][0], characters[place[1] - 1][1]


def by_place(article_id: str, text: str, sentence: str) -> Support:
    """Return the place of a sentence in an article's text, which says nothing of its words.

    Raises ``QuestionError`` when the text doesn't hold it.
    """
    place = _place(Support(article_id, sentence), letters(text))
    if place is None:
        raise QuestionError(
            f"The article {article_id} doesn't hold the sentence “{sentence}”: copy it from the "
            "article, word for word."
        )
    start, end = place
    return Support(article_id, start=start, end=end, check=_hash(letters(sentence)))


def letters(text: str) -> str:
    """Return the letters and digits of ``text``, in NFKC, their case kept."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def _place(support: Support, there: str) -> tuple[int, int] | None:
    """Return which of an article's letters the sentence is, None when it isn't there."""
    if support.check:
        start, end = support.start, support.end
        whole = 0 <= start < end <= len(there) and _hash(there[start:end]) == support.check
        return (start, end) if whole else None
    wanted = letters(support.text)
    start = there.find(wanted) if wanted else -1
    return (start, start + len(wanted)) if start >= 0 else None


def _hash(letters: str) -> str:
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:_CHECK_DIGITS]


def _characters(text: str) -> list[tuple[int, int]]:
    """Return the span of the characters each of ``letters(text)`` comes from."""
    return [(start, end) for start, end in _clusters(text) for _ in letters(text[start:end])]


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the shortest stretches of ``text`` that can be brought into NFKC one by one.

    An accent is composed with the letter before it, so a stretch is a character with all that
    may join it; no letter can come from two of them.
    """
    start = 0
    for at in range(1, len(text)):
        if not _joins(text[at]):
            yield start, at
            start = at
    if text:
        yield start, len(text)


@lru_cache(maxsize=10_000)
def _joins(character: str) -> bool:
    """Whether NFKC may make one character of this one and what stands before it."""
    if character < _FIRST_THAT_JOINS:
        return False
    first = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.category(first).startswith("M") or any(a <= first <= b for a, b in _JAMO)
