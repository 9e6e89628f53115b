"""Serve the page over some articles: ``python -m tests.browser.server LIBRARY PORT ARTICLES``."""

from __future__ import annotations

import sys
from pathlib import Path

import app
from eval import SAMPLES
from qa import Assistant


def main(library: str, port: str, articles: str) -> None:
    """Put the articles into a library and serve it with everything embedded."""
    with Assistant.open(library, model="none") as assistant:
        assistant.add(articles)
    app.serve(Path(library), port=int(port), samples=SAMPLES)


if __name__ == "__main__":
    main(*sys.argv[1:])
