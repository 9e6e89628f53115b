"""Take the residue of scraping out of a text, and its glued paragraphs apart.

Everything else stays as it was written, so that a sentence of the result is still found,
word for word, in the file it came from.
"""

from __future__ import annotations

import re
import unicodedata

from qa.language.glue import split_glued

# Characters nobody reads: controls, soft hyphens, zero-width and direction marks, halves of
# surrogate pairs.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
# Joiners go too, except after the scripts and emoji that need them.
_IDLE_JOINER = re.compile(
    "(?<![\u0590-\u1fff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)
_LINE_BREAK = re.compile("[\r\x0b\x0c\x1c-\x1e\u2028\u2029]")
# Windows-1252 read as Latin-1, as in many scraped pages: “\x80” is a euro sign.
_MISREAD = re.compile("[\x80-\x9f]")
_EMPTY_IMAGE_OR_LINK = re.compile(r"!?\[\s*\]\([^()\n]*\)")
_DEEPEST_LINK = 4  # [![](image)](page) is two deep
_TABLE_RULE = re.compile(r"[\s:-]*\|[\s|:-]*")
_ODD_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]|  ")
_WIDE_SPACE = re.compile(r"[^\S\n]{2,}|\t")
_NO_BREAK_SPACE = re.compile("[\u00a0\u202f]")
_BLANK_LINES = re.compile(r"\n{3,}")


def clean_text(raw: str) -> str:
    """Return ``raw`` without scraping residue, in Unicode NFC, its glued paragraphs split.

    Lines are kept, runs of blank lines become one, runs of spaces one space; a single
    no-break space stays. ``""`` when nothing is left. Cleaning twice changes nothing more.
    """
    return split_glued(_clean(raw))


def clean_line(raw: str) -> str:
    """Return ``raw``, a title or a summary, cleaned and on one line."""
    return " ".join(_clean(raw).split("\n")).replace("  ", " ") if raw else ""


def _clean(raw: str) -> str:
    text = _LINE_BREAK.sub("\n", raw.replace("\r\n", "\n"))
    text = _MISREAD.sub(_reread, text)
    text = _IDLE_JOINER.sub("", _INVISIBLE.sub("", text))
    return _tidy_spaces(unicodedata.normalize("NFC", _drop_residue(text)))


def _reread(match: re.Match[str]) -> str:
    return match[0].encode("latin-1").decode("cp1252", "ignore")


def _drop_residue(text: str) -> str:
    """Drop empty Markdown images and links, table rules, and pipes at the ends of lines."""
    for _ in range(_DEEPEST_LINK if "](" in text else 0):
        text = _EMPTY_IMAGE_OR_LINK.sub(" ", text)
    if "|" not in text:
        return text
    lines = (line for line in text.split("\n") if not _TABLE_RULE.fullmatch(line))
    return "\n".join(_strip_pipes(line) if "|" in line else line for line in lines)


def _strip_pipes(line: str) -> str:
    return line.strip("| \t\u00a0\u202f")


def _tidy_spaces(text: str) -> str:
    if _ODD_SPACE.search(text):
        text = _WIDE_SPACE.sub(_one_space, text)
    if "\n" in text:
        text = "\n".join(line.strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()


def _one_space(match: re.Match[str]) -> str:
    """Return the no-break space of the run, if it has one: French punctuation hangs on it."""
    kept = _NO_BREAK_SPACE.search(match[0])
    return kept[0] if kept else " "
