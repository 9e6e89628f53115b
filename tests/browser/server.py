"""Serve the page over the sample articles: ``python -m tests.browser.server LIBRARY PORT``."""

from __future__ import annotations

import sys
from pathlib import Path

import app
from qa import Assistant

SAMPLES = Path(__file__).parents[2] / "eval" / "samples"


def main(library: str, port: str) -> None:
    """Put the samples into a library and serve it with everything embedded."""
    with Assistant.open(library, model="none") as assistant:
        assistant.add(SAMPLES)
    app.serve(Path(library), port=int(port), samples=SAMPLES)


if __name__ == "__main__":
    main(*sys.argv[1:])
