"""Quotes and checked claims → the text of an answer with its numbered citations."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answering.checking import check_sentence
from qa.answering.citing import Claim, is_sound
from qa.answering.quoting import wants_list
from qa.language.analysis import analyse
from qa.language.dates import find_dates
from qa.language.mentions import find_names, find_numbers, spelled_numbers
from qa.language.query import Query
from qa.language.questions import Kind
from qa.types import Citation

_MARKS = {"fr": ("«\u00a0", "\u00a0»")}


def compose_quotes(quotes: Sequence[Citation], language: str) -> str:
    """Return the quotes one a line, each in quotation marks and followed by its marker."""
    before, after = _MARKS.get(language, ("“", "”"))
    return "\n".join(f"{before}{quote.quote}{after} [{quote.number}]" for quote in quotes)


def keep_supported(
    claims: Sequence[Claim], candidates: Sequence[Citation], query: Query
) -> list[Claim]:
    """Return the claims that are sound, say more than the question, and are borne out."""
    kept = []
    asked = set(query.terms)
    for claim in claims:
        cited = [candidates[n - 1] for n in claim.numbers]
        if not cited or not is_sound(claim.text) or set(analyse(claim.text)) <= asked:
            continue
        article = cited[0].article
        evidence = [citation.quote for citation in cited]
        same = all(citation.article.id == article.id for citation in cited)
        heading = {"title": article.title, "date": article.date} if same else {}
        if check_sentence(claim.text, evidence, **heading).supported:  # type: ignore[arg-type]
            kept.append(claim)
    return kept


def answers_question(claims: Sequence[Claim], query: Query, quotes: Sequence[Citation]) -> bool:
    """Whether the claims, taken together, give what was asked for, and no less than the quotes.

    A written answer to “qui” without a name, or to a question for a list with names left
    out, is worse than the quotes it would stand in for.
    """
    text = " ".join(claim.text for claim in claims)
    if not text:
        return False
    kind = query.kind
    if kind is Kind.WHO:
        written = _people(text) - query.names
        wanted = set().union(*(_people(q.quote) for q in quotes)) if wants_list(query) else set()
        return bool(written) and wanted <= _people(text)
    if kind in _HELD:
        return _HELD[kind](text)
    return True


def compose_claims(
    claims: Sequence[Claim], candidates: Sequence[Citation]
) -> tuple[str, tuple[Citation, ...]]:
    """Return the written text, its markers renumbered from 1, and the citations they name."""
    numbers: dict[int, int] = {}
    sentences = []
    for claim in claims:
        for n in claim.numbers:
            numbers.setdefault(n, len(numbers) + 1)
        markers = "".join(f"[{numbers[n]}]" for n in claim.numbers)
        sentences.append(f"{claim.text} {markers}.")
    citations = tuple(
        Citation(new, c.article, c.start, c.end, c.quote)
        for old, new in numbers.items()
        for c in (candidates[old - 1],)
    )
    return " ".join(sentences), citations


def _people(text: str) -> set[str]:
    """Return the last word of every name of several words: “Biden” stands for “Joe Biden”."""
    return {name.words[-1] for name in find_names(text) if len(name.words) > 1}


def _has_date(text: str) -> bool:
    return bool(find_dates(text))


def _has_number(text: str) -> bool:
    return bool(find_numbers(text) or spelled_numbers(text))


_HELD = {Kind.WHEN: _has_date, Kind.HOW_MANY: _has_number}
