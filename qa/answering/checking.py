"""Whether a written sentence is borne out by the sentences it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

from qa.language.analysis import analyse, fold
from qa.language.dates import find_dates
from qa.language.mentions import find_names, find_numbers, spelled_numbers

_LEAST_OVERLAP = 0.8
_FEWEST_TERMS = 2
_NEGATION = re.compile(
    r"\b(?:ne|n['’]|pas|jamais|aucune?|ni|not|never|no)\b|n['’]t\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Check:
    """Whether a sentence stands, and what speaks against it, in a few English words each."""

    supported: bool
    reasons: tuple[str, ...] = ()


def check_sentence(
    sentence: str, evidence: Sequence[str], *, title: str = "", date: Date | None = None
) -> Check:
    """Check the names, numbers, dates, negation and words of ``sentence`` against ``evidence``.

    ``title`` and ``date`` are those of the article the evidence comes from: names and years
    found there count, words don't.
    """
    if not evidence:
        return Check(False, ("cites nothing",))
    cited = "\n".join(evidence)
    around = f"{title}\n{cited}"
    reasons = (
        *(f"name not cited: {name}" for name in _foreign_names(sentence, around)),
        *(f"date not cited: {text}" for text in _foreign_dates(sentence, around, date)),
        *(
            f"number not cited: {number}"
            for number in sorted(_foreign_numbers(sentence, around, date))
        ),
        *(("negation differs",) if _negated(sentence) != _negated(cited) else ()),
        *(("too little in common",) if _overlap(sentence, around) < _LEAST_OVERLAP else ()),
    )
    return Check(not reasons, reasons)


def _foreign_names(sentence: str, around: str) -> list[str]:
    """Return the names whose words don't stand together, in order, in ``around``."""
    words = " ".join(re.findall(r"\w+", fold(around)))
    return [
        name.span.cut(sentence)
        for name in find_names(sentence)
        if f" {' '.join(name.words)} " not in f" {words} "
    ]


def _foreign_dates(sentence: str, around: str, date: Date | None) -> list[str]:
    there = find_dates(around)
    return [
        sentence[mention.start : mention.end]
        for mention in find_dates(sentence)
        if not any(mention.agrees_with(other) for other in there)
        and not (date is not None and mention.agrees_with(date))
    ]


def _foreign_numbers(sentence: str, around: str, date: Date | None) -> set[str]:
    there = find_numbers(around) | spelled_numbers(around)
    if date is not None:
        there |= {str(date.day), str(date.year)}
    return find_numbers(sentence) - there


def _negated(text: str) -> bool:
    return _NEGATION.search(text) is not None


def _overlap(sentence: str, around: str) -> float:
    """Return the share of the sentence's terms found in ``around``; 0 when it has too few."""
    terms, there = analyse(sentence), set(analyse(around))
    if len(terms) < _FEWEST_TERMS:
        return 0.0
    return sum(term in there for term in terms) / len(terms)
