"""`sourcier embeddings train`: an encoder trained on the library's own articles."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qa.bars import StageBar
from qa.options import add_command, default_library, positive

if TYPE_CHECKING:
    from qa.library.training import TrainingReport


def add_commands(parser: argparse.ArgumentParser) -> None:
    """Add ``train``."""
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    parsers = parser.add_subparsers(dest="embeddings", required=True, metavar="COMMAND")
    training = add_command(
        parsers, "train", "train an encoder on the library's articles, and use it if it finds more"
    )
    training.add_argument(
        "--library", metavar="DIR", default=default_library(), help="the library's folder"
    )
    training.add_argument(
        "--out", metavar="DIR", help="write the encoder there, and leave the library as it is"
    )
    training.add_argument(
        "--anew", action="store_true", help="begin from nothing, not from the bundled encoder"
    )
    training.add_argument("--epochs", type=positive, help="how often each article is gone through")
    training.add_argument(
        "--held-out",
        metavar="PATTERN",
        default="",
        help="the ids of the articles to judge on, kept out of training, such as “*0” (default: "
        "one in ten)",
    )
    training.add_argument("--json", action="store_true", help="print JSON")


def embeddings(options: argparse.Namespace) -> int:
    """Carry out a parsed ``sourcier embeddings``; return the exit code."""
    from qa.calibration import calibrate_library
    from qa.library import Library
    from qa.library.training import ANEW, ONWARDS, train_encoder
    from qa.settings import Settings

    recipe = ANEW if options.anew else ONWARDS
    if options.epochs:
        recipe = replace(recipe, epochs=float(options.epochs))
    library = Library.open(options.library, create=False)
    try:
        with StageBar(delay=0.2) as bars:
            report = train_encoder(
                library,
                bars.show,
                out=Path(options.out).expanduser() if options.out else None,
                anew=options.anew,
                held_out=options.held_out,
                recipe=recipe,
            )
            if report.switched:
                calibrate_library(
                    library, Settings(), lambda p: bars.show(p.stage, p.done, p.total)
                )
    finally:
        library.close()
    if options.json:
        record = {**asdict(report), "model": str(report.model)}
        print(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        print(_describe(report, options.out is not None))
    return 0


def _describe(report: TrainingReport, written: bool) -> str:
    if report.switched:
        outcome = f"The library now uses the trained one, in {report.model}."
    elif written:
        outcome = f"The trained one is in {report.model}; the library is as it was."
    else:
        outcome = "The trained one finds no more: the library is as it was."
    return (
        f"Trained on {report.trained_on:,} articles. {report.questions:,} questions about "
        f"{report.held_out:,} others found theirs with a mean reciprocal rank of "
        f"{report.before:.3f} by {report.encoder}, and of {report.after:.3f} by the trained "
        f"encoder. {outcome}"
    )
