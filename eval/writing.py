"""What binding an answer costs, how soon a model begins, and whether its memory stays flat.

    python -m eval.writing [--model GGUF] [--prompts 8] [--answers 500]

Prompts are those of the sample questions. Ways to be compared take turns on each prompt, in one
run, so that a busy machine slows them alike. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from eval.loading import load_set
from eval.tables import rows
from qa import Assistant
from qa.answering.chat_template import render_chat
from qa.answering.choosing import Chooser, sort_tokens
from qa.answering.constraining import Bounds
from qa.answering.generating import BoundWriter, read_prompt, write_freely
from qa.answering.gguf import GgufWriter, embedded_model
from qa.answering.llama import BATCH, Context, Vocabulary
from qa.answering.prompting import assign
from qa.answering.server.binding import citing_grammar
from qa.answering.writer import Task
from qa.bars import StageBar
from qa.language.query import parse_question
from qa.settings import Settings
from qa.types import Wrote

_SAMPLES = Path(__file__).parent / "samples"
_SET = Path(__file__).parent / "sets" / "samples.jsonl"
_WINDOW = 2048
_TOKENS = 96  # of an answer whose speed is measured
_SHORT = 16  # tokens of an answer of many
_WARM_UP = 20  # answers before memory is looked at
_UNRELATED = Task("x", "y", 1)
Times = tuple[float, float]  # seconds by the clock, and of processors


@dataclass(slots=True)
class Pace:
    """Tokens, and the seconds they took: by the clock, and of all processors."""

    tokens: int = 0
    seconds: float = 0.0
    processor: float = 0.0

    def add(self, tokens: int, took: Times) -> None:
        """Count ``tokens`` more."""
        self.tokens += tokens
        self.seconds += took[0]
        self.processor += took[1]

    @property
    def rate(self) -> float:
        """Tokens a second."""
        return self.tokens / self.seconds

    @property
    def processor_rate(self) -> float:
        """Tokens a second of processor time: what others do on the machine tells less."""
        return self.tokens / self.processor


def now() -> Times:
    """Return the clock's time and the process's own, in seconds."""
    return time.perf_counter(), time.process_time()


def since(start: Times) -> Times:
    """Return the times that have passed since ``start``."""
    clock, processor = now()
    return clock - start[0], processor - start[1]


def _never() -> bool:
    return False


def make_tasks(writer: GgufWriter, settings: Settings) -> list[Task]:
    """Return the tasks of answering the sample questions from the sample articles."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Assistant.open(folder, model="none") as assistant,
    ):
        assistant.add(_SAMPLES)
        made = [
            assign(parse_question(text), assistant.sentences(text, 24), writer, settings)
            for text in (one.question for one in load_set(_SET).questions)
        ]
    return [one.task for one in made if one is not None]


class Bench:
    """One model, loaded once, with which each way of writing takes its turn."""

    def __init__(self, path: Path) -> None:
        """Load ``path``."""
        self._vocabulary = Vocabulary(path)
        self._signs = sort_tokens(self._vocabulary.pieces, self._vocabulary.ends)
        self._context = Context(path, _WINDOW)
        self.reading = Pace()
        self.free, self.bound = Pace(), Pace()

    def tokens(self, task: Task) -> list[int]:
        """Return the tokens of the prompt."""
        pieces = render_chat(self._vocabulary.metadata, task.system, task.user)
        return [t for p in pieces for t in self._vocabulary.tokens(p.text, p.markup)]

    def read(self, task: Task) -> Times:
        """Read the prompt anew, by plain decoding; return the time it takes."""
        tokens = self.tokens(task)
        self._context.keep([])
        start = now()
        for at in range(0, len(tokens), BATCH):
            self._context.read(tokens[at : at + BATCH])
        self._context.logits()
        took = since(start)
        self.reading.add(len(tokens), took)
        return took

    def write(self, task: Task, bound: bool) -> None:
        """Write freely, or as the task is bound."""
        for _ in read_prompt(self._context, self.tokens(task), _never):
            pass
        chooser, before = Chooser(0.0, 0), len(self._context.tokens)
        start = now()
        if bound:
            bounds = Bounds(task.candidates, task.abstention)
            writing = BoundWriter(self._context, self._signs, chooser, bounds)
            events = writing.write(_TOKENS, _never)
        else:
            events = write_freely(self._context, self._signs, chooser, _TOKENS, _never)
        for _ in events:
            pass
        pace = self.bound if bound else self.free
        pace.add(len(self._context.tokens) - before, since(start))


class Completion:
    """llama-cpp-python's own ``create_completion``, free or held by a grammar."""

    def __init__(self, path: Path) -> None:
        """Load ``path``."""
        from llama_cpp import Llama

        threads = max(1, (os.cpu_count() or 1) // 2)
        self._llama = Llama(
            str(path), n_ctx=_WINDOW, n_threads=threads, n_threads_batch=threads, verbose=False
        )
        self.free, self.bound = Pace(), Pace()

    def write(self, tokens: list[int], task: Task, bound: bool) -> None:
        """Write freely, or held by a grammar that says what the task's bounds say."""
        from llama_cpp import LlamaGrammar

        grammar = None
        if bound:
            text = citing_grammar(task.candidates, task.abstention)
            grammar = LlamaGrammar.from_string(text, verbose=False)
        stream: Any = self._llama.create_completion(
            prompt=tokens, max_tokens=_TOKENS, temperature=0.0, grammar=grammar, stream=True
        )
        start, before = None, 0
        for _ in stream:
            if start is None:
                start, before = now(), self._llama.n_tokens
        pace = self.bound if bound else self.free
        if start is not None:
            pace.add(self._llama.n_tokens - before, since(start))


def compare_speeds(path: Path, tasks: Sequence[Task]) -> tuple[Bench, Completion]:
    """Have each way write an answer to each task, in turn; the order changes each time."""
    bench, completion = Bench(path), Completion(path)
    for number, task in enumerate([tasks[0], *tasks]):
        tokens = bench.tokens(task)
        ways: list[Callable[[], None]] = [
            partial(bench.write, task, False),
            partial(bench.write, task, True),
            partial(completion.write, tokens, task, False),
            partial(completion.write, tokens, task, True),
        ]
        for way in ways[number % 4 :] + ways[: number % 4]:
            way()
        if number == 0:  # a warm-up
            bench.free, bench.bound, completion.free, completion.bound = (Pace() for _ in range(4))
    return bench, completion


@dataclass(slots=True)
class Starts:
    """Seconds to the first written piece, and what they are to reading the prompt plainly."""

    seconds: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)  # the same of processor time

    def add(self, took: Times, plain: Times) -> None:
        """Count one more."""
        self.seconds.append(took[0])
        self.shares.append(took[0] / plain[0])
        self.processor.append(took[1] / plain[1])


def time_starts(writer: GgufWriter, bench: Bench, tasks: Sequence[Task]) -> tuple[Starts, Starts]:
    """Time the first piece with nothing remembered, and after another question's prompt."""
    cold, warm = Starts(), Starts()
    for before, task in zip([tasks[-1], *tasks[:-1]], tasks, strict=True):
        _time_to_first(writer, _UNRELATED)
        plain = bench.read(task)
        cold.add(_time_to_first(writer, task), plain)
        _time_to_first(writer, before)
        warm.add(_time_to_first(writer, task), plain)
    return cold, warm


def _time_to_first(writer: GgufWriter, task: Task) -> Times:
    start = now()
    for event in writer.write(task):
        if isinstance(event, Wrote):
            break
    return since(start)


def watch_memory(writer: GgufWriter, tasks: Sequence[Task], answers: int) -> Iterator[float]:
    """Write ``answers`` short answers; yield the process's memory in MB every tenth of them."""
    with StageBar() as bar:
        for number in range(_WARM_UP + answers + 1):
            counted = number - _WARM_UP
            if counted >= 0 and counted % max(1, answers // 10) == 0:
                yield memory()
            task = replace(tasks[number % len(tasks)], tokens=_SHORT)
            for _ in writer.write(task):
                pass
            bar.show("answers", max(0, counted), answers)


def memory() -> float:
    """Return the memory this process has in use, in MB, as Linux tells it."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def speed_table(bench: Bench, completion: Completion) -> str:
    """Return tokens a second, and what is left of them when the answer is bound."""
    body = []
    for name, way in (("ours, masked at the citation", bench), ("GBNF, all along", completion)):
        free, bound = way.free, way.bound
        ratios = (bound.rate / free.rate, bound.processor_rate / free.processor_rate)
        cells = (f"{free.rate:.1f}", f"{bound.rate:.1f}", *(f"{ratio:.1%}" for ratio in ratios))
        body.append([name, *cells])
    return rows(["tokens a second", "free", "bound", "ratio", "of processor time"], body)


def start_table(cold: Starts, warm: Starts, reading: Pace) -> str:
    """Return how soon the first piece comes, at the median."""
    body = [
        [name, *(f"{median(part):.3f}" for part in (one.seconds, one.shares, one.processor))]
        for name, one in (("nothing remembered", cold), ("after another question", warm))
    ]
    head = f"first piece ({reading.tokens} tokens in all, {reading.rate:.0f} a second)"
    return rows([head, "seconds", "÷ plain reading", "of processor time"], body)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m eval.writing", description=__doc__)
    parser.add_argument("--model", metavar="GGUF", type=Path)
    parser.add_argument("--prompts", type=int, default=8)
    parser.add_argument("--answers", type=int, default=500)
    options = parser.parse_args(arguments)
    path = options.model or embedded_model()
    settings = Settings()
    writer = GgufWriter(path, settings)
    tasks = make_tasks(writer, settings)[: options.prompts]
    short = make_tasks(writer, replace(settings, prompt_sentences=1))
    bench, completion = compare_speeds(path, tasks)
    print(speed_table(bench, completion) + "\n", flush=True)
    print(start_table(*time_starts(writer, bench, tasks), bench.reading), flush=True)
    if options.answers:
        seen = list(watch_memory(writer, short, options.answers))
        print(f"\nMemory over {options.answers} answers, {seen[-1] - seen[0]:+.1f} MB in all:")
        print(", ".join(f"{one:.1f}" for one in seen))
    writer.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
