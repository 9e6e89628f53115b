"""Bound answers from real models: random weights, nasty vocabularies, any temperature."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.answering.choosing import Chooser, Signs, sort_tokens
from qa.answering.constraining import Bounds
from qa.answering.generating import LEAST, BoundWriter, read_prompt, write_freely
from qa.answering.gguf import embedded_model
from qa.answering.llama import BATCH, Context, Vocabulary
from qa.types import Read, Wrote
from tests.answering.test_constraining import ABSTENTION, assert_bound
from tests.answering.tiny_gguf import Recipe, make_gguf

RECIPES = [
    Recipe(seed=1, kind="spm", sharpness=3),
    Recipe(seed=2, kind="bpe", sharpness=3),
    Recipe(seed=3, kind="spm", sharpness=0.5),
    Recipe(seed=4, kind="bpe", sharpness=12),
    Recipe(seed=5, kind="bpe", sharpness=3, broken=True),
    Recipe(seed=6, kind="spm", architecture="mamba"),
]
Model = tuple[Vocabulary, Context, Signs]


def never() -> bool:
    return False


def load(path: Path, size: int = 512) -> Model:
    vocabulary = Vocabulary(path)
    signs = sort_tokens(vocabulary.pieces, vocabulary.ends)
    return vocabulary, Context(path, size, threads=1), signs


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Model]]:
    folder = tmp_path_factory.mktemp("tiny")
    made = [load(make_gguf(folder / f"{n}.gguf", recipe)) for n, recipe in enumerate(RECIPES)]
    yield made
    for _, context, _ in made:
        context.close()


@pytest.fixture(scope="module")
def embedded() -> Iterator[Model]:
    model = load(embedded_model(), 1024)
    yield model
    model[1].close()


def write(model: Model, prompt: str, chooser: Chooser, bounds: Bounds, tokens: int) -> str:
    vocabulary, context, signs = model
    for _ in read_prompt(context, vocabulary.tokens(prompt, True) or [1], never):
        pass
    start = len(context.tokens)
    writer = BoundWriter(context, signs, chooser, bounds)
    text = "".join(event.text for event in writer.write(tokens, never))
    assert len(context.tokens) - start <= max(tokens, LEAST)
    return text


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, len(RECIPES) - 1),
    st.text(alphabet="ab [1].é", max_size=8),
    st.floats(0, 2),
    st.integers(0, 1 << 32),
    st.integers(1, 24),
    st.integers(1, 80),
)
def test_random_weights_cite_what_exists(
    models: list[Model],
    which: int,
    prompt: str,
    temperature: float,
    seed: int,
    candidates: int,
    tokens: int,
) -> None:
    bounds = Bounds(candidates, ABSTENTION)
    chooser = Chooser(temperature, seed)
    assert_bound(write(models[which], prompt, chooser, bounds, tokens), bounds)


@pytest.mark.parametrize("temperature", [0, 0.7, 2])
def test_the_embedded_model_cites_what_exists(embedded: Model, temperature: float) -> None:
    for candidates, tokens in ((1, 40), (12, 70), (24, 20)):
        bounds = Bounds(candidates, ABSTENTION)
        prompt = "<|im_start|>user\nPhrases :\n[1] La maire est là.\n[2] Il pleut.<|im_end|>\n"
        chooser = Chooser(temperature, candidates)
        assert_bound(write(embedded, prompt, chooser, bounds, tokens), bounds)


class Script:
    """Wants the pieces given, one after the other, and then the end."""

    def __init__(self, signs: Signs, *wanted: str) -> None:
        self._signs, self._wanted = signs, list(wanted)
        self.read_tokens: list[int] = []

    def logits(self) -> np.ndarray:
        values = np.linspace(0, -1, len(self._signs.pieces), dtype=np.float32)
        if len(self.read_tokens) < len(self._wanted):
            piece = self._wanted[len(self.read_tokens)].encode()
            values[self._signs.pieces.index(piece)] = 9
        else:
            values[min(self._signs.ends)] = 9
        return values

    def read(self, tokens: list[int]) -> None:
        self.read_tokens += tokens


def scripted(
    models: list[Model], *wanted: str, tokens: int = 60, abstention: str = ABSTENTION
) -> str:
    signs = models[1][2]
    script = Script(signs, *wanted)
    writer = BoundWriter(script, signs, Chooser(0, 0), Bounds(9, abstention))  # type: ignore[arg-type]
    return "".join(event.text for event in writer.write(tokens, never))


def test_what_the_model_cites_is_left_alone(models: list[Model]) -> None:
    assert scripted(models, "Les", " mot", "marché", " [", "3", "]") == "Les motmarché [3]"


def test_a_sentence_that_would_end_is_cited(models: list[Model]) -> None:
    for ends in ([], ["\n"], [". ["], [".", " Le"]):
        text = scripted(models, "Les", " mot", "marché", *ends)
        assert text.startswith("Les motmarché")
        assert text.split()[2 if ends != [". ["] else -1].startswith("[")
        assert_bound(text, Bounds(9, ABSTENTION))


def test_the_abstention_is_free_of_citations(models: list[Model]) -> None:
    pieces = ("Les", " ", "articles", " ", "ne", " ", "disent", " ", "rien.")
    assert scripted(models, *pieces) == ABSTENTION


def test_a_model_that_says_nothing_abstains(models: list[Model]) -> None:
    assert scripted(models, *(["."] * 60), tokens=20) == ABSTENTION
    assert scripted(models, *(["."] * 60), tokens=20, abstention="") == ""


def test_without_an_abstention_every_sentence_is_cited(models: list[Model]) -> None:
    assert scripted(models, "Les", " mot", "marché", abstention="").startswith("Les motmarché [")


def test_what_the_length_cuts_says_so(models: list[Model]) -> None:
    text = scripted(models, *([" mot"] * 60), tokens=20)
    assert text.count("mot") > 8
    assert text.endswith("]")
    assert "… [" in text
    long = scripted(models, *([" mot", "marché"] * 60), tokens=200)
    assert "… [" in long
    assert len(long) < 250


def test_the_models_own_digits_choose_the_number(models: list[Model]) -> None:
    assert scripted(models, "Les", " mot", "marché", " [", "7", "]").endswith("[7]")


def test_reading_stops_between_batches(embedded: Model) -> None:
    vocabulary, context, _ = embedded
    prompt = vocabulary.tokens("mot " * 800, False)
    context.keep([])
    calls = iter([False, True])
    events = list(read_prompt(context, prompt, lambda: next(calls)))
    assert [event.total for event in events] == [len(prompt)] * 2
    assert 0 < events[-1].done < len(prompt)
    assert len(context.tokens) == events[-1].done


def test_a_prompt_whose_beginning_is_known_is_read_from_there(embedded: Model) -> None:
    vocabulary, context, signs = embedded
    shared = "Il fait beau à Noirval. " * 16
    first = vocabulary.tokens(f"{shared}La maire est là.", False)
    second = vocabulary.tokens(f"{shared}Le marché ferme.", False)

    def written(prompt: list[int]) -> tuple[str, int]:
        events = [*read_prompt(context, prompt, never)]
        freely = write_freely(context, signs, Chooser(0, 0), 12, never)
        return "".join(event.text for event in freely), events[0].done

    context.keep([])
    fresh = written(second)
    context.keep([])
    written(first)
    text, known = written(second)
    assert fresh == (text, 0)
    assert 0 < known < len(second) and known % BATCH == 0
    assert isinstance(next(read_prompt(context, second, never)), Read)


def test_free_text_ends_with_the_turn_or_the_length(embedded: Model) -> None:
    vocabulary, context, signs = embedded
    prompt = "<|im_start|>user\nSay the word yes.<|im_end|>\n<|im_start|>assistant\n"
    for _ in read_prompt(context, vocabulary.tokens(prompt, True), never):
        pass
    short = [*write_freely(context, signs, Chooser(0, 0), 2, never)]
    assert 1 <= len(short) <= 2
    assert all(isinstance(event, Wrote) for event in short)
