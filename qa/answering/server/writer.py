"""A model that a server runs: asked over HTTP, from an event loop on a thread of its own."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from qa.answering.server.address import Address, parse_address
from qa.answering.server.counting import count_tokens, estimate_tokens
from qa.answering.server.kinds import Server, ServerKind, positive, read_models, read_version
from qa.answering.server.line import Line
from qa.answering.server.markup import ThoughtFilter
from qa.answering.server.repairing import Repairer
from qa.answering.server.requests import FORMS, Form, Messages, messages_of, request_of
from qa.answering.server.talking import RefusedError, Talk
from qa.answering.taking import END, take
from qa.answering.writer import Task
from qa.errors import ModelError
from qa.settings import Settings
from qa.types import Read, Waiting, Writing, Wrote

if TYPE_CHECKING:
    from qa.answering.reading import Reader

_CLOSING = 5.0
_CLOSED = "The writer was closed: open the library again to ask it."
_LONGEST_TOKEN = 32  # characters on average: a server that sends more doesn't count

T = TypeVar("T")


class ServerWriter:
    """Writes with an OpenAI-compatible server. Any thread may ask; nothing is asked at once.

    Bound tasks are held to their citations by the server where it can, and repaired here in
    any case. Messages have nothing in them that acts as a template's markup.
    """

    def __init__(self, address: str, settings: Settings, *, model: str = "", key: str = "") -> None:
        """Use the server at ``http://host:port``, with its first model unless one is named.

        Raises ``ModelError`` for what isn't an address; the server is first asked when needed.
        """
        self.address: Address = parse_address(address)
        if not (key.isascii() and key.isprintable()):
            raise ModelError("$SOURCIER_WRITER_KEY isn't a key: it has characters no key has.")
        self._wanted, self._key, self._settings = model, key, settings
        self._server: Server | None = None
        self._forms: Sequence[Form] = FORMS
        self._talk: Talk | None = None
        self._line = Line(settings.queue)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="server", daemon=True)
        self._thread.start()

    @property
    def name(self) -> str:
        """The model's name once the server has told it, until then what it is known by."""
        return self._server.name if self._server else self._wanted or self.address.host

    @property
    def remote(self) -> bool:
        """Whether what it is sent leaves this machine."""
        return self.address.remote

    @property
    def able(self) -> bool:
        """Servers run models that are able enough."""
        return True

    @property
    def context(self) -> int:
        """How many tokens its window holds, as the server says, else a cautious guess."""
        return self.server.context

    @property
    def server(self) -> Server:
        """What the server is. Raises ``ModelError`` when it can't be reached."""
        return self._run(self._found())

    def count_tokens(self, system: str, user: str) -> int:
        """Return how many tokens these messages are, no fewer where the server doesn't count.

        Raises ``ModelError``.
        """
        return self._run(self._count(messages_of(system, user)))

    def write(self, task: Task, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Writing]:
        """Yield ``Waiting``, ``Read`` and ``Wrote`` as they come; close the iterator to stop.

        Bound text comes by whole sentences, free text as the server sends it. Stopping breaks
        the connection off. Raises ``ModelError``.
        """
        events: queue.SimpleQueue[Any] = queue.SimpleQueue()
        under_way = self._start(self._serve(task, events.put))
        try:
            yield from take(events, cancelled)
        finally:
            under_way.cancel()

    def reader(self, language: str) -> Reader | None:
        """None: a server's model writes."""
        return None

    def close(self) -> None:
        """Break off what is under way and close every connection; closing twice does nothing."""
        if not self._thread.is_alive():
            return
        self._start(self._end()).result(_CLOSING)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_CLOSING)
        self._loop.close()

    def _start(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        if not self._thread.is_alive():
            work.close()
            raise ModelError(_CLOSED)
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return self._start(work).result()
        except CancelledError as error:
            raise ModelError(_CLOSED) from error

    # On the event loop's own thread

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self._talk is not None:
            await self._talk.close()

    def _talking(self) -> Talk:
        self._talk = self._talk or Talk(self.address, self._key)
        return self._talk

    async def _found(self) -> Server:
        """Return what the server is, asking it the first time."""
        if self._server is None:
            talk = self._talking()
            try:
                said = await talk.ask("/v1/models")
            except RefusedError as error:
                said = error  # not a list of models
            server = read_models(said, self._wanted, self.address.host)
            if server.kind is ServerKind.LLAMA_SERVER:
                server = _with_properties(server, await _told(talk, "/props"))
            elif server.kind is ServerKind.VLLM:
                server = replace(server, version=read_version(await _told(talk, "/version")))
            self._server = server
        return self._server

    async def _count(self, messages: Messages) -> int:
        server = await self._found()
        if server.parallel == 1 and not self._line.idle:
            return estimate_tokens(messages)  # it would break off what it is writing
        return await count_tokens(self._talking(), server, messages)

    async def _serve(self, task: Task, tell: Callable[[Any], None]) -> None:
        """Carry a task out; ``tell`` what comes, and last the end or the error."""
        try:
            async with asyncio.timeout(self._settings.deadline):
                server = await self._found()
                await self._line.enter(server.parallel, lambda ahead: tell(Waiting(ahead)))
                try:
                    async with aclosing(self._write(server, task)) as events:
                        async for event in events:
                            tell(event)
                finally:
                    self._line.leave()
            tell(END)
        except TimeoutError:
            late = f"took longer than {self._settings.deadline:g} s"
            tell(ModelError(f"The server {self.address.host} {late}: ask again, or a faster one."))
        except asyncio.CancelledError:
            tell(ModelError(_CLOSED))
            raise
        except Exception as error:
            tell(error)  # handed to the thread that asked

    async def _write(self, server: Server, task: Task) -> AsyncGenerator[Writing, None]:
        """Yield what the model writes without its thoughts, and repaired where it is bound."""
        thoughts = ThoughtFilter()
        repairer = Repairer(task.candidates, task.abstention) if task.candidates else None
        room = task.tokens * _LONGEST_TOKEN
        async with aclosing(self._ask(server, task)) as events:
            async for event in events:
                if isinstance(event, Read):
                    yield event
                    continue
                room -= len(event.text)
                text = thoughts.feed(event.text)
                text = repairer.feed(text) if repairer else text
                if text:
                    yield Wrote(text)
                if room < 0 or (repairer and repairer.abstained):
                    break
        rest = thoughts.finish()
        rest = repairer.feed(rest) + repairer.finish() if repairer else rest
        if rest:
            yield Wrote(rest)

    async def _ask(self, server: Server, task: Task) -> AsyncGenerator[Read | Wrote, None]:
        """Yield what the server streams for the fullest form of the request that it takes."""
        talk, forms, refused = self._talking(), self._forms, RefusedError(0, "")
        tried: list[dict[str, Any]] = []
        for at, form in enumerate(forms):
            body = request_of(server, task, form, self._settings)
            if body in tried:  # this server was never sent what is left out now
                continue
            tried.append(body)
            try:
                async with aclosing(talk.complete(body)) as events:
                    async for event in events:
                        self._forms = forms[at:]
                        yield event
                return
            except RefusedError as error:
                refused = error
                if error.overlong:
                    break
        raise ModelError(self._refusal(refused))

    def _refusal(self, refused: RefusedError) -> str:
        host, said = self.address.host, str(refused) or str(refused.status)
        if refused.overlong:
            return (
                f"The prompt is longer than the server {host} takes ({said}): start it with a "
                "larger context, or ask for fewer sentences."
            )
        return f"The server {host} refuses the request ({said}): try another model or server."


async def _told(talk: Talk, path: str) -> Any:
    """Return what a server says of itself at ``path``, None where it has no such thing."""
    try:
        return await talk.ask(path)
    except (ModelError, RefusedError):
        return None


def _with_properties(server: Server, said: Any) -> Server:
    """Return a llama-server with the context and the number of places that it tells."""
    properties = said if isinstance(said, dict) else {}
    generation = properties.get("default_generation_settings")
    context = generation.get("n_ctx") if isinstance(generation, dict) else None
    return replace(
        server,
        context=positive(context, server.context),
        parallel=positive(properties.get("total_slots"), server.parallel),
    )
