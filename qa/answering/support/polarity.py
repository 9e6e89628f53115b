"""Which words a text negates."""

from __future__ import annotations

import re

from qa.language.analysis import STOP_WORDS

_WORD = re.compile(r"[a-z0-9]+")
_PARTICLES = frozenset(
    "pas plus jamais rien aucun aucune personne ni nul nulle point guere".split()
)
_ALONE = frozenset("sans never without not".split())
_NEGATING = re.compile(r"\b(?:ne|n'|sans|never|without|not)\b|n't\b|\bn'")
_NOT_MORE = re.compile(r"\bn(?:e |')[^.,;]{0,40}?\bplus\b|\b(?:au|de) (?:plus|moins)\b(?! de)")
_FAR = 9
_TURNS = (("plus", "moins"), ("avant", "apres"), ("avec", "sans"), ("pour", "contre"))


def negated_words(folded: str) -> set[int]:
    """Return where the words that are negated begin, in ``folded`` text.

    Those are the first content word after “ne”, where “pas” or its like follows, and after
    “sans” and “not”. “Ne … que” negates nothing.
    """
    found: set[int] = set()
    if not _NEGATING.search(folded):
        return found
    words = [(match.group(), match.start()) for match in _WORD.finditer(folded)]
    for at, (word, _) in enumerate(words):
        if (
            (word in ("ne", "n") and _is_negation(words, at))
            or word in _ALONE
            or (word == "t" and at and words[at - 1][0].endswith("n"))
        ):
            found.update(_reached(words, at + 1))
    return found


def denials(folded: str) -> int:
    """Return how often “ne … pas” or its like stands in ``folded`` text."""
    words = [(match.group(), match.start()) for match in _WORD.finditer(folded)]
    return sum(
        word in ("not", "never") or (word in ("ne", "n") and _is_negation(words, at))
        for at, (word, _) in enumerate(words)
    )


def _is_negation(words: list[tuple[str, int]], at: int) -> bool:
    ahead = [word for word, _ in words[at + 1 : at + _FAR]]
    before = [word for word, _ in words[max(0, at - 5) : at]]
    if any(word in ("aucun", "aucune", "personne", "rien", "nul", "jamais") for word in before):
        return True
    particle = next((n for n, word in enumerate(ahead) if word in _PARTICLES), _FAR)
    only = next((n for n, word in enumerate(ahead) if word in ("que", "qu")), _FAR)
    return particle < min(only, _FAR)


def _reached(words: list[tuple[str, int]], at: int) -> list[int]:
    content = [start for word, start in words[at : at + _FAR] if word not in STOP_WORDS]
    return content[:1]


def turned_words(folded: str, there: str) -> list[str]:
    """Return the little words of ``folded`` whose contrary ``there`` has in their stead."""
    mine, theirs = (set(_WORD.findall(_NOT_MORE.sub(" ", text))) for text in (folded, there))
    return [
        one
        for pair in _TURNS
        for one, other in (pair, pair[::-1])
        if one in mine and other not in mine and other in theirs and one not in theirs
    ]
