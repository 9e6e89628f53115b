"""Lessons → an adapter: AdamW, resumable, the rate falling only at the end."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import torch
from torch import Tensor

from qa.training.model import Adapter, Reader
from qa.training.packing import Tree


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an adapter is trained. ``batch`` is lessons a step, ``rate`` the highest one.

    ``b`` learns ``b_rate`` times as fast as ``a`` (LoRA+, https://arxiv.org/abs/2402.12354).
    """

    rank: int = 32
    alpha: float = 64.0
    rate: float = 4e-4
    b_rate: float = 1.0
    batch: int = 2
    warmup: int = 40
    fall: float = 0.2
    decay: float = 0.0
    clip: float = 1.0
    seed: int = 0
    save_every: int = 50


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the log: the mean losses of a step, and how long it took."""

    step: int
    of: int
    loss: float
    label: float
    rate: float
    tokens: int
    seconds: float


def learn(
    reader: Reader,
    trees: Sequence[Tree],
    recipe: Recipe,
    folder: Path,
    told: Callable[[Step], None],
) -> None:
    """Train on ``trees`` in their order, from where ``folder``'s checkpoint left off.

    A checkpoint is written every ``save_every`` steps and at the end; every step is a line of
    ``log.jsonl``. A run that was stopped gives the same adapter as one that wasn't.
    """
    folder.mkdir(parents=True, exist_ok=True)
    steps = math.ceil(len(trees) / recipe.batch)
    optimizer = torch.optim.AdamW(
        _groups(reader.adapter, recipe), betas=(0.9, 0.99), weight_decay=recipe.decay, foreach=True
    )
    first = _resume(folder, reader.adapter, optimizer)
    with ThreadPoolExecutor(_workers(reader), "lesson", torch.set_num_threads, (1,)) as workers:
        for step in range(first, steps):
            started = perf_counter()
            rate = rate_at(step, steps, recipe)
            batch = trees[step * recipe.batch : (step + 1) * recipe.batch]
            loss, label = _take(reader, batch, workers)
            _follow(reader, optimizer, rate, recipe.clip)
            tokens = sum(len(tree.tokens) for tree in batch)
            done = Step(step + 1, steps, loss, label, rate, tokens, perf_counter() - started)
            _log(folder, done)
            told(done)
            if done.step % recipe.save_every == 0 or done.step == steps:
                _save(folder, reader.adapter, optimizer, done.step)


def rate_at(step: int, steps: int, recipe: Recipe) -> float:
    """Return the learning rate of ``step``, from 0: up, level, and down over the last ``fall``.

    All that comes before the fall is the same for any number of steps, so that a run can be made
    longer or shorter after it has begun (https://arxiv.org/abs/2405.18392).
    """
    rise = (step + 1) / recipe.warmup
    fall = (steps - step) / (steps * recipe.fall)
    return recipe.rate * min(1.0, rise, fall)


def in_buckets(trees: Sequence[Tree], batch: int, window: int = 32) -> list[Tree]:
    """Return the lessons, those of a batch of like length: every ``window`` of them sorted.

    The batches of a window stay in the order of their first lessons.
    """
    ordered: list[Tree] = []
    for start in range(0, len(trees), window):
        near = sorted(enumerate(trees[start : start + window]), key=lambda one: len(one[1].tokens))
        batches = [near[n : n + batch] for n in range(0, len(near), batch)]
        for one in sorted(batches, key=lambda one: min(number for number, _ in one)):
            ordered += [tree for _, tree in one]
    return ordered


def _take(reader: Reader, batch: Sequence[Tree], workers: Executor) -> tuple[float, float]:
    """Set the gradients of ``batch``; return its mean loss a question, and that of labels alone.

    Each lesson is one thread's: sums don't depend on how many there are, and none waits for
    another at every product of matrices.
    """
    questions = sum(int(tree.branches[-1]) for tree in batch)
    learnt = list(reader.adapter.parameters())

    def study(tree: Tree) -> tuple[Sequence[Tensor], float, float]:
        losses = reader.losses(tree)
        weights = torch.from_numpy(tree.weights).to(losses.device)
        loss = (losses * weights).sum() / questions
        label = (
            losses.detach()[torch.from_numpy(tree.chosen).to(losses.device)].sum().item()
            / questions
        )
        return torch.autograd.grad(loss, learnt), loss.item(), label

    studied = list(workers.map(study, batch))
    for n, parameter in enumerate(learnt):
        parameter.grad = studied[0][0][n]
        for gradients, _, _ in studied[1:]:
            parameter.grad += gradients[n]
    return sum(loss for _, loss, _ in studied), sum(label for _, _, label in studied)


def _workers(reader: Reader) -> int:
    """How many lessons are studied at once: a GPU takes them one after the other."""
    return (os.cpu_count() or 1) if reader.device == "cpu" else 1


def _groups(adapter: Adapter, recipe: Recipe) -> list[dict[str, Any]]:
    return [
        {"params": list(adapter.a.parameters()), "times": 1.0},
        {"params": list(adapter.b.parameters()), "times": recipe.b_rate},
    ]


def _follow(reader: Reader, optimizer: torch.optim.Optimizer, rate: float, clip: float) -> None:
    for group in optimizer.param_groups:
        group["lr"] = rate * group["times"]
    torch.nn.utils.clip_grad_norm_(reader.adapter.parameters(), clip)
    optimizer.step()


def _resume(folder: Path, adapter: Adapter, optimizer: torch.optim.Optimizer) -> int:
    """Load the last checkpoint, if there is one; return the number of steps it has taken."""
    path = folder / "checkpoint.pt"
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True, map_location="cpu")
    adapter.load_state_dict(state["adapter"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])


def _save(folder: Path, adapter: Adapter, optimizer: torch.optim.Optimizer, step: int) -> None:
    draft = folder / "checkpoint.new"
    state = {"adapter": adapter.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
    torch.save(state, draft)
    draft.replace(folder / "checkpoint.pt")


def _log(folder: Path, step: Step) -> None:
    with (folder / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(step)) + "\n")
