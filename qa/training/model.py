"""The embedded model in PyTorch as it is trained: frozen weights in bfloat16, adapters beside.

The same numbers as transformers' Llama, which the tests compare it with. By hand for speed on a
processor: attention over a tree of questions, and what a layer keeps for the way back.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from qa.training.base import PROJECTIONS, BaseFile
from qa.training.exporting import Pair
from qa.training.packing import Tree

_UNSEEN = -1e9


class Adapter(torch.nn.Module):
    """What is learnt: for each layer and projection ``a`` (rank, inputs) and ``b`` (outputs, rank).

    ``a`` begins at random, drawn with ``seed``, ``b`` at 0, as LoRA has it
    (https://arxiv.org/abs/2106.09685): an adapter that has learnt nothing changes nothing.
    """

    def __init__(self, base: BaseFile, rank: int, alpha: float, seed: int = 0) -> None:
        """Make an adapter for all linear projections of ``base``."""
        super().__init__()
        random = torch.Generator().manual_seed(seed)
        shapes = base.shapes()
        self.alpha, self.scale = alpha, alpha / rank
        self.a, self.b = torch.nn.ParameterDict(), torch.nn.ParameterDict()
        for layer in range(base.layers):
            for projection, (theirs, _) in PROJECTIONS.items():
                outputs, inputs = shapes[f"blk.{layer}.{theirs}.weight"]
                drawn = torch.rand(rank, inputs, generator=random) * 2 - 1
                name = f"{layer} {projection}"
                self.a[name] = torch.nn.Parameter(drawn / math.sqrt(inputs))
                self.b[name] = torch.nn.Parameter(torch.zeros(outputs, rank))

    def pairs(self) -> dict[tuple[int, str], Pair]:
        """Return what is learnt, as `qa.training.exporting.write_adapter` takes it."""

        def numbers(tensor: Tensor) -> Any:
            return tensor.detach().float().cpu().numpy().astype(np.float32)

        return {
            (int(layer), projection): Pair(numbers(self.a[name]), numbers(self.b[name]))
            for name in self.a
            for layer, projection in [name.split(" ")]
        }


class Reader:
    """The base model, frozen, with an adapter on top."""

    def __init__(
        self,
        path: Path,
        adapter: Adapter,
        dtype: torch.dtype = torch.bfloat16,
        device: str = "cpu",
    ) -> None:
        """Load the GGUF ``path``, dequantised, in ``dtype``. Raises ``ModelError``."""
        base = BaseFile(path)
        self.device = device
        self.adapter = adapter.to(device)
        self._layers, self._heads, self._kinds = base.layers, base.heads["q"], base.heads["k"]
        self._epsilon = float(base.field("attention.layer_norm_rms_epsilon"))
        self._weights = {
            name: torch.from_numpy(values).to(device, dtype)
            for name, values in base.weights().items()
        }
        self._table = self._weights["model.embed_tokens.weight"]
        half = self._table.shape[1] // self._heads // 2
        theta = float(base.field("rope.freq_base") or 10_000.0)
        self._turns = theta ** (-torch.arange(half, device=device) / half)

    def losses(self, tree: Tree) -> Tensor:
        """Return the loss at each place learnt, (m,) float32."""
        device = self._table.device
        hidden = self._read(tree)[torch.from_numpy(tree.learnt).to(device)]
        targets = torch.from_numpy(tree.targets).to(device)
        return functional.cross_entropy(self._words(hidden), targets, reduction="none")

    def logits(self, tree: Tree) -> Tensor:
        """Return what it makes of every word as the next after each token, (n, words) float32."""
        return self._words(self._read(tree))

    def _words(self, hidden: Tensor) -> Tensor:
        return (hidden @ self._weights.get("lm_head.weight", self._table).t()).float()

    def _read(self, tree: Tree) -> Tensor:
        """Return what the model makes of each token, (n, width)."""
        device, dtype = self._table.device, self._table.dtype
        adapters = {
            name: (self.adapter.a[name].to(dtype), self.adapter.b[name].to(dtype))
            for name in self.adapter.a
        }
        angles = torch.from_numpy(tree.positions).to(device)[:, None] * self._turns
        turn = angles.cos().to(dtype)[:, None], angles.sin().to(dtype)[:, None]
        unseen = torch.from_numpy(~tree.sees()).to(device)
        mask = torch.zeros_like(unseen, dtype=dtype).masked_fill_(unseen, _UNSEEN)
        x = self._table[torch.from_numpy(tree.tokens).to(device)]
        for layer in range(self._layers):
            x = self._layer(x, layer, adapters, turn, mask)
        return self._norm(x, "model.norm")

    def _layer(
        self,
        x: Tensor,
        layer: int,
        adapters: dict[str, tuple[Tensor, Tensor]],
        turn: tuple[Tensor, Tensor],
        mask: Tensor,
    ) -> Tensor:
        def project(inputs: Tensor, projection: str) -> Tensor:
            weight = self._weights[f"{stem}.{PROJECTIONS[projection][1]}.weight"]
            a, b = adapters[f"{layer} {projection}"]
            return cast(Tensor, _adapted(inputs, weight, a, b, self.adapter.scale))

        stem = f"model.layers.{layer}"
        inner = self._norm(x, f"{stem}.input_layernorm")
        q, k, v = (project(inner, projection) for projection in "qkv")
        x = x + project(self._attend(q, k, v, turn, mask), "o")
        inner = self._norm(x, f"{stem}.post_attention_layernorm")
        gated = functional.silu(project(inner, "gate")) * project(inner, "up")
        return x + project(gated, "down")

    def _attend(
        self, q: Tensor, k: Tensor, v: Tensor, turn: tuple[Tensor, Tensor], mask: Tensor
    ) -> Tensor:
        """Return the attention of (n, width); sums by hand are quicker here than PyTorch's own."""
        n, size = q.shape[0], q.shape[1] // self._heads
        q = _turned(q.view(n, self._heads, size), turn).transpose(0, 1) * size**-0.5
        k = _turned(k.view(n, self._kinds, size), turn).transpose(0, 1)
        v = v.view(n, self._kinds, size).transpose(0, 1)
        q = q.reshape(self._kinds, -1, size)  # the heads that share keys, one after the other
        scores = torch.matmul(q, k.transpose(1, 2)).view(self._heads, n, n) + mask
        mixed = torch.matmul(scores.softmax(-1).view(self._kinds, -1, n), v)
        return mixed.view(self._heads, n, size).transpose(0, 1).reshape(n, -1)

    def _norm(self, x: Tensor, name: str) -> Tensor:
        wide = x.float()
        scale = torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + self._epsilon)
        return (wide * scale).to(x.dtype) * self._weights[f"{name}.weight"]


class _Adapted(torch.autograd.Function):
    """``x wᵀ + scale · x aᵀ bᵀ``, w frozen: keeps no more for the way back than that needs."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, w: Tensor, a: Tensor, b: Tensor, scale: float) -> Tensor:
        narrow = x @ a.t()
        ctx.save_for_backward(x, w, a, b, narrow)
        ctx.scale = scale
        return (x @ w.t()).addmm_(narrow, b.t(), alpha=scale)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        (gradient,) = gradients
        x, w, a, b, narrow = ctx.saved_tensors
        inner = (gradient @ b) * ctx.scale
        back = (gradient @ w).addmm_(inner, a)
        return back, None, inner.t() @ x, (gradient.t() @ narrow) * ctx.scale, None


_adapted: Any = _Adapted.apply


def _turned(x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    """Return (n, heads, size) with each position turned by its angles, halves together."""
    first, second = x.chunk(2, -1)
    cos, sin = turn
    return torch.cat((first * cos - second * sin, second * cos + first * sin), -1)
