"""The one French analyser: text → index terms, for indexing, querying and checking alike.

Elisions are split off, stop words dropped, words stemmed by Snowball (Porter's French
algorithm, https://snowballstem.org) and folded. A word typed without its accents gets those
that its stem depends on first. Numbers, ordinals and acronyms have one term however they are
written: ``2.000``, ``2 000`` and ``2000``; ``1er`` and ``1``; ``O.T.A.N.`` and ``OTAN``.
Capitals don't count: a name has one term in “macron”, “Macron” and “MACRON”.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from qa.language.accents import put_accents_back
from qa.language.folding import fold
from qa.language.numbers import join_thousands, normalise_number
from qa.language.stopwords import ENGLISH, FRENCH

if TYPE_CHECKING:
    import Stemmer

__all__ = ["ANALYSER_VERSION", "STOP_WORDS", "analyse", "fold", "forget_terms", "normalise_number"]

ANALYSER_VERSION = 2
"""Changes with the terms: what was indexed by another version has to be indexed again."""

# “dû” and “très” stop, also typed “du” and “tres”; “sûr”, “maïs” and “thé” are no stop words.
STOP_WORDS = FRENCH | ENGLISH | frozenset(map(fold, FRENCH))

_AROUND = '.,;:!?…()[]«»“”"'
_SIMPLE = re.compile("[a-zß-öø-ÿœ]+")
_ACRONYM = r"(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])"
_PIECE = re.compile(
    r"(?P<number>[0-9]+(?:[.,][0-9]+)*)(?P<unit>[^\W_]+)?"
    rf"|(?P<acronym>{_ACRONYM})|(?P<word>[^\W_]+(?:'(?!{_ACRONYM})[^\W_]+)*)"
)
_PLAIN = str.maketrans({**dict.fromkeys("’ʼ‘", "'"), **dict.fromkeys("‐‑", "-"), "\xad": ""})
_WHOLE = re.compile(r"aujourd'hui|presqu'[iî]les?|prud'hom\w*|quelqu'une?|entr'\w+")
_ELIDED = re.compile(r"(?:[cdjlmnst]|(?:jus|lors|puis|quoi|quel)?qu)'")
# After l' and d' these are no verbs: the apostrophe after them keeps them from the stop words.
_NOUNS = {"été": "ete'", "ete": "ete'", "est": "est'"}
_SAME = {"ete'": "ete", "est'": "est", "maïs": "mais"}
_SAME |= {"st": "saint", "ste": "sainte", "km": "kilometre", "kg": "kilo"}
_PLURALS = ("détenus", "disparus", "élus", "inconnus", "individus", "prévenus")  # Snowball's not
_SAME |= {form: word[:-1] for word in _PLURALS for form in (word, fold(word))}
_ROMAN = "i ii iii iv v _ vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi".split()
_SAME |= {f"{roman}e": f"{n}e" for n, roman in enumerate(_ROMAN, 1)} | {"ier": "1"}  # not “vie”
_FIRST = frozenset("er ers ere eres re".split())
_NTH = frozenset("e es eme emes ieme iemes nd nde".split())
_ONE_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)?")
_APART = re.compile(r"[0-9]{3}(?![0-9])")  # may end a number like “2 000”
_SHORTEST_STRIPPED = 4
_MOST_CHUNKS = 1 << 17
_LONGEST_CHUNK = 40


def analyse(text: str) -> list[str]:
    """Return the index terms of ``text``, in order, repeated as they are; no term has a space."""
    chunks, words = _chunks, text.split()
    terms = list(chain.from_iterable(map(chunks.__getitem__, words)))
    if chunks.apart.isdisjoint(words):
        return terms
    return list(chain.from_iterable(map(chunks.__getitem__, join_thousands(text).split())))


class _Chunks(dict[str, tuple[str, ...]]):
    """The terms of what stands between two spaces, which nearly always stand for themselves.

    ``apart`` are the chunks seen that may belong to a number with the chunk before. A full
    cache gives way to a new one, and what is at work with it goes on.
    """

    def __init__(self) -> None:
        super().__init__()
        self.apart: set[str] = set()

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        if _APART.match(chunk):
            self.apart.add(chunk)
        word = chunk.strip(_AROUND)
        terms = self[word] if 0 < len(word) < len(chunk) else tuple(_terms(chunk))
        if len(chunk) <= _LONGEST_CHUNK:
            self[chunk] = terms
            if len(self) > _MOST_CHUNKS:
                _renew()
        return terms


def _renew() -> None:
    global _chunks
    _chunks = _Chunks()


def forget_terms() -> None:
    """Empty the caches: to measure without them, or with other stop words."""
    _term.cache_clear()
    _renew()


def _terms(chunk: str) -> Iterator[str]:
    """Yield the terms of one chunk: “l’après-guerre,” → ``guerr``."""
    plain = chunk.lower()
    if _SIMPLE.fullmatch(plain):
        yield from filter(None, (_term(plain),))
        return
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", chunk).lower().translate(_PLAIN)
    for match in _PIECE.finditer(plain):
        word, acronym, number, unit = match.group("word", "acronym", "number", "unit")
        if word:
            for part in _parts(word):
                yield from _terms(part) if part[:1].isdigit() else filter(None, (_term(part),))
        elif acronym:
            yield fold(acronym.replace(".", ""))
        else:
            yield from _measure(number, fold(unit or ""))


def _parts(word: str) -> list[str]:
    """Split elisions off a word: ``jusqu'à`` → ``à``; ``aujourd'hui`` stays whole."""
    if "'" not in word:
        return [word]
    noun = False
    while not _WHOLE.fullmatch(word):
        elided = _ELIDED.match(word)
        if not elided:
            return [_NOUNS[word]] if noun and word in _NOUNS else word.split("'")
        noun = elided.group() in ("l'", "d'")
        word = word[elided.end() :]
    return [word.replace("'", "")]


def _measure(number: str, unit: str) -> Iterator[str]:
    """Yield the terms of a number and what is written against it: ``250km``, ``11e``, ``5g``."""
    if unit in _FIRST:
        yield normalise_number(number)
    elif unit in _NTH:
        yield f"{normalise_number(number)}e"
    elif unit and not (unit.isalpha() and (len(unit) > 1 or unit == "m")):
        yield f"{number}{unit}"
    else:
        parts = [number] if _ONE_NUMBER.fullmatch(number) else re.split("[.,]", number)
        yield from map(normalise_number, parts)
        yield from filter(None, (_term(unit),))


@lru_cache(maxsize=1 << 16)
def _term(word: str) -> str:
    """Return the index term of one word in lower case, or '' for a stop word."""
    if not word or word in STOP_WORDS:
        return ""
    word = _SAME.get(word, word)
    if word.isascii():
        word = put_accents_back(word)
    if word.endswith("os") and len(word) >= _SHORTEST_STRIPPED:
        word = word[:-1]  # “vélos”: Snowball leaves such plurals
    stem = fold(_stemmer().stemWord(word))
    return stem.rstrip("e") or stem if len(stem) > _SHORTEST_STRIPPED else stem


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    import Stemmer  # a compiled module, loaded at first use

    return Stemmer.Stemmer("french")


_chunks = _Chunks()
