"""What a server is, by what it says of itself, and what follows from that.

All speak ``/v1/models`` and ``/v1/chat/completions``. Beyond these, as their documentation says:

===============  ===========  ===============================  ======================  ==========
server           owned_by     holds a model to                 counts tokens           context
===============  ===========  ===============================  ======================  ==========
llama-server     llamacpp     ``grammar`` (GBNF)               ``/apply-template``     ``/props``
                                                               and ``/tokenize``
llama_cpp.server me           ``grammar`` (GBNF)               ``/extras/tokenize      not told
                                                               /count``
vLLM             vllm         ``structured_outputs``,          ``/tokenize``           ``/v1/
                              ``guided_regex`` before 0.11                             models``
Ollama           library      nothing of this kind             no                      not told
others                        unknown                          no                      not told
===============  ===========  ===============================  ======================  ==========
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from qa.errors import ModelError

DEFAULT_CONTEXT = 4096
_PYTHON_CONTEXT = 2048  # llama_cpp.server's own default, which it doesn't tell
_PARALLEL = 16  # requests at once to a server that doesn't tell how many it takes
_MOST_NAMES = 8


class ServerKind(StrEnum):
    """The servers that do more than the common protocol."""

    LLAMA_SERVER = "llama-server"
    LLAMA_CPP_PYTHON = "llama_cpp.server"
    VLLM = "vLLM"
    OLLAMA = "Ollama"
    OTHER = "a server"


_OWNERS = {
    "llamacpp": ServerKind.LLAMA_SERVER,
    "me": ServerKind.LLAMA_CPP_PYTHON,
    "vllm": ServerKind.VLLM,
    "library": ServerKind.OLLAMA,
}


@dataclass(frozen=True, slots=True)
class Server:
    """A server and the model of it that writes; ``parallel`` requests may go to it at once."""

    kind: ServerKind
    model: str
    context: int
    parallel: int = _PARALLEL
    version: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The model's name; of a file, without its folder and ending."""
        path = self.model.replace("\\", "/")
        return PurePath(path).stem if path.endswith(".gguf") else self.model

    @property
    def binds(self) -> bool:
        """Whether it can hold a model to its citations."""
        return self.kind not in (ServerKind.OLLAMA, ServerKind.OTHER)


def read_models(said: Any, wanted: str, host: str) -> Server:
    """Return the server that answers ``said`` to ``/v1/models``, and its model ``wanted``.

    Without one it is the first. Raises ``ModelError`` for an answer of another kind, for a
    server without models, and for a model it hasn't.
    """
    listed = said.get("data") if isinstance(said, dict) else None
    if not isinstance(listed, list):
        raise ModelError(
            f"{host} answers, but not as an OpenAI-compatible server does: check the address, and "
            "the part of it before /v1."
        )
    models = [one for one in listed if isinstance(one, dict) and isinstance(one.get("id"), str)]
    if not models:
        raise ModelError(f"The server {host} has no model: load one into it first.")
    chosen = _choose(models, wanted, host)
    kind = _OWNERS.get(str(models[0].get("owned_by")), ServerKind.OTHER)
    default = _PYTHON_CONTEXT if kind is ServerKind.LLAMA_CPP_PYTHON else DEFAULT_CONTEXT
    context = positive(chosen.get("max_model_len"), default)
    # llama_cpp.server breaks an answer off when another request comes.
    parallel = 1 if kind is ServerKind.LLAMA_CPP_PYTHON else _PARALLEL
    return Server(kind, str(chosen["id"]), context, parallel)


def _choose(models: list[dict[str, Any]], wanted: str, host: str) -> dict[str, Any]:
    if not wanted:
        return models[0]
    for one in models:
        name = Server(ServerKind.OTHER, one["id"], 0).name
        if wanted.casefold() in (one["id"].casefold(), name.casefold()):
            return one
    names = ", ".join(one["id"] for one in models[:_MOST_NAMES])
    raise ModelError(
        f"The server {host} has no model “{wanted}”, but: {printable(names)}; name one with "
        "--writer-model."
    )


def read_version(said: Any) -> tuple[int, ...]:
    """Return the version a server tells, ``()`` when it doesn't."""
    version = str(said.get("version", "")) if isinstance(said, dict) else ""
    return tuple(int(part) for part in re.findall(r"\d{1,6}", version)[:3])


def positive(value: Any, default: int) -> int:
    """Return a whole number above 0 that a server told, else ``default``."""
    return value if isinstance(value, int) and value > 0 else default


def printable(text: str, most: int = 200) -> str:
    """Return what a server said as one short line for people."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * most]).split())
    return line if len(line) <= most else line[: most - 1] + "…"
