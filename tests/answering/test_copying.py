"""Reading with a real GGUF: what is chosen, what is copied, and how it is stopped."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import Article
from qa.answering.copying import choose, read_sentences, spellings_of
from qa.answering.gguf import GgufWriter, embedded_model
from qa.answering.llama import BATCH, Context, Vocabulary
from qa.answering.reading import Reader, Reading, ReadingTask
from qa.answering.reading_prompt import LABELS, NONE, Shown
from qa.answering.stretches import stretches_of
from qa.answering.writer import Task
from qa.errors import ModelError
from qa.language.sentences import split_sentences
from qa.settings import Settings
from qa.types import Read, Wrote
from tests.answering.blank_adapter import make_adapter
from tests.answering.tiny_gguf import Recipe, make_gguf

ARTICLE = Article(
    "marche",
    "Le marché",
    "Il ferme lundi. La maire, Odette\u200b Vasseur, l’a dit [hier]. Les 42 étals restent là.",
    date(2021, 4, 20),
)
SHOWN = [Shown(ARTICLE, span) for span in split_sentences(ARTICLE.text)]
PIECES = [b"", b" ", b" Odette", b" Od", b"ette", b" Vass", b"eur", b"\xc3", b"\xa9", b"t", b"s"]
PIECES += [bytes([byte]) for byte in range(256) if bytes([byte]) not in PIECES]
SPELLINGS = spellings_of(PIECES, frozenset({0}))


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GgufWriter]:
    """The embedded model with an adapter that changes nothing."""
    adapter = make_adapter(tmp_path_factory.mktemp("adapter") / "blank.gguf")
    writer = GgufWriter(embedded_model(), Settings(), adapter)
    yield writer
    writer.close()


def reader_of(writer: GgufWriter) -> Reader:
    reader = writer.reader("fr")
    assert reader is not None
    return reader


def assign(reader: Reader, question: str = "Qui est la maire ?") -> ReadingTask:
    task = reader.assign(SHOWN, question, 300)
    assert task is not None
    return task


def never() -> bool:
    return False


@given(
    text=st.text(st.sampled_from("Odette Vasseur été 42,5 %-’"), max_size=40),
    seed=st.integers(0, 1000),
)
def test_whatever_the_logits_a_stretch_is_copied(text: str, seed: int) -> None:
    random, stretches = np.random.default_rng(seed), stretches_of(text)
    for _ in range(60):
        step = choose(random.normal(0, 9, len(PIECES)).astype(np.float32), SPELLINGS, stretches)
        if step is None or step[1] is None:
            break
        stretches = step[1]
    span = stretches.finish()
    if span is None:
        assert not any(map(str.isalnum, text))
    else:
        said = span.cut(text)
        assert said == said.strip() and said in text
        for at in (span.start, span.end):
            assert not (text[at - 1 : at].isalnum() and text[at : at + 1].isalnum())


def test_the_likeliest_that_may_stand_is_taken() -> None:
    odds = np.zeros(len(PIECES), dtype=np.float32)
    odds[[PIECES.index(b" Od"), PIECES.index(b"s"), 0]] = 3.0, 9.0, 5.0
    first = choose(odds, SPELLINGS, stretches_of("La maire Odette"))
    assert first is not None and first[0] == PIECES.index(b" Od")
    after = stretches_of("La maire Odette").write(b" Odette")
    assert after is not None
    assert choose(odds, SPELLINGS, after) == (0, None)
    assert choose(odds, SPELLINGS, stretches_of("…")) is None


def test_what_is_read_is_in_the_article_and_the_same_twice(writer: GgufWriter) -> None:
    reader = reader_of(writer)
    task = assign(reader)
    *steps, reading = reader.read(task, never)
    assert isinstance(reading, Reading)
    assert Read(len(task.tokens), len(task.tokens)) in steps
    assert sum(reading.probabilities) + reading.none == pytest.approx(1.0, abs=1e-5)
    assert len(reading.probabilities) == len(reading.shown) == 3
    assert reading.span is not None
    best = reading.best.span
    assert best.start <= reading.span.start < reading.span.end <= best.end
    assert reading.words and reading.words in ARTICLE.text
    assert 0.0 < reading.certainty <= 1.0
    list(writer.write(Task("", "Bonjour.", 2)))  # without the adapter
    assert [*reader.read(task, never)][-1] == reading


def test_labels_are_tokens_of_their_own(writer: GgufWriter) -> None:
    tokens = reader_of(writer).tokens
    assert all(len(tokens(label)) == 1 for label in [*LABELS, NONE])


def test_only_french_is_read_and_only_with_an_adapter(writer: GgufWriter) -> None:
    assert writer.reader("en") is None
    assert GgufWriter(embedded_model(), Settings()).reader("fr") is None


def test_cancelling_stops_it_within_a_batch(writer: GgufWriter) -> None:
    reader, asked = reader_of(writer), threading.Event()
    task = assign(reader, "Qui a parlé du marché de Noirval ce jour-là, et pourquoi ? " * 3)
    seen: list[Read] = []
    for event in reader.read(task, asked.is_set):
        assert isinstance(event, Read)
        seen.append(event)
        asked.set()
    assert seen[-1].done <= seen[0].done + 2 * BATCH
    stream = reader.read(task, never)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert any(isinstance(one, Wrote) for one in writer.write(Task("", "Bonjour.", 2)))


def test_a_crash_is_a_sentence(writer: GgufWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = reader_of(writer)

    def fail(self: Context, tokens: list[int]) -> None:
        raise RuntimeError("llama_decode returned -3")

    with monkeypatch.context() as patch:
        patch.setattr(Context, "read", fail)
        with pytest.raises(ModelError, match="failed while it answered"):
            list(reader.read(assign(reader, "Où ?"), never))


def test_no_room_is_no_task(writer: GgufWriter) -> None:
    reader = reader_of(writer)
    assert reader.assign(SHOWN, "Qui ?", 10) is None
    assert reader.assign([], "Qui ?", 300) is None
    small = replace(reader, context=lambda: 100)
    task = small.assign(SHOWN, "Qui ?", 300)
    assert task is not None and len(task.tokens) < 100 - 32 and len(task.shown) < 3


def test_a_model_of_numbers_that_are_none_still_reads(tmp_path: Path) -> None:
    path = make_gguf(tmp_path / "tiny.gguf", Recipe(kind="bpe", broken=True))
    vocabulary, context = Vocabulary(path), Context(path, 512)
    try:
        spellings = spellings_of(vocabulary.pieces, vocabulary.ends)
        task = ReadingTask((1, 2, 3), (4,), 5, (6,), (SHOWN[0],), "")
        *_, reading = read_sentences(context, spellings, task, never)
        assert isinstance(reading, Reading)
        assert 0.0 <= reading.none <= 1.0 and 0.0 <= reading.certainty <= 1.0
    finally:
        context.close()
