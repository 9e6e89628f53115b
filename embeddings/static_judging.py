"""How well an encoder finds articles it wasn't trained on: the known-item score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from embeddings.static_corpus import Document

if TYPE_CHECKING:
    import numpy as np

    from embeddings.encoder import Encoder

# Other ways of asking than those trained with.
_WORDINGS = (
    "À quel moment|Qui sont ceux qui ont|Peut-on savoir où|Depuis combien de temps|Que sait-on de|"
    "Quels sont les|Dites-moi quand|Quelle est la|Est-ce bien"
).split("|")
_WORDS = (7, 12)
_FEWEST_WORDS = 4
_PASSAGE_SENTENCES = 4
_MOST_ASKED, _MOST_PASSAGES = 1_000, 20_000
_BATCH = 1_000
_DEPTH = 100


@dataclass(frozen=True, slots=True)
class KnownItems:
    """Questions whose articles are known, and passages among which to find them.

    ``owners`` and ``answers`` are the numbers of the documents that passages are of and that
    questions are about.
    """

    questions: tuple[str, ...]
    answers: tuple[int, ...]
    passages: tuple[str, ...]
    owners: tuple[int, ...]


def known_items(documents: Sequence[Document], asked: Sequence[int], seed: int = 7) -> KnownItems:
    """Make questions about the documents numbered ``asked``, to be found among all.

    A title is asked for as it is, as is part of a summary, and some words of a sentence that is
    then left out of the passages, with a question's wording before them. Titles and summaries
    aren't in the passages. Of large archives a sample is taken.
    """
    import numpy as np

    random = np.random.default_rng(seed)
    chosen = sorted(random.permutation(np.asarray(asked))[:_MOST_ASKED].tolist())
    questions: list[tuple[str, int]] = []
    hidden: dict[int, int] = {}
    for number in (n for n in chosen if documents[n].sentences):
        document = documents[number]
        wording = _WORDINGS[number % len(_WORDINGS)]
        for text in (document.title, _some_words(document.summary, wording, random)):
            questions.append((text, number))
        if len(document.sentences) > 2:
            hidden[number] = int(random.integers(len(document.sentences)))
            text = _some_words(document.sentences[hidden[number]], wording, random)
            questions.append((text, number))
    questions = [(text, n) for text, n in questions if len(text.split()) >= _FEWEST_WORDS]
    others = [n for n in random.permutation(len(documents)).tolist() if n not in set(chosen)]
    passages: list[tuple[str, int]] = []
    for number in (*chosen, *others):
        if len(passages) >= _MOST_PASSAGES:
            break
        passages += _passages(documents[number], number, hidden.get(number))
    return KnownItems(*_columns(questions), *_columns(passages))


def score(
    encoder: Encoder, items: KnownItems, told: Callable[[int, int], None] | None = None
) -> float:
    """Return the mean reciprocal rank of the right article, by its best passage.

    Ranks past the hundredth count nothing. ``told`` hears of passages encoded, of how
    many.
    """
    import numpy as np

    vectors = [np.empty((0, encoder.info.dimension), dtype=np.float32)]
    for first in range(0, len(items.passages), _BATCH):
        vectors.append(encoder.encode_passages(items.passages[first : first + _BATCH]))
        if told is not None:
            told(min(first + _BATCH, len(items.passages)), len(items.passages))
    matrix = np.concatenate(vectors)
    begins = np.flatnonzero(np.diff(items.owners, prepend=-1))
    places = {items.owners[begin]: place for place, begin in enumerate(begins)}
    total = 0.0
    for text, answer in zip(items.questions, items.answers, strict=True):
        best = np.maximum.reduceat(matrix @ encoder.encode_query(text), begins)
        rank = int((best >= best[places[answer]]).sum())  # of equals the last, itself included
        total += 1 / rank if rank <= _DEPTH else 0.0
    return total / len(items.questions) if items.questions else 0.0


def _some_words(text: str, wording: str, random: np.random.Generator) -> str:
    words = text.split()
    length = int(random.integers(*_WORDS, endpoint=True))
    first = int(random.integers(max(len(words) - length, 0) + 1))
    return f"{wording} {' '.join(words[first : first + length])} ?" if words else ""


def _passages(document: Document, number: int, hidden: int | None) -> list[tuple[str, int]]:
    sentences = [text for n, text in enumerate(document.sentences) if n != hidden]
    return [
        (" ".join(sentences[first : first + _PASSAGE_SENTENCES]), number)
        for first in range(0, len(sentences), _PASSAGE_SENTENCES)
    ]


def _columns(rows: Sequence[tuple[str, int]]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    return tuple(text for text, _ in rows), tuple(number for _, number in rows)
