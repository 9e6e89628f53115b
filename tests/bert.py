"""BERTs of a few kilobytes with random weights: an encoder, a cross-encoder, and their graphs."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

WORDS = "le chat dort sous la table et rien ne bouge ici".split()
DIMENSION = 16
READS = 24  # tokens


def make_bert(
    folder: Path, *, pooling: str = "mean", prompts: dict[str, str] | None = None
) -> Path:
    """Save a sentence-transformers encoder, the same one each time, and return ``folder``."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertModel

    bare = folder.with_name(folder.name + "-bare")
    BertModel(_config(0)).save_pretrained(bare)
    make_tokenizer().save_pretrained(bare)
    transformer = Transformer(str(bare))
    modules = [transformer, Pooling(DIMENSION, pooling_mode=pooling)]
    SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(str(folder))
    return folder


def make_cross_encoder(folder: Path, outputs: int = 1) -> Path:
    """Save a classifier of pairs with as many outputs, the same one each time."""
    from transformers import BertForSequenceClassification

    BertForSequenceClassification(_config(outputs)).save_pretrained(folder)
    make_tokenizer().save_pretrained(folder)
    return folder


def export(folder: Path, target: Path, *, classifies: bool = False) -> Path:
    """Write the model in ``folder`` as an ONNX graph to ``target``."""
    import torch
    from transformers import AutoModel, AutoModelForSequenceClassification

    kind: Any = AutoModelForSequenceClassification if classifies else AutoModel
    model = kind.from_pretrained(folder, attn_implementation="eager").eval()
    names = ["input_ids", "attention_mask", "token_type_ids"]

    class Positional(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *given: torch.Tensor) -> torch.Tensor:
            return self.model(**dict(zip(names, given, strict=True)))[0]  # type: ignore[no-any-return]

    target.parent.mkdir(parents=True, exist_ok=True)
    given = (torch.ones(2, 5, dtype=torch.long), torch.ones(2, 5, dtype=torch.long))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Positional(),
            (*given, torch.zeros(2, 5, dtype=torch.long)),
            str(target),
            input_names=names,
            output_names=["out"],
            dynamic_axes={name: {0: "texts", 1: "tokens"} for name in names}
            | {"out": {0: "texts"}},
            dynamo=False,
        )
    return target


def _config(outputs: int) -> Any:
    import torch
    from transformers import BertConfig

    torch.manual_seed(2)
    return BertConfig(
        vocab_size=4 + len(WORDS),
        hidden_size=DIMENSION,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=READS,
        initializer_range=0.5,
        num_labels=max(outputs, 1),
    )


def make_tokenizer() -> Any:
    """Return a tokenizer of ``WORDS`` that reads ``READS`` tokens."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS]
    tokenizer = Tokenizer(
        models.WordLevel({word: n for n, word in enumerate(vocabulary)}, unk_token="[UNK]")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=READS,
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    )
