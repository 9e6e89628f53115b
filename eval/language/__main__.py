"""`python -m eval.language PART …`: how good a part of the language rooms is."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

_NOT_PARTS = ("__init__", "__main__", "splitters")


def main(arguments: list[str]) -> int:
    """Hand ``arguments`` to the part named first; return its exit code."""
    here = Path(__file__).parent
    parts = sorted(file.stem for file in here.glob("*.py") if file.stem not in _NOT_PARTS)
    if not arguments or arguments[0] not in parts:
        print(f"usage: python -m eval.language {{{','.join(parts)}}} …", file=sys.stderr)
        return 2
    part = import_module(f"eval.language.{arguments[0]}")
    code: int = part.main(arguments[1:])
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
