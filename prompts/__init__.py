"""The prompts, one Jinja file a task and language, versioned by the hash of their content."""

from prompts.templates import Prompt, render

__all__ = ["Prompt", "render"]
