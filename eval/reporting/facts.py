"""What was run and what it cost, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from qa.settings import Settings

_NAMES = {
    "time": "asked",
    "set": "set",
    "library": "library",
    "encoder": "encoder",
    "model": "model",
    "support by": "judged by",
    "machine": "machine",
    "versions": "versions",
    "seed": "seed",
}
_LONG = ("system",)
_HASH = re.compile(r"[0-9a-f]{40,}")
_HASH_SHOWN = 10


def facts(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return what was run, by short names; what the manifest lacks is left out."""
    return {name: say(manifest[entry]) for entry, name in _NAMES.items() if entry in manifest}


def changed_settings(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return the settings that differ from Sourcier's defaults, with their values."""
    used, usual = manifest.get("settings"), asdict(Settings())
    if not isinstance(used, dict):
        return {}
    return {
        name: say(value)
        for name, value in used.items()
        if name not in usual or say(value) != say(usual[name])
    }


def costs(metrics: Mapping[str, Any]) -> str:
    """Return a run's memory, indexing and writers in a few sentences."""
    said = []
    if metrics.get("peak memory"):
        said.append(f"Peak memory: {say_bytes(metrics['peak memory'])}.")
    if index := metrics.get("index"):
        said.append(
            f"Indexing: {say(index['passages'])} passages in {say_seconds(index['seconds'])}, "
            f"{index['rate']:.0f} a second."
        )
    if writers := metrics.get("written by"):
        counts = ", ".join(f"{say(n)} by {name}" for name, n in writers.items())
        said.append(f"Answers written: {counts}.")
    return " ".join(said)


def say(value: Any) -> str:
    """Return a value of the manifest on one line: hashes short, times and numbers readable."""
    if isinstance(value, Mapping):
        return ", ".join(
            _say_entry(str(name), part)
            for name, part in value.items()
            if part != "" and name not in _LONG
        )
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(sorted(map(say, value))) or "none"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}" if abs(value) >= 10_000 else str(value)
    if isinstance(value, str):
        return value[:_HASH_SHOWN] if _HASH.fullmatch(value) else _say_time(value)
    return "none" if value is None else str(value)


def say_seconds(seconds: float) -> str:
    """Return a time with its unit, to three digits."""
    if seconds < 1:
        return f"{seconds * 1000:.3g} ms"
    return f"{seconds:.3g} s" if seconds < 600 else f"{seconds / 60:.3g} min"


def say_bytes(size: float) -> str:
    """Return a size in megabytes, or gigabytes where there are some."""
    return f"{size / 1e9:.2f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def say_share(pair: tuple[float, float]) -> str:
    """Return a score as a number when it is of one thing, else as so many of so many."""
    above, below = pair
    return f"{above:.3g}" if below == 1 else f"{above:.3g} of {below:.3g}"


def _say_entry(name: str, value: Any) -> str:
    if name in ("name", "processor") or (name == "model" and isinstance(value, str)):
        return say(value)
    counts = isinstance(value, int) and name.endswith("s")  # 5 articles, but seed 7
    return f"{say(value)} {name}" if counts else f"{name} {say(value)}"


def _say_time(text: str) -> str:
    """Return a moment in ISO form as a reader writes it; any other text as it is."""
    if "T" not in text:
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{moment:%Y-%m-%d, %H:%M}"
