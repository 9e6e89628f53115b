"""Words of a French sentence with their places, and small things of spelling between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(
    r"(?:[LlDdJjMmTtSsNnCc]|[Ll]orsqu|[Pp]uisqu|[Jj]usqu|[Qq]uoiqu|[Qq]u)['’]"
    r"|\d+(?:[   .,]\d+)*|[^\W\d_](?:\.[^\W\d_])+\.?|(?:MM?|Me|Mgr|Dr|Pr)\.(?=[  ])"
    r"|\w+(?:[-'’]\w+)*|\S"
)
VOWELS = "aàâäeéèêëiîïoôöuùûüyœæAÀÂÄEÉÈÊËIÎÏOÔÖUÙÛÜŒÆ"
# Before these an h is aspirated: “le hameau”, “que Hollande”. Other small words have it mute.
_ASPIRATED = re.compile(
    r"h(?:a(?:meau|ll|ut|usse|sard|ndball|ndicap|rc[eè]l|ine|mster|che|nche|ricot|chis|b[lL]eur)"
    r"|e(?:rnie|rse)|[eé]ros$|i[eé]rarch|ip-hop|o(?:ld|ckey|mard|nte|rs|quet|usse)|u(?:it|rl|ss))",
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or mark at ``start``; ``low`` is it in lower case, apostrophe straight."""

    text: str
    low: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def alpha(self) -> bool:
        """Whether it begins with a letter."""
        return self.text[0].isalpha()


def read_words(text: str) -> list[Word]:
    """Return the words and marks of ``text``; an elided word (“l’”) is one of its own."""
    return [
        Word(match[0], match[0].lower().replace("’", "'"), *match.span())
        for match in _WORD.finditer(text)
    ]


def elides(following: str) -> bool:
    """Whether “de”, “que”, “le” lose their vowel before ``following``."""
    bare = following.lstrip('«"“ \u00a0')
    if bare[:1] in "hH" and bare:
        return bare[0] == "h" and not _ASPIRATED.match(bare)
    return bare[:1] in VOWELS and not re.match(r"(?:onz|oui|yaourt|Y[aeo]|un(?:ième)\b)", bare)


def with_que(following: str) -> str:
    """Return “que Paul” or “qu’Anne”."""
    return f"qu'{following}" if elides(following) else f"que {following}"


def with_de(following: str) -> str:
    """Return “de Paul”, “d’Anne”, “du maire”, “des élus”, “de la ville”."""
    if match := re.match(r"(le|les) ", following):
        return ("du " if match[1] == "le" else "des ") + following[match.end() :]
    return f"d'{following}" if elides(following) else f"de {following}"


def with_a(following: str) -> str:
    """Return “à Paul”, “au maire”, “aux élus”."""
    if match := re.match(r"(le|les) ", following):
        return ("au " if match[1] == "le" else "aux ") + following[match.end() :]
    return f"à {following}"


def as_question(text: str) -> str:
    """Return ``text`` tidied and with its capital and question mark."""
    text = re.sub(r"\s+", " ", text).strip(" ,;:.")
    text = re.sub(r"\s+([,.)])", r"\1", text)
    return f"{text[:1].upper()}{text[1:]} ?"
