"""Take the residue of scraping out of a text, and its glued paragraphs apart.

Everything else stays as it was written, so that a sentence of the result is still found,
word for word, in the file it came from.
"""

from __future__ import annotations

import re
import unicodedata

from qa.reading.glue import split_glued

# Characters nobody reads: controls, soft hyphens, zero-width and direction marks, halves of
# surrogate pairs. Joiners go too, except after the emoji and scripts that need them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f\x80-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
    "|(?<![\u0590-\u1fff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_EMPTY_IMAGE_OR_LINK = re.compile(r"!?\[\s*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")
_NESTED_LINKS = 4  # [![](image)](link) is two deep; deeper ones aren't worth a slow loop
_TABLE_RULE = re.compile(r"^[\s:-]*\|[\s|:-]*$")
_LINE_EDGES = re.compile(r"^[^\S\n]+|[^\S\n]+$", re.MULTILINE)
_WIDE_SPACE = re.compile(r"\t|[^\S\n]{2,}")
_NO_BREAK_SPACE = re.compile("[\u00a0\u202f]")
_BLANK_LINES = re.compile(r"\n{3,}")


def clean_text(raw: str) -> str:
    """Return ``raw`` without scraping residue, in Unicode NFC, its glued paragraphs split.

    Lines are kept, runs of blank lines become one, runs of spaces one space; a single
    no-break space stays. ``""`` when nothing is left. Cleaning twice changes nothing.
    """
    text = _LINE_BREAK.sub("\n", raw)
    text = _INVISIBLE.sub("", text)
    text = _drop_residue(text)
    text = unicodedata.normalize("NFC", text)
    text = _tidy_spaces(text)
    return _tidy_spaces(split_glued(text))


def _drop_residue(text: str) -> str:
    """Drop empty Markdown images and links, table rules, and pipes at the ends of lines."""
    for _ in range(_NESTED_LINKS):
        if "[" not in text:
            break
        text = _EMPTY_IMAGE_OR_LINK.sub(" ", text)
    if "|" not in text:
        return text
    lines = (line for line in text.split("\n") if not _TABLE_RULE.match(line))
    return "\n".join(line.strip("| \t\u00a0\u202f") if "|" in line else line for line in lines)


def _tidy_spaces(text: str) -> str:
    text = _LINE_EDGES.sub("", text)
    text = _WIDE_SPACE.sub(_one_space, text)
    return _BLANK_LINES.sub("\n\n", text).strip()


def _one_space(match: re.Match[str]) -> str:
    """Return the no-break space of the run, if it has one: French punctuation hangs on it."""
    kept = _NO_BREAK_SPACE.search(match[0])
    return kept[0] if kept else " "
