"""What in a text a server could take for its model's own markup, and a model's thoughts."""

from __future__ import annotations

import re

# A server tokenises messages together with its template and recognises special tokens in both:
# <|im_start|>, <start_of_turn>, </s>, <think>, <｜User｜>, [INST], [|user|] …
_ANGLE = re.compile(r"<(?=\S)")
_SQUARE = re.compile(r"\[(?!\s*[0-9]{1,3}\s*\])([^\[\]\n]*)\]")

_OPENS, _CLOSES = "<think>", "</think>"


def neutralise(text: str) -> str:
    """Return ``text`` with nothing in it that a chat template's markup is made of.

    An angle bracket before a word becomes ‹, and square brackets around anything but a number
    become round: a reader sees the same, a tokeniser no special token.
    """
    return _SQUARE.sub(r"(\1)", _ANGLE.sub("‹", text))


class ThoughtFilter:
    """Leaves out what a model thinks aloud, ``<think> … </think>``, before it answers."""

    def __init__(self) -> None:
        """Expect a text from its beginning."""
        self._held = ""
        self._answering = False

    def feed(self, piece: str) -> str:
        """Take the next piece; return what of it is answer."""
        if self._answering:
            return piece
        self._held += piece
        begun = self._held.lstrip()
        if _OPENS.startswith(begun[: len(_OPENS)]):
            _, closed, rest = begun.partition(_CLOSES)
            if not closed:
                return ""
            begun = self._held = rest.lstrip()
        self._answering = bool(begun)
        return begun

    def finish(self) -> str:
        """Return what was held back and turned out to be answer."""
        thought = self._answering or self._held.lstrip().startswith(_OPENS)
        return "" if thought else self._held.lstrip()
