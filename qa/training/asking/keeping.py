"""What of a clause stays in the question that asks for one part of it."""

from __future__ import annotations

from collections.abc import Iterator

from qa.training.asking.chunks import Chunk
from qa.training.asking.clauses import Clause
from qa.training.asking.drafts import Draft
from qa.training.asking.hanging import hangs
from qa.training.asking.lots import Lot
from qa.training.asking.nominal import ask_event
from qa.training.asking.rewording import joined, other_nouns
from qa.training.asking.wording import ask_best, plain
from qa.types import Span

_FORMS = (
    ("inversion", "est-ce que", "end"),
    ("inversion", "est-ce que", "end"),
    ("behind", "inversion", "est-ce que"),
    ("behind", "inversion", "est-ce que"),
    ("est-ce que",),
    ("end",),
)
_MOST = 13  # words kept behind the verb
_LOOSE = frozenset(("time", "hour", "since", "span", "cause"))
_TIMES = frozenset(("time", "hour", "since"))
_NEVER = frozenset(("manner", "while", "source"))
_BY_NOUN = 0.45  # of the questions whose verb has a noun


def rest_of(clause: Clause, without: int, lot: Lot, *, timeless: bool = False) -> str:
    """Return what stays behind the verb when the chunk numbered ``without`` is asked for.

    The object always does; of other adverbials some are dropped, so that the question isn't the
    sentence with a hole. '' when it is too long.
    """
    kept: list[str] = []
    seen_object = False
    for at, chunk in enumerate(clause.chunks):
        dropped = chunk.kind in _NEVER or (timeless and chunk.kind in _TIMES)
        if at == without or chunk.lead or dropped:
            continue
        needed = chunk.kind == "object" or (at == 0 != without and chunk.kind not in _LOOSE)
        if not needed and (seen_object or len(kept) > 1) and lot.chance(0.55, f"drop {at}"):
            break
        kept.append(plain(chunk.span.cut(clause.text)))
        seen_object = seen_object or chunk.kind == "object"
    text = " ".join(kept)
    if len(text.split()) > _MOST or (clause.verb.before_object and not seen_object):
        return ""
    text = other_nouns(text, lot) if lot.chance(0.7, "nouns") else text
    return joined(clause.verb, text)


def kept_of(clause: Clause, without: int, lot: Lot, *, timeless: bool = False) -> str | None:
    """Return the same; None when something needed is too long to keep, or cut off too early."""
    rest = rest_of(clause, without, lot, timeless=timeless)
    needs = any(c.kind == "object" for n, c in enumerate(clause.chunks) if n != without)
    if (needs and not rest) or (len(rest.split()) > 1 and hangs(rest)):
        return None
    return rest


def answer_of(clause: Clause, span: Span) -> str:
    """Return an answer as it is written."""
    return span.cut(clause.text).strip(" ,")


def chunk_text(clause: Clause, chunk: Chunk) -> str:
    """Return the words of a chunk."""
    return chunk.span.cut(clause.text)


def asked_with(
    clause: Clause, asked: str, rest: str, answer: str, number: int, kind: str, lot: Lot
) -> Iterator[Draft]:
    """Yield the question that begins with ``asked``, in a form drawn by lot."""
    datable = asked not in ("à quelle heure", "depuis quand")
    if (
        datable
        and lot.chance(_BY_NOUN, f"event {kind}")
        and (question := ask_event(clause, kind, lot))
    ):
        yield Draft(question, answer, (number,), kind, "inversion")
        return
    question, form = ask_best(clause, asked, rest, lot.pick(_FORMS, f"form {asked}"))
    if question:
        yield Draft(question, answer, (number,), kind, form)
