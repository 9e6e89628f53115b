"""One person's conversation: each question's way from search to checked answer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

from qa.errors import SourcierError
from qa.page.dates import read_period
from qa.page.labels import Labels, labels_for
from qa.page.options import BALANCED, CAUTIONS
from qa.page.sources import join_citations
from qa.types import (
    Answer,
    Checking,
    Citation,
    Done,
    Event,
    Found,
    Hit,
    IndexReport,
    Period,
    Progress,
    Quoted,
    Read,
    Waiting,
    Wrote,
)

if TYPE_CHECKING:
    from qa.assistant import Assistant

_ANY_DAY = Period()
_DRAFT_EVERY = 0.08  # seconds between two looks at a draft: smooth, and light on the browser
_log = logging.getLogger(__name__)

State = Literal["searching", "waiting", "reading", "writing", "checking", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and how far its answer has come; ``turn`` numbers it within the session.

    ``ahead`` are those who wait for the model before it, ``read`` the share of the prompt that
    the model has read, ``introduction`` what is said before the quotes.
    """

    turn: int
    question: str
    state: State = "searching"
    hits: tuple[Hit, ...] = ()
    quotes: tuple[Citation, ...] = ()
    introduction: str = ""
    ahead: int = 0
    read: float = 0.0
    draft: str = ""
    answer: Answer | None = None
    stopped: bool = False
    error: str = ""
    period: Period = _ANY_DAY
    searched: str = ""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What to show as sources: the quotes as they are numbered, then what else is cited."""
        if self.answer is None:
            return self.quotes
        if self.answer.abstained:
            return self.answer.nearest
        return join_citations(self.answer.quotes, self.answer.citations)[0]


def advance(exchange: Exchange, event: Event) -> Exchange:
    """Return the exchange after one more event of ``Assistant.stream``."""
    match event:
        case Found(hits, searched):
            return replace(exchange, hits=hits, searched=searched)
        case Quoted(citations, introduction):
            return replace(exchange, state="reading", quotes=citations, introduction=introduction)
        case Waiting(ahead):
            return replace(exchange, state="waiting" if ahead else "reading", ahead=ahead)
        case Read(done, total):
            return replace(exchange, state="reading", read=done / total if total else 0.0)
        case Wrote(text):
            return replace(exchange, state="writing", draft=exchange.draft + text)
        case Checking():
            return replace(exchange, state="checking")
        case Done(answer):
            return replace(exchange, state="done", answer=answer)


class Session:
    """What the page remembers of one open tab, and the flags that stop its work.

    Not a dataclass: gradio would take it apart, and threading's flags can't be copied.
    """

    def __init__(self, language: str = "fr") -> None:
        """Begin with nothing asked and nothing being added."""
        self.language = language
        self.past: list[Exchange] = []
        self.current: Exchange | None = None
        self.since = self.until = ""  # as they were typed
        self.caution = BALANCED
        self.busy = False
        self.stop = threading.Event()
        self.adding = False
        self.cancel = threading.Event()
        self.progress: Progress | None = None
        self.report: IndexReport | str = ""

    @property
    def labels(self) -> Labels:
        """The labels of this tab's language."""
        return labels_for(self.language)

    @property
    def period(self) -> Period | str:
        """The period that articles are to be of, or a sentence about dates that can't be read."""
        return read_period(self.since, self.until, self.labels)

    def __deepcopy__(self, memo: object) -> Session:
        """Return a new session: gradio copies the first one for every tab."""
        return Session()

    def begin(self, question: str, period: Period, *, again: bool = False) -> Exchange:
        """Make ``question`` the current one, in the place of the last when asked ``again``."""
        if self.current is not None and not again:
            self.past.append(self.current)
        self.current = Exchange(len(self.past) + 1, question, period=period)
        self.busy = True
        self.stop.clear()
        return self.current

    def clear(self) -> None:
        """Forget the conversation and what was chosen for it."""
        self.since = self.until = ""
        self.caution = BALANCED
        self.past.clear()
        self.current = None

    def history(self) -> list[tuple[str, str]]:
        """Return the earlier questions with their answers, for follow-ups."""
        return [(one.question, one.answer.text) for one in self.past if one.answer]


def converse(
    session: Session,
    assistant: Assistant,
    question: str,
    period: Period = _ANY_DAY,
    *,
    again: bool = False,
) -> Iterator[None]:
    """Answer ``question`` within the session, pausing whenever there is more to show.

    Errors meant for people become the answer; others are logged, and a sentence says so.
    """
    exchange = session.begin(question, period, again=again)
    yield
    try:
        events: Any = assistant.stream(
            question,
            session.history(),
            session.stop.is_set,
            since=period.since,
            until=period.until,
            caution=CAUTIONS[session.caution],
        )
        with closing(events):
            shown = 0.0
            for event in events:
                exchange = session.current = advance(exchange, event)
                stale = monotonic() - shown > _DRAFT_EVERY
                if not isinstance(event, Done | Read | Wrote) or (
                    stale and exchange.answer is None
                ):
                    shown = monotonic()
                    yield
    except SourcierError as error:
        exchange = replace(exchange, state="failed", error=str(error))
    except Exception:
        _log.exception("answering failed")
        exchange = replace(exchange, state="failed", error=session.labels.unexpected)
    finally:
        session.current = replace(exchange, stopped=session.stop.is_set())
        session.busy = False
    yield
