"""A trained adapter reads in llama.cpp as it does in transformers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import gguf
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.gguf import embedded_model
from qa.answering.llama import BATCH, Context, Vocabulary
from qa.errors import ModelError
from qa.training.base import PROJECTIONS, BaseFile, Floats, halves_apart, neighbours
from qa.training.exporting import KINDS, About, Pair, write_adapter
from tests.answering.tiny_gguf import Recipe, make_gguf
from tests.training.apart import apart

Drawn = dict[tuple[int, str], Pair]

RANK, ALPHA = 32, 64.0
ABOUT = About("lecture", "Lit le français.", "cc-by-sa-4.0", ("un corpus", "un autre"))
PROMPT = [20 + 7 * n % 200 for n in range(48)]
FRENCH = (
    "Phrases :\n# Le marché change de place\n[A] La maire, Odette Vasseur, l’a annoncé lundi.\n"
    "\nQuestion : Qui est la maire ?\nRéponse : ["
)


@pytest.fixture(scope="module", params=[(2, 2), (4, 2)], ids=["2 heads", "4 heads sharing 2"])
def tiny(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model whose attention minds where words stand."""
    path = tmp_path_factory.mktemp("tiny") / "model.gguf"
    return make_gguf(path, Recipe(heads=request.param))


def draw(base: BaseFile, strength: float, rank: int = RANK) -> Drawn:
    """A random adapter on every projection; the same each time."""
    random = np.random.default_rng(6)
    shapes, pairs = base.shapes(), {}
    for layer in range(base.layers):
        for projection, (name, _) in PROJECTIONS.items():
            outputs, inputs = shapes[f"blk.{layer}.{name}.weight"]
            a = random.normal(0, inputs**-0.5, (rank, inputs))
            b = random.normal(0, strength, (outputs, rank))
            pairs[layer, projection] = Pair(a.astype(np.float32), b.astype(np.float32))
    return pairs


def in_transformers(base: BaseFile, pairs: Drawn, tokens: list[int]) -> tuple[Floats, Floats]:
    """The logits after each token, without the adapter and with it."""
    import torch

    model = base.model()
    rows = []
    with torch.inference_mode():
        rows.append(model(torch.tensor([tokens])).logits[0].numpy())
        for (layer, projection), pair in pairs.items():
            linear = model.model.layers[layer].get_submodule(PROJECTIONS[projection][1])
            linear.weight += ALPHA / pair.rank * torch.from_numpy(pair.b @ pair.a)
        rows.append(model(torch.tensor([tokens])).logits[0].numpy())
    return rows[0], rows[1]


def in_llama(path: Path, adapter: Path, tokens: list[int]) -> tuple[Floats, Floats]:
    """The same in llama.cpp."""

    def work() -> tuple[Floats, Floats]:
        context = Context(path, 512, threads=1, adapter=adapter)
        rows = []
        for adapted in (False, True):
            context.use(adapted)
            read = []
            for token in tokens:
                context.read([token])
                read.append(context.logits().copy())
            rows.append(np.array(read))
        context.close()
        return rows[0], rows[1]

    return apart(work)


def read(context: Context, tokens: list[int] = PROMPT) -> Floats:
    """The logits after ``tokens``, read at once."""
    context.read(tokens[context.keep(tokens) :])
    return context.logits().copy()


def cosine(one: Floats, other: Floats) -> float:
    return float((one * other).sum() / np.sqrt((one**2).sum() * (other**2).sum()))


@pytest.mark.parametrize(("kind", "close"), [("f32", 0.01), ("f16", 0.01), ("q8_0", 0.1)])
def test_an_adapter_does_the_same_in_both(
    tiny: Path, tmp_path: Path, kind: str, close: float
) -> None:
    base = BaseFile(tiny)
    pairs = draw(base, 0.05)
    write_adapter(tmp_path / "a.gguf", pairs, ALPHA, base, ABOUT, kind)
    plain, adapted = in_transformers(base, pairs, PROMPT)
    plain_here, adapted_here = in_llama(tiny, tmp_path / "a.gguf", PROMPT)
    effect = np.abs(adapted - plain).max()
    assert effect > 1
    assert np.abs(plain - plain_here).max() < 0.01 * effect
    assert np.abs(adapted - adapted_here).max() < close * effect


@pytest.mark.parametrize("projection", ["q", "k"])
def test_rows_in_another_order_would_show(tiny: Path, tmp_path: Path, projection: str) -> None:
    base = BaseFile(tiny)
    pairs = draw(base, 0.05)
    # What the writer reorders is put out of order first: its rows come out as they were drawn.
    wrong = {
        key: replace(pair, b=halves_apart(pair.b, base.heads[projection]))
        if key[1] == projection
        else pair
        for key, pair in pairs.items()
    }
    write_adapter(tmp_path / "a.gguf", wrong, ALPHA, base, ABOUT, "f32")
    plain, adapted = in_transformers(base, pairs, PROMPT)
    _, here = in_llama(tiny, tmp_path / "a.gguf", PROMPT)
    assert np.abs(adapted - here).max() > 0.1 * np.abs(adapted - plain).max()


def test_the_embedded_model_adapted_reads_alike_in_both(tmp_path: Path) -> None:
    base = BaseFile(embedded_model())
    pairs = draw(base, 0.03)
    write_adapter(tmp_path / "a.gguf", pairs, ALPHA, base, ABOUT)
    assert (tmp_path / "a.gguf").stat().st_size < 11e6
    tokens = Vocabulary(embedded_model()).tokens(FRENCH, False)
    plain, adapted = in_transformers(base, pairs, tokens)

    def work() -> tuple[Floats, Floats]:
        context = Context(embedded_model(), 256, adapter=tmp_path / "a.gguf")
        logits = read(context, tokens)
        context.use(True)
        logits_adapted = read(context, tokens)
        context.close()
        return logits, logits_adapted

    plain_here, adapted_here = apart(work)
    # llama.cpp rounds what it multiplies 4-bit weights with to 8 bits, hence no closer than this;
    # with the rows of q and k in another order the last is .965.
    assert cosine(plain[-1], plain_here) > 0.995
    assert cosine(adapted[-1], adapted_here) > 0.995
    assert cosine(adapted[-1] - plain[-1], adapted_here - plain_here) > 0.985


@given(heads=st.integers(1, 9), half=st.integers(1, 32), width=st.integers(1, 3))
def test_rows_come_back_to_where_they_were(heads: int, half: int, width: int) -> None:
    rows = np.arange(heads * half * 2 * width, dtype=np.float32).reshape(-1, width)
    np.testing.assert_array_equal(halves_apart(neighbours(rows, heads), heads), rows)
    if half > 1:  # turned together: a head's first row and the first of its second half
        np.testing.assert_array_equal(neighbours(rows, heads)[1], rows[half])


def test_the_file_says_what_it_is(tiny: Path, tmp_path: Path) -> None:
    base = BaseFile(tiny)
    write_adapter(tmp_path / "a.gguf", draw(base, 0.05), ALPHA, base, ABOUT)
    fields = gguf.GGUFReader(tmp_path / "a.gguf").fields
    said = {name: field.contents() for name, field in fields.items()}
    assert said["general.architecture"] == "llama"
    assert (said["general.type"], said["adapter.type"]) == ("adapter", "lora")
    assert said["adapter.lora.alpha"] == ALPHA
    assert (said["general.name"], said["general.license"]) == (ABOUT.name, ABOUT.licence)
    assert (said["general.dataset.count"], said["general.dataset.1.name"]) == (2, "un autre")
    assert said["general.base_model.0.name"] == base.name


@pytest.mark.parametrize("kind", KINDS)
def test_any_rank_is_written(tiny: Path, tmp_path: Path, kind: str) -> None:
    base = BaseFile(tiny)
    pairs = draw(base, 0.05, rank=5)
    write_adapter(tmp_path / "a.gguf", pairs, ALPHA, base, ABOUT, kind)
    _, adapted = in_transformers(base, pairs, PROMPT)
    _, here = in_llama(tiny, tmp_path / "a.gguf", PROMPT)
    assert cosine(adapted, here) > 0.99


def test_what_does_not_fit_is_refused_and_the_file_there_stays(tiny: Path, tmp_path: Path) -> None:
    base, path = BaseFile(tiny), tmp_path / "a.gguf"
    path.write_bytes(b"before")
    pairs = draw(base, 0.05)
    pair = pairs[0, "down"]
    for wrong in (
        {},
        pairs | {(1, "q"): pairs[0, "q"]},  # the model has one layer
        pairs | {(0, "down"): Pair(pair.b.T.copy(), pair.a.T.copy())},
        pairs | {(0, "down"): Pair(pair.a[:8], pair.b[:, :8])},  # of another rank
    ):
        with pytest.raises(ModelError, match="train"):
            write_adapter(path, wrong, ALPHA, base, ABOUT)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
    write_adapter(path, pairs, ALPHA, base, ABOUT)
    assert path.read_bytes().startswith(b"GGUF")
    assert list(tmp_path.iterdir()) == [path]


def test_the_same_numbers_give_the_same_file(tiny: Path, tmp_path: Path) -> None:
    base = BaseFile(tiny)
    for name in ("one", "two"):
        write_adapter(tmp_path / name, draw(base, 0.05), ALPHA, base, ABOUT)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def adapted(path: Path, tmp_path: Path) -> Context:
    base = BaseFile(path)
    write_adapter(tmp_path / "a.gguf", draw(base, 0.05), ALPHA, base, ABOUT)
    return Context(path, 512, threads=1, adapter=tmp_path / "a.gguf")


def test_one_context_reads_with_the_adapter_and_without(tiny: Path, tmp_path: Path) -> None:
    alone = Context(tiny, 512, threads=1)
    fresh = read(alone)
    alone.close()
    context = adapted(tiny, tmp_path)
    np.testing.assert_array_equal(read(context), fresh)
    context.use(True)
    assert context.tokens == []
    with_it = read(context)
    assert np.abs(with_it - fresh).max() > 0.5
    context.use(True)  # no change: what it read stays
    assert context.tokens == PROMPT
    context.use(False)
    np.testing.assert_array_equal(read(context), fresh)
    context.use(True)
    np.testing.assert_array_equal(read(context), with_it)
    context.close()


def test_what_was_read_without_it_is_not_kept_with_it(tiny: Path, tmp_path: Path) -> None:
    context = adapted(tiny, tmp_path)
    whole = PROMPT * 3
    for at in range(0, 2 * BATCH, BATCH):
        context.read(whole[at : at + BATCH])
    context.use(True)
    assert context.keep(whole) == 0
    context.close()


def test_an_adapter_must_be_there_to_be_used(tiny: Path) -> None:
    context = Context(tiny, 256, threads=1)
    context.use(False)
    with pytest.raises(ValueError, match="no adapter"):
        context.use(True)
    context.close()


def test_a_file_that_is_no_adapter_of_the_model_is_refused(tiny: Path, tmp_path: Path) -> None:
    adapted(tiny, tmp_path).close()
    whole = (tmp_path / "a.gguf").read_bytes()
    bad = tmp_path / "bad.gguf"
    for data in (b"", b"GGUF", b"not a model", whole[:100], whole[:-500], tiny.read_bytes()):
        bad.write_bytes(data)
        with pytest.raises(ModelError, match="can't be used with the model"):
            Context(tiny, 256, threads=1, adapter=bad)
    with pytest.raises(ModelError, match="missing"):
        Context(tiny, 256, threads=1, adapter=tmp_path / "nowhere.gguf")
    with pytest.raises(ModelError, match="another model"):
        Context(embedded_model(), 256, threads=1, adapter=tmp_path / "a.gguf")
