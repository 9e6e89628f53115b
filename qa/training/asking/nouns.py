"""French nouns: which sex they have in grammar, and whether they are people.

``nouns.json`` was counted over French news: words that “le, un, du, au, ce” or “la, une, cette,
sa” stand before at least eight times, nine times in ten the same. The file also lists, folded
and by hand, nouns of people and bodies that ``qa.language.head_nouns`` doesn't have, some that
end as trades do and are none (``nobody``), and adjectives that stand before their noun.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from qa.language.folding import fold
from qa.language.head_nouns import BODIES, NOUNS, PEOPLE, is_somebody

_FILE = Path(__file__).with_name("nouns.json")


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[str]]:
    record = json.loads(_FILE.read_text(encoding="utf-8"))
    return {group: frozenset(" ".join(lines).split()) for group, lines in record.items()}


@lru_cache(maxsize=1)
def _genders() -> dict[str, str]:
    return {word: sex for sex in ("m", "f") for word in _groups()[sex]}


def gender(noun: str) -> str:
    """Return “m” or “f” for a lower-case noun in its singular or plural, '' when unknown."""
    known = _genders()
    for form in _singulars(noun):
        if form in known:
            return known[form]
    return ""


def _singulars(noun: str) -> list[str]:
    forms = [noun]
    if noun.endswith("aux"):
        forms += [noun[:-3] + "al", noun[:-3] + "ail", noun[:-1]]
    elif noun.endswith(("s", "x")):
        forms.append(noun[:-1])
    return forms


def is_before(word: str) -> bool:
    """Whether a word, of any case, is an adjective or number that stands before its noun."""
    return fold(word) in _groups()["before"]


def is_noun(word: str) -> bool:
    """Whether a lower-case word is a noun that news uses often."""
    return gender(word) != ""


def is_human(noun: str) -> bool:
    """Whether a lower-case noun, singular or plural, names people: “maires”, “infirmière”."""
    return fold(noun).rstrip("s") not in _groups()["nobody"] and any(
        form in PEOPLE or form in _groups()["people"] or (is_somebody(form) and form not in BODIES)
        for form in map(fold, _singulars(noun))
    )


def is_body(noun: str) -> bool:
    """Whether a lower-case noun, singular or plural, names an organisation."""
    return any(
        form in BODIES or form in _groups()["bodies"] for form in map(fold, _singulars(noun))
    )


def is_site(noun: str) -> bool:
    """Whether a lower-case noun names a kind of place."""
    return any(form in NOUNS["where"] for form in map(fold, _singulars(noun)))
