"""What questions can be filtered by: verdict, type, tag, and what went wrong on the way.

Every choice has a short key; a question carries the keys of all choices it falls under, and
is shown when it carries every key chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from eval.measures.verdicts import Verdict
from eval.questions import UNTYPED
from eval.reporting.explaining import Ranks, rank
from eval.reporting.reading import Scored

VERDICTS: tuple[str, ...] = get_args(Verdict)

_WENT_WRONG: dict[str, Callable[[Scored, Ranks], object]] = {
    "asking failed": lambda q, r: q.prediction.failure,
    "article not first": lambda q, r: q.articles and r.article != 1,
    "article not in first 10": lambda q, r: q.articles and _below(r.article, 10),
    "support not located in the library": lambda q, r: q.articles and not q.prediction.support,
    "passage not in first 10": lambda q, r: q.prediction.support and _below(r.passage, 10),
    "support sentence not in first 3": lambda q, r: q.prediction.support and _below(r.sentence, 3),
    "support sentence not in first 10": lambda q, r: (
        q.prediction.support and _below(r.sentence, 10)
    ),
    "cites an article that doesn’t answer": lambda q, r: (
        q.articles and any(one.article not in q.articles for one in q.prediction.said.citations)
    ),
    "quote not verbatim": lambda q, r: any(
        not one.verbatim for one in (*q.prediction.said.citations, *q.prediction.quotes)
    ),
    "no gold in answer": lambda q, r: falls_short(q, "contains gold"),
    "abstained though answerable": lambda q, r: q.articles and q.prediction.abstained,
    "answered though unanswerable": lambda q, r: (
        not q.articles and not q.prediction.failure and not q.prediction.abstained
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to filter by, and how many questions fall under it."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Choices:
    """All that the questions can be filtered by, and each question's keys by its id."""

    verdicts: tuple[Choice, ...]
    types: tuple[Choice, ...]
    tags: tuple[Choice, ...]
    wrong: tuple[Choice, ...]
    short: tuple[Choice, ...]
    keys: dict[str, str]


def gather_choices(
    questions: Sequence[Scored], measures: Iterable[str], lower_is_better: Collection[str]
) -> Choices:
    """Return what there is to choose among, empty choices left out, with the questions' keys."""

    def short(question: Scored) -> list[str]:
        return [m for m in question.scores if falls_short(question, m, m in lower_is_better)]

    found = {
        "v": _gather("v", {q.id: (q.verdict,) for q in questions}, VERDICTS),
        "t": _gather("t", {q.id: (q.type or UNTYPED,) for q in questions}),
        "g": _gather("g", {q.id: q.tags for q in questions}),
        "w": _gather("w", {q.id: went_wrong(q) for q in questions}, _WENT_WRONG),
        "m": _gather("m", {q.id: short(q) for q in questions}, measures),
    }
    keys = {
        q.id: " ".join(key for _, by_id in found.values() for key in by_id[q.id]) for q in questions
    }
    verdicts, types, tags, wrong, measured = (choices for choices, _ in found.values())
    return Choices(verdicts, types, tags, wrong, measured, keys)


def went_wrong(question: Scored) -> tuple[str, ...]:
    """Return what went wrong, in the order of the way from the question to its answer."""
    ranks = rank(question)
    return tuple(label for label, holds in _WENT_WRONG.items() if holds(question, ranks))


def falls_short(question: Scored, measure: str, lower_is_better: bool = False) -> bool:
    """Whether the question is in the measure's domain and scores less than the best there."""
    above, below = question.scores.get(measure, (0, 0))
    return below > 0 and (above > 0 if lower_is_better else above < below)


def _gather(
    prefix: str, labels: Mapping[str, Sequence[str]], order: Iterable[str] = ()
) -> tuple[tuple[Choice, ...], dict[str, list[str]]]:
    """Return the choices among labels, those of ``order`` first, and the keys by question."""
    counts: dict[str, int] = dict.fromkeys(order, 0)
    for its in labels.values():
        for label in dict.fromkeys(its):
            counts[label] = counts.get(label, 0) + 1
    seen = [(label, count) for label, count in counts.items() if count]
    choices = {label: Choice(f"{prefix}{n}", label, count) for n, (label, count) in enumerate(seen)}
    keys = {question: [choices[label].key for label in its] for question, its in labels.items()}
    return tuple(choices.values()), keys


def _below(place: int | None, depth: int) -> bool:
    return place is None or place > depth
