"""Text → the words that count when answers are compared, French first.

The normal form of SQuAD (Rajpurkar et al. 2016, arXiv 1606.05250: lower case, no punctuation,
no articles), with what French needs beside it: accents and ligatures folded, elisions written
out, and each number in one notation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from qa.language.analysis import fold, normalise_number

# “an” is no article here: in French it is a year, and “un an” would be nothing.
_ARTICLES = frozenset("le la les un une des du de the a".split())
_MARKER = re.compile(r"\[\d+\]")
_TOKEN = re.compile(
    r"""
      (?P<ordinal> \d+ ) (?: er | ere | re | e | eme | ieme | nd | nde | de ) s? (?! [^\W_] )
    | (?P<number> \d{1,3} (?:[ .]\d{3})+ (?:,\d+)? (?!\d) | \d+ (?:[.,]\d+)? )
      (?: [ ]? (?P<scale> mille | millions? | milliards? ) \b )?
    | (?P<whole> \b (?: aujourd'hui | presqu'iles? | prud'homm[a-z]+ | quelqu'une? ) \b )
    | (?<!\w) (?<!\w') (?P<elided> [cdjlmnst] | (?:jus|lors|puis|quoi|quel)?qu ) '
    | (?P<word> [^\W\d_]+ )
    """,
    re.VERBOSE,
)
_SCALES = {"mille": 1_000, "million": 1_000_000, "milliard": 1_000_000_000}
_JOINING = frozenset(" \t-\u2010")
# Words that text2num reads as numbers where they aren't any: “50 cents”, “des millions de gens”.
_NEVER_FIRST = frozenset("cents vingts million millions milliard milliards".split())
_FOLDED_NUMBER = re.compile(r"ie(?=[mr]es?$)")


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as text2num wants it: ``apart`` when punctuation stands before it."""

    word: str
    apart: bool
    spelled: bool

    def text(self) -> str:
        """Return the word with the accents that text2num knows number words by."""
        return "zéro" if self.word == "zero" else _FOLDED_NUMBER.sub("iè", self.word)

    def nt_separated(self, previous: _Token) -> bool:
        """Whether it can't continue the number before it."""
        return self.apart

    def not_a_number_part(self) -> bool:
        """Whether it is no number word; decimals are read in digits only."""
        return not self.spelled or self.word == "virgule"


def normalise(text: str) -> list[str]:
    """Return the words of ``text`` that count, in order: each is its own normal form.

    Lower case, no accents, punctuation, articles or ``[n]`` markers. A number is one word,
    however it is written: “2.000”, “2 000” and “deux mille” are ``2000``, “3,6 millions” is
    ``3600000``, “premier” and “1er” are ``1e``. Lines are read apart: a number doesn't go on
    from one to the next.

    Caveats: a comma is a decimal one, as in French (“2,000” is 2), number words are read in
    French only, and “neuf” is always 9. “Un” alone is an article, so “un mort” isn't “1 mort”.
    """
    text = fold(unicodedata.normalize("NFKC", _MARKER.sub(" ", text)))
    return [word for word in _read_numbers(list(_tokens(text))) if word not in _ARTICLES]


def _tokens(text: str) -> Iterator[_Token]:
    end = 0
    for match in _TOKEN.finditer(text):
        apart = not _JOINING.issuperset(text[end : match.start()])
        end = match.end()
        if match["ordinal"]:
            yield _Token(f"{_in_digits(match['ordinal'])}e", apart, False)
        elif match["number"]:
            yield _Token(_in_digits(match["number"], match["scale"]), apart, False)
        elif match["elided"]:
            yield _Token(match["elided"] + "e", apart, False)
        else:
            yield _Token(match.group(), apart, match["word"] is not None)


def _in_digits(raw: str, scale: str | None = None) -> str:
    """Return ``3600000`` for “3,6” and “millions”; a dot would be read again as thousands."""
    number = Decimal(normalise_number(raw)) * (_SCALES[scale.rstrip("s")] if scale else 1)
    return f"{number.normalize():f}".replace(".", ",")


def _read_numbers(tokens: Sequence[_Token]) -> Iterator[str]:
    """Yield the words, those that spell a number together as one in digits."""
    from text_to_num import find_numbers

    at = 0
    for found in find_numbers(tokens, "fr", threshold=0):
        yield from (token.word for token in tokens[at : found.start])
        at = found.end
        run = tokens[found.start : at]
        if run[0].word in _NEVER_FIRST:
            yield run[0].word
            yield from _read_numbers(run[1:])
        elif len(run) == 1 and run[0].word in _ARTICLES:
            yield run[0].word
        else:
            yield _spelled(found.text, found.is_ordinal)
    yield from (token.word for token in tokens[at:])


def _spelled(text: str, ordinal: bool) -> str:
    """Return ``21`` or ``21e`` for text2num's “21” or “21ème”."""
    digits = "".join(character for character in text if character.isdigit())
    return _in_digits(digits) + ("e" if ordinal else "")
