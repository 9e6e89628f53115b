"""Whether the words around a date speak of what is past or of what is to come."""

from __future__ import annotations

import re
from functools import lru_cache

_REACH, _REACH_AFTER = 70, 110  # characters looked at before, and after
_CLAUSE_ENDS = re.compile(r"[.;:!?\n«»“”\"()]")
_WORDS = re.compile(r"[\w'’-]+")

_AHEAD = frozenset(
    (
        "va vont doit doivent devrait devraient pourrait pourraient prévu prévue prévus prévues "
        "attendu attendue attendus attendues programmé programmée programmés programmées "
        "rendez-vous"
    ).split()
)
_PAST = frozenset(
    (
        "a ont est sont avait avaient était étaient fut furent eu été depuis après lors n'a n'ont "
        "l'a l'ont s'est"
    ).split()
)
_UP_TO = frozenset("jusqu'à jusqu'au jusqu'en d'ici partir dès".split())  # but for “était …”
_CALLS = frozenset("appelle appellent".split())  # “… à manifester mardi”
_PUT_OFF = re.compile(
    r"(?:report|fix|prolong|convoqu|décal|repouss|ajourn|avanc|renvoy)é?e?s? "
    r"(?:au|à|pour|jusqu['’](?:au|à)) (?:le )?$"
)
_LONGEST_LEAD = 5  # letters before a date that begins its sentence: “Mais mardi, …”
_FUTURE_ENDS = tuple(f"{letter}r{end}" for letter in "eiuydvtr" for end in ("a", "ont"))
_NOT_FUTURES = frozenset("opéra caméra libéra entra rentra montra rencontra extra ultra".split())


def points_ahead(text: str, start: int, end: int) -> bool | None:
    """Whether ``text[start:end]``, a date, is one to come (True), past (False), or can't say.

    The nearest verb before it in its sentence tells; after it, when it begins the sentence.
    """
    before = _CLAUSE_ENDS.split(text[max(0, start - _REACH) : start])[-1]
    if _PUT_OFF.search(before):
        return True
    up_to, following = False, ""
    for word in reversed(_WORDS.findall(before)):
        cue = _cue(word)
        if cue is not None:
            return cue or (up_to and not word.endswith(("ait", "aient")))
        up_to = up_to or word.replace("’", "'").lower() in _UP_TO
        if word in _CALLS and following == "à":
            return True
        following = word
    if up_to or len(before.strip()) > _LONGEST_LEAD:
        return up_to or None
    after = _WORDS.findall(_CLAUSE_ENDS.split(text[end : end + _REACH_AFTER], maxsplit=1)[0])
    return next((cue for word in after if (cue := _cue(word)) is not None), None)


@lru_cache(maxsize=20_000)
def _cue(word: str) -> bool | None:
    """Return whether a word speaks of what is to come; of capitalised words none does."""
    word = word.replace("’", "'")
    if word.lower() in _AHEAD:
        return True
    if word in _PAST:
        return False
    if word.endswith(_FUTURE_ENDS):
        return True if word.islower() and word not in _NOT_FUTURES else None
    if word.endswith(("ait", "aient")):
        return None if word.endswith(("rait", "raient")) else False
    return None
