"""Find the line breaks that scraping lost: ``Pyrénées.Alors`` is two paragraphs.

Where it isn't clear that a sentence ends (an initial, an abbreviation, a domain, a file
name), none is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from qa.language.stops import LOWER, MONTHS, REFERENCES, STARTER, TITLES, UPPER

_STOPS = ".!?…"

# A straight quotation mark, or the last of a run of stops with what it closes, when more
# follows without a space.
_MARK = re.compile(r'[".!?…](?:(?<=")|(?:[ \u00a0\u202f]?[»”]|[)\]])?(?=[^\s.!?…]))')

# What a new paragraph may begin with, right after the stop.
_BEGINNING = re.compile(
    rf"""
      [{UPPER}](?:[^\W\d_]|['’]\w)      # Alors, PORTUGAL, L'abattage
    | [AÀYÔ][ ]                          # A Paris
    | MM?\.[ ][{UPPER}]                 # M. Martin
    | [QR]:[ ]                           # Q: in an interview
    | \d[\d.,]{{0,20}}(?:[ \u00a0\u202f%€$]|h\d{{0,2}}[ .:])   # 60 millions, 12h38.
    | [«“•●■▪►▶♦→]
    | [-–—]{{1,2}}[ ]?[{UPPER}\d"«“]    # - Une pizza -Lançant: a subhead, or an item
    """,
    re.VERBOSE,
)
# Whether a text may have any such place, told faster than where.
_GLUED = re.compile(
    rf"""[.!?…"](?<![\s(]")(?:[ \u00a0\u202f]?[»”]|[")\]])?(?:{_BEGINNING.pattern})""", re.VERBOSE
)
# A subhead without a stop, and a word that begins sentences: « Aucun blesséL'incendie … »
_BARE = re.compile(
    rf"[{UPPER}](?:(?<=[{LOWER}]{{3}}.)|(?<=[{UPPER}]{{2}}.)|(?<=[\d%»”].)|(?<=\w\).))"
    rf"(?=[{LOWER}]+[ \u00a0]|['’])"
)
_STARTER = re.compile(STARTER)
_NAME = re.compile(r"[#@/]\w+\Z")  # #JeSuisLa foule
# A domain, a file name, an address or a parameter runs on through the stop.
_RUNS_ON = re.compile(
    r"[\w-]{1,64}\.[a-z]{2,4}\b|[\w.-]{1,64}@|\w{1,64}=|"
    r"(?i:com|fr|org|net|js|pdf|docx?|txt|jpe?g|png|gif|html?|xlsx?|csv|xml|json|zip|exe|io|tv)\b"
)
_SHORT = REFERENCES | MONTHS
_NAMES = TITLES | {"ch", "ph"}
_NEVER_LAST = frozenset("_-/\\&=#~,;:([{<|«“")
_TWO_QUOTES = re.compile(r'[\w.!?…]""')  # one closes and the next opens
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_MEASURE = re.compile(r"\d[ \u00a0\u202f]?°?[^\W\d_]{1,2}\Z")  # 24 h, 530 ch, 40°C, 5G
_REACH = 200  # characters looked at before a stop: the longest web address we recognise

_SUBHEAD_END = re.compile(rf' -{{1,2}} ?(?=[{UPPER}"«“])')
_SUBHEAD_CHARS = 90
_CLOSERS = frozenset('.!?…"»)')
# The initials agencies sign with, at the very end: ito-mra/ial/cbn
_SIGNATURE = re.compile(r"(?<=[.!?…\"»)])(?=[a-z]{2,5}(?:-[a-z]{1,5})*(?:/[a-z]{2,4})+\s*\Z)")
_SIGNATURE_CHARS = 80


def split_glued(text: str) -> str:
    """Return ``text`` with a line break at each place where two paragraphs were glued.

    Only line breaks are added, and spaces beside them taken; never a letter.
    """
    breaks = find_breaks(text)
    if not breaks:
        return text
    pieces = (text[start:end].strip(" ") for start, end in pairwise((0, *breaks, len(text))))
    return "\n".join(piece for piece in pieces if piece)


def find_breaks(text: str) -> list[int]:
    """Return, in order, the offsets in ``text`` where two paragraphs were glued.

    A straight quotation mark between two glued sentences goes with the one it belongs to:
    whether it opens or closes is told from the marks before it.
    """
    cuts = {*_subhead_cuts(text), *_signature_cut(text), *_bare_cuts(text)}
    if _GLUED.search(text):
        cuts.update(_paragraph_cuts(text))
    return sorted(cuts)


def _paragraph_cuts(text: str) -> Iterator[int]:
    """Yield the offsets where a sentence begins right after the stop of another."""
    quoted = False
    for mark in _MARK.finditer(text):
        start, at = mark.span()
        beginning = at
        if mark[0] == '"':
            quoted = _opens(text, start, quoted)
            if quoted and _TWO_QUOTES.match(text, start - 2) and _BEGINNING.match(text, at):
                yield start
            if start == 0 or text[start - 1] not in _STOPS:
                if not quoted and _STARTER.match(text, at):
                    yield at  # « Une "énorme surprise"Le maire … »
                continue
            at = start if quoted else at
            start -= 1
        if _BEGINNING.match(text, beginning) and _ends(text, start, beginning):
            yield at


def _opens(text: str, at: int, quoted: bool) -> bool:
    """Whether the straight quotation mark at ``at`` opens; ``quoted``: one is open already."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    may_open = before.isspace() or before in "([«“\"'’+–—-"
    may_close = after.isspace() or after in '.,;:!?…)]»”}"+–—-'
    return may_open if may_open != may_close else not quoted


def _ends(text: str, stop: int, beginning: int) -> bool:
    """Whether the stop at ``stop`` ends a sentence, a new one beginning at ``beginning``."""
    if _RUNS_ON.match(text, beginning):
        return False
    single = text[stop] == "." and text[stop - 1 : stop] not in (".", "!", "?", "…")
    while stop and text[stop - 1] in _STOPS:
        stop -= 1
    before = text[max(0, stop - _REACH) : stop]
    if not before or before[-1].isspace():
        return not single
    token = before.split()[-1]
    if token[-1] in _NEVER_LAST or "://" in token or "@" in token or "www." in f"{token}.".lower():
        return False
    if not single or _MEASURE.search(before):
        return True
    if token.isdigit() and text[stop - len(token) - 1 : stop - len(token)] in ("", "\n"):
        return False  # 1.Premier point
    return _is_last_word(token, before_figure=text[beginning].isdigit())


def _is_last_word(token: str, *, before_figure: bool) -> bool:
    """Whether ``token`` before a full stop ends a sentence rather than being shortened."""
    match = _LAST_WORD.search(token)
    if match is None:
        return not (before_figure and token[-1].isdigit())
    word, before = match[0], token[: match.start()][-1:]
    if len(word) == 1:  # an initial, but for "265 km/h" and "vas-y"
        return not before_figure and (before == "/" or (before == "-" and word == "y"))
    if before_figure and (not word[-1].islower() or word.lower() in _SHORT):
        return False
    return word.lower() not in _NAMES


def _bare_cuts(text: str) -> Iterator[int]:
    """Yield the offsets where a word that begins sentences is glued to the one before."""
    for match in _BARE.finditer(text):
        at = match.start()
        if _STARTER.match(text, at) and not _NAME.search(text, max(0, at - _REACH), at):
            yield at


def _subhead_cuts(text: str) -> Iterator[int]:
    """Yield the offsets before and after subheads such as ``.- Une pizza -Lançant``."""
    for close in _SUBHEAD_END.finditer(text):
        end = close.start()
        head = text.rfind("- ", max(0, end - _SUBHEAD_CHARS), end)
        if head < 0 or "\n" in text[head:end]:
            continue
        if text[head - 1 : head] == "-":
            head -= 1
        before = text[max(0, head - 2) : head]
        if before[-1:] in _CLOSERS:
            yield from (head, close.end())
        elif close[0][-1] == " ":
            continue  # "- Paris - Lyon" is an item of a list
        elif before[-1:] in ("", "\n"):
            yield close.end()
        elif before[-1] == " " and before[0] in _CLOSERS:
            yield from (head, close.end())


def _signature_cut(text: str) -> Iterator[int]:
    match = _SIGNATURE.search(text, max(0, len(text) - _SIGNATURE_CHARS))
    if match:
        yield match.start()
