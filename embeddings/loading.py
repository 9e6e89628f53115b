"""What every model's loading needs: settings made before its libraries are, and plain errors."""

from __future__ import annotations

import os


def let_waiting_threads_sleep() -> None:
    """Have OpenMP's threads sleep while they wait, unless the user has said otherwise.

    By default they spin, on a processor that the thread they wait for may need. Call it before
    the library that computes is imported: the setting is read once.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def leave_the_hub_alone() -> None:
    """Have the hub's client ask nothing of the network; call it before it is imported."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")


def first_line(error: BaseException) -> str:
    """Return the first line of an error's message without its full stop, else its kind."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
