"""Why a question was answered as it was: ranks, steps of the way, and a reason in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from eval.measures.answers import all_of_share
from eval.predictions import Cited, Place, supports
from eval.reporting.reading import Scored

State = Literal["good", "late", "bad", "none"]
_HIGH, _DEEP = 3, 10  # the last rank that is good, and the last one that is printed


@dataclass(frozen=True, slots=True)
class Step:
    """A step from the question to its answer: how it went, and what happened in a few words.

    ``state`` is ``good``, ``late`` (right, but low or in part), ``bad``, or ``none`` where
    there is nothing to be judged.
    """

    name: str
    state: State
    says: str


@dataclass(frozen=True, slots=True)
class Ranks:
    """Ranks, from 1, of the first right article, passage and sentence; None if not found."""

    article: int | None
    passage: int | None
    sentence: int | None


def rank(question: Scored) -> Ranks:
    """Return where the ranking first has what answers."""
    found = question.prediction
    return Ranks(
        _first(article in question.articles for article in found.articles),
        _first(is_relevant(place, question) for place in found.passages),
        _first(is_supporting(place, question) for place in found.sentences),
    )


def is_relevant(passage: Place, question: Scored) -> bool:
    """Whether the passage holds a supporting sentence whole."""
    relevant = question.prediction.relevant_passages
    return (passage.article, passage.start, passage.end) in relevant


def is_supporting(sentence: Place | Cited, question: Scored) -> bool:
    """Whether the sentence overlaps a supporting one by half of the shorter at least."""
    return any(supports(sentence, span) for span in question.prediction.support)


def follow(question: Scored) -> tuple[Step, ...]:
    """Return the steps of a question's way to its answer, the first that went first."""
    if question.prediction.failure:
        return (Step("asked", "bad", "failed"),)
    if not question.articles:
        kept = question.prediction.abstained
        silence = Step("silence", "good", "kept") if kept else Step("silence", "bad", "broken")
        return (Step("article", "none", "none answers"), silence)
    ranks = rank(question)
    steps = [_ranked("article", ranks.article)]
    if question.prediction.support:
        steps += [_ranked("passage", ranks.passage), _ranked("sentence", ranks.sentence)]
    else:
        steps.append(Step("support", "none", "not located"))
    return (*steps, _cited(question), _gold(question))


def explain(question: Scored) -> str:
    """Say in a few sentences why the question has its verdict."""
    found = question.prediction
    if found.failure:
        return found.failure
    reason = f": {found.reason.rstrip('.')}" if found.reason else ""
    sure = f"(confidence {question.confidence:.2f}){reason}."
    if not question.articles:
        said = "and it said so" if found.abstained else "yet it answered"
        return f"No article answers, {said} {sure}"
    if found.abstained:
        would = "wrong" if question.wrong else "right"
        withheld = f"What it withheld would have been {would}."
        return f"It abstained {sure} {withheld} {_where(question)}"
    return f"{_outcome(question)} {_where(question)}"


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th … 11th …"""
    endings = {1: "st", 2: "nd", 3: "rd"} if number % 100 not in (11, 12, 13) else {}
    return f"{number}{endings.get(number % 10, 'th')}"


def _outcome(question: Scored) -> str:
    if not question.answers and not question.all_of:
        right = "cites" if question.verdict == "right" else "doesn’t cite"
        return f"No gold is given; the answer {right} an article that answers."
    if question.verdict == "right":
        return "The answer holds the gold."
    if question.all_of:
        text = question.prediction.said.text
        lacking = [name for name in question.all_of if not all_of_share((name,), text)]
        return f"The answer lacks {len(lacking)} of {len(question.all_of)}: {', '.join(lacking)}."
    if question.verdict == "partly":
        return "The answer cites a right article, but doesn’t hold the gold."
    return "The answer doesn’t hold the gold."


def _where(question: Scored) -> str:
    """Say how far the right article, passage and sentence came."""
    ranks, found = rank(question), question.prediction
    if ranks.article is None:
        return f"No article that answers is among the {len(found.articles)} found."
    start = f"The right article ranks {ordinal(ranks.article)}"
    if not found.support:
        return f"{start}; its supporting sentence couldn’t be located in the library."
    if any(is_supporting(one, question) for one in found.said.citations):
        return f"{start}, and the supporting sentence is cited."
    if ranks.sentence is not None:
        return f"{start}; the supporting sentence ranks {ordinal(ranks.sentence)}."
    if ranks.passage is not None:
        passage = f"its passage {ordinal(ranks.passage)}"
        ranked = len(found.sentences)
        return f"{start} and {passage}; the supporting sentence isn’t among the {ranked} ranked."
    return f"{start}; the passage with the supporting sentence wasn’t found."


def _ranked(name: str, place: int | None) -> Step:
    if place is None:
        return Step(name, "bad", "not found")
    return Step(
        name,
        "good" if place <= _HIGH else "late" if place <= _DEEP else "bad",
        ordinal(place),
    )


def _cited(question: Scored) -> Step:
    found = question.prediction
    cited = (found.withheld if found.abstained else found.said).citations
    if any(is_supporting(one, question) for one in cited):
        return Step("cited", "good", "the support")
    if any(one.article in question.articles for one in cited):
        return Step("cited", "late", "a right article")
    return Step("cited", "bad", "other articles" if cited else "nothing")


def _gold(question: Scored) -> Step:
    if question.prediction.abstained:
        return Step("gold", "bad", "not said" if question.wrong else "withheld")
    if not question.answers and not question.all_of:
        return Step("gold", "none", "none given")
    if question.verdict == "right":
        return Step("gold", "good", "said")
    partly = question.verdict == "partly" and question.all_of
    return Step("gold", "late", "in part") if partly else Step("gold", "bad", "missing")


def _first(hits: Iterable[bool]) -> int | None:
    return next((n for n, hit in enumerate(hits, 1) if hit), None)
