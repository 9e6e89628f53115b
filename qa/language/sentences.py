"""Split cleaned text into sentences, by rule, for French news first."""

from __future__ import annotations

import re

from qa.types import Span

# A boundary: closing punctuation, closing quotes or brackets, then white space.
_END = re.compile(r"""(?P<stop>[.!?…]+)(?P<close>[ \u00a0\u202f]?[»”"’')\]]+)?(?P<gap>\s+|$)""")
_OPENING = "«“\"'‘([—–-•"
_ABBREVIATIONS = frozenset(
    (
        "m mm mme mmes mlle mlles me mgr dr drs pr st ste jr sr av apr art al cf coll dir éd ed "
        "env ex fig ibid id inf max min no nos n° op p pp par réf sq sup suiv t tél tome trad vol "
        "vs bd boul chap hab janv févr avr juil sept oct nov déc lun mar mer jeu ven sam dim min "
        "sec av gal cal cne col lt mr mrs ms prof gen sen rep inc ltd co corp"
    ).split()
)
_LAST_WORD = re.compile(r"[^\s«“\"'’(\[]+$")
_INITIAL = re.compile(r"(?:[^\W\d_]\.?-?)+")
_MEANING = re.compile(r"\w")
_LONGEST = 1_200
_LONGEST_WORD = 40  # what is longer is no abbreviation


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of ``text`` as spans, in order, without surrounding white space.

    A line break always ends a sentence. Spans never overlap and together hold every
    letter and digit of the text; none is longer than 1,200 characters.
    """
    spans: list[Span] = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for end in [*_boundaries(text, line.start(), line.end()), line.end()]:
            _append(spans, text, start, end)
            start = end
    return spans


def _boundaries(text: str, start: int, end: int) -> list[int]:
    """Return the offsets in ``text[start:end]`` where a sentence ends and another begins."""
    found = []
    for match in _END.finditer(text, start, end):
        after = text[match.end() : match.end() + 1]
        if not after or match.end() >= end or not _starts_sentence(text, match.end(), end):
            continue
        if match["stop"] == "." and not match["close"] and _is_abbreviation(text, start, match):
            continue
        found.append(match.end())
    return found


def _starts_sentence(text: str, at: int, end: int) -> bool:
    """Whether what stands at ``at`` can begin a sentence: a capital, a digit, or an opening."""
    rest = text[at : min(end, at + 4)].lstrip("«“\"'‘([—–-• \u00a0\u202f")
    opened = text[at] in _OPENING
    return bool(rest) and (rest[0].isupper() or rest[0].isdigit() or (opened and text[at] in "«“"))


def _is_abbreviation(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the dot at ``match`` belongs to an abbreviation, not to the end of a sentence."""
    word = _LAST_WORD.search(text, max(start, match.start() - _LONGEST_WORD), match.start())
    if word is None:
        return False
    bare = word.group().lower()
    if bare in _ABBREVIATIONS:
        return True
    # “J. Chirac”, “J.-C. Dupont”, “U.S. Army”, but not “plan B. Puis” at a lower-case name.
    return (
        _INITIAL.fullmatch(word.group()) is not None
        and "." in word.group() + "."
        and (len(bare.replace(".", "").replace("-", "")) == 1 or "." in bare)
    )


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    """Add ``text[start:end]`` trimmed; a piece without any word joins the one before it."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start >= end:
        return
    if not _MEANING.search(text, start, end):
        if spans and "\n" not in text[spans[-1].end : start]:
            spans[-1] = Span(spans[-1].start, end)
        return
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        spans.append(Span(start, cut))
        start = cut + (text[cut] == " ")
    spans.append(Span(start, end))
