"""A reranker's scores are the model's own, through a sigmoid; what is no reranker is a sentence."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from embeddings import EncoderError, open_encoder
from embeddings.pulling import pull
from embeddings.reranker import Reranker, RerankerError
from tests.bert import WORDS, export, make_bert, make_cross_encoder
from tests.hub import Hub, files_of

QUESTION = "le chat dort"
PASSAGES = [" ".join(WORDS[n % 8 : n % 8 + 1 + n % 6]) for n in range(40)] + ["inconnu"]


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_cross_encoder(tmp_path_factory.mktemp("reranker"))


@pytest.fixture(scope="module")
def expected(cross_encoder: Path) -> list[float]:
    """Each passage's relevance, from the bare model, one pair at a time."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(cross_encoder)
    model = AutoModelForSequenceClassification.from_pretrained(cross_encoder).eval()
    found = []
    with torch.inference_mode():
        for passage in PASSAGES:
            encoded = tokenizer(QUESTION, passage, return_tensors="pt", truncation=True)
            found.append(1 / (1 + math.exp(-float(model(**encoded).logits))))
    assert max(found) - min(found) > 0.1  # or the tests would say little
    return found


def test_scores_are_the_models_own(cross_encoder: Path, expected: list[float]) -> None:
    reranker = Reranker(str(cross_encoder))
    assert reranker.scores(QUESTION, PASSAGES) == pytest.approx(expected, abs=0.02)  # bfloat16
    assert reranker.scores(QUESTION, []) == []


def test_a_long_passage_is_cut(cross_encoder: Path) -> None:
    long = " ".join(WORDS * 30)
    reranker = Reranker(str(cross_encoder))
    whole, cut = reranker.scores(QUESTION, [long, long + " chat"])
    assert whole == pytest.approx(cut, abs=1e-6)


def test_an_onnx_graph_gives_the_same(
    cross_encoder: Path, expected: list[float], tmp_path: Path
) -> None:
    pytest.importorskip("onnx", reason="needs onnx, to write a graph")
    pytest.importorskip("onnxruntime", reason="needs onnxruntime")
    export(cross_encoder, cross_encoder / "onnx" / "model.onnx", classifies=True)
    scores = Reranker(str(cross_encoder), "onnx").scores(QUESTION, PASSAGES)
    assert scores == pytest.approx(expected, abs=1e-4)


def test_a_pulled_reranker_is_one_by_id_and_folder(
    hub: Hub, cross_encoder: Path, expected: list[float]
) -> None:
    hub.add("somebody/ranks", files_of(cross_encoder))
    pulled = pull("somebody/ranks")
    assert pulled.kind == "reranker"
    for written in ("somebody/ranks", str(pulled.folder)):
        reranker = Reranker(written)
        assert reranker.model == "somebody/ranks"
        assert reranker.scores(QUESTION, PASSAGES[:2]) == pytest.approx(expected[:2], abs=0.02)


@pytest.mark.parametrize(
    ("model", "way"), [("mmarco-minilm", "mmarco-minilm"), ("some/body", "some/body")]
)
def test_one_that_is_not_here_is_a_sentence(models: Path, model: str, way: str) -> None:
    with pytest.raises(RerankerError, match=f"fetch it with “sourcier models pull {way}”"):
        Reranker(model)


def test_a_model_with_more_outputs_is_none(tmp_path: Path) -> None:
    reranker = Reranker(str(make_cross_encoder(tmp_path, outputs=3)))
    with pytest.raises(RerankerError, match="is no reranker: it has 3 outputs, not one"):
        reranker.scores(QUESTION, PASSAGES)


def test_what_is_no_cross_encoder_is_a_sentence(tmp_path: Path) -> None:
    for folder in (tmp_path, make_bert(tmp_path / "encoder")):
        with pytest.raises(RerankerError, match=r"There is no cross-encoder in .*: give a folder"):
            Reranker(str(folder)).scores(QUESTION, PASSAGES)


def test_a_cross_encoder_is_no_encoder(cross_encoder: Path) -> None:
    with pytest.raises(EncoderError, match="it is a cross-encoder, which is for --reranker"):
        _ = open_encoder(str(cross_encoder)).info


def test_damaged_weights_are_a_sentence(tmp_path: Path) -> None:
    folder = make_cross_encoder(tmp_path)
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(RerankerError, match=r"can't be loaded \(.+\): pull it again"):
        Reranker(str(folder)).scores(QUESTION, PASSAGES)
