"""Entailment is found by its label's name, with the premise first; a bad model is a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from embeddings.entailment import Entailment, EntailmentError
from tests.bert import READS, WORDS, make_tokenizer
from tests.tiny import make_encoder

LABELS = ("contradiction", "neutral", "entailment")
PAIRS = [(f"{a} {b}", f"{b} {c}") for a in WORDS for b in WORDS[:5] for c in WORDS[:3]]


def make_classifier(folder: Path, labels: tuple[str, ...]) -> Path:
    """Save a BERT of a few kilobytes with random weights, the same ones each time."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    wrapped = make_tokenizer()
    torch.manual_seed(2)  # with which all three labels turn up
    config = BertConfig(
        vocab_size=len(wrapped),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=READS,
        initializer_range=2.0,
        id2label=dict(enumerate(labels)),
        label2id={label: n for n, label in enumerate(labels)},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    wrapped.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_classifier(tmp_path_factory.mktemp("nli"), LABELS)


def likeliest(folder: Path, pairs: list[tuple[str, str]]) -> list[int]:
    """The label of each pair, from the bare model, one pair at a time."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    found = []
    with torch.inference_mode():
        for premise, hypothesis in pairs:
            encoded = tokenizer(premise, hypothesis, return_tensors="pt", truncation=True)
            found.append(int(model(**encoded).logits.argmax()))
    return found


def test_it_is_the_likeliest_label_that_counts_and_the_premise_goes_first(classifier: Path) -> None:
    labels = likeliest(classifier, PAIRS)
    assert set(labels) == {0, 1, 2}  # or the test would say little
    backwards = [(hypothesis, premise) for premise, hypothesis in PAIRS]
    assert likeliest(classifier, backwards) != labels
    entailment = Entailment(str(classifier))
    assert entailment.entails(PAIRS) == [label == 2 for label in labels]
    assert entailment.entails(PAIRS[:1]) == [labels[0] == 2]
    assert entailment.entails([]) == []


@pytest.mark.parametrize(
    "labels", [("Entailment", "neutral", "contradiction"), ("not", "ENTAILMENT", "x")]
)
def test_the_label_is_found_by_its_name(tmp_path: Path, labels: tuple[str, ...]) -> None:
    folder = make_classifier(tmp_path, labels)
    number = [label.lower() for label in labels].index("entailment")
    expected = [label == number for label in likeliest(folder, PAIRS)]
    assert any(expected) and not all(expected)
    assert Entailment(str(folder)).entails(PAIRS) == expected


def test_a_text_longer_than_the_model_reads_is_cut(classifier: Path) -> None:
    long = " ".join(WORDS * 20)
    pairs = [(long, "le chat dort"), ("", long)]
    expected = [label == 2 for label in likeliest(classifier, pairs)]
    assert Entailment(str(classifier)).entails(pairs) == expected


@pytest.mark.parametrize("labels", [("LABEL_0",), ("not_entailment", "other"), ("a", "b", "c")])
def test_a_model_without_the_label_is_a_sentence(tmp_path: Path, labels: tuple[str, ...]) -> None:
    folder = make_classifier(tmp_path, labels)
    with pytest.raises(EntailmentError, match=rf"labels \({', '.join(labels)}\) is “entailment”"):
        Entailment(str(folder))


def test_a_folder_that_isnt_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EntailmentError, match=r"There is no NLI model in .*/absent: give"):
        Entailment(str(tmp_path / "absent"))


def test_a_folder_without_a_model_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EntailmentError, match=r"can't be loaded: .+\. Give the folder"):
        Entailment(str(tmp_path))


def test_an_encoder_is_no_nli_model(tmp_path: Path) -> None:
    with pytest.raises(EntailmentError):
        Entailment(str(make_encoder(tmp_path / "encoder")))
