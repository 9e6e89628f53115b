"""Reprints: articles that say the same in nearly the same words, and with the same figures.

Two articles are reprints of each other when their figures are the same and the Jaccard
similarity of their shingles, estimated by MinHash (Broder 1997, “On the resemblance and
containment of documents”), is high. A toll that rose from 3 to 5 is another article, however
alike the rest. Which pairs are compared at all is found by locality-sensitive hashing: those
that share a key. Everything here depends on the texts alone, never on an order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from qa.types import Article

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHINGLE = 5  # words
_HASHES = 128
_BANDS = 6
_ROWS = 3  # hashes a band: at a similarity of .8, 99 pairs in 100 share a band
_LEAST_SIMILARITY = 0.8
_SHORT = 40  # words: of a shorter text the title counts too, for many share “Images à venir.”
_SEED = 1
_DIGEST = 8  # bytes
_END = b"|"
_DIGITS_END = b":"  # follows “9” in ASCII
_MULTIPLIER = 0x9E37_79B9_7F4A_7C15  # odd, its bits well mixed: 2⁶⁴ divided by the golden ratio

# “Un” and “one” say too much else.
_COUNTED = (
    "deux/two trois/three quatre/four cinq/five six sept/seven huit/eight neuf/nine dix/ten "
    "onze/eleven douze/twelve treize/thirteen quatorze/fourteen quinze/fifteen seize/sixteen"
)
_ROUND = (
    "vingt trente quarante cinquante soixante cent mille dizaine douzaine quinzaine vingtaine "
    "trentaine quarantaine cinquantaine soixantaine centaine millier seventeen eighteen nineteen "
    "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand dozen"
)
_NUMBER_WORDS = {
    **{
        word.encode(): b"%d" % number
        for number, words in enumerate(_COUNTED.split(), 2)
        for word in words.split("/")
    },
    **{f"{word}{s}".encode(): word.encode() for word in _ROUND.split() for s in ("", "s")},
}


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """What tells an article's reprints: a digest of its figures, and ``_HASHES`` MinHashes.

    The lowest 16 bits of a hash are enough (Li and König 2010, “b-bit minwise hashing”).
    """

    figures: bytes
    hashes: NDArray[np.uint16]

    def pack(self) -> bytes:
        """Return the signature as bytes, the same on every machine."""
        return self.figures + self.hashes.astype("<u2").tobytes()

    @classmethod
    def unpack(cls, packed: bytes) -> Signature:
        """Return the signature that ``pack`` made bytes of."""
        import numpy as np

        return cls(packed[:_DIGEST], np.frombuffer(packed, dtype="<u2", offset=_DIGEST))

    def is_reprint_of(self, other: Signature) -> bool:
        """Whether the two articles are reprints of each other."""
        same = int((self.hashes == other.hashes).sum())
        return self.figures == other.figures and same >= _LEAST_SIMILARITY * _HASHES


@lru_cache(maxsize=1)
def parameters() -> str:
    """Return what signatures depend on: those made with other parameters are of no use."""
    from rensa import RMinHash

    made = f"rensa {RMinHash.ALGORITHM_VERSION}, {_HASHES} hashes from {_SEED}"
    return f"1: {made}, {_SHINGLE} words, {_SHORT} short, {_BANDS} × {_ROWS}, {_LEAST_SIMILARITY}"


def sign(articles: Sequence[Article]) -> list[Signature]:
    """Return the signature of each article."""
    import numpy as np
    from rensa import RMinHash

    if not articles:
        return []
    titles = [_words(article.title) for article in articles]
    texts = [_words(article.text) for article in articles]
    figures = [_figures(title, text) for title, text in zip(titles, texts, strict=True)]
    whole = [
        text if len(text) >= _SHORT else title + text
        for title, text in zip(titles, texts, strict=True)
    ]
    shingles, ends = _shingles(RMinHash.hash_token_sets(whole))
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(shingles, ends, _HASHES, _SEED)
    rows = np.array(matrix.to_rows(), dtype=np.uint32).astype(np.uint16)
    return [Signature(digest, row) for digest, row in zip(figures, rows, strict=True)]


def band_keys(signatures: Sequence[Signature]) -> list[list[int]]:
    """Return the keys of each signature, 64 bits with a sign: reprints nearly always share one."""
    import numpy as np

    hashes = np.stack([one.hashes[: _BANDS * _ROWS] for one in signatures]).astype(np.uint64)
    figures = np.frombuffer(b"".join(one.figures for one in signatures), dtype="<u8")
    keys = np.broadcast_to(np.arange(_BANDS, dtype=np.uint64), (len(signatures), _BANDS))
    for row in range(_ROWS):
        keys = keys << np.uint64(16) | hashes[:, row::_ROWS]
    mixed: list[list[int]] = (keys * _MULTIPLIER ^ figures[:, None]).view(np.int64).tolist()
    return mixed


def _shingles(articles: Sequence[Sequence[int]]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return a hash for every run of ``_SHINGLE`` words, given the words' hashes.

    All articles' in one array, and where each article's end, after a 0. A shorter article is
    one run.
    """
    import numpy as np

    padded = [[*words, *[0] * (_SHINGLE - len(words))] for words in articles]
    sizes = np.array([len(words) for words in padded])
    words = np.concatenate([np.array(each, dtype=np.uint64) for each in padded])
    runs = np.zeros(len(words) - _SHINGLE + 1, dtype=np.uint64)
    for n in range(_SHINGLE):
        runs = runs * _MULTIPLIER + words[n : n + len(runs)]
    lasts = np.cumsum(sizes)[:-1, None] - np.arange(1, _SHINGLE)  # begin in one, end in the next
    counts = np.cumsum([0, *(sizes - _SHINGLE + 1)], dtype=np.uint64)
    return np.delete(runs, lasts.ravel()), counts


def _figures(title: Sequence[bytes], text: Sequence[bytes]) -> bytes:
    """Return a digest of the numbers, each with the word after it: “3 morts, 5 blessés”.

    A title's numbers come without theirs: it is often another one for the same text.
    """
    words = [*text, _END, *title]
    found = [n for n, word in enumerate(words) if word < _DIGITS_END or word in _NUMBER_WORDS]
    figures = set()
    for n in found:
        number = _NUMBER_WORDS.get(words[n], words[n])
        figures.add(number)
        if n < len(text):
            figures.add(number + b" " + words[n + 1])
    return _digest(b"\n".join(sorted(figures)))


def _words(text: str) -> list[bytes]:
    """Return the words of ``text`` without case and accents, as the bytes of one alphabet.

    Typography differs from one newspaper to the next: Etat and État, cœur and coeur.
    """
    text = unicodedata.normalize("NFC", text).replace("œ", "oe").replace("Œ", "OE")
    letters = text.encode("cp1252", "replace")
    if letters.count(b"?") > len(letters) // 4:  # another alphabet
        return [word.encode() for word in re.findall(r"\w+", text.casefold())]
    return letters.translate(_folding()).split()


@lru_cache(maxsize=1)
def _folding() -> bytes:
    """Return for each byte of Windows-1252 the ASCII letter or digit it stands for, or a space."""
    characters = (bytes([n]).decode("cp1252", "replace") for n in range(256))
    folded = (unicodedata.normalize("NFKD", one).casefold()[:1] for one in characters)
    return "".join(one if one.isascii() and one.isalnum() else " " for one in folded).encode()


def _digest(*parts: bytes) -> bytes:
    return blake2b(b"\0".join(parts), digest_size=_DIGEST).digest()
