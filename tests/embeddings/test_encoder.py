"""Vectors of unit norm, in order, with the model's own prefixes; a bad model is a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from embeddings import DEFAULT_MODEL, Encoder, EncoderError
from tests.tiny import DIMENSION, make_encoder

TEXTS = [
    "Le maire a inauguré la halle.",
    "Une crue a touché la vallée de la Lerne.",
    "",
    "👩\u200d👩\u200d👧 \x00 \u202f",
    "La scierie a brûlé. " * 40,
    "The cat sat on the mat.",
]


@pytest.fixture(scope="module")
def embedded() -> Encoder:
    return Encoder()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_encoder(tmp_path_factory.mktemp("tiny"))


def test_the_embedded_model_gives_unit_vectors(embedded: Encoder) -> None:
    assert (embedded.info.model, embedded.info.dimension) == (DEFAULT_MODEL, 384)
    vectors = embedded.encode_passages(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    query = embedded.encode_query(TEXTS[0])
    assert query.shape == (384,)
    assert np.linalg.norm(query) == pytest.approx(1.0, abs=1e-5)


def test_rows_keep_the_order_of_texts_whatever_the_batch(embedded: Encoder) -> None:
    together = embedded.encode_passages(TEXTS)
    backwards = embedded.encode_passages(TEXTS[::-1])[::-1]
    alone = np.stack([embedded.encode_passages([text])[0] for text in TEXTS])
    for other in (backwards, alone):
        assert np.sum(together * other, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=5e-3)


def test_no_texts_give_no_rows(embedded: Encoder, tiny: Path) -> None:
    assert embedded.encode_passages([]).shape == (0, 384)
    assert Encoder(str(tiny)).encode_passages([]).shape == (0, DIMENSION)


def test_a_text_nearer_in_meaning_is_nearer(embedded: Encoder) -> None:
    query = embedded.encode_query("Where is the cat?")
    cat, car = embedded.encode_passages(["The cat sat on the mat.", "Shares fell in Paris."])
    assert query @ cat > query @ car


def test_a_text_without_a_known_token_is_no_error(tiny: Path) -> None:
    vectors = Encoder(str(tiny)).encode_passages(["", " \n "])
    assert np.isfinite(vectors).all()


def test_recorded_prefixes_are_applied(tiny: Path, tmp_path: Path) -> None:
    prompts = {"query": "question ", "passage": "texte "}
    prefixed = Encoder(str(make_encoder(tmp_path / "prefixed", prompts=prompts)))
    bare = Encoder(str(tiny))
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
    vectors = Encoder(str(folder)).encode_passages(["halle"])
    assert vectors == pytest.approx(Encoder(str(tiny)).encode_passages(["texte halle"]))


def test_multilingual_e5_gets_the_prefixes_its_card_asks_for(tmp_path: Path) -> None:
    encoder = Encoder(str(make_encoder(tmp_path / "multilingual-e5-small")))
    assert (encoder.info.query_prefix, encoder.info.passage_prefix) == ("query: ", "passage: ")


def test_a_folder_is_one_model_however_it_is_written(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny.parent)
    assert Encoder(tiny.name).model == Encoder(str(tiny)).model == str(tiny.resolve())


def test_an_unknown_model_is_a_sentence_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    encoder = Encoder("nobody/there-is-no-such-model")
    with pytest.raises(EncoderError) as raised:
        encoder.encode_query("halle")
    message = str(raised.value)
    assert "nobody/there-is-no-such-model" in message
    assert "can't be loaded" in message
    assert "\n" not in message


def test_a_folder_without_a_model_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="can't be loaded"):
        _ = Encoder(str(tmp_path)).info


def test_a_damaged_model_is_a_sentence(tmp_path: Path) -> None:
    folder = make_encoder(tmp_path / "damaged")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(EncoderError, match="can't be loaded"):
        _ = Encoder(str(folder)).info


def test_a_folder_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="There is no encoder in"):
        _ = Encoder(str(tmp_path / "gone")).info


def test_threads_share_an_encoder(tiny: Path) -> None:
    encoder = Encoder(str(tiny))
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


# A model's id: fetched from a hub once, from the disk afterwards


class _Hub(BaseHTTPRequestHandler):
    """As much of a model hub as its client asks for, over one folder."""

    folder: Path
    model = "somebody/tiny"
    commit = "0123456789abcdef0123456789abcdef01234567"
    asked: list[str]

    def do_GET(self) -> None:
        self._answer(True)

    def do_HEAD(self) -> None:
        self._answer(False)

    def _answer(self, body: bool) -> None:
        path = self.path.partition("?")[0]
        self.asked.append(path)
        files = sorted(p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*.*"))
        if path.startswith(f"/api/models/{self.model}/tree/"):
            entries = [
                {
                    "type": "file",
                    "path": name,
                    "oid": "0" * 40,
                    "size": self._file(name).stat().st_size,
                }
                for name in files
            ]
            self._send(json.dumps(entries).encode(), body)
        elif path.startswith(f"/api/models/{self.model}"):
            record = {
                "id": self.model,
                "modelId": self.model,
                "sha": self.commit,
                "siblings": [{"rfilename": name} for name in files],
                "tags": [],
                "private": False,
            }
            self._send(json.dumps(record).encode(), body)
        else:
            name = path.partition("/resolve/")[2].partition("/")[2]
            if name in files:
                self._send(self._file(name).read_bytes(), body)
            else:
                self._send(b"{}", body, 404)

    def _file(self, name: str) -> Path:
        return self.folder / name

    def _send(self, content: bytes, body: bool, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", f'"{abs(hash(content)):040x}"')
        self.send_header("X-Repo-Commit", self.commit)
        if status == 404:
            self.send_header("X-Error-Code", "EntryNotFound")
        self.end_headers()
        if body:
            self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def hub(tiny: Path) -> Iterator[tuple[str, list[str]]]:
    """The address of a hub on this machine that has one model, and what it was asked."""
    asked: list[str] = []
    handler = type("Hub", (_Hub,), {"folder": tiny, "asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_a_model_is_fetched_from_the_hub_once(
    hub: tuple[str, list[str]], tiny: Path, tmp_path: Path
) -> None:
    address, asked = hub
    program = (
        "import json, sys; from embeddings import Encoder\n"
        "encoder = Encoder('somebody/tiny')\n"
        "first = encoder.encode_query('halle')\n"
        "print(json.dumps(first.tolist()))"
    )
    env = {k: v for k, v in os.environ.items() if not k.startswith("HF_")}
    env |= {"HF_ENDPOINT": address, "HF_HOME": str(tmp_path / "hub"), "HF_HUB_DISABLE_XET": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == pytest.approx(
        Encoder(str(tiny)).encode_query("halle").tolist()
    )
    assert any("model.safetensors" in path for path in asked)
    assert (tmp_path / "hub" / "hub" / "models--somebody--tiny").is_dir()


def test_a_digest_names_the_weights(tiny: Path, tmp_path: Path) -> None:
    same = make_encoder(tmp_path / "same")
    other = make_encoder(tmp_path / "other", dimension=8)
    assert len(Encoder(str(tiny)).digest()) == 64
    assert Encoder(str(tiny)).digest() == Encoder(str(same)).digest()
    assert Encoder(str(tiny)).digest() != Encoder(str(other)).digest()
    assert Encoder("someone/on-the-hub").digest() == ""
