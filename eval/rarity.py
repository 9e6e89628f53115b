"""`python -m eval.rarity CORPUS`: counts how rare terms are, what ``qa.language.rarity`` reads."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from eval.corpus import held_out, read_corpus, tell_failure
from eval.storing import write_text
from qa.language.analysis import analyse
from qa.language.rarity import FILE
from qa.types import Article

_WORDS = 110  # of a stretch, about as many as passages have of their own
_MOST = 20_000  # terms


def main(arguments: Sequence[str]) -> int:
    """Count the terms of a corpus and write them; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.rarity", description=__doc__)
    parser.add_argument("corpus", type=Path, help="articles, a file or a folder")
    parser.add_argument("--out", type=Path, default=FILE, help="where to write (default: in place)")
    options = parser.parse_args(arguments)
    passages, terms = count_terms(
        one for one in read_corpus(options.corpus, tell_failure) if not held_out(one)
    )
    common = sorted(terms.items(), key=lambda one: (-one[1], one[0]))[:_MOST]
    record = {
        "version": 1,
        "about": f"in how many of so many passages of about {_WORDS} words of French news, with "
        "their titles, each term stands",
        "passages": passages,
        "terms": dict(common),
    }
    write_text(options.out, json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
    return 0


def count_terms(articles: Iterable[Article]) -> tuple[int, Counter[str]]:
    """Return how many stretches the articles have, and how many of them hold each term."""
    found: Counter[str] = Counter()
    stretches = 0
    for article in articles:
        words = article.text.split()
        for at in range(0, max(1, len(words)), _WORDS):
            stretch = " ".join(words[at : at + _WORDS])
            found.update(set(analyse(f"{article.title}\n{stretch}")))
            stretches += 1
    return stretches, found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
