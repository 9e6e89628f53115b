"""Letters without case and accents: how words are compared."""

from __future__ import annotations

import re
import unicodedata

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("’ʼ‘", "'"),
        "œ": "oe",
        "æ": "ae",
        "ß": "ss",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        **{chr(code): "" for code in range(0x300, 0x370)},  # accents on their own
        **{
            chr(code): base
            for code in range(0xC0, 0x250)
            if (base := unicodedata.normalize("NFD", chr(code))[0]).isascii()
        },
    }
)
_UNCOMMON = re.compile("[^\0-\u024f\u2000-\u20cf]")  # what the table doesn't know


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents, ligatures opened, apostrophes straight."""
    text = text.lower()
    if text.isascii():
        return text
    text = text.translate(_FOLDED)
    if not _UNCOMMON.search(text):
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
