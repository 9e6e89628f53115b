"""The ``sourcier`` command: index, ask, search, serve, eval, models, info, remove."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.cli import add_commands, evaluate
from qa import commands, embedding_commands, model_commands
from qa.commands import ANSWERED, FAILED
from qa.errors import SourcierError
from qa.options import (
    LIBRARY_VARIABLE,
    add_caution,
    add_command,
    default_library,
    positive,
)
from qa.writers import WRITER_MODEL_VARIABLE, choose_writer

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 answered, 3 abstained, 2 bad usage, 1 failure."""
    options = build_parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a name or a terminal that isn't in UTF-8
        sys.stdout.reconfigure(errors="replace")
    try:
        code = run(options)
        sys.stdout.flush()
        return code
    except SourcierError as error:
        if options.debug:
            raise
        print(f"sourcier: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nsourcier: stopped; what was done so far is kept.", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away: say nothing more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if options.debug:
            raise
        print(
            f"sourcier: something unexpected went wrong ({type(error).__name__}: {error}). Run it "
            "again with --debug to see where, and please report it.",
            file=sys.stderr,
        )
    return FAILED


def run(options: argparse.Namespace) -> int:
    """Carry out a parsed command line; import only what it needs."""
    if getattr(options, "writer_model", None) and options.command != "models":
        os.environ[WRITER_MODEL_VARIABLE] = options.writer_model  # for whoever opens a library
    if options.command in ("serve", "eval"):
        return _run_outer(options)
    command = {
        "index": commands.index,
        "ask": commands.ask,
        "search": commands.search,
        "models": model_commands.models,
        "embeddings": embedding_commands.embeddings,
        "info": commands.info,
        "remove": commands.remove,
    }[options.command]
    return command(options)


def _run_outer(options: argparse.Namespace) -> int:
    """Run what stands around ``qa``: the page and the evaluation."""
    if options.command == "serve":
        from app import serve
        from eval import SAMPLES

        if note := choose_writer(options.model, options.writer).note:
            print(f"sourcier: {note}", file=sys.stderr)
        serve(
            Path(options.library),
            model=options.writer or options.model,
            encoder=options.encoder,
            reranker=options.reranker,
            caution=options.caution,
            host=options.host,
            port=options.port,
            samples=SAMPLES,
        )
        return ANSWERED

    return evaluate(options)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="sourcier",
        description="Ask questions of your own articles, on your own machine, and see the exact "
        "sentences the answers rest on.",
    )
    parsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _index(_command(parsers, "index", "add files and folders of articles to the library"))
    _ask(_command(parsers, "ask", "answer a question; exit code 3 when the articles don't say"))
    _search(_command(parsers, "search", "list the passages nearest to a question"))
    _serve(_command(parsers, "serve", "open the chat page in the browser's reach"))
    says = "measure answers to sets of questions, and compare"
    add_commands(parsers.add_parser("eval", help=says, description=says.capitalize() + "."))
    says = "list, pull and remove models"
    model_commands.add_commands(
        parsers.add_parser("models", help=says, description=says.capitalize() + ".")
    )
    says = "train an encoder on the library's own articles"
    embedding_commands.add_commands(
        parsers.add_parser("embeddings", help=says, description=says.capitalize() + ".")
    )
    info = _command(parsers, "info", "say what the library holds")
    info.add_argument("--json", action="store_true", help="print JSON")
    remove = _command(parsers, "remove", "take articles out of the library")
    remove.add_argument("ids", nargs="+", metavar="ID", help="an article's id, as search shows it")
    return parser


def _command(
    parsers: argparse._SubParsersAction[argparse.ArgumentParser], name: str, says: str
) -> argparse.ArgumentParser:
    parser = add_command(parsers, name, says)
    parser.add_argument(
        "--library",
        metavar="DIR",
        default=default_library(),
        help=f"the library's folder (default: ${LIBRARY_VARIABLE}, else ./library)",
    )
    return parser


def _models(parser: argparse.ArgumentParser) -> None:
    writes = parser.add_mutually_exclusive_group()
    writes.add_argument(
        "--model",
        metavar="GGUF",
        help="the GGUF that writes, by file or pulled name, “embedded”, or “none” for quotes alone "
        "(default: $SOURCIER_MODEL, else what “sourcier models use” was told, else embedded)",
    )
    writes.add_argument(
        "--writer",
        metavar="URL",
        help="an OpenAI-compatible server that writes instead, as http://127.0.0.1:8080; it is "
        "sent the question and the sentences found (default: $SOURCIER_WRITER; its key: "
        "$SOURCIER_WRITER_KEY)",
    )
    parser.add_argument(
        "--writer-model",
        metavar="NAME",
        help="which of the server's models writes (default: $SOURCIER_WRITER_MODEL, else its "
        "first)",
    )
    _encoder(parser)
    _reranker(parser)


def _encoder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--encoder",
        metavar="MODEL",
        help="a sentence-transformers model, by pulled name or folder (default: the library's own)",
    )


def _reranker(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reranker",
        metavar="MODEL",
        help="a cross-encoder that reads the best passages again, by pulled name or folder "
        "(default: none)",
    )


def _index(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a file or a folder of articles")
    parser.add_argument(
        "--prune", action="store_true", help="remove articles whose files are gone from these paths"
    )
    parser.add_argument(
        "--reembed", action="store_true", help="make all vectors anew, with --encoder if given"
    )
    _encoder(parser)


def _ask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", type=_text, help="the question, in quotation marks")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    _dates(parser)
    add_caution(parser)
    _models(parser)


def _search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", type=_text, help="the question, in quotation marks")
    parser.add_argument("-k", type=positive, default=10, help="how many passages (default: 10)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    _dates(parser)
    _encoder(parser)
    _reranker(parser)


def _dates(parser: argparse.ArgumentParser) -> None:
    for name, days in (("--since", "from this day on"), ("--until", "up to this day")):
        parser.add_argument(
            name,
            type=_text,
            metavar="DATE",
            help=f"only articles dated {days}: 2022-02-11, 11/02/2022, “février 2022”, 2022…",
        )


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address (default: 127.0.0.1)")
    parser.add_argument("--port", type=positive, default=7860, help="the port (default: 7860)")
    add_caution(parser)
    _models(parser)


def _text(argument: str) -> str:
    """Return an argument with the bytes that aren't in the terminal's encoding replaced."""
    return os.fsencode(argument).decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main())
