"""Which models answer: they are named on the page, and it says when one is elsewhere."""

from __future__ import annotations

from html import escape
from pathlib import PurePath
from typing import TYPE_CHECKING

from qa.page.labels import Labels

if TYPE_CHECKING:
    from qa.assistant import Assistant


def model_name(name: str) -> str:
    """Return what people call a model whose name may be a file's."""
    return PurePath(name).name.removesuffix(".gguf")


def writes_elsewhere(assistant: Assistant) -> bool:
    """Whether the writer is on another machine, so that questions and sentences are sent to it."""
    return bool(getattr(assistant.writer, "remote", False))


def render_models(assistant: Assistant, labels: Labels) -> str:
    """Return a line that names the writer, the encoder and the reranker in use."""
    writer, encoder = assistant.writer, assistant.library.store.encoder
    said = [labels.writer.format(name=model_name(writer.name)) if writer else labels.no_writer]
    if encoder:
        said.append(labels.encoder.format(name=model_name(encoder["model"])))
    if assistant.reranker:
        said.append(labels.reranker.format(name=model_name(assistant.reranker.model)))
    html = f'<p class="hint">{escape(" · ".join(said))}</p>'
    if writes_elsewhere(assistant):
        html += f'<p class="note">{escape(labels.leaves)}</p>'
    return html
