"""How well sentences are split: boundaries found, against those marked by hand.

    python -m eval.language sentences [--corpus FILE.jsonl.gz] [--half dev|test] [--errors]

A boundary is given by the letters and digits before it, so that neither white space nor which
sentence a quotation mark goes to counts. Only boundaries within a line are marked and
counted: a line break ends a sentence, which is no achievement. ``exact`` is the stricter
measure: the share of the sentences found character for character.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

from eval.language.splitters import SPLITTERS, Split
from eval.locating import letters, locate
from eval.questions import Support
from eval.tables import rows
from qa.errors import QuestionError, SourcierError
from qa.reading.cleaning import clean_text

_SETS = Path(__file__).parents[1] / "sets" / "language"
MARKED = _SETS / "sentences-fr.txt"
PLACED = _SETS / "sentences-news.jsonl"
GLUE = "¦"
HALVES = ("dev", "test")
_LEAST_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the boundaries in its letters ``start`` to ``end``, which were all marked.

    Places are counted in letters and digits from the beginning of ``text``. ``sentences`` are
    those of the text where the set has them.
    """

    half: str
    text: str
    start: int
    end: int
    boundaries: frozenset[int]
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """Boundaries found, made where there is none, and missed; sentences exactly found."""

    found: int = 0
    wrong: int = 0
    missed: int = 0
    exact: int = 0
    sentences: int = 0

    @property
    def precision(self) -> float:
        """The share of the boundaries made that are marked; 1 where none was made."""
        return self.found / max(1, self.found + self.wrong) if self.found + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of the marked boundaries that were found; 1 where none is marked."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = 2 * self.found + self.wrong + self.missed
        return 2 * self.found / total if total else 1.0


def read_marked(path: Path = MARKED) -> list[Marked]:
    """Return the paragraphs of a file whose head says how it is written, one by one.

    Raises ``QuestionError`` when a sentence stands before the first “## half: …”.
    """
    marked: list[Marked] = []
    half = ""
    sentences: list[str] = []
    for line in [*path.read_text("utf-8").split("\n"), ""]:
        if line and not line.startswith("#"):
            sentences.append(line)
            continue
        if sentences:
            if half not in HALVES:
                raise QuestionError(f"{path} must begin its texts with “## dev: …” or “## test: …”")
            marked.append(_paragraph(half, sentences))
            sentences = []
        if line.startswith("## "):
            half = line[3:].partition(":")[0]
    return marked


def _paragraph(half: str, lines: Sequence[str]) -> Marked:
    sentences = tuple(line.removeprefix(GLUE) for line in lines)
    glued = "".join(line if line.startswith(GLUE) else f" {line}" for line in lines)
    text = glued.replace(GLUE, "").strip()
    *boundaries, end = accumulate(len(letters(sentence)) for sentence in sentences)
    return Marked(half, text, 0, end, frozenset(boundaries), sentences)


def read_placed(articles: Mapping[str, str], path: Path = PLACED) -> list[Marked]:
    """Return the marked stretches of articles that aren't ours to copy.

    ``articles`` are texts by id. Raises ``QuestionError`` when one is missing or another.
    """
    marked = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        place = Support(row["article"], start=row["start"], end=row["end"], check=row["check"])
        text = articles.get(row["article"], "")
        if locate(place, text) is None:
            raise QuestionError(
                f"Article {row['article']} isn't the one marked in {path.name}: give the corpus "
                "the set was marked on."
            )
        marked.append(Marked(row["half"], text, row["start"], row["end"], frozenset(row["ends"])))
    return marked


def count(split: Split, marked: Marked) -> Counts:
    """Compare what ``split`` makes of a text with what is marked in it."""
    made = _boundaries(split, marked)
    exact = {sentence.strip() for sentence in split(marked.text)}
    return Counts(
        found=len(made & marked.boundaries),
        wrong=len(made - marked.boundaries),
        missed=len(marked.boundaries - made),
        exact=sum(sentence in exact for sentence in marked.sentences),
        sentences=len(marked.sentences),
    )


def add(counts: Sequence[Counts]) -> Counts:
    """Return the sums of ``counts``."""
    return Counts(
        sum(each.found for each in counts),
        sum(each.wrong for each in counts),
        sum(each.missed for each in counts),
        sum(each.exact for each in counts),
        sum(each.sentences for each in counts),
    )


def errors(split: Split, marked: Marked) -> Iterator[str]:
    """Yield each boundary missed (−) or made where there is none (+), with what is around it."""
    made = _boundaries(split, marked)
    there = letters(marked.text)
    for place in sorted(made ^ marked.boundaries):
        sign = "+" if place in made else "−"
        yield f"{sign} {there[max(0, place - 30) : place]} | {there[place : place + 30]}"


def _boundaries(split: Split, marked: Marked) -> set[int]:
    pieces = (each for line in marked.text.split("\n") if line for each in split(line))
    ends = accumulate(len(letters(piece)) for piece in pieces)
    return {end for end in ends if marked.start < end < marked.end}


def speed(split: Split, texts: Sequence[str]) -> float:
    """Return how many sentences ``split`` makes of ``texts`` in a second of processor time."""
    sentences, started = 0, time.process_time()
    while (seconds := time.process_time() - started) < _LEAST_SECONDS:
        sentences += sum(len(split(text)) for text in texts)
    return sentences / seconds


def main(arguments: list[str]) -> int:
    """Print a table of the splitters that are installed; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        sets = {"ours": read_marked()}
        if options.corpus:
            sets["news"] = read_placed(_texts(options.corpus))
            sets["news, cleaned"] = [replace(n, text=clean_text(n.text)) for n in sets["news"]]
    except SourcierError as error:
        print(error, file=sys.stderr)
        return 1
    body = []
    for name, make in SPLITTERS.items():
        try:
            split = make()
        except ImportError:
            print(f"{name} isn't installed: left out", file=sys.stderr)
            continue
        for kind, marked in sets.items():
            halves = [each for each in marked if options.half in (None, each.half)]
            body.append([name, kind, *_row(split, halves)])
            if options.errors and name == next(iter(SPLITTERS)):
                print("\n".join(line for each in halves for line in errors(split, each)))
    head = ["splitter", "set", "boundaries", "precision", "recall", "F1", "exact", "sentences/s"]
    print(rows(head, body))
    return 0


def _row(split: Split, marked: Sequence[Marked]) -> list[str]:
    total = add([count(split, each) for each in marked])
    return [
        str(total.found + total.missed),
        *(f"{value:.3f}" for value in (total.precision, total.recall, total.f1)),
        f"{total.exact / total.sentences:.3f}" if total.sentences else "–",
        f"{speed(split, [each.text for each in marked]):,.0f}",
    ]


def _texts(corpus: Path) -> dict[str, str]:
    """Return the raw texts of a JSONL file's rows by id, their paragraphs as glued as they came."""
    import gzip

    opener = gzip.open if corpus.suffix == ".gz" else open
    with opener(corpus, "rt", encoding="utf-8") as lines:
        found = (json.loads(line) for line in lines)
        return {str(row["id"]): row["text"] for row in found}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.language sentences")
    parser.add_argument("--corpus", type=Path, metavar="FILE", help="OrangeSum's articles, JSONL")
    parser.add_argument("--half", choices=HALVES, help="one half of the marked texts alone")
    parser.add_argument("--errors", action="store_true", help="show where ours goes wrong")
    return parser
