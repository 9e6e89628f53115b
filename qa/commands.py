"""What each subcommand does, over the Assistant."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from time import monotonic
from typing import Any

from qa.assistant import Assistant
from qa.bars import StageBar
from qa.errors import LibraryError, SourcierError
from qa.printing import answer_lines, asking_line, name_article
from qa.records import answer_record, hit_record
from qa.types import Answer, Article, Done, IndexReport, Progress
from qa.writers import NO_MODEL, choose_writer, describe_writer

ANSWERED, FAILED, BAD_USAGE, ABSTAINED = 0, 1, 2, 3
_MOST_FAILURES = 50


def index(options: Namespace) -> int:
    """Add paths to the library, or embed it anew; print what was done."""
    if options.reembed and options.paths:
        print(
            "sourcier: --reembed is for the articles the library holds: index the folder first, "
            "then run “sourcier index --reembed” alone.",
            file=sys.stderr,
        )
        return BAD_USAGE
    if options.reembed:
        return _reembed(options)
    if not options.paths:
        print("sourcier: say what to index: sourcier index FOLDER", file=sys.stderr)
        return BAD_USAGE
    with Assistant.open(options.library, model="none", encoder=options.encoder) as assistant:
        with Bar() as bar:
            report = assistant.add(options.paths, prune=options.prune, told=bar.told)
        articles, passages = assistant.library.store.counts()
    print(describe_report(report))
    print(f"The library {options.library} holds {articles:,} articles in {passages:,} passages.")
    if report.failed and not articles:
        print("sourcier: No article could be read: the reasons are above.", file=sys.stderr)
        return FAILED
    return ANSWERED


def _reembed(options: Namespace) -> int:
    from qa.calibration import calibrate_library
    from qa.library import Library, reembed
    from qa.settings import Settings

    library = Library.open(options.library, options.encoder, create=False, reembed=True)
    try:
        with Bar() as bar:
            passages = reembed(library, bar.told)
            calibrate_library(library, Settings(), bar.told)
        print(f"Embedded {passages:,} passages with {library.encoder_info().model}.")
    finally:
        library.close()
    return ANSWERED


def ask(options: Namespace) -> int:
    """Answer a question: quotes as soon as they are found, then the checked answer."""
    with _existing(options) as assistant:
        catch_up(assistant)
        for event in assistant.stream(
            options.question, since=options.since, until=options.until, caution=options.caution
        ):
            said = asking_line(event) if assistant.writer and sys.stderr.isatty() else ""
            if said:
                print(said, file=sys.stderr)
            if isinstance(event, Done):
                answer = event.answer
    _print_answer(answer, options.json)
    return ABSTAINED if answer.abstained else ANSWERED


def _print_answer(answer: Answer, as_json: bool) -> None:
    if answer.searched:
        print(f"Searched: {answer.searched}", file=sys.stderr)
    if answer.warning:
        print(f"sourcier: {answer.warning}", file=sys.stderr)
    if as_json:
        print(json.dumps(answer_record(answer), ensure_ascii=False, indent=2))
        return
    plain = os.environ.get("TERM") == "dumb" or os.environ.get("NO_COLOR")
    for line in answer_lines(answer, bold=sys.stdout.isatty() and not plain):
        print(line)


def search(options: Namespace) -> int:
    """List the passages nearest to a question."""
    options.model = "none"
    with _existing(options) as assistant:
        catch_up(assistant)
        hits = assistant.search(
            options.question, options.k, since=options.since, until=options.until
        )
    if options.json:
        print(json.dumps([hit_record(hit) for hit in hits], ensure_ascii=False, indent=2))
    else:
        for n, hit in enumerate(hits, 1):
            print(f"{n}. {name_article(hit.article)} ({hit.score:.3f})")
            print(f"   {hit.text}")
            _print_reprints(hit.also, " " * 3)
            print()
    return ANSWERED if hits else ABSTAINED


def _print_reprints(articles: Sequence[Article], margin: str) -> None:
    for article in articles:
        print(f"{margin}also in: {name_article(article)}")


def info(options: Namespace) -> int:
    """Say what the library holds."""
    options.model, options.encoder = NO_MODEL, None
    chosen = choose_writer()
    with _existing(options) as assistant:
        store = assistant.library.store
        articles, passages = store.counts()
        fusion = _fusion(store.calibration, assistant.library.dense_weight)
        record: dict[str, Any] = {
            "library": str(assistant.library.folder),
            "articles": articles,
            "passages": passages,
            "generation": store.generation,
            "encoder": store.encoder,
            "writer": {"name": chosen.writer, "model": chosen.model, "by": chosen.source},
            "calibration": store.calibration,
            "bytes": sum(
                path.stat().st_size
                for path in assistant.library.folder.rglob("*")
                if path.is_file()
            ),
        }
    if options.json:
        print(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        encoder = record["encoder"] or {"model": "none yet", "dimension": 0}
        print(f"Library   {record['library']}")
        print(f"Holds     {articles:,} articles, {passages:,} passages")
        print(f"Encoder   {encoder['model']} ({encoder['dimension']} dimensions)")
        print(f"Writer    {describe_writer(chosen)}")
        print(f"Fusion    {fusion}")
        print(f"On disk   {record['bytes'] / 1e6:,.1f} MB")
    return ANSWERED


def _fusion(calibration: dict[str, Any] | None, weight: float) -> str:
    """Say how far vectors and words are trusted, and how that was found."""
    found = f"{weight:.2f} by meaning, {1 - weight:.2f} by words"
    if calibration is None or calibration["dense_weight"] is None:
        return f"{found} (the default: too few articles to measure it)"
    words, both = calibration["mrr"][0], max(calibration["mrr"])
    return (
        f"{found} ({calibration['questions']} questions made of its articles: mean reciprocal rank "
        f"{words:.3f} by words alone, {both:.3f} at best)"
    )


def remove(options: Namespace) -> int:
    """Take articles out of the library."""
    options.model, options.encoder = "none", None
    with _existing(options) as assistant:
        missing = [i for i in options.ids if not assistant.remove(i)]
    for article_id in missing:
        print(
            f"sourcier: no article has the id {article_id}: “sourcier search” shows the ids.",
            file=sys.stderr,
        )
    print(f"Removed {len(options.ids) - len(missing)} of {len(options.ids)} articles.")
    return FAILED if missing else ANSWERED


def describe_report(report: IndexReport) -> str:
    """Say in a few lines what indexing did, failures first."""
    lines = [f"Not read: {f.place}: {f.reason}" for f in report.failed[:_MOST_FAILURES]]
    if len(report.failed) > _MOST_FAILURES:
        lines.append(f"… and {len(report.failed) - _MOST_FAILURES:,} more not read")
    lines.append(
        f"{report.added:,} articles added, {report.updated:,} updated, {report.unchanged:,} "
        f"unchanged, {report.removed:,} removed, {len(report.failed):,} not read; "
        f"{report.passages:,} passages in {report.seconds:.1f} s"
    )
    if report.reprints:
        lines.append(f"{report.reprints:,} of them are reprints of others")
    return "\n".join(lines)


_STAGES = {"finishing": "Finishing", "calibrating": "Calibrating"}


class Bar:
    """A progress bar on stderr, when it is a terminal that someone may be looking at."""

    def __init__(self) -> None:
        """Make a bar that shows at the first progress it hears of."""
        self._bar = StageBar(bar_format="{l_bar}{bar}| {elapsed}<{remaining}{postfix}")

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *error: Any) -> None:
        self._bar.__exit__(*error)

    def told(self, progress: Progress) -> None:
        """Show ``progress``: how far, passages a second, time left."""
        rate = progress.passages / progress.seconds if progress.seconds else 0.0
        self._bar.show(
            _STAGES.get(progress.stage, "Indexing"),
            progress.done,
            progress.total,
            f"{progress.articles:,} articles, {progress.passages:,} passages, {rate:.0f}/s",
        )


def catch_up(assistant: Assistant) -> None:
    """Bring the library's indexes up to date, with a bar: after an upgrade that may take long."""
    started = monotonic()
    with Bar() as bar:
        assistant.library.catch_up(
            lambda done, total: bar.told(
                Progress("finishing", done, total, 0, done, monotonic() - started)
            )
        )


def _existing(options: Namespace) -> Assistant:
    """Open the library of the command line, which must be there and hold something."""
    assistant = Assistant.open(
        options.library,
        model=options.model,
        writer=getattr(options, "writer", None),
        encoder=options.encoder,
        reranker=getattr(options, "reranker", None),
        create=False,
    )
    if assistant.writer_note:
        print(f"sourcier: {assistant.writer_note}", file=sys.stderr)
    try:
        if not assistant.library.store.counts()[0]:
            raise LibraryError(
                f"The library {options.library} is empty: add articles with “sourcier index FOLDER "
                f"--library {options.library}”."
            )
    except SourcierError:
        assistant.close()
        raise
    return assistant
