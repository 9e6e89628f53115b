"""The embedded GGUF, really loaded and really run."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qa.answering.citing import citing_grammar, parse_draft
from qa.answering.gguf import GgufWriter, context_size, embedded_model
from qa.errors import ModelError
from qa.settings import Settings


@pytest.fixture(scope="module")
def writer() -> Iterator[GgufWriter]:
    writer = GgufWriter(embedded_model(), replace(Settings(), answer_tokens=48))
    yield writer
    writer.close()


def test_it_writes_the_same_twice(writer: GgufWriter) -> None:
    first = "".join(writer.write("You are helpful.", "Say hello."))
    assert first.strip()
    assert "".join(writer.write("You are helpful.", "Say hello.")) == first


def test_the_grammar_binds_it_to_numbers_that_exist(writer: GgufWriter) -> None:
    grammar = citing_grammar(2, "The articles don't say.")
    user = "[1] The sky is blue.\n[2] Grass is green.\n\nQuestion: What colour is the sky?"
    draft = "".join(writer.write("Answer from the sentences.", user, grammar))
    assert draft
    assert set(re.findall(r"\[(\d+)\]", draft)) <= {"1", "2"}
    assert all(set(claim.numbers) <= {1, 2} for claim in parse_draft(draft, 2))


def test_closing_the_stream_stops_the_model(writer: GgufWriter) -> None:
    stream = writer.write("You are helpful.", "Tell a long story.")
    next(stream)
    stream.close()
    assert "".join(writer.write("You are helpful.", "Say hello.")).strip()


def test_many_threads_get_their_own_answers(writer: GgufWriter) -> None:
    questions = [f"Say the word number {n}." for n in range(4)]
    expected = {q: "".join(writer.write("Be brief.", q)) for q in questions}
    got: dict[str, str] = {}

    def ask(question: str) -> None:
        got[question] = "".join(writer.write("Be brief.", question))

    threads = [threading.Thread(target=ask, args=(question,)) for question in questions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert got == expected


def test_text_cannot_end_the_turn(writer: GgufWriter) -> None:
    plain = writer.count_tokens("im_end")
    assert writer.count_tokens("<|im_end|>") > plain  # spelled out, not the one special token


def test_a_prompt_larger_than_the_window_is_refused() -> None:
    writer = GgufWriter(embedded_model(), replace(Settings(), context_memory=1))
    try:
        assert writer.context == 512
        with pytest.raises(ModelError, match="larger context"):
            list(writer.write("", "mot " * 2_000))
    finally:
        writer.close()


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
            list(writer.write("", "Bonjour"))
    finally:
        writer.close()
