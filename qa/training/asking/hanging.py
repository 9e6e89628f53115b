"""Whether a stretch of words was cut off too early: “une vidéo publiée”, “un tract titrant”."""

from __future__ import annotations

import re

from qa.training.asking import nouns
from qa.training.asking.verbs import is_participle

_SHORTEST = 5
_WANTING = frozenset(
    "annoncer dire ajouter déclarer préciser affirmer indiquer expliquer faire avoir être".split()
)


def hangs(text: str) -> bool:
    """Whether ``text`` ends on a participle or an infinitive that something should follow."""
    last = re.sub(r"^[ldsn]['’]", "", text.split()[-1].strip('",').lower())
    if last in _WANTING:
        return True
    if nouns.is_noun(last) or len(last) < _SHORTEST:
        return False
    if re.fullmatch(r"[a-zà-ÿ]+ant", last):
        return True
    ends = re.fullmatch(r"[a-zà-ÿ]+(?:é|i|u|is|it)e?s?", last) is not None
    return ends and is_participle(last) and len(text.split()) > 2
