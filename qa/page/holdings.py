"""The library's side of the page: what it holds, adding to it, and what became of that."""

from __future__ import annotations

import filecmp
import logging
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import SourcierError
from qa.page.conversation import Session
from qa.page.labels import Labels, counted, written_number, written_share
from qa.types import Failure, IndexReport, Progress, Quoted

if TYPE_CHECKING:
    from qa.assistant import Assistant

Work = Callable[[Callable[[Progress], None]], IndexReport]

_PROGRESS_EVERY = 0.3  # seconds
_FAILURES_SHOWN = 50
_log = logging.getLogger(__name__)


def carry_out(session: Session, work: Work) -> Iterator[None]:
    """Add to the library within the session, pausing whenever there is progress to show.

    The work has a thread of its own, so that it goes on when the page is closed.
    """
    heard: deque[Progress] = deque(maxlen=1)
    session.cancel.clear()
    session.adding, session.progress = True, None
    pool = ThreadPoolExecutor(1)
    job = pool.submit(work, heard.append)
    pool.shutdown(wait=False)
    yield
    while not wait([job], _PROGRESS_EVERY).done:
        session.progress = heard[0] if heard else None
        yield
    session.adding = False
    try:
        session.report = job.result()
    except SourcierError as error:
        session.report = str(error)
    except Exception:
        _log.exception("adding failed")
        session.report = session.labels.unexpected
    yield


def add_uploads(
    assistant: Assistant,
    uploads: Iterable[Path],
    session: Session,
    told: Callable[[Progress], None],
) -> IndexReport:
    """Move uploaded files into the library's ``files`` folder and add them from there.

    They keep their names, and so do their articles' ids. Files that gave no article don't
    stay. Raises ``LibraryError`` when the library can't be written.
    """
    folder = assistant.library.folder / "files"
    folder.mkdir(exist_ok=True)
    kept, new, refused = [], [], []
    for upload in uploads:
        if session.cancel.is_set():
            break
        if upload.name.startswith("."):
            continue
        if failure := _refused(upload.name, session.labels):
            refused.append(failure)
            continue
        path = free_place(folder, upload)
        if not path.exists():
            shutil.move(upload, path)
            new.append(path)
        kept.append(path)
    report = IndexReport()
    try:
        if kept:
            report = assistant.add(kept, told=told, cancelled=session.cancel.is_set)
    finally:
        for path in new:
            if not assistant.library.store.ids_from(str(path)):
                path.unlink()
    return replace(report, failed=(*refused, *report.failed))


def _refused(name: str, labels: Labels) -> Failure | None:
    """Return why a file isn't even kept: Sourcier doesn't read its kind."""
    from qa.reading.listing import SUFFIXES, suffix_of

    suffix = suffix_of(name)
    if suffix in SUFFIXES:
        return None
    reason = labels.unread_kind if suffix else labels.unread_unnamed
    return Failure(name, reason.format(suffix=suffix, kinds=", ".join(SUFFIXES)))


def free_place(folder: Path, upload: Path) -> Path:
    """Return where to keep an upload: under its own name, numbered when another file has it.

    A file that is there already, byte for byte, is its own place.
    """
    from qa.reading.listing import suffix_of

    place, number = folder / upload.name, 1
    while place.exists() and not filecmp.cmp(place, upload, shallow=False):
        number += 1
        suffix = suffix_of(upload.name)
        stem = upload.name[: len(upload.name) - len(suffix)]
        place = folder / f"{stem} ({number}){suffix}"
    return place


def answerable(assistant: Assistant, questions: Sequence[str]) -> frozenset[str]:
    """Return the questions this library holds quotes for; no model is asked to write."""
    if not assistant.library.store.counts()[0]:
        return frozenset()
    return frozenset(question for question in questions if _quoted(assistant, question))


def _quoted(assistant: Assistant, question: str) -> bool:
    try:
        for event in assistant.stream(question):
            if isinstance(event, Quoted):
                return bool(event.citations)  # before the model would write
    except SourcierError as error:
        _log.info("examples left out: %s", error)
    return False


def holding(counts: tuple[int, int], labels: Labels) -> str:
    """Say how many articles and passages the library holds, in plain text."""
    articles, passages = counts
    return labels.holds.format(
        articles=counted(articles, labels.articles, labels),
        passages=counted(passages, labels.passages, labels),
    )


def adding_note(labels: Labels) -> str:
    """Say which kinds of files can be added and where they go, in plain text."""
    from qa.reading import SUFFIXES

    return labels.adding_note.format(kinds=" ".join(SUFFIXES))


def render_adding(session: Session) -> str:
    """Return how far adding is, or what became of it."""
    if session.adding:
        return render_progress(session.progress, session.labels)
    return render_report(session.report, session.labels)


def render_progress(progress: Progress | None, labels: Labels) -> str:
    """Return how far adding is: stage, percentage, articles and their rate."""
    if progress is None:
        return f'<p class="progress" role="status">{escape(labels.copying)}</p>'
    said = [labels.stages[progress.stage]]
    share = min(1.0, progress.done / progress.total) if progress.total else 0.0
    if progress.total:
        said.append(written_share(share, labels))
    said.append(counted(progress.articles, labels.articles, labels))
    if progress.articles and progress.seconds > 0:
        rate = progress.articles / progress.seconds
        said.append(labels.rate.format(rate=written_number(rate, labels, 0 if rate >= 10 else 1)))
    return (
        f'<p class="progress" role="status">{escape(" · ".join(said))}</p>'
        f'<progress max="1" value="{share:.3f}" aria-label="{escape(said[0])}"></progress>'
    )


def render_report(report: IndexReport | str, labels: Labels) -> str:
    """Say in words what was added and what couldn't be, or why nothing could."""
    if isinstance(report, str):
        return f'<p class="report" role="status">{escape(report)}</p>' if report else ""
    fates = (
        (report.added, labels.added),
        (report.updated, labels.updated),
        (report.unchanged, labels.unchanged),
    )
    said = [counted(number, words, labels) for number, words in fates if number]
    summary = labels.nothing_added
    if said:
        articles = counted(sum(number for number, _ in fates), labels.articles, labels)
        took = labels.took.format(seconds=written_number(report.seconds, labels, decimals=1))
        summary = f"{articles} {took} : " if labels.language == "fr" else f"{articles} {took}: "
        summary += ", ".join(said) + "."
    return f'<p class="report" role="status">{escape(summary)}</p>{_failures(report, labels)}'


def _failures(report: IndexReport, labels: Labels) -> str:
    if not report.failed:
        return ""
    count = len(report.failed)
    words = labels.failures[0 if count == 1 else 1]
    title = words.format(count=written_number(count, labels))
    items = [
        f"<li><bdi>{escape(one.place)}</bdi>\u00a0: <span>{escape(one.reason)}</span></li>"
        for one in report.failed[:_FAILURES_SHOWN]
    ]
    if count > _FAILURES_SHOWN:
        more = labels.more_failures.format(count=written_number(count - _FAILURES_SHOWN, labels))
        items.append(f"<li>{escape(more)}</li>")
    return f'<p class="failed-title">{escape(title)}</p><ul class="failed">{"".join(items)}</ul>'
