"""Read ``.txt`` and ``.md`` files."""

from __future__ import annotations

import re
from pathlib import Path

from qa.reading.encoding import decode
from qa.reading.metadata import Draft, parse_date
from qa.reading.wrapping import unwrap

_FRONT_MATTER = re.compile(
    r"\A\s*---[ \t]*\n(?P<fields>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
_FIELD = re.compile(r"(?P<name>[\w-]+)\s*:\s*(?P<value>.*?)\s*")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)[^\n]*\n?", re.MULTILINE)
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_RULE = re.compile(r"^ {0,3}(?:(?:\* ?){3,}|(?:- ?){3,}|(?:_ ?){3,}|=+)[ \t]*$\n?", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+([^\n]+)$", re.MULTILINE)
_CLOSING_SIGNS = re.compile(r"(?<![ \t])[ \t]+#*[ \t]*$")
_UNDERLINED = re.compile(r"\A\s*([^\n]+)\n(?:=+|-{3,})[ \t]*(?:\n|\Z)")
_QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?)+", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?", re.MULTILINE)
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]+\]:[ \t]*\S[^\n]*$\n?", re.MULTILINE)
_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^\]\n]*\])")
_LINK = re.compile(
    r"\[(?P<text>[^\[\]\n]+)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^\[\]\n]*\])"
)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_BREAK = re.compile(r"<br ?/?>|\\$", re.IGNORECASE | re.MULTILINE)
# Emphasis and images reach at most 500 characters: an unclosed sign mustn't cost a whole line.
_EMPHASIS = (
    re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])([^\n]{0,500}?[^\s*\\])\1(?![\w*])"),
    re.compile(r"(?<![\w_\\])(_{1,3})(?=[^\s_])([^\n]{0,500}?[^\s_\\])\1(?![\w_])"),
    re.compile(r"(~~)(?=\S)([^\n]{0,500}?\S)~~"),
    re.compile(r"(`{1,2})(?=[^`\n])([^\n]{0,500}?[^`\n])\1(?!`)"),
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def read_text(path: Path) -> Draft:
    """Return the draft of a plain text file, whatever its encoding."""
    return Draft(text=unwrap(_lines(decode(path.read_bytes()))))


def read_markdown(path: Path) -> Draft:
    """Return the draft of a Markdown file: its text without the syntax, its front matter read."""
    fields, text = split_front_matter(_lines(decode(path.read_bytes())))
    heading, text = _split_heading(text)
    title = fields.get("title") or fields.get("titre") or strip_markdown(heading)
    return Draft(
        text=unwrap(strip_markdown(text)) or title,
        title=title,
        date=parse_date(fields.get("date")),
        url=fields.get("url", ""),
        language=fields.get("lang") or fields.get("language") or "",
        summary=fields.get("summary") or fields.get("description") or "",
    )


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the ``name: value`` lines of a YAML front matter, and the text after it."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    found = (_FIELD.fullmatch(line) for line in match["fields"].split("\n"))
    fields = {field["name"].lower(): field["value"].strip("\"'") for field in found if field}
    return fields, text[match.end() :]


def strip_markdown(text: str) -> str:
    """Return the text a Markdown source shows: no syntax, images dropped, links as their text."""
    text = _FENCE.sub("", _COMMENT.sub("", text))
    text = _REFERENCE.sub("", _RULE.sub("", text))
    text = _BULLET.sub("", _QUOTE.sub("", text))
    text = _HEADING.sub(lambda match: f"\n{_heading_text(match[1])}\n", text)
    text = _LINK.sub(r"\g<text>", _IMAGE.sub("", text))
    text = _AUTOLINK.sub(r"\1", _BREAK.sub("", text))
    for emphasis in _EMPHASIS:
        text = emphasis.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", text).strip()


def _split_heading(text: str) -> tuple[str, str]:
    """Return the heading a Markdown text opens with, and the text after it."""
    body = text.lstrip()
    match = _UNDERLINED.match(body) or _HEADING.match(body)
    return (_heading_text(match[1]), body[match.end() :]) if match else ("", text)


def _heading_text(source: str) -> str:
    return _CLOSING_SIGNS.sub("", source).strip()


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
