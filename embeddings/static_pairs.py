"""Draws pairs to train on from a corpus: something asked, and the stretch of text it should find.

What is asked is a title, a summary, a part of one, or a few words of a sentence. What it should
find is some sentences of the same article in a row, often without the sentence the words are from:
words that only occur together must then carry it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from embeddings.static_corpus import Corpus

_FEWEST_ASKED, _FEWEST_FOUND = 2, 3  # tokens


@dataclass(frozen=True, slots=True)
class Drawing:
    """How pairs are drawn; lengths are in tokens, shares between 0 and 1.

    ``windows``: how many a hundred tokens of text. ``heads``: how many pairs of a title and of a
    summary an article. ``asked``: how long a window is. ``found``: how long a stretch of
    sentences is. ``removed``: how often a window's sentence is taken out of what is to be found.
    ``titled``: how often the title stands before it. ``worded``: how often a question's wording
    stands before what is asked.
    """

    windows: float = 1.3
    heads: int = 3
    asked: tuple[int, int] = (5, 16)
    found: tuple[int, int] = (40, 160)
    removed: float = 0.5
    titled: float = 0.5
    worded: float = 0.5


@dataclass(frozen=True, slots=True)
class Pairs:
    """``asked``: ``(n, 2, 2)``, ``found``: ``(n, 4, 2)``, stretches of token numbers that make up
    a text; ``owners``: ``(n,)``, the documents they are of."""

    asked: NDArray[np.int64]
    found: NDArray[np.int64]
    owners: NDArray[np.int64]


def draw_pairs(
    corpus: Corpus, wordings: NDArray[np.int64], drawing: Drawing, random: np.random.Generator
) -> Pairs:
    """Draw the pairs of an epoch.

    ``wordings``: ``(n, 2)``, where questions' wordings lie in the corpus's ids.
    """
    import numpy as np

    parts = [_windows(corpus, drawing, random), _headlines(corpus)]
    for _ in range(drawing.heads):
        parts += [_titles(corpus, drawing, random), _summaries(corpus, drawing, random)]
    asked = np.concatenate([part.asked for part in parts])
    found = np.concatenate([part.found for part in parts])
    owners = np.concatenate([part.owners for part in parts])
    kept = (_sizes(asked) >= _FEWEST_ASKED) & (_sizes(found) >= _FEWEST_FOUND)
    asked, found, owners = asked[kept], found[kept], owners[kept]
    if len(wordings):
        chosen = wordings[random.integers(0, len(wordings), len(asked))]
        asked[:, 0] = chosen * _chance(len(asked), drawing.worded, random)
    return Pairs(asked, found, owners)


def _windows(corpus: Corpus, drawing: Drawing, random: np.random.Generator) -> Pairs:
    """Pair a few words of a sentence with the sentences around it."""
    import numpy as np

    sizes = corpus.bounds[corpus.bodies + corpus.counts] - corpus.bounds[corpus.bodies]
    times = np.maximum(np.round(sizes * drawing.windows / 100), corpus.counts > 0)
    owners = np.repeat(np.arange(len(sizes)), times.astype(np.int64))
    sentence = corpus.bodies[owners] + _below(corpus.counts[owners], random)
    span = np.stack([corpus.bounds[sentence], corpus.bounds[sentence + 1]], axis=1)
    window = _part(span, drawing, random)
    around = _around(corpus, owners, span.sum(axis=1) // 2, drawing, random)
    around = np.stack(
        [np.minimum(around[:, 0], span[:, 0]), np.maximum(around[:, 1], span[:, 1])], axis=1
    )
    # Now and then only the window itself goes, and the rest of its sentence has to do.
    cut = np.where(_chance(len(owners), 0.3, random), window, span)
    cut = np.where(_chance(len(owners), drawing.removed, random), cut, around[:, [1, 1]])
    titled = _chance(len(owners), drawing.titled, random)
    title = corpus.part(0)[owners] * titled
    date = corpus.part(2)[owners] * (titled & _chance(len(owners), 0.5, random))
    left = np.stack([around[:, 0], cut[:, 0]], axis=1)
    right = np.stack([cut[:, 1], around[:, 1]], axis=1)
    return _pairs(window, [title, date, left, right], owners)


def _titles(corpus: Corpus, drawing: Drawing, random: np.random.Generator) -> Pairs:
    """Pair each title with sentences from its article, the beginning more than the end."""
    import numpy as np

    owners = np.flatnonzero(corpus.counts)
    return _pairs(corpus.part(0)[owners], [_early(corpus, owners, drawing, random)], owners)


def _summaries(corpus: Corpus, drawing: Drawing, random: np.random.Generator) -> Pairs:
    """Pair each summary, or a part of it, with sentences from its article."""
    import numpy as np

    owners = np.flatnonzero(corpus.counts)
    summary = corpus.part(1)[owners]
    part = _part(summary, drawing, random)
    asked = np.where(_chance(len(owners), 0.5, random), part, summary)
    title = corpus.part(0)[owners] * _chance(len(owners), drawing.titled, random)
    return _pairs(asked, [title, _early(corpus, owners, drawing, random)], owners)


def _headlines(corpus: Corpus) -> Pairs:
    """Pair each title with its summary."""
    import numpy as np

    return _pairs(corpus.part(0), [corpus.part(1)], np.arange(len(corpus.firsts)))


def _early(
    corpus: Corpus, owners: NDArray[np.int64], drawing: Drawing, random: np.random.Generator
) -> NDArray[np.int64]:
    import numpy as np

    begins = corpus.bounds[corpus.bodies[owners]]
    sizes = corpus.bounds[corpus.bodies[owners] + corpus.counts[owners]] - begins
    at = begins + _below(np.minimum(sizes, 400), random)
    return _around(corpus, owners, at, drawing, random)


def _around(
    corpus: Corpus,
    owners: NDArray[np.int64],
    at: NDArray[np.int64],
    drawing: Drawing,
    random: np.random.Generator,
) -> NDArray[np.int64]:
    """Return stretches of whole sentences of the owners around the tokens ``at``."""
    import numpy as np

    length = random.integers(*drawing.found, len(owners), endpoint=True)
    start = at - _below(length, random)
    first = np.searchsorted(corpus.bounds, start, "right") - 1
    end = np.searchsorted(corpus.bounds, start + length, "left")
    bodies, counts = corpus.bodies[owners], corpus.counts[owners]
    first = np.clip(first, bodies, bodies + np.maximum(counts - 1, 0))
    end = np.clip(end, first + 1, bodies + counts)
    return np.stack([corpus.bounds[first], corpus.bounds[end]], axis=1)


def _part(
    span: NDArray[np.int64], drawing: Drawing, random: np.random.Generator
) -> NDArray[np.int64]:
    """Return a window within each of the spans."""
    import numpy as np

    size = span[:, 1] - span[:, 0]
    length = np.minimum(random.integers(*drawing.asked, len(span), endpoint=True), size)
    start = span[:, 0] + _below(size - length + 1, random)
    return np.stack([start, start + length], axis=1)


def _pairs(
    asked: NDArray[np.int64], found: list[NDArray[np.int64]], owners: NDArray[np.int64]
) -> Pairs:
    import numpy as np

    nothing = np.zeros_like(asked)
    found = found + [nothing] * (4 - len(found))
    return Pairs(np.stack([nothing, asked], axis=1), np.stack(found, axis=1), owners)


def _sizes(places: NDArray[np.int64]) -> NDArray[np.int64]:
    sizes: NDArray[np.int64] = (places[:, :, 1] - places[:, :, 0]).sum(axis=1)
    return sizes


def _below(limits: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    """Return a whole number from 0 up to each limit, itself left out."""
    import numpy as np

    return (random.random(len(limits)) * limits).astype(np.int64)


def _chance(n: int, share: float, random: np.random.Generator) -> NDArray[np.bool_]:
    """Return ``(n, 1)`` that are true with the probability ``share``."""
    chosen: NDArray[np.bool_] = random.random((n, 1)) < share
    return chosen
