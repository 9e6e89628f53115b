"""“se rencontrent”: Snowball leaves the ending of the third person plural on verbs in -er.

In a question such a form is read as the other forms of its verb are, which articles hold far
oftener. Nouns in -ent (“président”) stay: they are commoner than the verb they look like.
"""

from __future__ import annotations

from qa.language.analysis import analyse
from qa.language.rarity import of_french

_ENDING = "ent"
_SHORTEST = 6
_OFTENER = 5  # times as often the verb's other forms must stand in French news


def read_plural_verb(term: str) -> str:
    """Return a question's term, that of a plural verb as the verb's other forms have it."""
    if not term.endswith(_ENDING) or len(term) < _SHORTEST:
        return term
    others = analyse(term[: -len("nt")])
    counts = of_french().terms
    commoner = len(others) == 1 and counts.get(others[0], 0) > _OFTENER * counts.get(term, 0)
    return others[0] if commoner else term
