"""What a bound answer may go on with: an automaton over the bytes a model's tokens write.

    answer   = stretch+ | abstention        at most three stretches
    stretch  = prose " " citation+ stop?    the prose is one sentence, or a part of one
    citation = "[" number "]"               numbers from 1 to the candidates'

Prose is free but for brackets, angle brackets, control characters and line breaks, and may not
run on into a second sentence. Nothing here knows tokens, only what they write, so that any
tokenizer will do, whatever its tokens join or part.
"""

from __future__ import annotations

import re
from codecs import utf_8_decode
from dataclasses import dataclass, replace
from enum import Enum

from qa.language.sentences import split_sentences

LONGEST = 240
"""Characters: prose is cut there, and from 40 before where a word begins."""
_MOST_STRETCHES = 3
_MOST_CITATIONS = 3  # of one stretch
_SHORTEST = 8  # characters a model must have written to cite of its own accord
_BLANKS = 3  # bytes of white space that may stand between two stretches

_WORD = re.compile(r"\w")
_STOPPED = re.compile(r"[.!?…][\s»”’\"')]*\Z")
# What opens or joins the next words is shown with them: a citation may come instead.
_HELD = re.compile(r"(?:[\s«“‘(–—-]|(?<=\s)[\"'])+\Z")
_BARRED = frozenset([*range(0x20), 0x7F, *b"<>[]"])
_SENSELESS = frozenset(b"<>]")
_SPACE, _BREAK, _OPEN, _CLOSE = b" \n[]"
_STOPS, _DIGITS = frozenset(b".!?"), frozenset(b"0123456789")
BARRED = bytes(sorted(_BARRED))
"""The bytes that prose can't hold."""
MARKS = b" []0123456789.!?"
"""The bytes that a citation is written with, and a stop after it."""


class Phase(Enum):
    """Where a bound answer is."""

    PROSE = "prose"
    OPENING = "opening"  # a citation must begin
    NUMBER = "number"  # within the brackets
    CITED = "cited"  # right after them


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an answer is bound to: citations up to ``candidates``, or ``abstention`` alone.

    Raises ``ValueError`` for an abstention that isn't one sentence of mere prose.
    """

    candidates: int
    abstention: str

    def __post_init__(self) -> None:
        sentence = self.abstention
        if sentence and (
            sentence != sentence.strip()
            or not _BARRED.isdisjoint(sentence.encode())
            or len(split_sentences(sentence)) != 1
        ):
            raise ValueError(f"An abstention is one sentence without brackets, not {sentence!r}.")


@dataclass(frozen=True, slots=True)
class State:
    """A bound answer so far: ``done`` is its text up to the prose being written, ``prose``."""

    phase: Phase = Phase.PROSE
    done: str = ""
    prose: bytes = b""
    number: str = ""  # the digits since the bracket
    citations: int = 0  # of the last stretch
    stretches: int = 0
    stopped: bool = False  # the last stretch ended with a stop before its citations
    cut: bool = False  # it was cut short: nothing may follow

    @property
    def words(self) -> str:
        """The prose being written, as far as its bytes make characters."""
        return utf_8_decode(self.prose, "replace", False)[0]

    @property
    def text(self) -> str:
        """The answer so far, without what may yet come to nothing: it only ever grows."""
        return self.done + self._shown()

    @property
    def may_cite(self) -> bool:
        """Whether there are words that a citation could be put after."""
        return self.phase is Phase.PROSE and _WORD.search(self.words) is not None

    @property
    def may_end(self) -> bool:
        """Whether everything written is cited."""
        return bool(self.done) and (
            self.phase is Phase.CITED or (self.phase is Phase.PROSE and not self.may_cite)
        )

    @property
    def owed(self) -> int:
        """How many tokens, at least, it takes to end it."""
        if self.phase is Phase.NUMBER:
            return 1 if self.number else 2
        return 3 if self.phase is Phase.OPENING or self.may_cite else 0

    def means_nothing(self, piece: bytes) -> bool:
        """Whether ``piece``, which may not stand here, doesn't call for a citation either."""
        early = len(self.words.strip()) < _SHORTEST
        return not _SENSELESS.isdisjoint(piece) or (early and _OPEN in piece)

    def _shown(self) -> str:
        if not self.may_cite:
            return ""
        words = self.words
        held = _HELD.search(words)
        shown = words[: held.start()] if held else words
        start = shown.lstrip()
        if not self.done:
            return start
        gap = shown[: len(shown) - len(start)]
        return ("\n" if "\n" in gap else " " if gap else "") + start


def advance(state: State, piece: bytes, bounds: Bounds) -> State | None:
    """Return the state after ``piece``, or ``None`` where it may not stand."""
    after: State | None = state
    if state.phase is Phase.PROSE and state.prose.strip() and _BARRED.isdisjoint(piece):
        after = _write(state, piece)  # at once, for this is nearly every token
    else:
        for byte in piece:
            after = _step(after, byte, bounds)
            if after is None:
                return None
    if after is None or after.phase is Phase.OPENING:
        return None
    if after.phase is Phase.PROSE and after.prose and not _is_one_sentence(after, bounds):
        return None
    return after


def cite(state: State, cut: bool = False) -> State:
    """Return the state in which a citation must follow the prose; ``cut`` says it is unfinished.

    Unfinished prose ends with an ellipsis, by which it is told later, and so does the answer.
    """
    stopped = _STOPPED.search(state.text) is not None
    cut = cut and not stopped
    return replace(
        state,
        phase=Phase.OPENING,
        done=state.text + ("… " if cut else " "),
        prose=b"",
        citations=0,
        stopped=stopped or cut,
        cut=cut,
    )


def _step(state: State | None, byte: int, bounds: Bounds) -> State | None:
    if state is None:
        return None
    match state.phase:
        case Phase.PROSE:
            return _step_prose(state, byte)
        case Phase.OPENING:
            return state if byte == _SPACE else _open(state) if byte == _OPEN else None
        case Phase.NUMBER:
            return _step_number(state, byte, bounds)
        case Phase.CITED:
            return _step_cited(state, byte)


def _step_prose(state: State, byte: int) -> State | None:
    if byte == _OPEN:
        if len(state.words.strip()) >= _SHORTEST and state.may_cite:
            return _open(cite(state))
        follows = 0 < state.citations < _MOST_CITATIONS and not state.prose.strip()
        return _open(replace(state, prose=b"")) if follows else None
    blank = not state.prose.strip()
    if byte in (_SPACE, _BREAK) and blank:
        room = len(state.prose) < _BLANKS and (byte == _SPACE or bool(state.done))
        return _write(state, bytes([byte])) if room else None
    return None if byte in _BARRED else _write(state, bytes([byte]))


def _step_number(state: State, byte: int, bounds: Bounds) -> State | None:
    if byte in _DIGITS:
        number = state.number + chr(byte)
        if any(str(n).startswith(number) for n in range(1, bounds.candidates + 1)):
            return replace(state, number=number, done=state.done + chr(byte))
    if byte == _CLOSE and state.number:
        return replace(
            state,
            phase=Phase.CITED,
            done=state.done + "]",
            citations=state.citations + 1,
            stretches=state.stretches + (state.citations == 0),
        )
    return None


def _step_cited(state: State, byte: int) -> State | None:
    if byte == _OPEN and state.citations < _MOST_CITATIONS:
        return _open(state)
    if byte in _STOPS and not state.stopped:
        done = state.done + chr(byte)
        return replace(state, phase=Phase.PROSE, done=done, citations=0, stopped=True)
    return _step_prose(state, byte) if byte != _OPEN else None


def _open(state: State) -> State:
    return replace(state, phase=Phase.NUMBER, number="", done=state.done + "[")


def _write(state: State, data: bytes) -> State | None:
    if state.cut or state.stretches == _MOST_STRETCHES:
        return None
    return replace(state, phase=Phase.PROSE, prose=state.prose + data)


def _is_one_sentence(state: State, bounds: Bounds) -> bool:
    words = state.words
    if len(words) > LONGEST:
        return False
    if not state.done and bounds.abstention.startswith(words.lstrip()):
        return True
    return len(split_sentences(words)) <= 1
