"""A writer over servers that fail, in each way there is: a sentence, or another try."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from qa.answering.server import ServerWriter, parse_address, talking
from qa.answering.writer import Task
from qa.errors import ModelError
from qa.settings import Settings
from qa.types import Read, Wrote
from tests.answering.peer import Peer, Respond, chunk, drops, sends, speaks, streams

FREE = Task("Be brief.", "Say hello.", 20)
BOUND = Task("Cite.", "[1] Le ciel est bleu.", 40, candidates=1, abstention="Rien.")


@pytest.fixture
def peer() -> Iterator[Peer]:
    peer = Peer()
    yield peer
    peer.server.shutdown()
    peer.server.server_close()


@pytest.fixture
def writer(peer: Peer) -> Iterator[ServerWriter]:
    writer = ServerWriter(peer.address, replace(Settings(), deadline=20.0))
    yield writer
    writer.close()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Don't wait long between tries."""
    monkeypatch.setattr(talking, "_FIRST_WAIT", 0.01)


def text(writer: ServerWriter, task: Task = FREE) -> str:
    return "".join(event.text for event in writer.write(task) if isinstance(event, Wrote))


# What is put right


@pytest.mark.parametrize(
    "mishap",
    [
        sends({"error": {"message": "Loading model"}}, 503),
        sends("slow down", 429, "text/plain", retry_after="0"),
        sends("", 502),
        drops,
        streams(chunk(), then=drops),
        streams("data: [DONE]\n\n"),
    ],
)
def test_what_passes_before_the_first_token_is_tried_again(
    peer: Peer, writer: ServerWriter, mishap: Respond
) -> None:
    peer.chats(mishap, mishap, speaks("Bonjour à tous"))
    assert text(writer) == "Bonjour à tous"
    assert len(peer.bodies()) == 3


def test_a_server_that_starts_late_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talking, "_FIRST_WAIT", 0.2)
    late = Peer()
    late.server.shutdown()
    late.server.server_close()
    writer = ServerWriter(late.address, Settings())

    def start() -> None:
        late.server = ThreadingHTTPServer(
            late.server.server_address, late.server.RequestHandlerClass
        )
        late.server.daemon_threads = True
        late.server.serve_forever(0.02)

    late.chats(speaks("Bonjour"))
    timer = threading.Timer(0.3, start)
    timer.start()
    try:
        assert text(writer) == "Bonjour"
    finally:
        writer.close()
        late.server.shutdown()
        late.server.server_close()


def test_what_a_server_refuses_is_left_out_from_then_on(peer: Peer, writer: ServerWriter) -> None:
    peer.scripts["/v1/models"] = [sends({"data": [{"id": "m", "owned_by": "vllm"}]})]
    peer.scripts["/version"] = [sends({"version": "0.12.1"})]
    refuses = sends({"error": {"message": "Unrecognized argument: chat_template_kwargs"}}, 400)
    peer.chats(refuses, speaks("Le ciel est bleu [1]."), speaks("Le ciel est bleu [1]."))
    assert text(writer, BOUND) == text(writer, BOUND) == "Le ciel est bleu [1]."
    first, second, third = peer.bodies()
    assert first["chat_template_kwargs"] == {"enable_thinking": False}
    assert "chat_template_kwargs" not in {*second, *third}
    assert "regex" in first["structured_outputs"] and "regex" in third["structured_outputs"]


def test_a_template_without_a_system_role_gets_one_message(
    peer: Peer, writer: ServerWriter
) -> None:
    no_role = sends({"error": {"message": "System role not supported"}}, 500)
    peer.chats(no_role, no_role, speaks("Bonjour"))
    assert text(writer) == "Bonjour"
    assert peer.bodies()[-1]["messages"] == [{"role": "user", "content": "Be brief.\n\nSay hello."}]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"id": "/m/x.gguf", "owned_by": "llamacpp"}, "grammar"),
        ({"id": "m", "owned_by": "me", "permissions": []}, "grammar"),
        ({"id": "m", "owned_by": "vllm", "max_model_len": 9000}, "structured_outputs"),
        ({"id": "m", "owned_by": "library"}, ""),
        ({"id": "m"}, ""),
    ],
)
def test_each_server_is_asked_for_what_it_can_do(
    peer: Peer, writer: ServerWriter, said: dict[str, Any], field: str
) -> None:
    peer.scripts["/v1/models"] = [sends({"data": [said]})]
    generation = {"default_generation_settings": {"n_ctx": 6000}, "total_slots": 2}
    peer.scripts["/props"] = [sends(generation)]
    peer.chats(speaks("Le ciel est bleu. Oui, bleu [7] [1]. Et vert"))
    assert text(writer, BOUND) == "Oui, bleu [1]."
    (body,) = peer.bodies()
    assert {"grammar", "structured_outputs", "guided_regex"} & set(body) == ({field} - {""})
    assert body["max_tokens"] == 40
    assert ("reasoning_effort" in body) == (said.get("owned_by") == "library")
    expected = {"llamacpp": 6000, "me": 2048, "vllm": 9000}
    assert writer.context == expected.get(said.get("owned_by", ""), 4096)


def test_tokens_are_counted_where_a_server_counts(peer: Peer, writer: ServerWriter) -> None:
    peer.scripts["/v1/models"] = [sends({"data": [{"id": "m", "owned_by": "llamacpp"}]})]
    peer.scripts["/apply-template"] = [sends({"prompt": "<s>Bonjour"})]
    peer.scripts["/tokenize"] = [sends({"tokens": [1, 2, 3]})]
    assert writer.count_tokens("Sois bref.", "Bonjour <s>") == 3
    asked = {path: body for path, body, _ in peer.asked}
    assert asked["/apply-template"]["messages"][1]["content"] == "Bonjour ‹s>"
    assert asked["/tokenize"]["content"] == "<s>Bonjour"
    peer.scripts["/tokenize"] = [sends(["nonsense"])]
    assert writer.count_tokens("Sois bref.", "Bonjour") > 5
    del peer.scripts["/apply-template"]
    assert writer.count_tokens("Sois bref.", "Bonjour") > 5


def test_thoughts_and_progress_are_no_text(peer: Peer, writer: ServerWriter) -> None:
    progress = {"prompt_progress": {"total": 90, "cache": 0, "processed": 40, "time_ms": 5}}
    thinking = 'data: {"choices": [{"delta": {"reasoning_content": "Hmm [1]."}}]}\n\n'
    parts = chunk(**progress), thinking, ": ping\n\n", chunk("<think>Hmm"), chunk("</think>\n\nOui")
    peer.chats(streams(*parts, chunk(ends=True)))
    assert list(writer.write(FREE)) == [Read(40, 90), Wrote("Oui")]


def test_abstention_ends_the_request(peer: Peer, writer: ServerWriter) -> None:
    peer.chats(streams(chunk("Rien. Mais"), chunk(" encore [1]. Et "), then=_until_gone(peer)))
    assert text(writer, BOUND) == "Rien."
    assert peer.gone.wait(5)


def test_a_server_that_never_ends_is_left(peer: Peer, writer: ServerWriter) -> None:
    def forever(handler: BaseHTTPRequestHandler) -> None:
        with pytest.raises(OSError):
            while True:
                handler.wfile.write(chunk("bla " * 50).encode())
        peer.gone.set()

    peer.chats(streams(then=forever))
    assert len(text(writer)) < 50 * FREE.tokens
    assert peer.gone.wait(5)


def _until_gone(peer: Peer) -> Respond:
    def wait(handler: BaseHTTPRequestHandler) -> None:
        assert handler.connection.recv(1) == b""
        peer.gone.set()

    return wait


@pytest.mark.parametrize("how", ["closed", "cancelled"])
def test_stopping_breaks_the_connection_off(peer: Peer, writer: ServerWriter, how: str) -> None:
    peer.chats(streams(chunk("Bon"), then=_until_gone(peer)))
    stop = threading.Event()
    stream = writer.write(FREE, stop.is_set)
    assert next(stream) == Wrote("Bon")
    if how == "closed":
        stream.close()
    else:
        stop.set()
        assert list(stream) == []
    assert peer.gone.wait(5)


# What is a sentence

FAILURES = [
    (sends({"error": {"message": "boom\x1b[2J"}}, 500), r"failed \(500: boom \(?\[2J\): its log"),
    (sends({"detail": "Not Found"}, 404), r"has nothing at /v1/chat/completions \(404: Not Found"),
    (sends({"error": "bad key"}, 401), r"refuses the key \(401: bad key\): set \$SOURCIER_WRITER"),
    (sends({}, 403), r"refuses the key \(403\)"),
    (sends({"message": "no"}, 422), r"refuses the request \(no\)"),
    (
        sends({"error": {"message": "exceeds the available context size"}}, 400),
        r"prompt is longer than .* larger context",
    ),
    (sends({"error": "busy"}, 429, retry_after="0"), r"is busy .*\(429: busy\): ask again later"),
    (sends("<html>", 200, "text/html"), r"answers with text/html, not as an OpenAI-compatible"),
    (sends({"choices": []}), r"answers with application/json, not as"),
    (sends("", 307, location="http://else.where/"), r"redirects to http://else.where/, where noth"),
    (
        streams("data: {broken\n\n"),
        r"streams something that isn't a chat completion \(“\{broken”\)",
    ),
    (streams("data: [1]\n\n"), r"isn't a chat completion"),
    (streams(chunk("Bon"), 'data: {"error": {"message": "oom"}}\n\n'), r"while writing \(oom\)"),
    (streams(chunk("Bon"), then=drops), r"broke off in the middle"),
    (streams(chunk("Bon"), "data: [DONE]\n\n"), r"broke off in the middle"),
    (streams(chunk("Bon"), "data: " + "x" * 3_000_000), r"broke off in the middle"),
    (drops, r"broke off in the middle"),
]


@pytest.mark.parametrize(("mishap", "sentence"), FAILURES)
def test_a_mishap_is_a_sentence(
    peer: Peer, writer: ServerWriter, mishap: Respond, sentence: str
) -> None:
    peer.chats(mishap)
    with pytest.raises(ModelError, match=sentence) as raised:
        list(writer.write(FREE))
    assert str(raised.value).isprintable()
    peer.chats(speaks("Bonjour"))
    assert text(writer) == "Bonjour"  # and the writer goes on


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (sends("<html>", 200, "text/html"), "answers with text/html, not as"),
        (sends({"models": []}), "answers, but not as an OpenAI-compatible server does"),
        (sends({"error": "no"}, 404), "answers, but not as an OpenAI-compatible server does"),
        (sends({"data": []}), "has no model: load one"),
        (sends({"data": [{"id": 3}, "x"]}), "has no model: load one"),
    ],
)
def test_an_address_of_something_else_is_a_sentence(
    peer: Peer, writer: ServerWriter, said: Respond, sentence: str
) -> None:
    peer.scripts["/v1/models"] = [said]
    for ask in (lambda: writer.context, lambda: writer.count_tokens("", "a"), lambda: text(writer)):
        with pytest.raises(ModelError, match=sentence):
            ask()


def test_nothing_there_is_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        writer = ServerWriter(f"http://127.0.0.1:{taken.getsockname()[1]}", Settings())
        with pytest.raises(ModelError, match=r"can't be reached .*: start it, check the address"):
            writer.count_tokens("", "a")
        with pytest.raises(ModelError, match="can't be reached"):
            list(writer.write(FREE))
        writer.close()


def test_a_server_that_hangs_is_left_at_the_deadline(peer: Peer) -> None:
    peer.chats(streams(then=_until_gone(peer)))
    writer = ServerWriter(peer.address, replace(Settings(), deadline=0.3))
    try:
        with pytest.raises(ModelError, match=r"took longer than 0.3 s"):
            list(writer.write(FREE))
        assert peer.gone.wait(5)
    finally:
        writer.close()


def test_a_server_that_stops_in_the_middle_is_left(
    peer: Peer, writer: ServerWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talking, "_BETWEEN", 0.2)
    peer.chats(streams(chunk("Bon"), then=_until_gone(peer)))
    with pytest.raises(ModelError, match="doesn't answer: look whether it is stuck"):
        list(writer.write(FREE))
    assert peer.gone.wait(5)


def test_a_line_that_is_too_long_is_a_sentence(peer: Peer) -> None:
    peer.scripts["/v1/models"] = [sends({"data": [{"id": "m", "owned_by": "me"}]})]
    peer.chats(streams(chunk("Bon"), then=_until_gone(peer)))
    writer = ServerWriter(peer.address, replace(Settings(), queue=0))
    first = writer.write(FREE)
    assert next(first) == Wrote("Bon")
    with pytest.raises(ModelError, match="are waiting for the model already"):
        list(writer.write(FREE))
    assert writer.count_tokens("", "Bonjour") > 8  # at once, while it is at work
    first.close()
    assert peer.gone.wait(5)
    writer.close()


def test_closing_ends_what_is_under_way_and_twice_does_nothing(peer: Peer) -> None:
    peer.chats(streams(chunk("Bon"), then=_until_gone(peer)))
    writer = ServerWriter(peer.address, Settings())
    stream = writer.write(FREE)
    assert next(stream) == Wrote("Bon")
    writer.close()
    writer.close()
    with pytest.raises(ModelError, match="was closed"):
        list(stream)
    with pytest.raises(ModelError, match="was closed"):
        list(writer.write(FREE))
    with pytest.raises(ModelError, match="was closed"):
        writer.count_tokens("", "a")


def test_the_key_goes_to_the_server_and_nowhere_else(peer: Peer) -> None:
    peer.chats(sends("", 307, location=f"{peer.address}/other"))
    writer = ServerWriter(peer.address, Settings(), key="sk-0123456789")
    with pytest.raises(ModelError) as raised:
        list(writer.write(FREE))
    assert "sk-0123456789" not in f"{raised.value}{writer!r}{writer.address!r}"
    assert {key for _, _, key in peer.asked} == {"Bearer sk-0123456789"}
    assert "/other" not in [path for path, _, _ in peer.asked]
    writer.close()
    with pytest.raises(ModelError, match="isn't a key"):
        ServerWriter(peer.address, Settings(), key="a\nb")


def test_this_machine_is_never_asked_through_a_proxy(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    peer.chats(speaks("Bonjour"))
    writer = ServerWriter(peer.address, Settings())
    assert text(writer) == "Bonjour"
    writer.close()


@pytest.mark.parametrize(
    ("written", "root", "remote"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", False),
        (" http://localhost:8080/v1/ ", "http://localhost:8080", False),
        ("http://[::1]:80/v1", "http://[::1]:80", False),
        ("http://0.0.0.0:8080", "http://0.0.0.0:8080", False),
        ("https://models.example/llm/v1", "https://models.example/llm", True),
        ("HTTP://192.168.1.4:11434", "http://192.168.1.4:11434", True),
        ("http://127.0.0.1.example:80", "http://127.0.0.1.example:80", True),
    ],
)
def test_an_address_says_whether_it_is_this_machine(written: str, root: str, remote: bool) -> None:
    address = parse_address(written)
    assert (address.root, address.remote) == (root, remote)


@pytest.mark.parametrize(
    "written",
    [
        *("", "localhost:8080", "ftp://a", "http://", "http://a:port", "http://a:99999"),
        *("http://[::1", "http://me:secret@a", "http://a?b=c", "http://a#b", "http://a b"),
    ],
)
def test_what_is_no_address_is_a_sentence(written: str) -> None:
    with pytest.raises(ModelError) as raised:
        parse_address(written)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)
