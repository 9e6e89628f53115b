"""`sourcier eval …`: the parsers, and what each does."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.reading_commands import READING_COMMANDS, add_reading_commands
from qa.options import LIBRARY_VARIABLE, add_command, default_library, positive
from qa.settings import STAGES, Settings

if TYPE_CHECKING:
    from eval.questions import Question, QuestionSet
    from eval.run import Setup
    from qa.types import Failure

NLI_VARIABLE = "SOURCIER_NLI"
_NOT_SETTABLE = ("without",)


def add_commands(parser: argparse.ArgumentParser) -> None:
    """Add all of them: what runs sets, compares runs, makes sets and learns from them."""
    parsers = parser.add_subparsers(dest="evaluation", required=True, metavar="COMMAND")
    run = add_command(parsers, "run", "ask a set's questions and measure the answers")
    _set_and_models(run)
    run.add_argument("--out", metavar="DIR", help="the run's folder (default: runs/NAME)")
    run.add_argument("--json", action="store_true", help="print the metrics as JSON")
    compare = add_command(parsers, "compare", "say what changed from run A to run B")
    compare.add_argument("a", metavar="A", help="a run's folder, or a baseline's")
    compare.add_argument("b", metavar="B", help="the folder of the run to compare with it")
    compare.add_argument(
        "--gate", action="store_true", help="exit with 1 on a loss that is more than luck"
    )
    report = add_command(parsers, "report", "make the HTML page of a run")
    report.add_argument("run", metavar="RUN", help="a run's folder")
    report.add_argument("--baseline", metavar="RUN", help="another run to show differences from")
    report.add_argument("--markdown", action="store_true", help="print it as a Markdown table")
    ablate = add_command(parsers, "ablate", "measure what each stage is worth")
    _set_and_models(ablate)
    ablate.add_argument("--out", metavar="DIR", help="where the runs go (default: runs/ablation)")
    items = add_command(parsers, "known-items", "make a set from titles or summaries")
    items.add_argument("corpus", metavar="PATH", help="a file or folder of articles")
    items.add_argument("--field", choices=("title", "summary"), default="title")
    items.add_argument("--articles", type=positive, metavar="N", help="keep N drawn at random")
    items.add_argument("--questions", type=positive, default=500, metavar="N")
    items.add_argument("--seed", type=int, default=7)
    items.add_argument("--out", metavar="DIR", required=True, help="the set's folder")
    pool = add_command(parsers, "pool", "cut a set's corpus down to its articles and some others")
    _set(pool)
    pool.add_argument("corpus", metavar="PATH", help="the file or folder the set is about")
    pool.add_argument("--articles", type=positive, default=500, metavar="N", help="how many")
    pool.add_argument("--seed", type=int, default=7)
    pool.add_argument("--out", metavar="DIR", required=True, help="the new set's folder")
    learn = add_command(parsers, "learn", "learn how to rank from sets")
    _learning(learn, 1.0, "ranking.json")
    learn = add_command(parsers, "learn-evidence", "learn when to say that the articles don't say")
    _learning(learn, 30.0, "evidence.json")
    add_reading_commands(parsers)
    check = add_command(parsers, "check", "check a set against the library it is about")
    _set(check)
    _library(check)


def evaluate(options: argparse.Namespace) -> int:
    """Carry out a parsed ``sourcier eval``; return the exit code."""
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "run": _run,
        "compare": _compare,
        "report": _report,
        "ablate": _ablate,
        "known-items": _known_items,
        "pool": _pool,
        "learn": _learn,
        "learn-evidence": _learn_evidence,
        "check": _check,
        **READING_COMMANDS,
    }
    return commands[options.evaluation](options)


def _run(options: argparse.Namespace) -> int:
    from eval.loading.files import set_name
    from eval.reporting import write_report
    from eval.run import run_set
    from eval.tables import plain
    from qa.commands import Bar

    out = Path(options.out or Path("runs") / set_name(Path(options.set)))
    with Bar() as bar:
        metrics = run_set(Path(options.set), out, _setup(options), asking=_progress, told=bar.told)
    report = write_report(out)
    print(json.dumps(metrics, ensure_ascii=False, indent=2) if options.json else plain(metrics))
    if not options.json:
        print(f"Open {report} to see every question.")
    return 0


def _compare(options: argparse.Namespace) -> int:
    from eval.comparing import compare_runs, describe

    comparison = compare_runs(Path(options.a), Path(options.b))
    print(describe(comparison))
    return 1 if options.gate and comparison.losses else 0


def _report(options: argparse.Namespace) -> int:
    from eval.reporting import write_report
    from eval.run import read_metrics
    from eval.tables import markdown

    if options.markdown:
        print(markdown(read_metrics(Path(options.run))))
        return 0
    baseline = Path(options.baseline) if options.baseline else None
    print(f"Wrote {write_report(Path(options.run), baseline)}")
    return 0


def _ablate(options: argparse.Namespace) -> int:
    from eval.ablating import ablate, table
    from eval.run import run_set

    def run(path: Path, out: Path, setup: Setup) -> None:
        print(f"Running {out.name}", file=sys.stderr)
        run_set(path, out, setup, asking=_progress)

    out = Path(options.out or Path("runs") / "ablation")
    print(table(ablate(Path(options.set), out, _setup(options), run)))
    return 0


def _known_items(options: argparse.Namespace) -> int:
    from eval.known_items import make_known_items

    made = make_known_items(
        Path(options.corpus),
        options.field,
        articles=options.articles,
        questions=options.questions,
        out=Path(options.out),
        seed=options.seed,
        told=_not_read,
    )
    return _made(made, options.out)


def _pool(options: argparse.Namespace) -> int:
    from eval.pooling import make_pool

    made = make_pool(
        Path(options.set),
        Path(options.corpus),
        articles=options.articles,
        out=Path(options.out),
        seed=options.seed,
        told=_not_read,
    )
    return _made(made, options.out)


def _made(made: QuestionSet, out: str) -> int:
    print(f"{len(made.questions):,} questions about {len(made.articles):,} articles: {out}")
    return 0


def _not_read(failure: Failure) -> None:
    print(f"Not read: {failure.place}: {failure.reason}", file=sys.stderr)


def _learn(options: argparse.Namespace) -> int:
    from eval.learning import describe, learn_ranking, write_ranking

    learnt = learn_ranking(_pairs(options), options.penalty)
    write_ranking(learnt, Path(options.out))
    print(f"{describe(learnt)}\nWrote {options.out}")
    return 0


def _learn_evidence(options: argparse.Namespace) -> int:
    from eval.evidence_learning import describe, learn_evidence, write_evidence

    learnt = learn_evidence(_pairs(options), options.penalty, _progress)
    write_evidence(learnt, Path(options.out))
    print(f"{describe(learnt)}\nWrote {options.out}")
    return 0


def _pairs(options: argparse.Namespace) -> list[tuple[Path, Path]]:
    return [(Path(path), Path(library)) for path, library in options.on]


def _learning(parser: argparse.ArgumentParser, penalty: float, out: str) -> None:
    says = "questions and the library they are about; may be given several times"
    parser.add_argument(
        "--on", nargs=2, action="append", required=True, metavar=("SET", "LIBRARY"), help=says
    )
    parser.add_argument("--penalty", type=float, default=penalty, help="on large weights")
    parser.add_argument("--out", metavar="FILE", default=out, help="where the weights go")


def _check(options: argparse.Namespace) -> int:
    from eval.checking import check_set, describe
    from eval.loading import load_set
    from qa import Assistant

    question_set = load_set(Path(options.set))
    library = options.library or default_library()
    with Assistant.open(library, model="none", create=False) as assistant:
        problems = check_set(question_set, assistant)
    print(describe(question_set, problems))
    return 1 if problems else 0


def _setup(options: argparse.Namespace) -> Setup:
    from eval.measures.citations import by_checking, by_entailment
    from eval.run import Setup

    nli = options.nli or os.environ.get(NLI_VARIABLE)
    return Setup(
        library=Path(options.library) if options.library else None,
        fallback=Path(default_library()),
        model=options.model,
        encoder=options.encoder,
        settings=replace(Settings(), **dict(options.settings), without=frozenset(options.without)),
        supports=by_entailment(nli) if nli else by_checking,
        support_by=nli or "checks",
        reranker=options.reranker,
    )


def _progress(questions: Iterable[Question], done: int, total: int) -> Iterable[Question]:
    from tqdm import tqdm

    bar: Iterable[Question] = tqdm(
        questions, desc="Asking", unit="q", initial=done, total=total, leave=False, disable=None
    )
    return bar


def _set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "set",
        metavar="SET",
        help="questions: JSONL, SQuAD JSON, a BEIR folder, or NoMIRACL-style JSONL",
    )


def _library(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--library",
        metavar="DIR",
        help="the library asked (default: made of the set's own articles, else "
        f"${LIBRARY_VARIABLE}, else ./library)",
    )


def _set_and_models(parser: argparse.ArgumentParser) -> None:
    _set(parser)
    _library(parser)
    parser.add_argument("--model", metavar="GGUF", help="who writes, “none” for quotes alone")
    parser.add_argument("--encoder", metavar="MODEL", help="a sentence-transformers model")
    parser.add_argument("--reranker", metavar="MODEL", help="a cross-encoder, if any")
    parser.add_argument(
        "--nli",
        metavar="MODEL",
        help=f"a cross-encoder that judges citations (default: ${NLI_VARIABLE}, else our checks)",
    )
    parser.add_argument(
        "--set",
        dest="settings",
        metavar="NAME=VALUE",
        type=_setting,
        action="append",
        default=[],
        help="a setting other than the default, such as caution=0.2",
    )
    parser.add_argument(
        "--without", action="append", default=[], choices=STAGES, help="a stage to leave out"
    )


def _setting(text: str) -> tuple[str, Any]:
    """Read ``NAME=VALUE`` as a setting of the type its default has."""
    name, equals, value = text.partition("=")
    defaults = {k: v for k, v in asdict(Settings()).items() if k not in _NOT_SETTABLE}
    if not equals or name not in defaults:
        raise argparse.ArgumentTypeError(f"must be NAME=VALUE, NAME one of {', '.join(defaults)}")
    try:
        kind = float if defaults[name] is None else type(defaults[name])
        return name, kind(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{name} takes a number such as {defaults[name]}"
        ) from error
