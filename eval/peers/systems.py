"""What every system is to the harness: configurations that build an index and search it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from eval.peers.passages import PassageSet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Encode = Callable[[str], "NDArray[np.float32]"]  # a question → (dim,), unit norm
Search = Callable[[str], Sequence[int]]  # a question → numbers of passages, best first
Build = Callable[[PassageSet, Encode, int], AbstractContextManager[Search]]


@dataclass(frozen=True, slots=True)
class Configuration:
    """One way to set a system up.

    ``build`` takes the passages, the encoder of questions, and how many passages a search is to
    return; entering what it gives makes the index. ``role`` is ``default`` for what the
    system's documentation shows first, ``french`` for a candidate for its best in French, and
    ``shipped`` for Sourcier.
    """

    name: str
    role: str
    description: str
    build: Build


@dataclass(frozen=True, slots=True)
class System:
    """A system to compare: its name, what it is installed as, and its configurations."""

    name: str
    distributions: tuple[str, ...]
    configurations: tuple[Configuration, ...]

    def versions(self) -> dict[str, str]:
        """Return the versions installed; empty when a distribution is missing."""
        try:
            return {name: version(name) for name in self.distributions}
        except PackageNotFoundError:
            return {}

    @property
    def not_installed(self) -> str:
        """The sentence to show when the system isn't there."""
        return f"{self.name} is not installed: pip install -e '.[peers]'"


def find_systems() -> dict[str, System]:
    """Return the systems by the key they are asked for with, Sourcier first."""
    from eval.peers import peer_haystack, peer_llamaindex, peer_txtai, shipped

    return {
        "sourcier": shipped.SYSTEM,
        "haystack": peer_haystack.SYSTEM,
        "llamaindex": peer_llamaindex.SYSTEM,
        "txtai": peer_txtai.SYSTEM,
    }
