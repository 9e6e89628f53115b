"""GGUF files, really loaded and really run, as writers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qa.answering.citing import parse_draft
from qa.answering.gguf import GgufWriter, context_size, embedded_model
from qa.answering.llama import Context
from qa.answering.writer import Task, Writer
from qa.errors import ModelError
from qa.settings import Settings
from qa.types import Read, Waiting, Wrote
from tests.answering.tiny_gguf import Recipe, make_gguf

HELLO = Task("You are helpful.", "Say hello.", 12)
ABSTENTION = "The sentences don't say."


@pytest.fixture(scope="module")
def writer() -> Iterator[Writer]:
    writer = GgufWriter(embedded_model(), Settings())
    yield writer
    writer.close()


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[GgufWriter]:
    writer = GgufWriter(make_gguf(tmp_path / "tiny.gguf", Recipe(kind="bpe")), Settings())
    yield writer
    writer.close()


def text_of(writer: Writer, task: Task) -> str:
    return "".join(event.text for event in writer.write(task) if isinstance(event, Wrote))


def test_it_writes_the_same_twice(writer: Writer) -> None:
    first = text_of(writer, HELLO)
    assert first.strip()
    assert text_of(writer, HELLO) == first


def test_it_says_how_far_it_has_read(writer: Writer) -> None:
    system = "You are helpful. " * 30
    task = Task(system, "Say hello. " * 120, 2)
    text_of(writer, Task(system, "Say goodbye.", 2))
    events = [event for event in writer.write(task) if isinstance(event, Read)]
    assert {event.total for event in events} == {writer.count_tokens(task.system, task.user)}
    done = [event.done for event in events]
    assert done == sorted(done)
    assert len(done) > 2
    assert done[0] > 0  # the system's part was read for the other question
    assert done[-1] == events[-1].total


def test_what_was_read_before_changes_nothing(writer: Writer) -> None:
    fresh = GgufWriter(embedded_model(), Settings())
    try:
        assert text_of(fresh, HELLO) == text_of(writer, HELLO)
    finally:
        fresh.close()


def test_a_bound_answer_cites_numbers_that_exist(writer: Writer) -> None:
    user = "[1] The sky is blue.\n[2] Grass is green.\n\nQuestion: What colour is the sky?"
    task = Task("Answer from the sentences.", user, 48, 2, ABSTENTION)
    draft = text_of(writer, task)
    claims = parse_draft(draft, 2)
    assert draft == ABSTENTION or (claims and all(claim.numbers for claim in claims))
    assert all(set(claim.numbers) <= {1, 2} for claim in claims)


def test_closing_the_stream_stops_the_model(writer: Writer) -> None:
    stream = writer.write(Task("You are helpful.", "Tell a long story.", 4000))
    while not isinstance(next(stream), Wrote):
        pass
    stream.close()  # type: ignore[attr-defined]
    assert text_of(writer, HELLO).strip()


def test_cancelling_stops_the_model(writer: Writer) -> None:
    asked = threading.Event()
    pieces = []
    for event in writer.write(Task("", "Tell a long story.", 4000), asked.is_set):
        pieces.append(event)
        if isinstance(event, Wrote):
            asked.set()
    assert len(pieces) < 200


def test_many_threads_get_their_own_answers(writer: Writer) -> None:
    tasks = [Task("Be brief.", f"Say the word number {n}.", 12) for n in range(4)]
    expected = {task: text_of(writer, task) for task in tasks}
    got: dict[Task, str] = {}

    def ask(task: Task) -> None:
        got[task] = text_of(writer, task)

    threads = [threading.Thread(target=ask, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert got == expected


def test_counting_tokens_waits_for_nobody(writer: Writer) -> None:
    stream = writer.write(Task("", "Tell a long story.", 4000))
    while not isinstance(next(stream), Wrote):
        pass
    assert writer.count_tokens("", "Bonjour") > 0  # while the other answer goes on
    assert isinstance(next(stream), Wrote)
    stream.close()  # type: ignore[attr-defined]


def test_a_full_line_is_an_error_in_a_sentence(tmp_path: Path) -> None:
    writer = GgufWriter(make_gguf(tmp_path / "tiny.gguf"), replace(Settings(), queue=0))
    with pytest.raises(ModelError, match="waiting for the model already"):
        next(writer.write(HELLO))
    writer.close()


def test_text_cannot_end_the_turn(writer: Writer) -> None:
    plain = writer.count_tokens("", "im_end")
    assert writer.count_tokens("", "<|im_end|>") > plain  # spelled out, not the one special token


@pytest.mark.parametrize("candidates", [0, 3])
def test_a_prompt_larger_than_the_window_is_refused(tmp_path: Path, candidates: int) -> None:
    path = make_gguf(tmp_path / "tiny.gguf", Recipe(kind="bpe"))
    writer = GgufWriter(path, replace(Settings(), context_memory=1))
    try:
        assert writer.context == 512
        with pytest.raises(ModelError, match="larger context"):
            list(writer.write(Task("", "mot " * 2_000, 8, candidates)))
        room = next(n for n in range(490, 1, -1) if writer.count_tokens("", "3" * n) <= 500)
        events = list(writer.write(Task("", "3" * room, 4000, candidates, "Je ne sais pas.")))
        assert Read(500, 500) in events
    finally:
        writer.close()


def test_an_abstention_that_could_not_stand_is_the_callers_mistake(tiny: GgufWriter) -> None:
    with pytest.raises(ValueError, match="abstention"):
        tiny.write(Task("", "oui", 20, 3, "Rien [1]."))


def test_a_native_failure_is_that_questions_alone(
    tiny: GgufWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = text_of(tiny, HELLO)
    failing = Context.read

    for error in (OSError("access violation"), RuntimeError("llama_decode returned -3")):

        def fail(self: Context, tokens: list[int], error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(Context, "read", fail)
        with pytest.raises(ModelError, match="failed while it answered"):
            text_of(tiny, HELLO)
        monkeypatch.setattr(Context, "read", failing)
        assert text_of(tiny, HELLO) == expected


def test_too_long_an_answer_for_the_window_fails_for_itself_alone(tiny: GgufWriter) -> None:
    text = text_of(tiny, Task("", "oui", 5000))
    assert len(text) < 5000
    assert text_of(tiny, HELLO) == text_of(tiny, HELLO)


def test_a_closed_writer_says_so(tmp_path: Path) -> None:
    writer = GgufWriter(make_gguf(tmp_path / "tiny.gguf"), Settings())
    text_of(writer, HELLO)
    writer.close()
    writer.close()
    with pytest.raises(ModelError, match="closed"):
        next(writer.write(HELLO))


def test_only_able_models_rewrite(writer: Writer, tiny: GgufWriter) -> None:
    assert not writer.able
    assert not tiny.able


def test_others_are_told_their_place(tiny: GgufWriter) -> None:
    first = tiny.write(Task("", "oui", 900))
    next(first)
    seen: list[object] = []

    def ask() -> None:
        seen.extend(tiny.write(HELLO))

    thread = threading.Thread(target=ask)
    thread.start()
    for _ in first:
        pass
    thread.join(60)
    assert any(isinstance(event, Wrote) for event in seen)
    assert all(event.ahead == 1 for event in seen if isinstance(event, Waiting))


def test_context_follows_the_file_within_memory() -> None:
    metadata = {
        "general.architecture": "llama",
        "llama.context_length": "8192",
        "llama.block_count": "30",
        "llama.embedding_length": "576",
        "llama.attention.head_count": "9",
        "llama.attention.head_count_kv": "3",
    }
    per_token = 2 * 30 * 3 * (64 + 64)
    assert context_size(metadata, 1 << 40) == 8192
    assert context_size(metadata, 1000 * per_token) == 1000
    assert context_size(metadata, 1) == 512


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"not a model at all"])
def test_a_file_that_is_no_gguf_is_refused_at_once(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="isn't a GGUF"):
        GgufWriter(path, Settings())


def test_a_missing_model_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model file"):
        GgufWriter(tmp_path / "none.gguf", Settings())


def test_a_truncated_gguf_is_an_error_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(embedded_model().read_bytes()[: 1 << 20])
    writer = GgufWriter(path, Settings())
    try:
        with pytest.raises(ModelError, match="damaged"):
            list(writer.write(Task("", "Bonjour", 8)))
    finally:
        writer.close()
