"""Vocabularies and contexts of real GGUF files."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.gguf import embedded_model
from qa.answering.llama import BATCH, Context, Vocabulary
from tests.answering.tiny_gguf import ADDED, CONTROL, Recipe, make_gguf


@pytest.fixture(scope="module", params=["spm", "bpe"])
def vocabulary(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Vocabulary:
    path = tmp_path_factory.mktemp("tiny") / "model.gguf"
    return Vocabulary(make_gguf(path, Recipe(kind=request.param)))


@pytest.fixture(scope="module")
def embedded() -> Vocabulary:
    return Vocabulary(embedded_model())


def test_markers_are_recognised_in_markup_alone(vocabulary: Vocabulary) -> None:
    start, end = CONTROL.index("<|im_start|>"), CONTROL.index("<|im_end|>")
    tokens = vocabulary.tokens("<|im_start|>oui<|im_end|>", True)
    assert tokens[0] == start
    assert tokens[-1] == end
    assert not {start, end} & set(vocabulary.tokens("<|im_start|>oui<|im_end|>", False))


@given(text=st.lists(st.sampled_from([*CONTROL, *ADDED, "<", " ", "a", "[", "|im_", "end|>"])))
def test_no_text_holds_a_marker(vocabulary: Vocabulary, text: list[str]) -> None:
    special = range(1, len(CONTROL) + len(ADDED))  # 0 stands for what a vocabulary can't write
    written = "".join(text)
    tokens = vocabulary.tokens(written, False)
    assert not set(special) & set(tokens)
    assert b"".join(vocabulary.pieces[t] for t in tokens).replace(b" ", b"") == (
        written.replace(" ", "").encode()
    )


def test_text_of_any_kind_is_read(embedded: Vocabulary) -> None:
    for text in ("", "\x00", "a\x00b", "\ud800", "é" * 5000, "日本語 😀", "\u200b"):
        tokens = embedded.tokens(text, False)
        joined = b"".join(embedded.pieces[t] for t in tokens)
        assert joined == text.encode("utf-8", "replace")


def test_any_thread_may_count(embedded: Vocabulary) -> None:
    texts = [f"La maire {n} l’a dit. " * 40 for n in range(8)]
    expected = [embedded.tokens(text, False) for text in texts]
    got: dict[int, list[list[int]]] = {}

    def count(n: int) -> None:
        got[n] = [embedded.tokens(texts[n], False) for _ in range(50)]

    threads = [threading.Thread(target=count, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert all(result == expected[n] for n in range(8) for result in got[n])


def test_the_header_says_what_the_model_is(embedded: Vocabulary) -> None:
    assert embedded.metadata["general.architecture"] == "llama"
    assert embedded.metadata["eos_token"] == "<|im_end|>"
    assert 130e6 < embedded.parameters < 140e6
    assert embedded.size == 49152
    assert all(not embedded.pieces[token] for token in embedded.ends)


@pytest.fixture(params=["llama", "mamba"])
def context(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Context]:
    path = make_gguf(tmp_path / "model.gguf", Recipe(architecture=request.param))
    context = Context(path, 512, threads=1)
    yield context
    context.close()
    context.close()


def read(context: Context, tokens: list[int]) -> None:
    for at in range(0, len(tokens), BATCH):
        context.read(tokens[at : at + BATCH])


def test_what_is_kept_gives_the_same_as_what_is_read_anew(context: Context) -> None:
    shared = [5, 6, 7, 8] * (BATCH // 4) + [9]
    first, second = [*shared, 8, 9], [*shared, 30, 31, 32]
    read(context, second)
    fresh = context.logits().copy()
    assert context.keep([]) == 0
    read(context, first)
    known = context.keep(second)
    assert known in (0, BATCH)  # a model that remembers one state can't forget half of it
    read(context, second[known:])
    assert context.tokens == second
    np.testing.assert_array_equal(context.logits(), fresh)  # to the last bit


def test_a_prompt_that_goes_on_is_read_from_there(context: Context) -> None:
    whole = [5, 6, 7, 8, 9, 40, 41]
    context.read(whole)
    fresh = context.logits().copy()
    context.keep([])
    context.read(whole[:5])
    assert context.keep(whole) == 5
    context.read(whole[5:])
    np.testing.assert_allclose(context.logits(), fresh, atol=1e-3)


def test_the_last_token_is_always_read_again(context: Context) -> None:
    prompt = [5, 6, 7, 8] * (BATCH // 4) + [9]
    read(context, prompt)
    before = context.logits().copy()
    known = context.keep(prompt)
    assert known in (0, BATCH)
    read(context, prompt[known:])
    np.testing.assert_allclose(context.logits(), before, atol=1e-3)


def test_more_than_the_window_holds_is_an_error(tmp_path: Path) -> None:
    context = Context(make_gguf(tmp_path / "model.gguf"), 256, threads=1)
    with pytest.raises(RuntimeError, match="llama_decode"):
        for _ in range(10):
            context.read([5] * BATCH)
    context.close()
