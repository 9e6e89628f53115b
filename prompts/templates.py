"""Load and render the prompt files; a missing variable fails."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Template

_FOLDER = Path(__file__).parent
_FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A rendered prompt: the system's part, the user's, and the hash of the file they come from."""

    system: str
    user: str
    hash: str


def render(task: str, language: str, **variables: Any) -> Prompt:
    """Render ``task`` in ``language``, or in English when there is no such file.

    Raises ``jinja2.UndefinedError`` for a variable the file names and the caller forgot.
    """
    path = _FOLDER / f"{task}.{language}.jinja"
    template, digest = _load(path if path.exists() else _FOLDER / f"{task}.{_FALLBACK}.jinja")
    system, user = (
        "".join(template.blocks[block](template.new_context(variables))).strip()
        for block in ("system", "user")
    )
    return Prompt(system, user, digest)


@lru_cache
def _load(path: Path) -> tuple[Template, str]:
    from jinja2 import Environment, StrictUndefined

    source = path.read_text(encoding="utf-8")
    environment = Environment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )
    return environment.from_string(source), hashlib.sha256(source.encode()).hexdigest()[:12]
