"""What the machine has that a model must fit in."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_LIMITS = (  # of a container: https://docs.kernel.org/admin-guide/cgroup-v2.html
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def memory_bytes() -> int:
    """Return how much memory this process may use at most, 0 when the system doesn't tell."""
    physical = _windows_memory() if sys.platform == "win32" else _posix_memory()
    limits = [limit for limit in map(_limit, _LIMITS) if limit]
    return min([physical, *limits]) if physical else 0


def _posix_memory() -> int:
    """Ask as POSIX systems are asked; Linux and macOS both know these names."""
    try:
        return max(0, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (ValueError, OSError):
        return 0


def _windows_memory() -> int:
    """Ask for MEMORYSTATUSEX (Win32 ``GlobalMemoryStatusEx``)."""
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("physical", "a", "b", "c", "d", "e", "f")),
        )

    status = Status(length=ctypes.sizeof(Status))
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 (mypy knows it on Windows alone)
    return int(status.physical) if kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else 0


def _limit(path: Path) -> int:
    """Return the limit in a control group's file, 0 for none."""
    try:
        text = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return 0
    return int(text) if text.isdecimal() else 0
