"""Reading HTML back, as a browser would: elements, their attributes and their text."""

from __future__ import annotations

from lxml import html


def parse(text: str) -> html.HtmlElement:
    """Return the document that ``text`` makes."""
    return html.fragment_fromstring(text, create_parent="div")


def texts(document: html.HtmlElement, path: str) -> list[str]:
    """Return the whole text of every element an XPath finds."""
    return [element.text_content() for element in document.xpath(path)]
