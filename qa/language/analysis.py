"""The one French analyser: text → index terms, for indexing, querying and checking alike.

Elisions are split, case and accents folded, stop words dropped, words stemmed by
Snowball (Porter's French algorithm, https://snowballstem.org). Numbers keep one form
whatever the notation: ``2.000``, ``2 000`` and ``2000`` are one term.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import Stemmer

_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?![\d])(?:,\d+)?|\d+(?:[.,]\d+)?)"
    r"|(?:[^\W\d_]['’])?(?P<acronym>(?:[^\W\d_]\.){2,})"
    r"|(?P<word>[^\W_]+(?:['’][^\W_]+)*)"
)
_WHOLE = frozenset({"aujourd'hui", "presqu'ile", "prud'homme", "prud'hommes", "quelqu'un"})
_ELIDED = re.compile(
    r"^(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu)['’]", re.IGNORECASE
)
_THOUSANDS = re.compile(r"[ .\u00a0\u202f](?=\d{3})")

# Words that carry no topic, folded. Question words are here too: what they ask for is
# read by ``qa.language.questions``.
STOP_WORDS = frozenset(
    (
        "a ai aie ainsi alors apres as au aucun aucune aujourd'hui auquel aura aurait aussi autre "
        "autres aux auxquels avaient avait avant avec avez avoir avons ayant beaucoup bien car ce "
        "ceci cela celle celles celui cependant ces cet cette ceux chaque chez ci comme comment "
        "combien d dans de deja depuis des desormais donc dont du duquel elle elles en encore "
        "entre es est et etaient etait etant ete etes etre eu eux eut fait faire faut font fut "
        "furent hors ici il ils j je jusque l la laquelle le lequel les lesquels leur leurs lors "
        "lorsque lui m ma mais me meme memes mes moi moins mon n ne ni nos notre nous on ont ou "
        "par parce parmi pas pendant peu peut peuvent plus plutot pour pourquoi puis puisque qu "
        "qu'est quand que quel quelle quelles quels quelqu'un qui quoi s sa sans se selon sera "
        "seraient serait ses si sien soi soit sommes son sont sous sur t ta tandis tant te tel "
        "telle telles tels tes toi ton tous tout toute toutes tres tu un une va vers voici voila "
        "vos votre vous y an and are at be been by did do does for from had has have he her his "
        "how in is it its not of that the their they this to was were what when where which who "
        "whom why with mm mme mmes mlle doit doivent devait devaient devra devront pouvoir "
        "pouvait pourra pourrait veut veulent cest jai quest quil"
    ).split()
)
_SHORTEST_STRIPPED = 4


@dataclass(frozen=True, slots=True)
class Token:
    """An index term and where its word stands: ``text[start:end]``."""

    term: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents, ligatures opened, apostrophes straight."""
    text = text.lower().replace("’", "'").replace("œ", "oe").replace("æ", "ae")
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def tokenize(text: str) -> Iterator[Token]:
    """Yield the terms of ``text`` with their places; stop words yield nothing."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        raw = match.group()
        if kind == "word":
            start = match.start()
            for word in _parts(raw):
                at = text.index(word, start)
                start = at + len(word)
                term = _term(word)
                if term:
                    yield Token(term, at, start)
        elif kind == "number":
            yield Token(normalise_number(raw), match.start(), match.end())
        else:
            yield Token(_acronym(match), match.start("acronym"), match.end())


def analyse(text: str) -> list[str]:
    """Return the index terms of ``text``, in order, repeated as they are."""
    terms: list[str] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        raw = match.group()
        if kind == "word":
            terms.extend(_terms(raw))
        elif kind == "number":
            terms.append(normalise_number(raw))
        else:
            terms.append(_acronym(match))
    return terms


def normalise_number(raw: str) -> str:
    """Return one form for a written number: ``2.000`` → ``2000``, ``3,6`` → ``3.6``."""
    plain = _THOUSANDS.sub("", raw).replace(",", ".")
    return plain.lstrip("0") or "0" if "." not in plain else plain


def _acronym(match: re.Match[str]) -> str:
    """Return ``otan`` for ``O.T.A.N.``."""
    return fold(match["acronym"].replace(".", ""))


@lru_cache(maxsize=200_000)
def _terms(raw: str) -> tuple[str, ...]:
    return tuple(term for term in map(_term, _parts(raw)) if term)


def _parts(raw: str) -> list[str]:
    """Split elisions off a word: ``jusqu'à`` → ``à``; ``aujourd'hui`` stays whole."""
    if "'" not in raw and "’" not in raw:
        return [raw]
    if fold(raw) in _WHOLE:
        return [raw]
    rest = _ELIDED.sub("", raw)
    return [part for part in re.split(r"['’]", rest) if part]


@lru_cache(maxsize=200_000)
def _term(word: str) -> str:
    """Return the index term of one word, or '' for a stop word."""
    if fold(word) in STOP_WORDS:
        return ""
    stem = fold(_stemmer().stemWord(word.lower()))
    # Snowball keeps the last e of words typed without their accents (“organisee”).
    return stem.rstrip("e") or stem if len(stem) > _SHORTEST_STRIPPED else stem


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    import Stemmer  # a compiled module, loaded at first use

    return Stemmer.Stemmer("french")
