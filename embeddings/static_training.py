"""Contrastive training of one vector a token, on the processor, in minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from embeddings.loading import let_waiting_threads_sleep
from embeddings.static_corpus import gather
from embeddings.static_pairs import Drawing, Pairs, draw_pairs

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

    from embeddings.static_corpus import Corpus

_SMALLEST_BATCH = 64
_STRETCHES = 50_000
_BATCHES = 20  # an epoch has at least so many, if need be of smaller size


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a static encoder is trained.

    ``pieces``: tokens of a new tokenizer. ``width``: numbers a vector has in training;
    ``dimension``: how many are kept, along the main axes. ``steps``: no fewer, however small the
    archive. ``scale``: what cosines are multiplied by before the softmax. ``spread``: the
    standard deviation vectors begin with; small, so that a token that hardly ever occurs weighs
    next to nothing.
    """

    pieces: int = 32_000
    width: int = 512
    dimension: int = 384
    epochs: float = 6.0
    steps: int = 200
    batch: int = 2048
    scale: float = 20.0
    rate: float = 0.03
    warm_up: int = 50
    spread: float = 0.1
    seed: int = 0
    drawing: Drawing = field(default_factory=Drawing)


@dataclass(frozen=True, slots=True)
class Step:
    """How far training has come; ``loss`` is of the last batch, in nats."""

    done: int
    total: int
    loss: float


Told = Callable[[Step], None]


def train_table(
    corpus: Corpus,
    wordings: NDArray[np.int64],
    table: NDArray[np.float32],
    recipe: Recipe,
    told: Told | None = None,
) -> NDArray[np.float32]:
    """Return ``table``, ``(tokens, dim)``, trained on the pairs of ``corpus``.

    ``wordings``: where questions' wordings lie in the corpus's ids. What ``told`` raises stops it.
    The same on the same machine each time.
    """
    let_waiting_threads_sleep()
    import numpy as np
    import torch

    random = np.random.default_rng(recipe.seed)
    weights = torch.nn.Parameter(torch.from_numpy(table.copy()))
    optimizer = torch.optim.Adam([weights], fused=True)
    pairs = draw_pairs(corpus, wordings, recipe.drawing, random)
    size = max(min(recipe.batch, len(pairs.owners) // _BATCHES), _SMALLEST_BATCH)
    total = max(round(recipe.epochs * len(pairs.owners) / size), recipe.steps)
    batches = _batches(corpus, wordings, recipe, size, random)
    for step in range(total):
        rate = recipe.rate * min(1.0, (step + 1) / recipe.warm_up) * (1 - step / total)
        optimizer.param_groups[0]["lr"] = rate
        batch = next(batches)
        asked = _embed(weights, corpus, batch.asked)
        found = _embed(weights, corpus, batch.found)
        loss, *gradients = contrast(asked.detach(), found.detach(), batch.owners, recipe.scale)
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward([asked, found], gradients)
        optimizer.step()
        if told is not None:
            told(Step(step + 1, total, loss))
    trained: NDArray[np.float32] = weights.detach().numpy()
    return trained


def cut_to_main_axes(
    corpus: Corpus, table: NDArray[np.float32], dimension: int
) -> NDArray[np.float32]:
    """Return ``table`` turned into ``dimension`` numbers a token, losing as little as can be.

    The axes are those along which the unit vectors of stretches of text lie, at most 50,000 of
    them (principal components, about the origin, since it is directions that are compared).
    """
    import numpy as np
    import torch

    drawing = Drawing(windows=0.0, heads=1, worded=0.0)
    pairs = draw_pairs(corpus, np.empty((0, 2), dtype=np.int64), drawing, np.random.default_rng(0))
    places = pairs.found[:: len(pairs.found) // _STRETCHES + 1]
    with torch.no_grad():
        vectors = _embed(torch.from_numpy(table), corpus, places).numpy()
    _, axes = np.linalg.eigh(vectors.T @ vectors)  # by growing eigenvalue
    cut: NDArray[np.float32] = table @ axes[:, ::-1][:, :dimension]
    return cut


def _batches(
    corpus: Corpus,
    wordings: NDArray[np.int64],
    recipe: Recipe,
    size: int,
    random: np.random.Generator,
) -> Iterator[Pairs]:
    """Yield batches without end, from pairs drawn anew for every epoch."""
    while True:
        pairs = draw_pairs(corpus, wordings, recipe.drawing, random)
        order = random.permutation(len(pairs.owners))
        for first in range(0, max(len(order) - size, 0) + 1, size):
            at = order[first : first + size]
            yield Pairs(pairs.asked[at], pairs.found[at], pairs.owners[at])


def _embed(weights: torch.Tensor, corpus: Corpus, places: NDArray[np.int64]) -> torch.Tensor:
    """Return ``(n, dim)``: the unit vectors of texts made of stretches of the corpus."""
    import torch
    from torch.nn import functional

    ids, bounds = gather(corpus.ids, places)
    means = functional.embedding_bag(
        torch.from_numpy(ids), weights, torch.from_numpy(bounds[:-1]), mode="mean"
    )
    return functional.normalize(means, dim=1)


def contrast(
    asked: torch.Tensor, found: torch.Tensor, owners: NDArray[np.int64], scale: float
) -> tuple[float, torch.Tensor, torch.Tensor]:
    """Return the contrastive loss of a batch, and its gradients by ``asked`` and ``found``.

    The mean of the cross-entropies of each row finding its own among all columns and of each
    column among all rows (InfoNCE, https://arxiv.org/abs/1807.03748); another pair of the same
    document is no counterexample. Worked out by hand: a few times as fast as autograd's, which
    keeps and copies several matrices of cosines. ``asked``, ``found``: ``(n, dim)`` of unit norm.
    """
    import torch

    n = len(owners)
    exact = _fast_type()
    one, two = asked.to(exact), found.to(exact)
    with torch.no_grad():
        shares = (one @ two.T).float()  # cosines; from here on changed in place
        right = shares.diagonal().clone()
        shares.sub_(1.0).mul_(scale).exp_()  # at most 1: cosines are
        shares[_siblings(owners)] = 0.0
        rows, columns = shares.sum(dim=1), shares.sum(dim=0)
        loss = (rows.log() + columns.log()).mean() / 2 + scale - scale * right.mean()
        shares.mul_((1 / rows)[:, None] + (1 / columns)[None, :]).mul_(scale / (2 * n))
        shares.diagonal().sub_(scale / n)
        pulls = shares.to(exact)
        return float(loss), (pulls @ two).float(), (pulls.T @ one).float()


def _siblings(owners: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the (row, column) of every two different pairs that are of one document."""
    import numpy as np

    order = np.argsort(owners, kind="stable")
    places = [np.empty((2, 0), dtype=np.int64)]
    apart = 1
    while True:  # pairs next to each other in the order, then one apart, …
        same = np.flatnonzero(owners[order[apart:]] == owners[order[:-apart]])
        if not len(same):
            break
        places += [np.stack([order[same], order[same + apart]])]
        apart += 1
    rows, columns = np.concatenate(places, axis=1)
    return np.concatenate([rows, columns]), np.concatenate([columns, rows])


def _fast_type() -> Any:
    """Return the type to multiply matrices in: bfloat16 where the processor does it itself."""
    import torch

    return torch.bfloat16 if getattr(torch.cpu, "_is_amx_tile_supported", bool)() else torch.float32
