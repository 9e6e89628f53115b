"""One person's conversation, event by event, without a model or a library."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from typing import Any

from qa.errors import QuestionError
from qa.page.conversation import Exchange, Session, advance, converse
from qa.page.labels import FRENCH
from qa.page.options import BALANCED, CAUTIONS
from qa.types import Answer, Checking, Done, Found, Period, Quoted, Read, Waiting, Wrote


class Scripted:
    """An assistant that says what it was told to, or raises it."""

    def __init__(self, *events: Any) -> None:
        self.events = events
        self.histories: list[Any] = []
        self.periods: list[Period] = []
        self.cautions: list[float | None] = []

    def stream(
        self, question: str, history: Any, cancelled: Any, *, since: Any, until: Any, caution: Any
    ) -> Iterator[Any]:
        self.cautions.append(caution)
        self.histories.append(list(history))
        self.periods.append(Period(since, until))
        for event in self.events:
            if isinstance(event, Exception):
                raise event
            if cancelled():
                return
            yield event


def test_events_take_an_exchange_from_search_to_answer(answer: Answer) -> None:
    exchange = Exchange(1, answer.question)
    states = []
    for event in (Found(answer.hits), Quoted(answer.quotes), Wrote("L’en"), Wrote("trée")):
        exchange = advance(exchange, event)
        states.append(exchange.state)
    assert states == ["searching", "reading", "writing", "writing"]
    assert exchange.draft == "L’entrée"
    assert exchange.citations == answer.quotes
    exchange = advance(exchange, Done(answer))
    assert (exchange.state, exchange.citations) == ("done", answer.citations)


def test_waiting_reading_and_checking_are_told_of(answer: Answer) -> None:
    exchange = advance(Exchange(1, "Et quand ?"), Found(answer.hits, "Quand rouvre-t-il ?"))
    assert exchange.searched == "Quand rouvre-t-il ?"
    exchange = advance(exchange, Quoted(answer.quotes, "Le 14 mars 2021 :"))
    assert exchange.introduction == "Le 14 mars 2021 :"
    exchange = advance(exchange, Waiting(2))
    assert (exchange.state, exchange.ahead) == ("waiting", 2)
    assert advance(exchange, Waiting(0)).state == "reading"
    exchange = advance(exchange, Read(100, 400))
    assert (exchange.state, exchange.read) == ("reading", 0.25)
    assert advance(exchange, Read(0, 0)).read == 0.0
    exchange = advance(advance(exchange, Wrote("Il")), Checking())
    assert (exchange.state, exchange.draft) == ("checking", "Il")


def test_quotes_are_shown_before_the_answer(answer: Answer) -> None:
    session = Session()
    assistant: Any = Scripted(Found(answer.hits), Quoted(answer.quotes), Done(answer))
    seen = [
        (session.current.state, session.busy)
        for _ in converse(session, assistant, answer.question)
        if session.current
    ]
    assert seen == [
        ("searching", True),
        ("searching", True),
        ("reading", True),
        ("done", False),
    ]


def test_an_error_for_people_becomes_the_answer() -> None:
    session, assistant = Session(), Scripted(QuestionError("Too long: shorten it."))
    for _ in converse(session, assistant, "?"):  # type: ignore[arg-type]
        pass
    assert session.current and session.current.error == "Too long: shorten it."
    assert not session.busy


def test_an_unexpected_error_is_logged_and_shown_as_a_sentence(caplog: Any) -> None:
    session, assistant = Session(), Scripted(RuntimeError("secret detail"))
    for _ in converse(session, assistant, "Qui ?"):  # type: ignore[arg-type]
        pass
    assert session.current and session.current.error == FRENCH.unexpected
    assert "secret detail" in caplog.text


def test_stopping_is_remembered_and_forgotten_by_the_next_question(answer: Answer) -> None:
    session = Session()
    assistant: Any = Scripted(Found(answer.hits), Quoted(answer.quotes), Done(answer))
    for _ in converse(session, assistant, "Qui ?"):
        session.stop.set()
    assert session.current and session.current.stopped
    for _ in converse(session, assistant, "Quand ?"):
        pass
    assert session.current and not session.current.stopped


def test_earlier_questions_are_history_and_asking_again_replaces(answer: Answer) -> None:
    session = Session()
    assistant = Scripted(Done(answer))
    for question, again in (("Qui ?", False), ("Quand ?", False), ("Quand ?", True)):
        for _ in converse(session, assistant, question, again=again):  # type: ignore[arg-type]
            pass
    assert assistant.histories == [[], [("Qui ?", answer.text)], [("Qui ?", answer.text)]]
    assert [one.turn for one in session.past] == [1]
    assert session.current and session.current.turn == 2
    session.clear()
    assert session.current is None and not session.past


def test_a_question_is_asked_of_its_dates_and_clearing_forgets_them(answer: Answer) -> None:
    session, assistant = Session(), Scripted(Done(answer))
    session.since, session.caution = "février 2022", "careful"
    period = session.period
    assert period == Period(date(2022, 2, 1))
    for _ in converse(session, assistant, "Qui ?", period):  # type: ignore[arg-type]
        pass
    assert assistant.periods == [period]
    assert assistant.cautions == [CAUTIONS["careful"]]
    assert session.current and session.current.period == period
    session.since = "un jour"
    assert isinstance(session.period, str) and FRENCH.since in session.period
    session.clear()
    assert session.period == Period() and session.caution == BALANCED


def test_every_tab_has_a_session_of_its_own() -> None:
    first = Session("en")
    second = copy.deepcopy(first)
    first.stop.set()
    first.past.append(Exchange(1, "?"))
    assert not second.stop.is_set() and not second.past
