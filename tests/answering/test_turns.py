"""The line before a model: order, places, cancelling, deadlines and failures."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from qa.answering.turns import Line
from qa.errors import ModelError
from qa.types import Waiting


def never() -> bool:
    return False


def make_line(places: int = 8, seconds: float = 60) -> Line:
    return Line(places, seconds, lambda: None)


@pytest.fixture
def line() -> Iterator[Line]:
    line = make_line()
    yield line
    line.close()


class Work:
    """A job that begins, waits to be let on, and then ends or is stopped."""

    def __init__(self, name: str = "done") -> None:
        self.name = name
        self.begun, self.let_on, self.over = (threading.Event() for _ in range(3))
        self.was_stopped = False

    def __call__(self, stopped: Callable[[], bool]) -> Iterator[str]:
        self.begun.set()
        try:
            while not self.let_on.wait(0.005):
                if stopped():
                    self.was_stopped = True
                    return
            yield self.name
        finally:
            self.over.set()


class Asker(threading.Thread):
    """Asks in a thread of its own and keeps what it gets."""

    def __init__(self, line: Line, work: Work, cancelled: Callable[[], bool] = never) -> None:
        super().__init__(daemon=True)
        self.got: list[object] = []
        self.error: BaseException | None = None
        self._ask = lambda: line.ask(work, cancelled)
        self.start()

    def run(self) -> None:
        try:
            for piece in self._ask():
                self.got.append(piece)
        except BaseException as error:
            self.error = error

    def wait_for(self, piece: object) -> None:
        for _ in range(2000):
            if piece in self.got:
                return
            threading.Event().wait(0.005)
        raise AssertionError(f"{piece} never came: {self.got}")


def test_the_first_come_is_served_first_and_the_others_see_their_place(line: Line) -> None:
    works = [Work(f"answer {n}") for n in range(4)]
    askers = []
    for ahead, work in enumerate(works):
        askers.append(Asker(line, work))
        if ahead:
            askers[-1].wait_for(Waiting(ahead))
        else:
            assert work.begun.wait(10)
    for work in works:
        assert work.begun.wait(10)
        work.let_on.set()
    for asker in askers:
        asker.join(10)
    assert [asker.got for asker in askers] == [
        [*(Waiting(ahead) for ahead in range(n, 0, -1)), f"answer {n}"] for n in range(4)
    ]


def test_giving_up_frees_a_place_at_once(line: Line) -> None:
    first, last = Work(), Work()
    served = Asker(line, first)
    assert first.begun.wait(10)
    given_up = threading.Event()
    second = Work()
    asker = Asker(line, second, given_up.is_set)
    asker.wait_for(Waiting(1))
    behind = Asker(line, last)
    behind.wait_for(Waiting(2))
    given_up.set()
    behind.wait_for(Waiting(1))
    asker.join(10)
    assert asker.got == [Waiting(1)]
    first.let_on.set()
    last.let_on.set()
    behind.join(10)
    served.join(10)
    assert behind.got == [Waiting(2), Waiting(1), "done"]
    assert not second.begun.is_set()


def test_giving_up_stops_what_is_under_way(line: Line) -> None:
    given_up = threading.Event()
    work = Work()
    asker = Asker(line, work, given_up.is_set)
    assert work.begun.wait(10)
    given_up.set()
    asker.join(10)
    assert work.over.wait(10)
    assert work.was_stopped
    after = Work()
    after.let_on.set()
    assert list(line.ask(after, never)) == ["done"]


def test_closing_the_iterator_stops_what_is_under_way(line: Line) -> None:
    work = Work()

    def endless(stopped: Callable[[], bool]) -> Iterator[str]:
        yield "first"
        yield from work(stopped)

    stream = line.ask(endless, never)
    assert next(stream) == "first"
    stream.close()  # type: ignore[attr-defined]
    assert work.over.wait(10)


def test_a_full_line_sends_people_away() -> None:
    line = make_line(places=1)
    work = Work()
    served = Asker(line, work)
    assert work.begun.wait(10)
    waiting = Asker(line, Work())
    waiting.wait_for(Waiting(1))
    with pytest.raises(ModelError, match="1 questions are waiting"):
        next(line.ask(Work(), never))
    line.close()
    served.join(10)
    waiting.join(10)


def test_a_deadline_covers_waiting_and_working() -> None:
    line = make_line(seconds=0.2)
    work = Work()
    served = Asker(line, work)
    assert work.begun.wait(10)
    waiting = Asker(line, Work())
    for asker in (served, waiting):
        asker.join(10)
        assert isinstance(asker.error, ModelError)
        assert "0.2 seconds" in str(asker.error)
    assert work.over.wait(10)
    line.close()


def test_a_failure_is_its_askers_alone(line: Line) -> None:
    def failing(stopped: Callable[[], bool]) -> Iterator[str]:
        yield "before"
        raise RuntimeError("broken")

    stream = line.ask(failing, never)
    assert next(stream) == "before"
    with pytest.raises(RuntimeError, match="broken"):
        next(stream)
    work = Work()
    work.let_on.set()
    assert list(line.ask(work, never)) == ["done"]


def test_closing_sends_everybody_away_and_ends_on_the_thread() -> None:
    ended = []
    line = Line(4, 60, lambda: ended.append(threading.current_thread().name))
    work = Work()
    askers = [Asker(line, work)]
    assert work.begun.wait(10)
    askers.append(Asker(line, Work()))
    askers[1].wait_for(Waiting(1))
    line.close()
    line.close()
    for asker in askers:
        asker.join(10)
        assert isinstance(asker.error, ModelError)
    assert work.was_stopped
    assert ended == ["model"]
    with pytest.raises(ModelError, match="closed"):
        next(line.ask(Work(), never))


def test_an_unused_line_closes() -> None:
    make_line().close()
