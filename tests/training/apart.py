"""Work in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def apart(work: Callable[[], T]) -> T:
    """Do ``work`` in a thread of its own.

    PyTorch and llama.cpp each set up a processor's matrix tiles once a thread, and PyTorch lets
    go of them: llama.cpp then stops with “illegal instruction” in a thread that both have used.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()
