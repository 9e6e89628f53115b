"""Put back the line breaks that scraping lost: ``Pyrénées.Alors`` is two paragraphs.

Only line breaks are added, never a letter taken or changed. Where it isn't clear that a
sentence ends (an initial, an abbreviation, a domain, a file name), nothing is done.
"""

from __future__ import annotations

import re

_UPPER = "A-ZÀ-ÖØ-ÞŒŠŽŸΑ-ΩА-Я"
_LOWER = "a-zß-öø-ÿœšžα-ωа-яёāăąćčďđēęěğģīįıķļłńņňőřśşšţťūůűųźżž"

# What a new paragraph may begin with, just after a full stop and without a space.
_BEGINNING = re.compile(
    rf"""
      [{_UPPER}][{_LOWER}]              # Alors
    | [{_UPPER}]['’]\w                  # L'abattage
    | [AÀYÔ][ ]                         # A Paris
    | [{_UPPER}]{{2,}}                  # PORTUGAL
    | MM?\.[ ][{_UPPER}]                # M. Martin
    | [QR][ ]?:[ ]                      # Q: in an interview
    | \d[\d.,]*h?\d*[ .%€$]             # 60 millions, 12h38.
    | [«“•●■▪►▶♦→]
    """,
    re.VERBOSE,
)
# A dash opens a subhead (".- Une pizza -Lançant") or an item, but not "J.-C.".
_DASH = re.compile(rf"[-–—]{{1,2}}[ ]?[{_UPPER}\d«“\"]|[-–—]{{1,2}}[ ]")
_SIGNATURE = re.compile(r"[a-z]{2,5}(?:-[a-z]{2,4})*(?:/[a-z]{2,4})+\s*$")  # ito-mra/ial/cbn
# A domain, a file name, an address or a parameter goes on from here.
_NAME_GOES_ON = re.compile(r"[\w-]*(?:\.[a-z]{2,4}\b(?!\.\w)|[=@])")
_ENDING = re.compile(
    r"(?:com|fr|org|net|js|pdf|docx?|txt|jpe?g|png|gif|html?|xlsx?|csv|xml|json|zip|exe|io|eu)"
    r"(?!\w)",
    re.IGNORECASE,
)
_ABBREVIATIONS = frozenset(
    "mm mme mmes mlle mlles mr mrs ms dr drs st ste sts me mgr pr prof gal gén col cdt cap lt sgt "
    "cf vol vols fig op ed éd av bd art chap ch ph jos ex no nos num pp p vs sq".split()
)
# These are also words that end sentences: abbreviations only before a figure or a name alone.
_WORDS_TOO = frozenset("art vol me col cap ex no op ms av".split())
_WORD_LETTERS = {"a", "à", "y", "A", "À", "Y"}

_MARK = re.compile(r'"|(?P<stop>[.!?…]+)(?:[ \u00a0\u202f]?[»”]|[)\]])?(?=[^\s.!?…])')
_SUBHEAD = re.compile(rf"^(-{{1,2}} ?[^\n]{{2,90}}? -{{1,2}}) ?(?=[{_UPPER}\d«“\"])", re.MULTILINE)
_REACH = 120  # characters looked at on each side of a full stop


def split_glued(text: str) -> str:
    """Return ``text`` with a line break at each place where two paragraphs were glued.

    A straight quotation mark between two glued sentences goes with the one it belongs to:
    it opens or closes according to the marks before it.
    """
    cuts = _cuts(text)
    if cuts:
        ends = [*cuts[1:], len(text)]
        pieces = [text[start:end] for start, end in zip(cuts, ends, strict=True)]
        text = "\n".join([text[: cuts[0]], *pieces])
    return _SUBHEAD.sub(r"\1\n", text) if "\n-" in text or text.startswith("-") else text
