"""A server on this machine that answers as it is told to, mishaps and all."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODELS = {"object": "list", "data": [{"id": "org/m", "object": "model", "owned_by": "who"}]}

Respond = Callable[[BaseHTTPRequestHandler], None]


class Peer:
    """A server that answers each path with the next thing scripted for it, the last for ever."""

    def __init__(self) -> None:
        self.scripts: dict[str, list[Respond]] = {"/v1/models": [sends(MODELS)]}
        self.asked: list[tuple[str, Any, str]] = []
        self.gone = threading.Event()  # set when a client that was to wait has gone
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                peer.asked.append((self.path, body, self.headers.get("authorization", "")))
                script = peer.scripts.get(self.path, [sends({"error": "no such path"}, 404)])
                (script.pop(0) if len(script) > 1 else script[0])(self)

            def do_POST(self) -> None:
                self.do_GET()

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def chats(self, *script: Respond) -> None:
        self.scripts["/v1/chat/completions"] = list(script)

    def bodies(self) -> list[dict[str, Any]]:
        return [body for path, body, _ in self.asked if path.endswith("completions")]


def sends(said: Any, status: int = 200, kind: str = "application/json", **headers: str) -> Respond:
    content = said.encode() if isinstance(said, str) else json.dumps(said).encode()

    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"content-type": kind, **named}.items():
            handler.send_header(name, value)
        handler.send_header("content-length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return respond


def chunk(text: str = "", ends: bool = False, **more: Any) -> str:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": "stop" if ends else None}
    return f"data: {json.dumps({'choices': [choice], **more})}\n\n"


def streams(*parts: str, then: Callable[[BaseHTTPRequestHandler], None] | None = None) -> Respond:
    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream; charset=utf-8")
        handler.end_headers()
        for part in parts:
            handler.wfile.write(part.encode())
            handler.wfile.flush()
        if then is not None:
            then(handler)

    return respond


def speaks(text: str) -> Respond:
    words = [chunk(word) for word in text.split(" ")]
    spaced = [
        word.replace('"content": "', '"content": " ') if at else word
        for at, word in enumerate(words)
    ]
    return streams(*spaced, chunk(ends=True), "data: [DONE]\n\n")


def drops(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
