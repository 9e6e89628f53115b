"""What every model's loading needs: settings made before its libraries are, and plain errors."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


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


def read_json(path: Path) -> Any:
    """Return what a model's JSON file holds, ``{}`` when it isn't there or isn't JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def classifies(folder: Path) -> bool:
    """Whether the transformer in ``folder`` was trained to classify, as cross-encoders are.

    The libraries give any other one a head of random weights, and say so in a warning only.
    """
    names = read_json(folder / "config.json").get("architectures") or ()
    return any("SequenceClassification" in name for name in names)
