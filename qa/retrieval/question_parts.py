"""A question taken apart: its names, and the words that say what is asked about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qa.language.analysis import analyse
from qa.language.mentions import find_names
from qa.language.plural_verbs import read_plural_verb
from qa.language.query import Query

_HEAD, _SCRAP = 0.6, 0.3  # of a name: its last word alone, and any other part of it
_WORD = re.compile(
    r"(?:\b(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)[’'])?([^\W_]+(?:[.-][^\W_]+)*)", re.I
)
_INVERTED = re.compile(r"(?:-t)?-(?:ils?|elles?|on|je|tu|nous|vous|ce)$", re.IGNORECASE)
_ASKING = frozenset(
    term
    for word in (
        "année an date jour mois moment époque siècle heure endroit lieu nom prénom nombre "
        "appelle nomme trouve situe situé quantité raison motif cause manière façon type sorte "
        "genre passer passé"
    ).split()
    for term in analyse(word)
)
"""What a question says only to ask (“en quelle année”): no text that answers has to hold it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A name or a word of the question: as it is written, and its terms."""

    text: str
    terms: tuple[str, ...]

    def held_by(self, terms: frozenset[str]) -> float:
        """Return how far ``terms`` hold it, 0 to 1: of a name its last word is the most."""
        share = sum(term in terms for term in self.terms) / len(self.terms)
        if share == 1.0:
            return 1.0
        return max(_HEAD * (self.terms[-1] in terms), _SCRAP * share)


@dataclass(frozen=True, slots=True)
class Parts:
    """The names of a question, and its other words that an answer may be expected to hold.

    Dates, question words and what only asks are in neither.
    """

    names: tuple[Part, ...]
    words: tuple[Part, ...]


def take_apart(query: Query) -> Parts:
    """Return the parts of a question, in order, each once."""
    rest = query.text
    for mention in reversed(query.dates):
        rest = f"{rest[: mention.start]} | {rest[mention.end :]}"
    named = (name.span.cut(rest) for name in find_names(rest, initial=False))
    names = _parts((text.strip(), analyse(text)) for text in named)
    spoken = (_INVERTED.sub("", match.group(1)) for match in _WORD.finditer(rest))
    left_out = query.names | _ASKING
    words = _parts(
        (word, [read_plural_verb(t) for t in analyse(word) if t not in left_out]) for word in spoken
    )
    return Parts(names, words)


def _parts(found: Iterable[tuple[str, list[str]]]) -> tuple[Part, ...]:
    by_terms: dict[tuple[str, ...], Part] = {}
    for text, terms in found:
        key = tuple(dict.fromkeys(terms))
        if key:
            by_terms.setdefault(key, Part(text, key))
    return tuple(by_terms.values())
