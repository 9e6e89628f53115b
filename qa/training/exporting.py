"""A trained adapter as a GGUF file in llama.cpp's layout, beside the GGUF it was trained on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from qa.errors import ModelError
from qa.training.base import PROJECTIONS, BaseFile, Floats, neighbours

if TYPE_CHECKING:
    import gguf

KINDS = ("f32", "f16", "q8_0")


@dataclass(frozen=True, slots=True)
class Pair:
    """What a projection learnt: its output is also ``alpha / rank · b @ a @ x``.

    ``a`` is (rank, inputs) and ``b`` (outputs, rank), the outputs in transformers' order.
    """

    a: Floats
    b: Floats

    @property
    def rank(self) -> int:
        """How many directions it learnt."""
        return int(self.a.shape[0])


Pairs = Mapping[tuple[int, str], Pair]
"""By layer, from 0, and projection, as `qa.training.base.PROJECTIONS` names them."""


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself, for people who come upon it alone."""

    name: str
    description: str
    licence: str
    datasets: tuple[str, ...] = ()


ABOUT = About(
    name="Sourcier French reader",
    description="Reads numbered French sentences: which one answers a question, and the short "
    "answer copied out of it; or that none does. See docs/MODEL_CARD.md of Sourcier.",
    licence="cc-by-sa-4.0",  # the corpus’s; the base is Apache-2.0
    datasets=("OrangeSum articles (CC BY-SA 4.0), read with questions of Sourcier's own",),
)
"""What the shipped adapter says of itself."""


def write_adapter(
    path: Path, pairs: Pairs, alpha: float, base: BaseFile, about: About, kind: str = "q8_0"
) -> None:
    """Write ``pairs``, trained on ``base``, to ``path``, which is replaced whole or not at all.

    The rows of q's and k's ``b`` are reordered as llama.cpp's are (its convert_lora_to_gguf.py
    does the same). ``kind`` is one of ``KINDS``: "q8_0" is half the size of "f16" and the quickest
    to read with; rows that aren't whole blocks of 32 are written as float16 all the same. Raises
    ``ModelError`` for pairs that don't fit ``base`` or one another.
    """
    import gguf

    _check(pairs, base)
    # Near its place, so that it is moved there in one step; not its name alone with an ending,
    # which another writer could choose too.
    with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as folder:
        draft = Path(folder) / path.name
        writer = gguf.GGUFWriter(draft, "llama")
        try:
            _describe(writer, alpha, base, about)
            for (layer, projection), pair in sorted(pairs.items()):
                heads = base.heads.get(projection)
                b = neighbours(pair.b, heads) if heads else pair.b
                for half, values in (("a", pair.a), ("b", b)):
                    name = f"blk.{layer}.{PROJECTIONS[projection][0]}.weight.lora_{half}"
                    _add(writer, name, values, kind)
            writer.write_header_to_file()
            writer.write_kv_data_to_file()
            writer.write_tensors_to_file()
        finally:
            writer.close()
        draft.replace(path)


def _check(pairs: Pairs, base: BaseFile) -> None:
    if not pairs:
        raise ModelError("There is nothing to write: train the adapter first.")
    shapes = base.shapes()
    rank = next(iter(pairs.values())).rank
    for (layer, projection), pair in pairs.items():
        name = f"blk.{layer}.{PROJECTIONS[projection][0]}.weight"
        outputs, inputs = shapes.get(name, (0, 0))
        if pair.a.shape != (rank, inputs) or pair.b.shape != (outputs, rank):
            raise ModelError(
                f"The adapter's {projection} of layer {layer} is {pair.b.shape} × {pair.a.shape}, "
                f"but {base.name} with rank {rank} needs {(outputs, rank)} × {(rank, inputs)}: "
                "train it on this model."
            )


def _describe(writer: gguf.GGUFWriter, alpha: float, base: BaseFile, about: About) -> None:
    import gguf

    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, alpha)
    writer.add_name(about.name)
    writer.add_description(about.description)
    writer.add_license(about.licence)
    writer.add_base_model_count(1)
    writer.add_base_model_name(0, base.name)
    if about.datasets:
        writer.add_dataset_count(len(about.datasets))
        for number, dataset in enumerate(about.datasets):
            writer.add_dataset_name(number, dataset)


def _add(writer: gguf.GGUFWriter, name: str, values: Floats, kind: str) -> None:
    import gguf

    quantised = gguf.GGMLQuantizationType.Q8_0
    if kind == "q8_0" and values.shape[-1] % gguf.GGML_QUANT_SIZES[quantised][0] == 0:
        writer.add_tensor(name, gguf.quants.quantize(values, quantised), raw_dtype=quantised)
    else:
        writer.add_tensor(name, values.astype("float32" if kind == "f32" else "float16"))
