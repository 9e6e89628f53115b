"""Many people asking the page at once: does each get their own answer, in turn, and how soon?

    python -m eval.crowd --people 16 --minutes 5 --set eval/sets/samples.jsonl
    python -m eval.crowd --url http://127.0.0.1:7860 --pid 4242

Every question is first asked by one person alone. Then everybody asks these questions, each in
orders of their own, through the page's ``/ask``, and what comes back must be what came then.
Without ``--url`` a server of the sample articles is started, with the embedded writer.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from eval import SAMPLES
from eval.loading.jsonl import load_questions
from eval.serving import Served, memory, serve

if TYPE_CHECKING:
    from gradio_client import Client

_SEED = 7
_BEFORE_WRITING = ("search", "quotes")  # stages that end in quotes; the others are the model's
_SLACK = 0.5  # seconds within which it can't be told from here who came first
_LOOKED_AT = 5.0  # seconds between two looks at the server's memory

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, who asked it and when, in seconds, and the record that came, or an error."""

    person: int
    question: str
    started: float
    finished: float
    record: Record = field(default_factory=dict)
    error: str = ""

    @property
    def seconds(self) -> float:
        """How long the whole answer took."""
        return self.finished - self.started

    @property
    def writing(self) -> float:
        """The seconds spent in line for the model, writing and checking; 0 if it wasn't asked."""
        timings: Mapping[str, float] = self.record.get("timings", {})
        return sum(spent for stage, spent in timings.items() if stage not in _BEFORE_WRITING)

    @property
    def to_quotes(self) -> float:
        """How long it took until the quotes were there."""
        return self.seconds - self.writing


@dataclass(frozen=True, slots=True)
class Crowd:
    """What a crowd was told, beside what one person alone was; the server's memory in bytes."""

    people: int
    alone: tuple[Asked, ...]
    asked: tuple[Asked, ...]
    memory: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What went wrong, each a count of answers.

    ``crossed`` answer another question, ``misquoted`` cite other places or words than for one
    person alone, ``reworded`` say it otherwise, ``overtaken`` came to the model earlier than
    one that it answered before them. ``warned`` are quotes alone since the model couldn't be had.
    """

    errors: int
    crossed: int
    misquoted: int
    reworded: int
    overtaken: int
    warned: int

    @property
    def well(self) -> bool:
        """Whether everybody got their own answer, the same as alone, and in turn."""
        wrong = self.errors, self.crossed, self.misquoted, self.reworded, self.overtaken
        return not any(wrong)


# Asking


def gather(
    served: Served,
    questions: Sequence[str],
    people: int,
    seconds: float,
    told: Callable[[str], object] = lambda said: None,
) -> Crowd:
    """Have one person ask every question, then ``people`` of them ask for ``seconds``.

    Each asks one question at least, and what was begun is waited for.
    """
    clients = [_client(served.url) for _ in range(people)]
    _ask(clients[0], 0, questions[0])  # loads the model
    told(f"One person is asking {len(questions)} questions…")
    alone = [_ask(clients[0], 0, question) for question in questions]
    told(f"{people} people are asking for {seconds:.0f} seconds…")
    over, held = Event(), [memory(served.pid)]
    watch = Thread(target=_watch, args=(served.pid, over, held), daemon=True)
    watch.start()
    end = monotonic() + seconds
    with ThreadPoolExecutor(people) as pool:
        jobs = [
            pool.submit(_ask_until, client, person, questions, end)
            for person, client in enumerate(clients)
        ]
        asked = [one for job in jobs for one in job.result()]
    over.set()
    watch.join()
    return Crowd(people, tuple(alone), tuple(asked), tuple(held))


def _ask_until(client: Client, person: int, questions: Sequence[str], end: float) -> list[Asked]:
    """Ask the questions over and over, each time in another order, until ``end``."""
    drawn, asked = random.Random(_SEED + person), list[Asked]()
    while True:
        for question in drawn.sample(questions, len(questions)):
            if asked and monotonic() >= end:
                return asked
            asked.append(_ask(client, person, question))


def _ask(client: Client, person: int, question: str) -> Asked:
    started = monotonic()
    try:
        record = client.predict(question, api_name="/ask")
        return Asked(person, question, started, monotonic(), record)
    except Exception as error:  # whatever it is, it is what is looked for
        said = f"{type(error).__name__}: {error}"
        return Asked(person, question, started, monotonic(), error=said)


def _client(url: str) -> Client:
    from gradio_client import Client

    # Certificates, read anew for every call, would be most of what is measured.
    client = Client(url, verbose=False, ssl_verify=url.startswith("https:"))
    with suppress(Exception):
        client.predict("", api_name="/ask")  # refused at once: it is connected now
    return client


def _watch(pid: int, over: Event, held: list[int]) -> None:
    while not over.wait(_LOOKED_AT):
        held.append(memory(pid))
    held.append(memory(pid))


# Judging


def judge(crowd: Crowd) -> Judged:
    """Return what went wrong in a crowd, by what one person alone was told."""
    alone = {one.question: one.record for one in crowd.alone}
    answered = [one for one in crowd.asked if not one.error]
    own = [one for one in answered if one.record["question"] == one.question]
    same_quotes = [one for one in own if _quoted(one.record) == _quoted(alone[one.question])]
    warned = [one for one in same_quotes if one.record["warning"]]
    said = [one for one in same_quotes if not one.record["warning"]]
    return Judged(
        errors=len(crowd.asked) - len(answered) + sum(bool(one.error) for one in crowd.alone),
        crossed=len(answered) - len(own),
        misquoted=len(own) - len(same_quotes),
        reworded=sum(_said(one.record) != _said(alone[one.question]) for one in said),
        overtaken=overtaken(answered),
        warned=len(warned),
    )


def overtaken(asked: Sequence[Asked]) -> int:
    """Return how many answers the model gave later than to somebody who came to it after them.

    An answer without the model overtakes nobody.
    """
    written = [one for one in asked if one.writing]
    late = set()
    for one, other in combinations(written, 2):
        first, second = sorted((one, other), key=lambda each: each.finished - each.writing)
        came = (second.finished - second.writing) - (first.finished - first.writing)
        if came > _SLACK and first.finished - second.finished > _SLACK:
            late.add(id(first))
    return len(late)


def _quoted(record: Record) -> object:
    return record.get("quotes"), record.get("nearest"), record.get("abstained")


def _said(record: Record) -> object:
    return record.get("text"), record.get("citations"), record.get("written_by")


# Showing


def table(crowd: Crowd) -> list[str]:
    """Return rows of a Markdown table: what was asked, what went wrong, times and memory."""
    judged, minutes = judge(crowd), _lasted(crowd.asked) / 60
    rows = [
        ("people at once", f"{crowd.people}"),
        ("answers, and a minute", f"{len(crowd.asked)}, {len(crowd.asked) / minutes:.0f}"),
        ("errors", f"{judged.errors}"),
        ("answers to another's question", f"{judged.crossed}"),
        ("other quotes than alone", f"{judged.misquoted}"),
        ("other words than alone", f"{judged.reworded}"),
        ("overtaken in the model's line", f"{judged.overtaken}"),
        ("quotes alone, the model couldn't be had", f"{judged.warned}"),
        ("to the quotes, one person, p50 / p95", _seconds([a.to_quotes for a in crowd.alone])),
        ("to the quotes, crowd, p50 / p95", _seconds([a.to_quotes for a in crowd.asked])),
        ("to the whole answer, one person, p50 / p95", _seconds([a.seconds for a in crowd.alone])),
        ("to the whole answer, crowd, p50 / p95", _seconds([a.seconds for a in crowd.asked])),
    ]
    if any(crowd.memory):
        first, half, last = (crowd.memory[i] for i in (0, len(crowd.memory) // 2, -1))
        held = " / ".join(f"{b / 1e6:,.0f}" for b in (first, half, last, max(crowd.memory)))
        rows.append(("server's memory before / halfway / after / most", f"{held} MB"))
    return [f"| {name} | {value} |" for name, value in rows]


def _lasted(asked: Sequence[Asked]) -> float:
    return max(one.finished for one in asked) - min(one.started for one in asked)


def _seconds(values: Sequence[float]) -> str:
    """Return the median and the 95th percentile, each a value that was measured."""
    ordered = sorted(values)
    p50, p95 = (ordered[round(share * (len(ordered) - 1))] for share in (0.5, 0.95))
    return f"{p50:.2f} / {p95:.2f} s"


def main(arguments: Sequence[str] | None = None) -> int:
    """Gather a crowd and print its table; return 1 when something went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--url", help="a page that is served (default: one of the samples)")
    parser.add_argument("--pid", type=int, default=0, help="its process, whose memory is watched")
    parser.add_argument("--people", type=int, default=16, help="how many ask at once (16)")
    parser.add_argument("--minutes", type=float, default=5.0, help="for how long (5)")
    parser.add_argument("--questions", type=int, default=24, help="how many are asked (24)")
    parser.add_argument("--set", type=Path, default=SAMPLES.parent / "sets" / "samples.jsonl")
    options = parser.parse_args(arguments)
    drawn = [one.question for one in load_questions(options.set).questions if not one.history]
    drawn = random.Random(_SEED).sample(drawn, min(options.questions, len(drawn)))
    served = nullcontext(Served(options.url, options.pid)) if options.url else serve(SAMPLES)
    with served as page:
        crowd = gather(
            page,
            drawn,
            options.people,
            60 * options.minutes,
            lambda said: print(said, file=sys.stderr, flush=True),
        )
    print("\n".join(table(crowd)))
    for error in sorted({one.error for one in crowd.asked if one.error})[:10]:
        print(error, file=sys.stderr)
    return 0 if judge(crowd).well else 1


if __name__ == "__main__":
    sys.exit(main())
