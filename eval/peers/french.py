"""French words for tokenizers that are set by a regular expression and stop words.

The peers don't strip accents, so Sourcier's stop words are given with theirs put back.
"""

from __future__ import annotations

from qa.language.analysis import STOP_WORDS

_ACCENTED = (
    "après auxquels çà déjà depuis dès désormais entre été étés être étaient était étant êtes eût "
    "fût hé là lorsqu même mêmes où parmi plutôt puisqu quelqu quoiqu très voilà à ô aujourd hui"
).split()
FRENCH_STOP_WORDS = tuple(sorted({*STOP_WORDS, *_ACCENTED}))

# Letters and digits up to an apostrophe, so that « l’eau » is « l », « eau », and one-letter
# words, which the elided ones are, are left out.
FRENCH_WORD = r"\b\w{2,}"


def truncated_word(letters: int) -> str:
    """Return a pattern of a word's first letters: a stemmer for tokenizers that have none.

    On the sample questions, and on summaries of news articles, five letters do as well as
    Snowball's stems.
    """
    return rf"\b\w{{2,{letters}}}"


def without_stop_words(pattern: str) -> str:
    """Return ``pattern``, which begins at a word's start, refusing words that are stop words."""
    start = r"\b"
    assert pattern.startswith(start)
    return rf"{start}(?!(?:{'|'.join(FRENCH_STOP_WORDS)})\b){pattern.removeprefix(start)}"
