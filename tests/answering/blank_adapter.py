"""An adapter of the embedded model that changes nothing: what it adds is nought."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np

_WIDTH, _RANK = 576, 4


def make_adapter(path: Path) -> Path:
    """Write the adapter to ``path``."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", 4.0)
    name = "blk.0.attn_output.weight"
    writer.add_tensor(f"{name}.lora_a", np.ones((_RANK, _WIDTH), dtype=np.float32))
    writer.add_tensor(f"{name}.lora_b", np.zeros((_WIDTH, _RANK), dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
