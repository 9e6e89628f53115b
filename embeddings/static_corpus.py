"""Articles as a static encoder is trained on them: token numbers in one row, and who owns which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

UNKNOWN = "[UNK]"
_INSIDE = "##"  # before a piece that doesn't begin a word
_LIGATURES = (("œ", "oe"), ("æ", "ae"))
_LONGEST_WORD = 60
_RAREST = 2  # a piece seen once teaches nothing
_CHUNK = 20_000  # texts tokenised at once


@dataclass(frozen=True, slots=True)
class Document:
    """An article to train on. All but the sentences may be empty; the date is in words."""

    title: str
    summary: str
    date: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Tokenised documents.

    ``ids``: all tokens, in reading order. ``bounds``: where each text of ``ids`` begins, and the
    end; a document's texts are its title, summary, date, then its sentences, so that a stretch of
    its sentences is a stretch of ``ids``. ``firsts``: the number of each document's title among
    the texts; ``counts``: how many sentences it has.
    """

    ids: NDArray[np.int64]
    bounds: NDArray[np.int64]
    firsts: NDArray[np.int64]
    counts: NDArray[np.int64]

    def part(self, which: int) -> NDArray[np.int64]:
        """Return ``(documents, 2)``, where titles (0), summaries (1) or dates (2) lie in ids."""
        import numpy as np

        texts = self.firsts + which
        return np.stack([self.bounds[texts], self.bounds[texts + 1]], axis=1)

    @property
    def bodies(self) -> NDArray[np.int64]:
        """The number of each document's first sentence among the texts."""
        return self.firsts + 3


def train_tokenizer(documents: Sequence[Document], size: int) -> Tokenizer:
    """Return a WordPiece tokenizer of ``size`` pieces, of the words of ``documents``.

    Lower-cased, accents and punctuation dropped, ligatures taken apart.
    """
    from tokenizers.trainers import WordPieceTrainer

    tokenizer = _tokenizer({UNKNOWN: 0})
    letters = {one for text in _texts(documents) for one in set(text)}
    folded = {one for letter in letters for one in tokenizer.normalizer.normalize_str(letter)}
    # Pieces of one letter are named beforehand: the trainer numbers them differently each time,
    # and by their numbers it decides between pairs that are as frequent.
    named = [_INSIDE + one for one in sorted(folded) if one.isalnum() or one == "_"]
    trainer = WordPieceTrainer(
        vocab_size=size,
        min_frequency=_RAREST,
        special_tokens=[UNKNOWN, *named],
        continuing_subword_prefix=_INSIDE,
        show_progress=False,
    )
    tokenizer.train_from_iterator(_texts(documents), trainer)
    return _tokenizer(tokenizer.get_vocab())  # without special tokens, which are looked for in text


def _tokenizer(vocabulary: dict[str, int]) -> Tokenizer:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(
        models.WordPiece(
            vocabulary,
            unk_token=UNKNOWN,
            continuing_subword_prefix=_INSIDE,
            max_input_chars_per_word=_LONGEST_WORD,
        )
    )
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase()]
        + [normalizers.Replace(one, two) for one, two in _LIGATURES]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"\w+"), "removed", invert=True)
    return tokenizer


def tokenize(documents: Sequence[Document], tokenizer: Tokenizer) -> Corpus:
    """Return ``documents`` as token numbers."""
    import numpy as np

    lengths: list[int] = []
    ids: list[NDArray[np.int64]] = []
    texts = list(_texts(documents))
    for first in range(0, len(texts), _CHUNK):
        batch = texts[first : first + _CHUNK]
        for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            ids.append(np.array(encoding.ids, dtype=np.int64))
            lengths.append(len(encoding.ids))
    counts = np.array([len(document.sentences) for document in documents], dtype=np.int64)
    return Corpus(
        np.concatenate([np.empty(0, dtype=np.int64), *ids]),
        np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]),
        np.concatenate([[0], np.cumsum(counts + 3)])[:-1],
        counts,
    )


def gather(
    ids: NDArray[np.int64], places: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Put together texts made of several stretches of ``ids``.

    ``places``: ``(n, parts, 2)``, starts and ends. Returns all their tokens in a row, and
    ``(n + 1,)`` where each text begins, and the end.
    """
    import numpy as np

    sizes = places[:, :, 1] - places[:, :, 0]
    each = sizes.ravel()
    ends = np.cumsum(each)
    at = np.arange(each.sum()) + np.repeat(places[:, :, 0].ravel() - (ends - each), each)
    return ids[at], np.concatenate([[0], np.cumsum(sizes.sum(axis=1))])


def _texts(documents: Sequence[Document]) -> Iterator[str]:
    for document in documents:
        yield from (document.title, document.summary, document.date, *document.sentences)
