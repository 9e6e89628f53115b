"""Can fusion hurt? The calibrated weight with a useless encoder, weak ones, and a perfect one.

``python -m eval.fusion SET --library DIR [--encoder MODEL …]`` calibrates the library once an
encoder and asks the set's questions with words alone, with the calibrated fusion, and with
vectors alone. “random” gives every text a vector of its own; “oracle” knows which article every
question was made from, nearly.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from eval.loading import load_set
from eval.questions import Question
from eval.tables import rows
from qa.language.followups import resolve_followup
from qa.library import Library
from qa.library.passages import index_text
from qa.retrieval import look_up
from qa.retrieval.calibrating import QUESTIONS, calibrate, pseudo_questions, text_left
from qa.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DIMENSION = 64
_BLUR = 1.0  # length of the noise on the oracle's vectors of length one
_CHUNK = 500

Embed = Callable[[Sequence[str]], "NDArray[np.float32]"]


class Reembedded:
    """A library as retrieval sees it, with other vectors in place of its own."""

    def __init__(self, library: Library, embed: Embed, vectors: NDArray[np.float32]) -> None:
        """Take words from ``library``; ``vectors`` are a row a passage, by rising id."""
        self._library, self._embed, self._vectors = library, embed, vectors
        self._rows = {passage: row for row, passage in enumerate(_ids(library))}
        self._ids = list(self._rows)

    def __getattr__(self, name: str) -> object:
        return getattr(self._library, name)

    def __len__(self) -> int:
        return len(self._library)

    def embed(self, question: str) -> NDArray[np.float32]:
        """See ``Library.embed``."""
        return self._embed([question])[0]  # type: ignore[no-any-return]

    def dense(
        self, vector: NDArray[np.float32], k: int, period: object = None
    ) -> list[tuple[int, float]]:
        """See ``Library.dense``; exact."""
        cosines = self._vectors @ vector
        best = (-cosines).argsort()[:k]
        return [(self._ids[row], float(cosines[row])) for row in best]

    def cosines(self, vector: NDArray[np.float32], ids: Sequence[int]) -> list[float]:
        """See ``Library.cosines``."""
        return [float(self._vectors[self._rows[i]] @ vector) for i in ids]

    def likeness(
        self, vector: NDArray[np.float32], titles: Sequence[str], sentences: Sequence[str]
    ) -> None:
        """Leave sentence vectors out: only the fusion is looked at."""


def randomly(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return a unit vector of its own for every text, which says nothing about it."""
    import numpy as np

    seeds = (int.from_bytes(hashlib.sha256(t.encode()).digest()[:8], "big") for t in texts)
    return _unit(np.array([np.random.default_rng(s).normal(size=_DIMENSION) for s in seeds]))


def oracle(article_of: Mapping[str, str]) -> Embed:
    """Return an encoder that knows the article of each text of ``article_of``, nearly."""

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        topics = randomly([article_of.get(text, text) for text in texts])
        return _unit(topics + _BLUR * randomly([f"{text} " for text in texts]))

    return embed


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float32] = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit


def _ids(library: Library) -> list[int]:
    return [passage.id for chunk, _ in library.store.added_since(0) for passage in chunk]


def _mrr(index: object, questions: Sequence[Question], weight: float) -> float:
    """Return the mean reciprocal rank, at ten, of the first article that answers."""
    settings, total = replace(Settings(), dense_weight=weight), 0.0
    for question in questions:
        found = look_up(question.question, question.history, index, settings)  # type: ignore[arg-type]
        articles = list(dict.fromkeys(one.passage.article.id for one in found.passages))[:10]
        ranks = (n for n, i in enumerate(articles, 1) if i in question.articles)
        total += 1.0 / next(ranks, float("inf"))
    return total / len(questions)


def compare(
    library: Library, questions: Sequence[Question], encoders: Mapping[str, Embed]
) -> Iterator[list[str]]:
    """Yield a row an encoder: its weight, and the MRR of words, of both, and of vectors."""
    import numpy as np

    made = pseudo_questions(library.sample(QUESTIONS))
    known = {one.text: one.target.article.id for one in made}
    known |= {resolve_followup(q.question, q.history): q.article or "" for q in questions}
    passages = [one for chunk, _ in library.store.added_since(0) for one in chunk]
    texts = [index_text(one.article, one.passage) for one in passages]
    articles = dict(zip(texts, (one.article.id for one in passages), strict=True))
    knowing = {"random": randomly, **encoders, "oracle": oracle({**articles, **known})}
    for name, embed in knowing.items():
        chunks = [embed(texts[n : n + _CHUNK]) for n in range(0, len(texts), _CHUNK)]
        index = Reembedded(library, embed, np.concatenate(chunks))
        targets = {text_left(one.target): one.target.article.id for one in made}
        encode = oracle({**known, **targets}) if name == "oracle" else embed
        found = calibrate(made, index, encode, Settings())  # type: ignore[arg-type]
        weight = found.dense_weight if found else 0.0
        scores = (_mrr(index, questions, share) for share in (0.0, weight, 1.0))
        yield [name, f"{weight:.2f}", *(f"{score:.3f}" for score in scores)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    from embeddings import open_encoder

    parser = argparse.ArgumentParser(prog="python -m eval.fusion", description=__doc__)
    parser.add_argument("set", metavar="SET")
    parser.add_argument("--library", metavar="DIR", required=True)
    parser.add_argument("--encoder", metavar="MODEL", action="append", default=[])
    options = parser.parse_args(arguments)
    library = Library.open(options.library, create=False)
    library.catch_up()
    questions = [q for q in load_set(Path(options.set)).questions if q.answerable]
    names = dict.fromkeys([library.encoder.model, *options.encoder])
    encoders = {name: open_encoder(name).encode_passages for name in names}
    body = list(compare(library, questions, encoders))
    print(rows(["encoder", "weight", "MRR words", "MRR both", "MRR vectors"], body))
    library.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
