"""A follow-up → a question that stands alone, by a model able enough; checked before it is used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from prompts import render
from qa.answering.prompting import plain
from qa.answering.writer import Task, Writer
from qa.language.analysis import analyse
from qa.language.detect import detect_language
from qa.language.followups import leans, read_history
from qa.language.mentions import find_names, find_numbers
from qa.language.questions import question_kind
from qa.types import Wrote

_TOKENS = 80
_TURNS = 3
_LONGEST_ANSWER = 400  # characters: what an answer says first tells what a pronoun means
_LONGEST = 300
_KEPT = 0.5  # of a follow-up's own terms


def rewrite_followup(
    question: str,
    history: Sequence[Any],
    writer: Writer,
    cancelled: Callable[[], bool] = lambda: False,
) -> str:
    """Return ``question`` as it would be asked alone, "" when it needs no rewriting or gets none.

    It gets none of a writer that isn't able to. What the model writes is used only if it asks
    the same kind of thing and brings in no name and no number that neither the question nor
    the history holds. Raises ``ModelError``.
    """
    turns = read_history(history)[-_TURNS:]
    if not turns or not leans(question) or not writer.able:
        return ""
    prompt = render(
        "followup",
        detect_language(question),
        question=plain(question),
        turns=[{"question": plain(q), "answer": plain(a)[:_LONGEST_ANSWER]} for q, a in turns],
    )
    task = Task(prompt.system, prompt.user, _TOKENS)
    pieces = [piece.text for piece in writer.write(task, cancelled) if isinstance(piece, Wrote)]
    written = "".join(pieces).strip()
    said = "\n".join([question, *(text for turn in turns for text in turn)])
    return written if is_faithful(written, question, said) else ""


def is_faithful(written: str, question: str, said: str) -> bool:
    """Whether ``written`` asks what ``question`` does, with nothing that wasn't ``said``."""
    if not written.endswith("?") or "\n" in written or len(written) > _LONGEST:
        return False
    known, own, new = set(analyse(said)), set(analyse(question)), set(analyse(written))
    names = {term for name in find_names(written) for term in analyse(name.span.cut(written))}
    return (
        names <= known
        and find_numbers(written) <= find_numbers(said)
        and question_kind(written) is question_kind(question)
        and len(own & new) >= _KEPT * len(own)
    )
