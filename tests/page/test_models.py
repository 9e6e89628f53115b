"""Which models answer is on the page, and that one of them is elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa import Assistant
from qa.page.labels import ENGLISH, FRENCH
from qa.page.models import model_name, render_models, writes_elsewhere
from tests.page.reading import parse, texts


def test_writer_and_encoder_are_named(writing: Assistant) -> None:
    (said,) = texts(parse(render_models(writing, FRENCH)), "//p")
    assert said == "Rédaction : SmolLM2-135M-Instruct.Q4_1 · Recherche : sourcier-static-fr"
    assert not writes_elsewhere(writing)


def test_quotes_alone_are_named_too(quoting: Assistant) -> None:
    (said,) = texts(parse(render_models(quoting, ENGLISH)), "//p")
    assert said == "No writing: quotes alone · Search: sourcier-static-fr"


@pytest.mark.parametrize(
    ("address", "elsewhere"), [("http://127.0.0.1:9", False), ("http://192.0.2.7:8080", True)]
)
def test_a_writer_on_another_machine_is_told_of(
    sample_library: Path, address: str, elsewhere: bool
) -> None:
    with Assistant.open(sample_library, writer=address) as assistant:
        said = texts(parse(render_models(assistant, FRENCH)), "//p")
        assert address.removeprefix("http://") in said[0]
        assert (FRENCH.leaves in said) == writes_elsewhere(assistant) == elsewhere


def test_a_model_is_named_as_people_call_it() -> None:
    assert model_name("/models/petit.Q4_K_M.gguf") == "petit.Q4_K_M"
    assert model_name("qwen3.5:2b") == "qwen3.5:2b"
