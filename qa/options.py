"""What the parsers of the command's parts share."""

from __future__ import annotations

import argparse
import os

LIBRARY_VARIABLE = "SOURCIER_LIBRARY"


def default_library() -> str:
    """Return the library's folder where none is named."""
    return os.environ.get(LIBRARY_VARIABLE) or "library"


def add_command(
    parsers: argparse._SubParsersAction[argparse.ArgumentParser], name: str, says: str
) -> argparse.ArgumentParser:
    """Add a subcommand, with what it does in a line, and what all of them have."""
    parser = parsers.add_parser(name, help=says, description=says[0].upper() + says[1:] + ".")
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    return parser


def share(text: str) -> float:
    """Read a number from 0 to 1, comma or point. Raises ``argparse.ArgumentTypeError``."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = -1.0
    if not 0.0 <= number <= 1.0:
        raise argparse.ArgumentTypeError("must be a number from 0 to 1")
    return number


def add_caution(parser: argparse.ArgumentParser) -> None:
    """Add ``--caution``, None by default."""
    parser.add_argument(
        "--caution",
        type=share,
        metavar="0..1",
        help="how sure to be before answering: 0 always answers, 1 hardly ever; .5 weighs a wrong "
        "answer and a missed one the same (default: .5)",
    )


def positive(text: str) -> int:
    """Read a whole number of 1 or more. Raises ``argparse.ArgumentTypeError``."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a whole number, 1 or more")
    return int(text)
