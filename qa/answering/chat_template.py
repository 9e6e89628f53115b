"""A model's own chat template, rendered so that people's text can't act as markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NoReturn

# Stand-ins for the contents while the template is rendered: private-use characters that no
# template acts on. The contents themselves never pass through the template.
_SYSTEM, _USER = "\ue000S\ue001", "\ue000U\ue001"
_STAND_INS = re.compile(f"({_SYSTEM}|{_USER})")
_PLAIN = "{% for message in messages %}{{ message.content }}\n\n{% endfor %}"
_THINK, _THOUGHT = "<think>", "</think>"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a prompt: the template's own markup, or text to be taken as plain text."""

    text: str
    markup: bool


def render_chat(metadata: Mapping[str, str], system: str, user: str) -> list[Piece]:
    """Return the prompt for one exchange as pieces, ready for the assistant to go on.

    ``metadata`` is the GGUF's. A template that refuses or leaves out a system message gets it
    at the head of the user's; one that can't be rendered at all isn't used. Thinking is
    switched off; a model that thinks in spite of it begins with an empty thought.
    """
    frame = _frame(
        metadata.get("tokenizer.chat_template", _PLAIN),
        metadata.get("bos_token", ""),
        metadata.get("eos_token", ""),
        datetime.now().strftime("%Y-%m-%d"),
    )
    contents = {_SYSTEM: system, _USER: user}
    pieces = (Piece(contents.get(part, part), part not in contents) for part in frame)
    return [piece for piece in pieces if piece.text]


@lru_cache(maxsize=8)
def _frame(template: str, bos: str, eos: str, day: str) -> tuple[str, ...]:
    """Return the template's markup, parted by stand-ins; it is the same all ``day``."""
    separate = [("system", _SYSTEM), ("user", _USER)]
    joined = [("user", f"{_SYSTEM}\n\n{_USER}")]
    for source, messages in ((template, separate), (template, joined), (_PLAIN, separate)):
        try:
            rendered = _render(source, {"bos_token": bos, "eos_token": eos}, messages)
        except Exception:  # templates raise what they like
            continue
        if _SYSTEM in rendered and _USER in rendered:
            break
    *before, last = _STAND_INS.split(rendered)
    return (*before, _end_thought(last, template))


def _render(template: str, tokens: Mapping[str, str], messages: list[tuple[str, str]]) -> str:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def refuse(message: str) -> NoReturn:
        raise ValueError(message)

    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    variables: dict[str, Any] = {
        "messages": [{"role": role, "content": content} for role, content in messages],
        "add_generation_prompt": True,
        "enable_thinking": False,
        "thinking": False,
        "raise_exception": refuse,
        "strftime_now": lambda form: datetime.now().strftime(form),
        "tools": None,
        "documents": None,
    }
    return environment.from_string(template).render(**variables, **tokens)


def _end_thought(opening: str, template: str) -> str:
    """Return the ``opening`` of the assistant's turn with a thought that is over.

    Qwen's models think unless their turn begins with an empty thought; a template of theirs
    that knows no switch, or that opens a thought, is helped.
    """
    if _THOUGHT in opening or _THOUGHT not in template:
        return opening
    head, opened, _ = opening.rpartition(_THINK)
    return f"{head if opened else opening}{_THINK}\n\n{_THOUGHT}\n\n"
