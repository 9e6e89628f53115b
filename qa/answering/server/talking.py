"""HTTP with one server: what it is asked, what it streams, and a sentence for every mishap."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from qa.answering.server.address import Address
from qa.answering.server.kinds import positive, printable
from qa.errors import ModelError
from qa.types import Read, Wrote

if TYPE_CHECKING:
    from httpx2 import AsyncClient, Response

_CONNECT = 5.0  # seconds
_ANSWER = 20.0  # for what needs no model
_BETWEEN = 30.0  # from one token to the next
_TRIES = 4
_FIRST_WAIT, _LONGEST_WAIT = 0.25, 30.0
_BUSY = (408, 429, 502, 503, 504)
_REFUSING = (400, 413, 422)
_LARGEST = 4 << 20  # bytes of an answer that isn't streamed
_CHAT = "/v1/chat/completions"
_INSTEAD = "or leave --writer out to use the embedded model"


class RefusedError(Exception):
    """The server takes no request of this form; the message is its own."""

    def __init__(self, status: int, message: str) -> None:
        """Keep what it said."""
        super().__init__(message)
        self.status = status

    @property
    def overlong(self) -> bool:
        """Whether it refuses because the prompt is longer than its window."""
        return "context" in str(self) and any(w in str(self) for w in ("exceed", "length", "size"))


class _PassingError(Exception):
    """What another try may put right; the message is a sentence."""

    def __init__(self, message: str, wait: float = 0.0) -> None:
        super().__init__(message)
        self.wait = wait


class Talk:
    """Requests to a server, from the event loop that made it. Redirects are never followed."""

    def __init__(self, address: Address, key: str = "") -> None:
        """Prepare to talk; nothing is sent yet."""
        import httpx2

        headers = {"user-agent": "sourcier", "accept-encoding": "identity"}
        if key:
            headers["authorization"] = f"Bearer {key}"
        self._address = address
        self._client: AsyncClient = httpx2.AsyncClient(
            headers=headers,
            timeout=httpx2.Timeout(_ANSWER, connect=_CONNECT, pool=None),
            # This machine isn't asked through a proxy, whatever the environment says.
            trust_env=address.remote,
        )
        self._streaming = httpx2.Timeout(None, connect=_CONNECT, write=_ANSWER)

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def ask(self, path: str, body: Any = None) -> Any:
        """Return the JSON at ``path``, posting ``body`` if given.

        Raises ``ModelError``, and ``RefusedError`` for a request it doesn't take.
        """
        method = "GET" if body is None else "POST"

        async def once() -> Any:
            url = self._address.root + path
            async with self._client.stream(method, url, json=body) as response:
                await self._check(response, path)
                content = await _read(response)
            try:
                return json.loads(content)
            except ValueError as error:
                raise ModelError(self._no_such_server(response)) from error

        for left in reversed(range(_TRIES)):
            try:
                return await self._explaining(once())
            except _PassingError as error:
                if not left:
                    raise ModelError(str(error)) from error
                await asyncio.sleep(_wait(error, left))
        raise AssertionError("the last try returns or raises")

    async def complete(self, body: dict[str, Any]) -> AsyncGenerator[Read | Wrote, None]:
        """Yield what the model reads and writes for a request of chat completion.

        Tries again only as long as nothing was written. Close it to break the request off.
        Raises as ``ask`` does.
        """
        for left in reversed(range(_TRIES)):
            begun = False
            try:
                async with aclosing(self._stream(body)) as stream:
                    while True:
                        event = await self._explaining(_next(stream, begun))
                        if event is None:
                            return
                        begun = begun or isinstance(event, Wrote)
                        yield event
            except _PassingError as error:
                if begun or not left:
                    raise ModelError(str(error)) from error
                await asyncio.sleep(_wait(error, left))

    async def _stream(self, body: dict[str, Any]) -> AsyncGenerator[Read | Wrote, None]:
        url, finished = self._address.root + _CHAT, False
        async with self._client.sse(
            url, method="POST", json=body, timeout=self._streaming
        ) as source:
            await self._check(source.response, _CHAT)
            if "text/event-stream" not in source.response.headers.get("content-type", ""):
                raise ModelError(self._no_such_server(source.response))
            async for event in source:
                if event.data == "[DONE]":
                    break
                chunk = self._chunk(event.data)
                progress = chunk.get("prompt_progress")
                if isinstance(progress, dict):
                    yield Read(
                        positive(progress.get("processed"), 0), positive(progress.get("total"), 0)
                    )
                text, ends = _delta(chunk)
                if text:
                    yield Wrote(text)
                finished = finished or ends
        if not finished:
            raise _PassingError(self._broke_off())

    def _chunk(self, data: str) -> dict[str, Any]:
        try:
            chunk = json.loads(data)
        except ValueError:
            chunk = None
        if not isinstance(chunk, dict):
            raise ModelError(
                f"The server {self._address.host} streams something that isn't a chat completion "
                f"(“{printable(data, 60)}”): check the address, {_INSTEAD}."
            )
        if chunk.get("error"):
            raise ModelError(
                f"The server {self._address.host} failed while writing "
                f"({_message(chunk)}): its log may say why."
            )
        return chunk

    async def _explaining(self, awaited: Any) -> Any:
        """Await, and turn the client's errors into sentences."""
        import httpx2

        host = self._address.host
        try:
            return await awaited
        except httpx2.ConnectError as error:
            reason = printable(str(error), 80) or "no connection"
            raise _PassingError(
                f"The server {host} can't be reached ({reason}): start it, check the address, "
                f"{_INSTEAD}."
            ) from error
        except (httpx2.TimeoutException, TimeoutError) as error:
            raise _PassingError(
                f"The server {host} doesn't answer: look whether it is stuck, {_INSTEAD}."
            ) from error
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise _PassingError(self._broke_off()) from error
        except httpx2.InvalidURL as error:
            raise ModelError(f"“{self._address.root}” isn't a server's address.") from error

    async def _check(self, response: Response, path: str) -> None:
        """Raise for every status but success."""
        status, host = response.status_code, self._address.host
        if 200 <= status < 300:
            return
        if 300 <= status < 400:
            to = printable(response.headers.get("location", "elsewhere"), 120)
            raise ModelError(
                f"The server {host} redirects to {to}, where nothing was sent: if you trust it, "
                "give its address with --writer."
            )
        message = _message(_json(await _read(response)))
        said = f"{status}: {message}" if message else str(status)
        if status in (401, 403):
            raise ModelError(
                f"The server {host} refuses the key ({said}): set $SOURCIER_WRITER_KEY to one it "
                "takes."
            )
        if status in (404, 405):
            raise (
                RefusedError(status, message)
                if path != _CHAT
                else ModelError(
                    f"The server {host} has nothing at {path} ({said}): check the address, and the "
                    "part of it before /v1."
                )
            )
        if status in _BUSY:
            asked = response.headers.get("retry-after", "")
            raise _PassingError(
                f"The server {host} is busy or still loading its model ({said}): ask again later.",
                float(asked) if asked.isdecimal() else 0.0,
            )
        # A template that knows no system role fails with 500 on some servers.
        if status in _REFUSING or "role" in message.lower():
            raise RefusedError(status, message)
        raise ModelError(f"The server {host} failed ({said}): its log may say why.")

    def _broke_off(self) -> str:
        return (
            f"The server {self._address.host} broke off in the middle of its answer: ask again; if "
            "it happens again, its log may say why."
        )

    def _no_such_server(self, response: Response) -> str:
        kind = response.headers.get("content-type", "").partition(";")[0] or "something else"
        return (
            f"{self._address.host} answers with {printable(kind, 40)}, not as an OpenAI-compatible "
            "server does: check the address, and the part of it before /v1."
        )


async def _next(stream: AsyncIterator[Read | Wrote], begun: bool) -> Read | Wrote | None:
    """Return the next event, None at the end; the first may take long, the others not."""
    async with asyncio.timeout(_BETWEEN if begun else None):
        return await anext(stream, None)


async def _read(response: Response) -> bytes:
    """Return a response's bytes, the first so many."""
    content = b""
    async for chunk in response.aiter_bytes():
        content += chunk
        if len(content) > _LARGEST:
            break
    return content


def _wait(error: _PassingError, left: int) -> float:
    doubled = _FIRST_WAIT * 2.0 ** (_TRIES - 1 - left)
    return min(error.wait or doubled, _LONGEST_WAIT)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _message(said: Any) -> str:
    """Return what a server says went wrong, in any of the forms they use."""
    if not isinstance(said, dict):
        return ""
    error = said.get("error") or said.get("detail") or said.get("message") or ""
    if isinstance(error, dict):
        error = error.get("message") or ""
    return printable(str(error)).rstrip(".")


def _delta(chunk: dict[str, Any]) -> tuple[str, bool]:
    """Return the text of a chunk, and whether it is the last; what a model thinks isn't text."""
    choices = chunk.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(choice, dict):
        return "", False
    delta = choice.get("delta")
    text = delta.get("content") if isinstance(delta, dict) else ""
    return text if isinstance(text, str) else "", choice.get("finish_reason") is not None
