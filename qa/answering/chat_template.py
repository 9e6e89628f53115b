"""A model's own chat template, rendered so that people's text can't act as markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

# Stand-ins for the contents while the template is rendered: private-use characters that no
# template acts on. The contents themselves never pass through the template.
_SYSTEM, _USER = "\ue000S\ue001", "\ue000U\ue001"
_PLAIN = "{% for message in messages %}{{ message.content }}\n\n{% endfor %}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a prompt: the template's own markup, or text to be taken as plain text."""

    text: str
    markup: bool


def render_chat(metadata: Mapping[str, str], system: str, user: str) -> list[Piece]:
    """Return the prompt for one exchange as pieces, ready for the assistant to go on.

    ``metadata`` is the GGUF's. A template that refuses a system message gets it at the head
    of the user's. Thinking is switched off where the template has a switch.
    """
    template = metadata.get("tokenizer.chat_template", _PLAIN)
    try:
        rendered = _render(template, metadata, [("system", _SYSTEM), ("user", _USER)])
        if _SYSTEM not in rendered or _USER not in rendered:
            raise ValueError("the template leaves a message out")
    except Exception:  # templates raise what they like
        rendered = _render(template, metadata, [("user", f"{_SYSTEM}\n\n{_USER}")])
    return _split(rendered, {_SYSTEM: system, _USER: user})


def _render(template: str, metadata: Mapping[str, str], messages: list[tuple[str, str]]) -> str:
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
        "bos_token": metadata.get("bos_token", ""),
        "eos_token": metadata.get("eos_token", ""),
        "raise_exception": refuse,
        "strftime_now": lambda form: datetime.now().strftime(form),
        "tools": None,
        "documents": None,
    }
    return environment.from_string(template).render(**variables)


def _split(rendered: str, contents: Mapping[str, str]) -> list[Piece]:
    pieces = []
    rest = rendered
    for mark in sorted(contents, key=rendered.index):
        before, rest = rest.split(mark, 1)
        pieces += [Piece(before, True), Piece(contents[mark], False)]
    pieces.append(Piece(rest, True))
    return [piece for piece in pieces if piece.text]
