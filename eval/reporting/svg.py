"""Matplotlib's figures as SVG that stands inside a page: its colours, its font, its policy."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_REFERENCE = re.compile(r"(?<=#)\w+")
# Drawn in these colours, shown in the page's: one drawing is right in light and in dark.
COLOURS = {
    "#010101": "var(--ink)",
    "#020202": "var(--soft)",
    "#030303": "var(--line)",
    "#040404": "var(--series-1)",
    "#050505": "var(--series-2)",
    "#060606": "var(--series-3)",
    "#070707": "var(--series-4)",
}
INK, SOFT, LINE, *SERIES = COLOURS
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "sourcier",
    "text.parse_math": False,  # a type may be called $x$
    "font.size": 10.5,
    "text.color": INK,
    "axes.edgecolor": LINE,
    "axes.labelcolor": SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": LINE,
    "ytick.color": LINE,
    "xtick.labelcolor": SOFT,
    "ytick.labelcolor": INK,
    "grid.color": LINE,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
}


def style() -> dict[str, object]:
    """Return matplotlib's settings to draw under, with ``matplotlib.rc_context``."""
    return dict(_STYLE)


def inline(figure: Figure, name: str, alternative: str) -> str:
    """Return the figure as an ``<svg>`` element, the same for the same figure.

    ``name`` keeps its ids apart from other figures'. ``alternative`` says in words what is
    seen. Styles become attributes, since the page's policy forbids styles in its elements.
    """
    written = io.StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")  # the browser has fonts of its own
        figure.savefig(written, format="svg", transparent=True, metadata=nothing)
    root = ElementTree.fromstring(written.getvalue())
    for element in list(root.iter()):
        for child in [one for one in element if one.tag == f"{{{_SVG}}}style"]:
            element.remove(child)
        _adapt(element, name)
    for attribute in ("width", "height", "version"):
        del root.attrib[attribute]
    root.attrib.update({"role": "img", "aria-label": alternative})
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    return ElementTree.tostring(root, encoding="unicode")


def _adapt(element: ElementTree.Element, name: str) -> None:
    """Turn an element's style into attributes, colours into the page's, ids into its own."""
    styles = [part.split(":", 1) for part in element.attrib.pop("style", "").split(";") if part]
    for key, value in styles:
        if not key.strip().startswith("font-family"):
            element.set(key.strip(), COLOURS.get(value.strip(), value.strip()))
    if element.tag == f"{{{_SVG}}}g":
        element.attrib.pop("id", None)  # figure_1, axes_1: the same in every figure
    if "id" in element.attrib:
        element.set("id", f"{name}-{element.attrib['id']}")
    for key in ("clip-path", f"{{{_XLINK}}}href"):
        if key in element.attrib:
            element.set(key, _REFERENCE.sub(rf"{name}-\g<0>", element.attrib[key]))
