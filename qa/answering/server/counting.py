"""How many tokens a prompt is to a server's model: by its own count, else no fewer than that."""

from __future__ import annotations

import math
import re
from typing import Any

from qa.answering.server.kinds import Server, ServerKind, positive
from qa.answering.server.requests import Messages, quiet_thinking
from qa.answering.server.talking import RefusedError, Talk

_FRAME = 48  # tokens of a template's own markup around two messages, where it can't be counted
_LETTERS_A_TOKEN = 2.2  # French, to a vocabulary made for English
_LETTERS = re.compile(r"[A-Za-z ]")


async def count_tokens(talk: Talk, server: Server, messages: Messages) -> int:
    """Return how many tokens ``messages`` are, by the server where it counts.

    Raises ``ModelError``.
    """
    try:
        counted = await _ask(talk, server, messages)
    except (RefusedError, KeyError, TypeError, AttributeError):  # an older version
        counted = None
    return positive(counted, 0) or estimate_tokens(messages)


def estimate_tokens(messages: Messages) -> int:
    """Return a number of tokens that no usual vocabulary goes beyond in French or English.

    Letters and spaces come in groups; figures and signs are a token each, and other
    characters as many as their bytes at most.
    """
    text = "".join(message["content"] for message in messages)
    letters = len(_LETTERS.findall(text))
    others = len(text.encode("utf-8", "replace")) - letters
    return _FRAME + math.ceil(letters / _LETTERS_A_TOKEN) + others


async def _ask(talk: Talk, server: Server, messages: Messages) -> Any:
    model = {"model": server.model}
    chat = model | {"messages": messages} | quiet_thinking(server)
    if server.kind is ServerKind.LLAMA_SERVER:
        prompt = (await talk.ask("/apply-template", chat))["prompt"]
        body = model | {"content": prompt, "add_special": True, "parse_special": True}
        return len((await talk.ask("/tokenize", body))["tokens"])
    if server.kind is ServerKind.VLLM:
        return (await talk.ask("/tokenize", chat | {"add_generation_prompt": True}))["count"]
    if server.kind is ServerKind.LLAMA_CPP_PYTHON:
        text = "\n".join(message["content"] for message in messages)
        said = await talk.ask("/extras/tokenize/count", model | {"input": text})
        return said["count"] + _FRAME
    return None
