"""How well dates are found and resolved, against mentions marked by hand.

    python -m eval.language dates [--corpus FILE.jsonl.gz] [--half dev|test] [--finder ours]

A mention is written ``[11 février](2022-02-11)`` in the marked text: the days it stands for
in the notation of ISO 8601, ``/`` between the ends of a stretch, ``XXXX`` for what is open. It
begins with the first word that tells when, without article or preposition. ``exact`` counts
what is found at that very place and resolved to that very day, month, year or stretch; a
mention found where there is none counts against it. ``loose``, which is how dateparser can be
compared (it gives one day for everything), wants a common letter, and a day within the stretch.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from pathlib import Path
from typing import Any

from eval.locating import letters, locate
from eval.questions import Support
from eval.tables import rows
from qa.errors import QuestionError, SourcierError
from qa.language.calendar import DateMention, PartialDate, mention_of
from qa.language.dates import find_dates

_SETS = Path(__file__).parents[1] / "sets" / "language"
MARKED = _SETS / "dates-fr.jsonl"
PLACED = _SETS / "dates-news.jsonl"
HALVES = ("dev", "test")
_MARK = re.compile(r"\[([^\]]+)\]\(([\dX/-]+)\)")
_LEAST_SECONDS = 0.5
Find = Callable[[str, Date], list[DateMention]]


@dataclass(frozen=True, slots=True)
class Marked:
    """A text of a day, and all the dates it mentions from ``start`` to ``end``."""

    half: str
    published: Date
    text: str
    start: int
    end: int
    mentions: tuple[DateMention, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Mentions marked, found exactly or loosely, and found where nothing is marked."""

    marked: int = 0
    exact: int = 0
    loose: int = 0
    spurious: int = 0

    @property
    def accuracy(self) -> float:
        """The share found exactly, of those marked and those found where there is none."""
        return self.exact / max(1, self.marked + self.spurious)

    @property
    def loose_accuracy(self) -> float:
        """The same of those found loosely."""
        return self.loose / max(1, self.marked + self.spurious)


def read_marked(path: Path = MARKED) -> list[Marked]:
    """Return the marked sentences of a file, one a line."""
    lines = path.read_text("utf-8").splitlines()
    return [_marked(json.loads(line)) for line in lines]


def _marked(row: dict[str, str]) -> Marked:
    text, mentions, read_to = "", [], 0
    for match in _MARK.finditer(row["marked"]):
        text += row["marked"][read_to : match.start()]
        first, last = parse_value(match[2])
        mentions.append(DateMention(len(text), len(text) + len(match[1]), first, last))
        text, read_to = text + match[1], match.end()
    text += row["marked"][read_to:]
    day = Date.fromisoformat(row["published"])
    return Marked(row["half"], day, text, 0, len(text), tuple(mentions))


def read_placed(articles: dict[str, tuple[Date, str]], path: Path = PLACED) -> list[Marked]:
    """Return the marked sentences of articles that aren't ours to copy.

    ``articles`` are days and texts by id. Raises ``QuestionError`` when one is missing or
    another.
    """
    return [
        _placed(json.loads(line), articles, path) for line in path.read_text("utf-8").splitlines()
    ]


def _placed(row: dict[str, Any], articles: dict[str, tuple[Date, str]], path: Path) -> Marked:
    place = Support(row["article"], start=row["start"], end=row["end"], check=row["check"])
    day, text = articles.get(place.article, (Date.min, ""))
    found = locate(place, text)
    if found is None:
        raise QuestionError(
            f"Article {place.article} isn't the one marked in {path.name}: give the corpus the "
            "set was marked on."
        )
    at = [found[0] + n for n, char in enumerate(text[slice(*found)]) for _ in letters(char)]
    mentions = tuple(
        DateMention(at[start - place.start], at[end - 1 - place.start] + 1, *parse_value(value))
        for start, end, value in row["dates"]
    )
    return Marked(row["half"], day, text, *found, mentions)


def parse_value(value: str) -> tuple[PartialDate, PartialDate | None]:
    """Return the ends of ``2022-02-11/2022-02-13``; ``XXXX-02-11`` leaves the year open."""
    first, _, last = value.partition("/")
    return _partial(first), _partial(last) if last else None


def _partial(value: str) -> PartialDate:
    year, month, day = [*value.split("-"), "", ""][:3]
    return PartialDate(
        int(day or 0) or None, int(month or 0) or None, None if "X" in year else int(year)
    )


def count(find: Find, marked: Marked) -> Counts:
    """Compare what ``find`` makes of a text with what is marked in it."""
    found = _found(find, marked)
    return Counts(
        marked=len(marked.mentions),
        exact=sum(mention in found for mention in marked.mentions),
        loose=sum(any(_loosely(mention, one) for one in found) for mention in marked.mentions),
        spurious=sum(not any(_touch(mention, one) for mention in marked.mentions) for one in found),
    )


def add(counts: Sequence[Counts]) -> Counts:
    """Return the sums of ``counts``."""
    return Counts(
        sum(one.marked for one in counts),
        sum(one.exact for one in counts),
        sum(one.loose for one in counts),
        sum(one.spurious for one in counts),
    )


def errors(find: Find, marked: Marked) -> list[str]:
    """Return each mention missed or resolved otherwise (−), found wrongly (+), and the text."""
    found, there = set(_found(find, marked)), set(marked.mentions)
    signs = [*(("−", one) for one in there - found), *(("+", one) for one in found - there)]
    lines = [
        f"{sign} {marked.text[m.start : m.end]!r} {m.first} {m.last or ''}" for sign, m in signs
    ]
    head = f"{marked.published:%a %d %b %Y} {marked.text[marked.start : marked.end]}"
    return [head, *lines] if lines else []


def _found(find: Find, marked: Marked) -> list[DateMention]:
    return [
        one
        for one in find(marked.text, marked.published)
        if marked.start <= one.start and one.end <= marked.end
    ]


def _touch(one: DateMention, other: DateMention) -> bool:
    return one.start < other.end and other.start < one.end


def _loosely(mention: DateMention, found: DateMention) -> bool:
    """Whether both touch, and the first day of what is found lies within what is marked."""
    span, there = mention.span_of_days(), found.span_of_days()
    return _touch(mention, found) and bool(span and there and span[0] <= there[0] <= span[1])


def speed(find: Find, marked: Sequence[Marked]) -> float:
    """Return how many of the texts ``find`` reads in a second, over and over."""
    texts, started = 0, time.perf_counter()
    while (seconds := time.perf_counter() - started) < _LEAST_SECONDS:
        for one in marked:
            find(one.text, one.published)
        texts += len(marked)
    return texts / seconds


def _dateparser() -> Find:
    """Return dateparser's search as it does best here: French, from the day of publication."""
    from dateparser.search import search_dates  # type: ignore[import-untyped]

    def find(text: str, published: Date) -> list[DateMention]:
        base = datetime(published.year, published.month, published.day, 12)
        mentions, at = [], 0
        # Preferring past dates, or future ones, finds fewer.
        for words, when in search_dates(text, ["fr"], settings={"RELATIVE_BASE": base}) or ():
            start = max(text.find(words, at), at)
            at = start + len(words)
            mentions.append(DateMention(start, at, mention_of(when.date()).first))
        return mentions

    return find


_FINDERS: dict[str, Callable[[], Find]] = {"ours": lambda: find_dates, "dateparser": _dateparser}


def main(arguments: list[str]) -> int:
    """Print a table of the finders that are installed; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        sets = {"ours": read_marked()}
        if options.corpus:
            sets["news"] = read_placed(read_articles(options.corpus))
    except SourcierError as error:
        print(error, file=sys.stderr)
        return 1
    body = []
    for name, make in _FINDERS.items():
        if options.finder not in (None, name):
            continue
        try:
            find = make()
        except ImportError:
            print(f"{name} isn't installed: left out", file=sys.stderr)
            continue
        for kind, marked in sets.items():
            for half in [options.half] if options.half else HALVES:
                texts = [one for one in marked if one.half == half]
                body.append([name, kind, half, *_row(find, texts)])
                if options.errors and name == "ours":
                    print("\n".join(line for one in texts for line in errors(find, one)))
    head = ["finder", "set", "half", "mentions", "exact", "loose", "spurious", "texts/s"]
    print(rows(head, body))
    return 0


def _row(find: Find, marked: Sequence[Marked]) -> list[str]:
    each = [count(find, one) for one in marked]
    total = add(each)
    shares = [f"{total.accuracy:.3f}", f"{total.loose_accuracy:.3f}", str(total.spurious)]
    return [str(total.marked), *shares, f"{speed(find, marked):,.0f}"]


def read_articles(path: Path) -> dict[str, tuple[Date, str]]:
    """Return the days and texts of a ``.jsonl.gz`` file's articles by id."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found = map(json.loads, lines)
        return {row["id"]: (Date.fromisoformat(row["date"]), row["text"]) for row in found}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.language dates")
    parser.add_argument("--corpus", type=Path, metavar="FILE", help="the news, .jsonl.gz")
    parser.add_argument("--half", choices=HALVES, help="of the marked texts, instead of both")
    parser.add_argument("--finder", choices=_FINDERS, help="of dates, instead of all")
    parser.add_argument("--errors", action="store_true", help="show what is found otherwise")
    return parser
