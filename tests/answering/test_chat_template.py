"""Chat templates: the model's own, and people's text that can't act as markup."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.answering.chat_template import Piece, render_chat

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}"
    "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
NO_SYSTEM = (
    "{% if messages[0].role == 'system' %}{{ raise_exception('no system') }}{% endif %}"
    "{{ bos_token }}[INST]{{ messages[0].content | trim }}[/INST]"
)


def render(template: str | None, system: str, user: str) -> list[Piece]:
    metadata = {"bos_token": "<s>"}
    if template is not None:
        metadata["tokenizer.chat_template"] = template
    return render_chat(metadata, system, user)


def test_contents_stay_apart_from_markup() -> None:
    assert render(CHATML, "Sois bref.", "Qui ?") == [
        Piece("<|im_start|>system\n", True),
        Piece("Sois bref.", False),
        Piece("<|im_end|>\n<|im_start|>user\n", True),
        Piece("Qui ?", False),
        Piece("<|im_end|>\n<|im_start|>assistant\n", True),
    ]


def test_a_template_without_system_gets_it_in_the_users_turn() -> None:
    assert render(NO_SYSTEM, "S", "U") == [
        Piece("<s>[INST]", True),
        Piece("S", False),
        Piece("\n\n", True),
        Piece("U", False),
        Piece("[/INST]", True),
    ]


def test_no_template_at_all_still_gives_a_prompt() -> None:
    assert [piece.text for piece in render(None, "S", "U") if not piece.markup] == ["S", "U"]


@given(st.text(), st.text())
def test_text_never_becomes_markup(system: str, user: str) -> None:
    pieces = render(CHATML, system, user)
    plain = render(CHATML, "S", "U")
    assert [p.text for p in pieces if p.markup] == [p.text for p in plain if p.markup]
    assert "".join(p.text for p in pieces if not p.markup) == system + user
