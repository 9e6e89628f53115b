"""From a corpus to an adapter, step by step; what is done already isn't done again.

In ``folder``: ``library/``, the corpus indexed, that lessons are retrieved from; ``rule.jsonl``,
the questions made by rule; ``lessons.jsonl``; the learner's checkpoint and log; ``french.gguf``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from qa.answering.gguf import embedded_model
from qa.answering.llama import Vocabulary
from qa.answering.reading_prompt import Shown
from qa.assistant import Assistant
from qa.training.lessons import Asked, Lesson, Material, make_lessons, sentence
from qa.training.packing import Tree, pack
from qa.training.triples import Triple, held_out, read_triples, write_rule_triples
from qa.types import Article

WRITTEN = Path(__file__).with_name("written")
_RETRIEVED = 24  # sentences
_TURN_ENDS = "<|im_end|>"

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """A round of lessons, and its number: another question of each article leads in another one.

    ``written`` are files of written questions; some made by rule join them, or not; and in
    every lesson sentences are looked for by a few of their words, ``searches`` of them. The
    part ``bare`` of the lessons shows no headings. There are at most ``lessons``, None for all.
    """

    written: tuple[str, ...]
    number: int
    by_rule: bool
    searches: int
    bare: float = 0.0
    lessons: int | None = None


COURSE = (
    Stage(("first", "second"), number=0, by_rule=True, searches=3, bare=0.2),
    Stage(("first", "second"), number=1, by_rule=True, searches=1, bare=0.2, lessons=1_000),
    Stage(("first", "second"), number=2, by_rule=False, searches=0, bare=0.2, lessons=716),
)
"""What is taught, in this order."""


def prepare(corpus: Path, folder: Path, told: Told) -> None:
    """Index ``corpus``, make questions of it by rule, and lessons of all; each if it isn't there.

    Raises ``SourcierError`` for a corpus that can't be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    library = folder / "library"
    if not (library / "library.db").exists():
        told("Indexing the corpus")
        with Assistant.open(library, model="none") as assistant:
            assistant.add(corpus)
    if not (folder / "rule.jsonl").exists():
        told("Making questions by rule")
        with _whole(folder / "rule.jsonl") as draft:
            write_rule_triples(corpus, draft)
    if not (folder / "lessons.jsonl").exists():
        told("Making lessons: retrieving sentences for each")
        by_rule = list(read_triples(folder / "rule.jsonl"))
        with (
            Assistant.open(library, model="none") as assistant,
            _whole(folder / "lessons.jsonl") as draft,
        ):
            write_lessons(assistant, by_rule, draft, told)


def write_lessons(assistant: Assistant, by_rule: Sequence[Triple], out: Path, told: Told) -> None:
    """Write the lessons of the whole course as JSON Lines."""
    vocabulary = Vocabulary(embedded_model())

    def retrieve(question: str) -> list[Shown]:
        found = assistant.sentences(question, _RETRIEVED)
        return [Shown(one.article, one.span) for one in found if not held_out(one.article.id)]

    with out.open("w", encoding="utf-8") as file:
        for number, stage in enumerate(COURSE, 1):
            triples = [t for name in stage.written for t in written(name)]
            material = Material(
                articles_of(assistant),
                _by_article(triples),
                _by_article(by_rule if stage.by_rule else []),
                retrieve,
                lambda text: len(vocabulary.tokens(text, markup=False)),
                stage.searches,
                stage.bare,
            )
            lessons = islice(make_lessons(material, stage.number), stage.lessons)
            for count, lesson in enumerate(lessons, 1):
                file.write(json.dumps(asdict(lesson), ensure_ascii=False) + "\n")
                if count % 100 == 0:
                    told(f"Stage {number} of {len(COURSE)}: {count} lessons")


def written(name: str) -> list[Triple]:
    """Return the questions of a file of people's own writing: "first", "second", or "held"."""
    return list(read_triples(WRITTEN / f"{name}.jsonl"))


def read_lessons(path: Path) -> Iterator[Lesson]:
    """Yield the lessons of a file that ``write_lessons`` wrote."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            places = tuple((id, number) for id, number in row["places"])
            yield Lesson(places, tuple(Asked(**one) for one in row["asked"]), row["headed"])


def pack_lessons(
    lessons: Iterable[Lesson], article: Callable[[str], Article], count: int | None = None
) -> list[Tree]:
    """Return the first ``count`` lessons as the model takes them, or all."""
    vocabulary = Vocabulary(embedded_model())
    (end,) = vocabulary.tokens(_TURN_ENDS, markup=True)

    def tokens(text: str) -> list[int]:
        return vocabulary.tokens(text, markup=False)

    def shown(lesson: Lesson) -> list[Shown]:
        return [sentence(article(id), n, headed=lesson.headed) for id, n in lesson.places]

    return [pack(shown(one), one.asked, tokens, end) for one in islice(lessons, count)]


def articles_of(assistant: Assistant) -> Callable[[str], Article]:
    """Return what gives the articles of a library by their id."""

    @cache
    def article(id: str) -> Article:
        found = assistant.library.store.article(id)
        if found is None:
            raise KeyError(f"the library has no article {id}")
        return found

    return article


def _by_article(triples: Iterable[Triple]) -> dict[str, list[Triple]]:
    grouped: dict[str, list[Triple]] = defaultdict(list)
    for triple in triples:
        grouped[triple.article].append(triple)
    return dict(grouped)


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Give a draft to write, which becomes ``path`` when it is whole."""
    draft = path.with_suffix(".new")
    yield draft
    draft.replace(path)
