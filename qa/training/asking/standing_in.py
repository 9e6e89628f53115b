"""A clause read with another subject put in its place: “il”, “A, B et C”."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date

from qa.training.asking.chunks import Chunk
from qa.training.asking.clauses import Clause, read_clause
from qa.training.asking.phrases import Phrase
from qa.types import Span

_STAND_IN = {"il": "Paul Zz", "elle": "Anne Zz", "ils": "Les deux hommes", "elles": "Les femmes"}


def read_instead(
    text: str, start: int, end: int, pronoun: str, published: Date | None
) -> Clause | None:
    """Return the clause whose subject is ``text[start:end]``, read as if it were a ``pronoun``.

    Nothing may stand before it but an adverbial. The subject's kind is “pronoun”.
    """
    stand_in = _STAND_IN[pronoun]
    clause = read_clause(text[:start] + stand_in + text[end:], published)
    if clause is None or clause.subject_span != Span(start, start + len(stand_in)):
        return None
    shift = len(stand_in) - (end - start)
    chunks = tuple(_moved(chunk, shift) for chunk in clause.chunks if not chunk.lead)
    sex = "f" if pronoun.startswith("e") else "m"
    phrase = Phrase(0, 1, sex, pronoun.endswith("s"), "pronoun", "")
    return replace(clause, text=text, subject=phrase, chunks=chunks, apposition=None)


def _moved(chunk: Chunk, shift: int) -> Chunk:
    span, core = chunk.span, chunk.core
    return replace(
        chunk,
        span=Span(span.start - shift, span.end - shift),
        core=Span(core.start - shift, core.end - shift),
    )
