"""`sourcier eval reading` and `learn-reading`: the parsers, and what each does."""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.options import add_command, positive
from qa.settings import Settings

if TYPE_CHECKING:
    from qa.answering.reading import Reader


def add_reading_commands(parsers: Any) -> None:
    """Add both commands."""
    reading = add_command(parsers, "reading", "measure what the model alone reads in a paragraph")
    reading.add_argument(
        "file",
        metavar="FILE",
        help="JSONL of context, question and answers, or a question set",
    )
    reading.add_argument("--library", metavar="DIR", help="the library that a set is about")
    reading.add_argument(
        "--product",
        action="store_true",
        help="also say how often the product ranks the right sentence of the paragraph first",
    )
    reading.add_argument("--limit", type=positive, metavar="N", help="N questions drawn at random")
    reading.add_argument("--out", metavar="FILE", help="where each question's result goes, JSONL")
    _adapter(reading)
    learn = add_command(parsers, "learn-reading", "learn what the model's reading is worth")
    learn.add_argument("sets", nargs="+", metavar="SET", help="questions about the library")
    learn.add_argument("--library", required=True, metavar="DIR", help="the library asked")
    learn.add_argument(
        "--cases", metavar="FILE", help="where what was read is kept, to go on from (JSONL)"
    )
    learn.add_argument("--penalty", type=float, default=1.0, help="on large weights")
    learn.add_argument(
        "--right", type=float, default=0.8, help="share of the short answers shown to be right"
    )
    learn.add_argument("--out", metavar="FILE", default="reading.json", help="where the weights go")
    _adapter(learn)


def _adapter(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--adapter", metavar="GGUF", help="another adapter than the shipped one")


def _reading(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from eval.reading import load_given, measure, summarise
    from eval.reading_product import rank_first, summarise_first
    from eval.storing import write_lines
    from qa.answering.weighing import shipped

    given = load_given(Path(options.file), Path(options.library) if options.library else None)
    if options.limit:
        given = random.Random(0).sample(given, min(options.limit, len(given)))
    with _open_reader(options) as (reader, _):
        results = list(measure(reader, tqdm(given, unit="q", leave=False, disable=None)))
        found = dict(summarise(results))
        if options.product:
            asked = tqdm(given, unit="q", leave=False, disable=None)
            found |= summarise_first(list(rank_first(reader, asked, shipped())))
    if options.out:
        write_lines(Path(options.out), [asdict(one) for one in results])
    print(json.dumps(found, indent=2))
    return 0


def _learn_reading(options: argparse.Namespace) -> int:
    from tempfile import TemporaryDirectory

    from eval.reading_learning import describe, learn, write_reading

    with TemporaryDirectory(prefix="sourcier-") as folder, _open_reader(options) as (reader, path):
        cases = _cases(options, reader, Path(options.cases or Path(folder) / "cases.jsonl"))
        learnt = learn(cases, options.penalty, options.right)
        sets = [Path(one).stem for one in options.sets]
        write_reading(learnt, sets, path, Path(options.out))
    print(f"{describe(learnt)}\nWrote {options.out}")
    return 0


def _cases(options: argparse.Namespace, reader: Reader, path: Path) -> list[Any]:
    """Return the cases of all questions, those that the file doesn't hold yet being made."""
    from tqdm import tqdm

    from eval.loading import load_set
    from eval.reading_cases import add_cases, make_cases, read_cases
    from qa import Assistant

    questions = [one for name in options.sets for one in load_set(Path(name)).questions]
    ids = {one.id for one in questions}
    done = {case.id for case in read_cases(path, ids)}
    todo = [one for one in questions if one.id not in done]
    with Assistant.open(options.library, model="none", create=False) as assistant:
        for cases in make_cases(assistant, reader, tqdm(todo, unit="q", leave=False, disable=None)):
            add_cases(path, cases)
    return read_cases(path, ids)


@contextmanager
def _open_reader(options: argparse.Namespace) -> Iterator[tuple[Reader, Path]]:
    """Give what reads French, and its adapter's file. Raises ``ModelError``."""
    from qa.answering.gguf import GgufWriter, embedded_adapter, embedded_model
    from qa.errors import ModelError

    adapter = Path(options.adapter) if options.adapter else embedded_adapter()
    if adapter is None or not adapter.is_file():
        raise ModelError("There is no adapter that reads French: give one with --adapter.")
    writer = GgufWriter(embedded_model(), Settings(), adapter)
    try:
        reader = writer.reader("fr")
        assert reader is not None
        yield reader, adapter
    finally:
        writer.close()


READING_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "reading": _reading,
    "learn-reading": _learn_reading,
}
