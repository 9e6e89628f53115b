"""``python -m qa.training CORPUS FOLDER``: from a corpus to the adapter, resumed where it stopped.

Needs ``pip install 'sourcier[train]'``. On two processors the whole takes some hours.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from qa.errors import SourcierError


def main() -> int:
    """Prepare lessons, learn them and write the adapter; return the exit status."""
    # Read when PyTorch is imported: large pages, for fresh memory costs more than sums.
    os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")
    parser = argparse.ArgumentParser(prog="python -m qa.training", description=__doc__)
    parser.add_argument("corpus", type=Path, help="articles: any file or folder Sourcier reads")
    parser.add_argument(
        "folder", type=Path, help="for all that is made on the way, and the adapter"
    )
    parser.add_argument("--lessons", type=int, help="no more of them than so many")
    given = parser.parse_args()
    try:
        _train(given.corpus, given.folder, given.lessons)
    except SourcierError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Run it again to go on.", file=sys.stderr)
        return 130
    return 0


def _train(corpus: Path, folder: Path, lessons: int | None) -> None:
    import torch

    from qa.answering.gguf import embedded_model
    from qa.assistant import Assistant
    from qa.training.base import BaseFile
    from qa.training.course import articles_of, pack_lessons, prepare, read_lessons
    from qa.training.exporting import ABOUT, write_adapter
    from qa.training.learning import Recipe, Step, in_buckets, learn
    from qa.training.model import Adapter, Reader

    def told(step: Step) -> None:
        left = (step.of - step.step) * step.seconds / 60
        print(
            f"\rStep {step.step} of {step.of}, loss {step.loss:.2f}, label {step.label:.2f}, "
            f"{left:.0f} minutes left ",
            end="",
            flush=True,
        )

    prepare(corpus, folder, print)
    with Assistant.open(folder / "library", model="none") as assistant:
        read = read_lessons(folder / "lessons.jsonl")
        trees = pack_lessons(read, articles_of(assistant), lessons)
    recipe = Recipe()
    base = BaseFile(embedded_model())
    adapter = Adapter(base, recipe.rank, recipe.alpha, recipe.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    reader = Reader(embedded_model(), adapter, device=device)
    learn(reader, in_buckets(trees, recipe.batch), recipe, folder, told)
    print()
    write_adapter(folder / "french.gguf", adapter.pairs(), recipe.alpha, base, ABOUT, kind="q8_0")
    print(f"Written: {folder / 'french.gguf'}")


if __name__ == "__main__":
    sys.exit(main())
