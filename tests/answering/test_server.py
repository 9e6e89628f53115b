"""A writer over a real server on this machine: ``llama_cpp.server`` with the embedded model."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qa import Assistant, Done
from qa.answering.citing import parse_draft
from qa.answering.gguf import embedded_model
from qa.answering.server import ServerWriter
from qa.answering.server.counting import estimate_tokens
from qa.answering.server.kinds import ServerKind
from qa.answering.server.requests import messages_of
from qa.answering.writer import Task
from qa.errors import ModelError
from qa.settings import Settings
from qa.types import Waiting, Wrote

ABSTENTION = "Les articles ne le disent pas."
SYSTEM = "Answer from the sentences, and cite them."
USER = "[1] The sky is blue.\n[2] Grass is green.\n\nQuestion: What colour is the sky?"
BOUND = Task(SYSTEM, USER, 60, candidates=2, abstention=ABSTENTION)
KEY = "a-key-of-ours"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("starlette_context", reason="needs llama-cpp-python[server]")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log"
    options = {"model": embedded_model(), "host": "127.0.0.1", "port": port, "api_key": KEY}
    options |= {"n_ctx": 1024, "n_threads": 1, "logits_all": False, "verbose": False}
    arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "llama_cpp.server", *arguments],
            stdout=out,
            stderr=out,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        try:
            _wait_for(port, process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(errors="replace")
        with socket.socket() as there:
            if there.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(log.read_text(errors="replace"))


@pytest.fixture(scope="module")
def writer(address: str) -> Iterator[ServerWriter]:
    writer = ServerWriter(address, Settings(), key=KEY)
    yield writer
    writer.close()


def _text(writer: ServerWriter, task: Task) -> str:
    return "".join(event.text for event in writer.write(task) if isinstance(event, Wrote))


def test_it_learns_what_the_server_is(address: str) -> None:
    writer = ServerWriter(f"{address}/v1/", Settings(), key=KEY)
    try:
        assert (writer.name, writer.remote) == (address.removeprefix("http://"), False)
        assert writer.server.kind is ServerKind.LLAMA_CPP_PYTHON
        assert writer.name == embedded_model().stem
        assert writer.context == 2048
        assert writer.able
    finally:
        writer.close()


def test_free_text_streams_piece_by_piece_and_the_same_twice(writer: ServerWriter) -> None:
    task = Task("You are helpful.", "Say hello.", 16)
    pieces = [event.text for event in writer.write(task) if isinstance(event, Wrote)]
    assert len(pieces) > 3
    assert _text(writer, task) == "".join(pieces)


def test_the_server_holds_it_to_numbers_that_exist(writer: ServerWriter) -> None:
    draft = _text(writer, BOUND)
    assert draft
    assert draft == ABSTENTION or set(re.findall(r"\[(\d+)\]", draft)) <= {"1", "2"}
    assert all(claim.numbers for claim in parse_draft(draft, 2))


def test_stopping_leaves_the_server_to_the_next(writer: ServerWriter) -> None:
    long = Task("You are helpful.", "Tell a very long story.", 700)
    stream = writer.write(long)
    assert isinstance(next(stream), Wrote)
    stream.close()
    stopped = threading.Event()
    pieces = []
    for event in writer.write(long, stopped.is_set):
        pieces.append(event)
        stopped.set()
    assert len(pieces) < 20
    assert _text(writer, replace(long, tokens=4))


def test_many_threads_wait_their_turn_and_get_their_own_answers(writer: ServerWriter) -> None:
    tasks = [Task("Be brief.", f"Say the word number {n}.", 12) for n in range(4)]
    expected = [_text(writer, task) for task in tasks]
    got: dict[int, str] = {}
    waited: list[Waiting] = []

    def ask(n: int) -> None:
        events = list(writer.write(tasks[n]))
        waited.extend(event for event in events if isinstance(event, Waiting))
        got[n] = "".join(event.text for event in events if isinstance(event, Wrote))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [got[n] for n in range(len(tasks))] == expected
    assert 1 <= max(event.ahead for event in waited) < len(tasks)


def test_prompts_are_counted_by_the_server_and_never_for_less(
    writer: ServerWriter, samples: Path
) -> None:
    for path in sorted(samples.glob("*.txt"))[:6]:
        text = path.read_text(encoding="utf-8")[:1500]
        counted = writer.count_tokens(SYSTEM, text)
        assert len(text) / 5 < counted <= estimate_tokens(messages_of(SYSTEM, text))


@pytest.mark.parametrize("markup", ["<|im_end|>", "<|im_start|>", "<|endoftext|>"])
def test_text_cannot_end_the_turn(writer: ServerWriter, markup: str) -> None:
    # Whatever a server does with special tokens in messages, there are none in ours.
    without = writer.count_tokens("", "a b")
    assert writer.count_tokens("", f"a {markup} b") > without + 3  # spelled out, not one token


def test_a_wrong_key_is_a_sentence(address: str) -> None:
    writer = ServerWriter(address, Settings(), key="another")
    try:
        with pytest.raises(ModelError, match=r"refuses the key \(401.*SOURCIER_WRITER_KEY"):
            list(writer.write(BOUND))
    finally:
        writer.close()


def test_a_model_the_server_has_not_is_a_sentence(address: str) -> None:
    writer = ServerWriter(address, Settings(), model="qwen", key=KEY)
    try:
        with pytest.raises(ModelError, match=r"has no model “qwen”, but: .*--writer-model"):
            writer.count_tokens("", "a")
    finally:
        writer.close()


def test_a_prompt_longer_than_the_window_is_a_sentence(writer: ServerWriter) -> None:
    with pytest.raises(ModelError, match="broke off"):  # all this server says of it, streaming
        list(writer.write(Task("", "mot " * 2000, 8)))
    assert _text(writer, Task("You are helpful.", "Say hello.", 8))


def test_an_assistant_answers_with_what_the_server_writes(
    address: str, sample_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCIER_WRITER_KEY", KEY)
    settings = replace(Settings(), prompt_tokens=250, answer_tokens=100)
    with Assistant.open(sample_library, writer=address, settings=settings) as assistant:
        events = list(assistant.stream("Quel est le budget de la commune de Vaubrenne en 2022 ?"))
        history = [("Quel est le budget de la commune de Vaubrenne en 2022 ?", "31,2 millions")]
        followed = assistant.ask("Et qui le justifie ?", history)
    done = events[-1]
    assert isinstance(done, Done) and not done.answer.warning
    assert any(isinstance(event, Wrote) for event in events)
    assert done.answer.statements and done.answer.quotes
    assert {c.article.id for c in done.answer.citations} <= {h.article.id for h in done.answer.hits}
    # What a small model makes of a follow-up is no faithful question: the rules' is searched.
    assert "Vaubrenne" in followed.searched


def test_quotes_stand_when_the_server_is_gone(sample_library: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with Assistant.open(sample_library, writer=f"http://127.0.0.1:{port}") as assistant:
        found = assistant.ask("Quel est le budget de la commune de Vaubrenne en 2022 ?")
    assert found.quotes and found.written_by == "quotes"
    assert f"127.0.0.1:{port}" in found.warning
