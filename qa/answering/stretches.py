"""What may be copied out of a sentence: its stretches of whole words, written piece by piece."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from qa.types import Span

# A number is one word with its groups of digits and its decimals, a double name with its hyphen.
_WORD = re.compile(
    r"(?:[\w%€$£°]|(?<!\w)[-+−](?=\d)|(?<=\w)[-‑](?=\w)|(?<=\d)[.,](?=\d)"
    r"|(?<=\d)(?<!\d{4})[ \u00a0\u202f](?=\d{3}(?!\w)))+"
)
_PAIRS = {"«": "»", "“": "”", "(": ")"}
_BEFORE = b" "  # stands before the first word of what is written


@dataclass(frozen=True, slots=True)
class Stretches:
    """The stretches of a text that what is written so far may become.

    ``starts`` are where they begin, and ``words`` where the text's words begin and end, all in
    bytes of UTF-8; ``written`` is how many bytes there are, the space before the first word
    among them. Bytes, for a model's tokens may be parts of a character.
    """

    data: bytes
    words: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]
    written: int = 0

    @property
    def may_end(self) -> bool:
        """Whether what is written is whole words."""
        return any(self._is_whole(start) for start in self.starts)

    def pieces(self, longest: int) -> Iterator[bytes]:
        """Yield all that may be written next, of up to ``longest`` bytes; some more than once."""
        for start in self.starts:
            left = self._after(start, longest)
            for size in range(1, len(left) + 1):
                yield left[:size]

    def write(self, piece: bytes) -> Stretches | None:
        """Return what is left when ``piece`` is written next, None where it can't be."""
        starts = tuple(s for s in self.starts if piece and self._after(s, len(piece)) == piece)
        return replace(self, starts=starts, written=self.written + len(piece)) if starts else None

    def finish(self) -> Span | None:
        """Return the stretch written, in characters, cut back to whole words; None without any.

        Of several that read the same it is the first. A mark that closes what one within the
        stretch opens is taken along.
        """
        for start in sorted(self.starts, key=lambda start: (not self._is_whole(start), start)):
            ends = [end for _, end in self.words if start < end <= self._place(start)]
            if ends:
                return self._closed(start, ends[-1])
        return None

    def _place(self, start: int) -> int:
        """Return how far in the text what is written goes, when it begins at ``start``."""
        return start + self.written - len(_BEFORE)

    def _after(self, start: int, most: int) -> bytes:
        """Return up to ``most`` bytes of what goes on from what is written."""
        if self.written >= len(_BEFORE):
            place = self._place(start)
            return self.data[place : place + most]
        return (_BEFORE + self.data[start : start + most])[:most]

    def _is_whole(self, start: int) -> bool:
        place = self._place(start)
        return place > start and not any(first < place < last for first, last in self.words)

    def _closed(self, start: int, end: int) -> Span:
        text, before = self.data.decode(), len(self.data[:start].decode())
        after = before + len(self.data[start:end].decode())
        for opens, closes in _PAIRS.items():
            open_ones = text.count(opens, before, after) - text.count(closes, before, after)
            found = re.match(rf"\s?{re.escape(closes)}", text[after:])
            if open_ones > 0 and found:
                after += found.end()
        return Span(before, after)


def stretches_of(text: str) -> Stretches:
    """Return the stretches of ``text``, which is whole characters, before anything is written."""
    sizes = [0, *accumulate(len(character.encode()) for character in text)]
    words = tuple((sizes[w.start()], sizes[w.end()]) for w in _WORD.finditer(text))
    return Stretches(text.encode(), words, tuple(start for start, _ in words))


def in_original(span: Span, origins: Sequence[int]) -> Span:
    """Return a span of a changed text in the one it was made of.

    ``origins`` says of each character where the one it stands for begins.
    """
    return Span(origins[span.start], origins[span.end - 1] + 1)
