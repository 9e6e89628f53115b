"""Chat templates: the model's own, and people's text that can't act as markup."""

from __future__ import annotations

import pytest
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


def test_text_with_stand_ins_in_it_stays_text() -> None:
    stand_ins = "\ue000S\ue001 \ue000U\ue001"
    assert [p.text for p in render(CHATML, stand_ins, stand_ins) if not p.markup] == [stand_ins] * 2


def test_a_template_that_shows_a_message_twice_is_filled_twice() -> None:
    template = "{{ messages[0].content }}|{{ messages[1].content }}|{{ messages[0].content }}"
    assert "".join(piece.text for piece in render(template, "S", "U")) == "S|U|S"


@pytest.mark.parametrize("template", ["{% if %}", "{{ nothing.at.all }}", "Bonjour"])
def test_a_template_that_cannot_be_rendered_is_not_used(template: str) -> None:
    assert render(template, "S", "U") == render(None, "S", "U")


THINKING = (
    CHATML.replace("assistant\n{% endif %}", "assistant\n{% if enable_thinking is defined and not "
    "enable_thinking %}<think>\n\n</think>\n\n{% endif %}{% endif %}")
)  # fmt: skip


@pytest.mark.parametrize(
    "template",
    [
        THINKING,  # has a switch
        CHATML + "{# <think></think> #}",  # of a family that thinks, without a switch
        CHATML.replace("assistant\n", "assistant\n<think>\n") + "{# </think> #}",
    ],
)
def test_a_model_that_thinks_begins_with_an_empty_thought(template: str) -> None:
    assert render(template, "S", "U")[-1] == Piece(
        "<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n", True
    )
