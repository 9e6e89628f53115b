"""Read ``.html`` and ``.htm`` files: the article, without menus, comments and advertising."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from qa.errors import ReadingError
from qa.reading.encoding import decode
from qa.reading.metadata import Draft, parse_date

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_HEAD_BYTES = 4096
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_LANGUAGE = re.compile(r"<html[^>]{0,400}?\slang=[\"']?([A-Za-z-]{2,10})", re.IGNORECASE)
_UNSEEN = ("script", "style", "noscript", "template", "head", "svg", "iframe", "select")
_BLOCKS = (
    "p div section article header footer main aside nav h1 h2 h3 h4 h5 h6 li tr br hr blockquote "
    "figcaption pre table ul ol dl dt dd td th form title"
).split()


def read_html(path: Path) -> Draft:
    """Return the draft of a saved web page. Nothing is ever fetched.

    The main text is trafilatura's; when it finds none, all the text the page shows.
    """
    data = path.read_bytes()
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    page = _XML_DECLARATION.sub("", decode(data, declared[1].decode("ascii") if declared else ""))
    language = _LANGUAGE.search(page[:_HEAD_BYTES])
    found = _extract(page)
    text = (found.text or "") if found else ""
    return Draft(
        text=text if text.strip() else _visible_text(page),
        title=(found.title or "") if found else "",
        date=parse_date(found.date) if found else None,
        url=(found.url or "") if found else "",
        language=language[1] if language else "",
    )


def _extract(page: str) -> Any:
    """Return trafilatura's ``Document`` for the page, ``None`` when it finds nothing."""
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise ReadingError(
            "web pages need trafilatura and lxml_html_clean: "
            "pip install trafilatura lxml_html_clean"
        ) from error
    return bare_extraction(
        page,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )


def _visible_text(page: str) -> str:
    """Return all the text a page shows, a line for each block."""
    from lxml import etree
    from lxml import html as lxml_html

    try:
        root = lxml_html.document_fromstring(page)
    except (etree.ParserError, ValueError):
        return ""
    etree.strip_elements(root, *_UNSEEN, etree.Comment, with_tail=False)
    for block in root.iter(*_BLOCKS):
        block.text = f"\n{block.text or ''}"
        block.tail = f"\n{block.tail or ''}"
    lines = (" ".join(line.split()) for line in root.text_content().split("\n"))
    return "\n".join(line for line in lines if line)
