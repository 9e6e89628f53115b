"""Scored passages → the sentences that answer, best first: what quotes and prompts are made of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qa.language.analysis import analyse
from qa.language.dates import find_dates
from qa.language.mentions import find_names, find_numbers, spelled_numbers
from qa.language.query import Query, date_terms
from qa.language.questions import Kind
from qa.retrieval.retriever import Scored
from qa.retrieval.scoring import bm25, coverage, matching_pairs
from qa.types import RankedSentence

_PASSAGES = 15
_MEAN_TERMS = 15.0
_SHORTEST_TERMS = 2
_WEIGHTS = {
    "passage": 0.6,
    "sentence": 1.0,
    "pairs": 0.15,
    "typed": 0.4,
    "dated": 0.2,
    "after": 0.4,
}
_FEATURES = {"neighbours": ("after",), "word pairs": ("pairs",)}  # of stages that can be left out
_OUTSIDE = 0.8  # what a term found only in the title or passage counts for in coverage

_WEEKDAYS = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|aujourd'hui|demain|veille|"
    r"matin|soir|midi|minuit|\d{1,2} ?h(?:eures?)?(?: ?\d{2})?|\d{1,2} heures?)\b",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"\b(?:à|au|aux|en|dans|sur|près de|chez|at|in|near)\s+(?:l['’]|la |le |les )?"
    r"(?:[A-ZÀ-Ö]|\w+ (?:de|du|des|d['’]))"
)
_CAUSES = re.compile(
    r"\b(?:parce qu|car|en raison|à cause|grâce|afin|pour|faute|suite à|à la suite|permet|puisqu|"
    r"due?s? à|explique|because|due to)",
    re.IGNORECASE,
)


def rank_sentences(
    query: Query,
    passages: Sequence[Scored],
    weights: Mapping[str, float],
    without: frozenset[str] = frozenset(),
) -> list[RankedSentence]:
    """Return the sentences of the best passages, best first, each once.

    ``without`` names stages left out (``settings.STAGES``).
    """
    off = {feature for stage in without for feature in _FEATURES.get(stage, ())}
    shares = {name: 0.0 if name in off else weight for name, weight in _WEIGHTS.items()}
    best: dict[tuple[str, int], RankedSentence] = {}
    limit = sum(weights.values()) or 1.0
    for scored in passages[:_PASSAGES]:
        for sentence in _rank_one(query, scored, weights, limit, shares):
            key = (sentence.article.id, sentence.span.start)
            if key not in best or best[key].score < sentence.score:
                best[key] = sentence
    return sorted(best.values(), key=lambda s: (-s.score, s.article.id, s.span.start))


def _rank_one(
    query: Query,
    scored: Scored,
    weights: Mapping[str, float],
    limit: float,
    shares: Mapping[str, float],
) -> list[RankedSentence]:
    stored = scored.passage
    around = set(analyse(stored.article.title)) | set(analyse(stored.text))
    if scored.dated:
        around |= {term for mention in query.dates for term in date_terms(mention)}
    ranked = []
    before = 0.0
    for span in stored.passage.sentences:
        text = span.cut(stored.article.text)
        terms = analyse(text)
        match = bm25(terms, weights, _MEAN_TERMS) / limit
        after, before = before, match
        if len(terms) < _SHORTEST_TERMS:
            continue
        typed = holds_kind(query, text)
        dated = _dated(query, text)
        score = (
            shares["passage"] * scored.score
            + shares["sentence"] * match
            + shares["after"] * after
            + shares["pairs"] * matching_pairs(terms, query.terms, weights) / limit
            + shares["typed"] * typed
            + shares["dated"] * dated
        )
        inside = coverage(set(terms), weights)
        covered = inside + _OUTSIDE * (coverage(around | set(terms), weights) - inside)
        ranked.append(RankedSentence(stored.article, span, score, covered, typed > 0, scored.dated))
    return ranked


def holds_kind(query: Query, text: str) -> float:
    """Return how well ``text`` holds the kind of thing asked for, 0 to 1."""
    if query.kind is Kind.WHO:
        asked = query.names
        names = [n for n in find_names(text) if not set(analyse(n.span.cut(text))) <= asked]
        people = sum(len(name.words) > 1 for name in names)
        return min(1.0, 0.4 * bool(names) + 0.3 * people)
    if query.kind is Kind.WHEN:
        if any(mention.month for mention in find_dates(text)):
            return 1.0
        return 0.7 if find_dates(text) else 0.5 * bool(_WEEKDAYS.search(text))
    if query.kind is Kind.HOW_MANY:
        dates = {text[m.start : m.end] for m in find_dates(text)}
        numbers = find_numbers(text) - {n for date in dates for n in find_numbers(date)}
        return 1.0 if numbers else 0.5 * bool(spelled_numbers(text))
    if query.kind is Kind.WHERE:
        return float(bool(_PLACES.search(text)))
    if query.kind is Kind.WHY:
        return float(bool(_CAUSES.search(text)))
    return 1.0


def _dated(query: Query, text: str) -> float:
    """Return 1 when the sentence writes the question's date, −1 when it writes another one."""
    if not query.dates:
        return 0.0
    mentions = [mention for mention in find_dates(text) if mention.day or mention.year]
    if any(asked.agrees_with(mention) for asked in query.dates for mention in mentions):
        return 1.0
    return -0.5 if mentions else 0.0
