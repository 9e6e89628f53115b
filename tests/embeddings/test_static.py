"""A static encoder learns what belongs together, the same each time, and is saved whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer

from embeddings import EncoderError, open_encoder
from embeddings.static import Document, Recipe, Step, known_items, score, train_static
from embeddings.static_corpus import gather, tokenize, train_tokenizer
from embeddings.static_pairs import Drawing, draw_pairs
from embeddings.static_training import contrast, cut_to_main_axes

SYLLABLES = "ba co du fe gi lo mu na pe ri sa to vu za".split()
WORD = ["village"]
RECIPE = Recipe(pieces=600, width=40, dimension=32, steps=120, epochs=1, rate=0.05, warm_up=10)


def _words(topic: int) -> list[str]:
    """Eight words that are this topic's own."""
    random = np.random.default_rng(topic)
    return ["".join(random.choice(SYLLABLES, 4)) for _ in range(8)]


def _documents(topics: int = 40) -> list[Document]:
    """Articles that share all but the words of their topic."""
    documents = []
    for topic in range(topics):
        words, random = _words(topic), np.random.default_rng(topic)
        drawn = [" ".join(random.permutation(words)[:3]) for _ in range(8)]
        sentences = tuple(f"Le village a vu {one} cette année." for one in drawn)
        summary = f"Le village parle encore de {drawn[0]} et {drawn[1]}."
        documents.append(Document(f"Voici {words[0]} {words[1]}", summary, "3 mai 2021", sentences))
    return documents


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return _documents()


@pytest.fixture(scope="module")
def steps() -> list[Step]:
    """What training told of itself."""
    return []


@pytest.fixture(scope="module")
def trained(
    documents: list[Document], steps: list[Step], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of an encoder trained on the documents."""
    folder = tmp_path_factory.mktemp("static") / "trained"
    train_static(documents, RECIPE, steps.append).save(folder, "# A card\n")
    return folder


def test_the_loss_falls_and_every_step_is_told(trained: Path, steps: list[Step]) -> None:
    assert [step.done for step in steps] == list(range(1, RECIPE.steps + 1))
    assert {step.total for step in steps} == {RECIPE.steps}
    losses = [step.loss for step in steps]
    assert np.mean(losses[-10:]) < 0.8 * np.mean(losses[:10])


def test_words_of_a_topic_come_together(trained: Path) -> None:
    encoder = open_encoder(str(trained))
    nearest = []
    for topic in range(20):
        question = encoder.encode_query("Qui parle de " + " ".join(_words(topic)[:4]))
        others = encoder.encode_passages([" ".join(_words(n)[4:]) for n in range(20)])
        nearest.append(int((others @ question).argmax()) == topic)
    assert np.mean(nearest) > 0.5


def test_training_finds_more_known_items_than_chance(
    documents: list[Document], trained: Path, tmp_path: Path
) -> None:
    untrained = train_static(documents, replace(RECIPE, epochs=0, steps=0))
    untrained.save(tmp_path / "untrained")
    items = known_items(documents, range(0, len(documents), 2))
    before = score(open_encoder(str(tmp_path / "untrained")), items)
    after = score(open_encoder(str(trained)), items)
    assert 0 < before < after <= 1


def test_the_same_seed_gives_the_same_vectors(documents: list[Document]) -> None:
    few = replace(RECIPE, steps=5, epochs=0)
    one, two = train_static(documents, few), train_static(documents, few)
    other = train_static(documents, replace(few, seed=1))
    assert one.tokenizer.get_vocab() == two.tokenizer.get_vocab()
    np.testing.assert_array_equal(one.table, two.table)
    assert not np.allclose(one.table, other.table)


def test_training_can_be_stopped(documents: list[Document]) -> None:
    def stop(step: Step) -> None:
        if step.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_static(documents, RECIPE, stop)


def test_going_on_from_a_model_keeps_its_tokens(documents: list[Document], trained: Path) -> None:
    more = train_static(
        documents, replace(RECIPE, steps=3, epochs=0, rate=1e-4), start=str(trained)
    )
    tensors = open_encoder(str(trained)).word_vectors(WORD)  # type: ignore[attr-defined]
    ids = more.tokenizer.encode(WORD[0], add_special_tokens=False).ids
    assert more.table.shape == (more.tokenizer.get_vocab_size(), RECIPE.dimension)
    assert more.table[ids].sum(axis=0) == pytest.approx(tensors[0], abs=0.05)
    with pytest.raises(EncoderError, match="can't be loaded"):
        train_static(documents, RECIPE, start="nowhere/at-all")


@pytest.mark.parametrize("empty", [[], [Document("Un titre", "", "", ())]])
def test_nothing_to_train_on_is_an_error(empty: list[Document]) -> None:
    with pytest.raises(ValueError, match="no sentence"):
        train_static(empty, RECIPE)


def test_it_is_saved_as_sentence_transformers_reads_it(trained: Path) -> None:
    texts = ["Le village de badu", "Qui a vu l’année ?", "La brume sur le récif œuvre", ""]
    network = SentenceTransformer(str(trained), device="cpu")
    expected = network.encode(texts)
    assert open_encoder(str(trained)).encode_passages(texts) == pytest.approx(expected, abs=1e-3)
    assert [type(module).__name__ for module in network] == ["StaticEmbedding", "Normalize"]
    assert (trained / "README.md").read_text(encoding="utf-8") == "# A card\n"


def test_rounding_to_a_byte_a_number_changes_little(
    documents: list[Document], tmp_path: Path
) -> None:
    model = train_static(documents, replace(RECIPE, steps=10, epochs=0))
    model.save(tmp_path / "saved")
    ids = model.tokenizer.encode("Le village de badu", add_special_tokens=False).ids
    exact = model.table[ids].sum(axis=0)
    saved = open_encoder(str(tmp_path / "saved")).encode_query("Le village de badu")
    assert saved @ (exact / np.linalg.norm(exact)) > 0.999


def test_saving_where_something_is_fails_and_leaves_it(trained: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine", encoding="utf-8")
    tokenizer = train_tokenizer(_documents(4), 60)
    from embeddings.static_saving import save_static

    with pytest.raises(OSError):
        save_static(tmp_path / "taken", tokenizer, np.ones((60, 4), dtype=np.float32))
    assert [path.name for path in (tmp_path / "taken").iterdir()] == ["mine.txt"]


# The parts


def test_gathering_puts_stretches_together() -> None:
    ids = np.arange(10, 20)
    places = np.array([[[0, 2], [5, 5]], [[3, 3], [4, 4]], [[8, 10], [0, 1]]])
    tokens, bounds = gather(ids, places)
    assert tokens.tolist() == [10, 11, 18, 19, 10]
    assert bounds.tolist() == [0, 2, 2, 5]


def test_pairs_are_of_one_article_and_what_is_asked_may_be_missing(
    documents: list[Document],
) -> None:
    corpus = tokenize(documents, train_tokenizer(documents, 600))
    drawing = Drawing(windows=5, asked=(3, 6), found=(10, 30), removed=1.0, worded=0.0)
    pairs = draw_pairs(corpus, np.empty((0, 2), dtype=np.int64), drawing, np.random.default_rng(0))
    begins, ends = corpus.bounds[corpus.firsts], corpus.bounds[corpus.bodies + corpus.counts]
    for places in (pairs.asked, pairs.found):
        filled = places[:, :, 1] > places[:, :, 0]
        assert (places[:, :, 0] <= places[:, :, 1]).all()
        assert ((places[:, :, 0] >= begins[pairs.owners][:, None]) | ~filled).all()
        assert ((places[:, :, 1] <= ends[pairs.owners][:, None]) | ~filled).all()
    windows = pairs.asked[:, 1, 0] >= corpus.bounds[corpus.bodies][pairs.owners]
    assert windows.sum() > len(documents)
    for window, found in zip(pairs.asked[windows, 1], pairs.found[windows], strict=True):
        assert all(window[1] <= start or end <= window[0] for start, end in found if start < end)


def test_wordings_stand_before_as_many_as_asked_for(documents: list[Document]) -> None:
    corpus = tokenize(documents, train_tokenizer(documents, 600))
    wordings = np.array([[0, 2], [2, 5]])
    for share in (0.0, 0.5, 1.0):
        pairs = draw_pairs(corpus, wordings, Drawing(worded=share), np.random.default_rng(0))
        worded = pairs.asked[:, 0, 1] > 0
        assert worded.mean() == pytest.approx(share, abs=0.1)


def test_the_loss_and_its_gradients_are_autograds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embeddings.static_training._fast_type", lambda: torch.float32)
    torch.manual_seed(0)
    owners, scale = np.array([4, 1, 4, 2, 4, 2]), 7.0
    asked, found = (
        torch.nn.functional.normalize(torch.randn(6, 5), dim=1).requires_grad_() for _ in range(2)
    )
    same = torch.from_numpy(owners[:, None] == owners[None, :]) & ~torch.eye(6, dtype=torch.bool)
    cosines = (scale * asked @ found.T).masked_fill(same, -torch.inf)
    right = torch.arange(6)
    expected = (
        torch.nn.functional.cross_entropy(cosines, right)
        + torch.nn.functional.cross_entropy(cosines.T, right)
    ) / 2
    expected.backward()
    loss, by_asked, by_found = contrast(asked.detach(), found.detach(), owners, scale)
    assert loss == pytest.approx(expected.item(), rel=1e-5)
    torch.testing.assert_close(by_asked, asked.grad)
    torch.testing.assert_close(by_found, found.grad)


def test_cutting_keeps_the_main_axes(documents: list[Document]) -> None:
    tokenizer = train_tokenizer(documents, 600)
    corpus = tokenize(documents, tokenizer)
    random = np.random.default_rng(0)
    flat = random.standard_normal((tokenizer.get_vocab_size(), 4)) @ random.standard_normal((4, 12))
    cut = cut_to_main_axes(corpus, flat.astype(np.float32), 4)
    assert cut.shape == (len(flat), 4)
    np.testing.assert_allclose(cut @ cut.T, flat @ flat.T, atol=1e-3)
