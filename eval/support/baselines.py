"""What the checks are compared with: overlap and numbers, and checks by rule alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date as Date

from eval.support.cases import Case
from qa.answering.support.words import lexicon
from qa.language.analysis import analyse, fold
from qa.language.dates import find_dates
from qa.language.mentions import find_names, find_numbers, spelled_numbers

_OVERLAP = 0.75
_LEAST_SHARED = 0.8
_FEWEST_TERMS = 2
_NEGATION = re.compile(
    r"\b(?:ne|n['’]|pas|jamais|aucune?|ni|not|never|no)\b|n['’]t\b", re.IGNORECASE
)


def by_overlap(case: Case) -> bool:
    """Weighted overlap with the best text of at least .75, and every number there."""
    terms = set(analyse(case.sentence))
    weights = {term: lexicon().weight(term) for term in terms}
    total = sum(weights.values()) or 1.0
    best = max(
        (
            sum(weights[term] for term in terms & set(analyse(text))) / total
            for text in case.evidence
        ),
        default=0.0,
    )
    there = set().union(*(find_numbers(text) for text in case.evidence))
    return best >= _OVERLAP and find_numbers(case.sentence) <= there


def by_rules(case: Case) -> bool:
    """Every name, number and date there, negation the same, four words in five in common."""
    cited = "\n".join(case.evidence)
    around = f"{case.title or ''}\n{cited}"
    return not (
        _foreign_names(case.sentence, around)
        or _foreign_dates(case.sentence, around, case.date)
        or _foreign_numbers(case.sentence, around, case.date)
        or _negated(case.sentence) != _negated(cited)
        or _overlap(case.sentence, around) < _LEAST_SHARED
    )


def _foreign_names(sentence: str, around: str) -> bool:
    words = " ".join(re.findall(r"\w+", fold(around)))
    return any(f" {' '.join(name.words)} " not in f" {words} " for name in find_names(sentence))


def _foreign_dates(sentence: str, around: str, date: Date | None) -> bool:
    there = find_dates(around)
    return any(
        not any(mention.agrees_with(other) for other in there)
        and not (date is not None and mention.agrees_with(date))
        for mention in find_dates(sentence)
    )


def _foreign_numbers(sentence: str, around: str, date: Date | None) -> bool:
    there = find_numbers(around) | spelled_numbers(around)
    if date is not None:
        there |= {str(date.day), str(date.year)}
    return bool(find_numbers(sentence) - there)


def _negated(text: str) -> bool:
    return _NEGATION.search(text) is not None


def _overlap(sentence: str, around: str) -> float:
    terms: Sequence[str] = analyse(sentence)
    there = set(analyse(around))
    if len(terms) < _FEWEST_TERMS:
        return 0.0
    return sum(term in there for term in terms) / len(terms)
