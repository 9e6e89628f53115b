"""Compare Sourcier's search with Haystack's, LlamaIndex's and txtai's.

    python -m eval.peers SET --library DIR

Prints a Markdown table; the peers come with ``pip install -e '.[peers]'``.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.peers.measuring import DEPTH, Measured, measure
from eval.peers.offline import go_offline
from eval.peers.passages import SEED, PassageSet, draw, passage_set, read_entries
from eval.peers.reporting import make_record, table
from eval.peers.systems import Encode, System, find_systems
from eval.questions import Question
from eval.storing import write_json
from qa.errors import LibraryError, QuestionError, SourcierError

if TYPE_CHECKING:
    from qa.library import Library


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison and print its table; return the exit code."""
    options = _parser().parse_args(arguments)
    go_offline()
    try:
        record = compare_peers(
            options.set,
            options.library,
            keys=options.peers,
            questions=options.questions,
            passages=options.passages,
        )
        print(table(record))  # first: what took an hour isn't lost to a full disk
        if options.out:
            write_json(options.out, record)
    except SourcierError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def compare_peers(
    path: Path,
    library: Path,
    *,
    keys: Sequence[str],
    questions: int | None = None,
    passages: int | None = None,
) -> dict[str, Any]:
    """Measure Sourcier and the peers ``keys`` names, and return the record of it.

    ``questions`` and ``passages`` limit how many are drawn, by a fixed seed; the passages of
    the articles that answer are always there. The library is only read. Raises
    ``QuestionError`` and ``LibraryError``.
    """
    from eval.loading import load_set
    from qa.library import Library

    question_set = load_set(path)
    asked = choose_questions(question_set.questions, questions)
    systems = find_systems()
    chosen = [systems["sourcier"], *(systems[key] for key in dict.fromkeys(keys))]
    opened = Library.open(library, create=False)
    try:
        pool = _pool(opened, asked, passages)
        measured = _measure_all(chosen, pool, opened.encoder.encode_query, asked)
    finally:
        opened.close()
    about = {
        "set": question_set.name,
        "set sha256": question_set.digest,
        "depth": DEPTH,
        "seed": SEED,
        "versions": {name: v for system in chosen for name, v in system.versions().items()},
        "not installed": [s.not_installed for s in chosen if not s.versions()],
    }
    return make_record(measured, asked, pool, about)


def _pool(library: Library, questions: Sequence[Question], most: int | None) -> PassageSet:
    """Return the passages to search: all, or up to ``most``, those that answer among them."""
    entries = read_entries(library)
    if not entries:
        raise LibraryError(f"The library {library.folder} is empty: index articles into it first.")
    library.encode(["?"])  # loads the model, and refuses another than the vectors'
    wanted = {article for question in questions for article in question.articles}
    return passage_set(library.encoder_info(), draw(entries, wanted, most))


def choose_questions(questions: Sequence[Question], most: int | None) -> list[Question]:
    """Return the questions that search alone can answer, or ``most`` of them drawn by a seed.

    Those are the answerable ones that stand alone. Raises ``QuestionError`` when there is none.
    """
    alone = [q for q in questions if q.answerable and not q.history and not q.given]
    if not alone:
        raise QuestionError(
            "The set has no question that an article of a library answers by itself: choose "
            "another set."
        )
    if most is None or most >= len(alone):
        return alone
    drawn = {question.id for question in random.Random(SEED).sample(alone, most)}
    return [question for question in alone if question.id in drawn]


def _measure_all(
    systems: Sequence[System], passages: PassageSet, encode: Encode, questions: Sequence[Question]
) -> list[Measured]:
    measured = []
    for system in systems:
        if not system.versions():
            print(system.not_installed, file=sys.stderr)
            continue
        for configuration in system.configurations:
            measured.append(measure(system.name, configuration, passages, encode, questions))
    return measured


def _parser() -> argparse.ArgumentParser:
    peers = [key for key in find_systems() if key != "sourcier"]
    parser = argparse.ArgumentParser(
        prog="python -m eval.peers",
        description="Compare Sourcier's search with its peers', on the same passages and encoder.",
    )
    parser.add_argument("set", type=Path, metavar="SET", help="a question set")
    parser.add_argument("--library", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--peers",
        type=lambda value: _keys(value, peers),
        default=peers,
        metavar="NAMES",
        help=f"separated by commas (default: {','.join(peers)})",
    )
    parser.add_argument("--questions", type=_positive, metavar="N", help="draw N of the questions")
    parser.add_argument(
        "--passages", type=_positive, metavar="N", help="keep the articles that answer and up to N"
    )
    parser.add_argument("--out", type=Path, metavar="FILE.json", help="write all figures there")
    return parser


def _keys(value: str, known: Sequence[str]) -> list[str]:
    keys = [key.strip() for key in value.split(",") if key.strip()]
    unknown = [key for key in keys if key not in known]
    if unknown or not keys:
        raise argparse.ArgumentTypeError(f"name peers among {', '.join(known)}")
    return keys


def _positive(value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise argparse.ArgumentTypeError("give a whole number from 1")
    return int(value)


if __name__ == "__main__":
    sys.exit(main())
