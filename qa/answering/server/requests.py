"""What a server is sent: the messages without markup, and the fields it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qa.answering.server.binding import citing_grammar, citing_pattern
from qa.answering.server.kinds import Server, ServerKind
from qa.answering.server.markup import neutralise
from qa.answering.writer import Task
from qa.settings import Settings

_STRUCTURED = (0, 11)  # the version of vLLM that renamed its field

Messages = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Form:
    """What a request has in it, as far as a server takes it."""

    quiet: bool = True  # the field that switches thinking off
    bound: bool = True  # the field that holds the model to its citations
    system: bool = True  # a system message of its own


FORMS = (
    Form(),
    Form(quiet=False),
    Form(bound=False),
    Form(quiet=False, bound=False),
    Form(system=False),
    Form(quiet=False, bound=False, system=False),
)
"""The forms to try one after the other on a server that refuses, the fullest first."""


def messages_of(system: str, user: str) -> Messages:
    """Return the messages of a chat, without an empty system message and without markup."""
    said = (("system", system), ("user", user))
    return [{"role": role, "content": neutralise(text)} for role, text in said if text]


def request_of(server: Server, task: Task, form: Form, settings: Settings) -> dict[str, Any]:
    """Return the body of a request of chat completion, streamed."""
    system, user = task.system, task.user
    if not form.system:
        system, user = "", f"{system}\n\n{user}".strip()
    fields = {
        "model": server.model,
        "messages": messages_of(system, user),
        "max_tokens": task.tokens,
        "temperature": settings.temperature,
        "seed": settings.seed,
        "stream": True,
    }
    if server.kind is ServerKind.LLAMA_SERVER:
        fields["return_progress"] = True
    if form.quiet:
        fields |= quiet_thinking(server)
    if form.bound and task.candidates:
        fields |= binding_of(server, task.candidates, task.abstention)
    return fields


def binding_of(server: Server, candidates: int, abstention: str) -> dict[str, Any]:
    """Return the fields that hold a model to its citations on this server, if it can."""
    if server.kind is ServerKind.VLLM:
        pattern = citing_pattern(candidates, abstention)
        if server.version and server.version < _STRUCTURED:
            return {"guided_regex": pattern}
        return {"structured_outputs": {"regex": pattern}}
    return {"grammar": citing_grammar(candidates, abstention)} if server.binds else {}


def quiet_thinking(server: Server) -> dict[str, Any]:
    """Return the fields that switch a model's thinking off on this server."""
    if server.kind is ServerKind.OLLAMA:
        return {"reasoning_effort": "none"}
    return {"chat_template_kwargs": {"enable_thinking": False}}
