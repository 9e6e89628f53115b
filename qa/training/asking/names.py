"""Which names are people, and of which sex: by titles and first names (``names.json``)."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from qa.language.folding import fold

_FILE = Path(__file__).with_name("names.json")
_TITLES = {"m.": "m", "mme": "f", "mgr": "m", "monsieur": "m", "madame": "f", "mlle": "f"}
_BODIES = re.compile(
    r"^(?:conseil|academie|institut|ministere|cour|assemblee|senat|parlement|universite|ecole|"
    r"hopital|chu|maison|palais|comite|commission|haut|centre|musee|festival|prix|coupe|ligue|"
    r"tour|place|rue|avenue|hotel|elysee|matignon|bercy|grand|union|nations|etat|republique|"
    r"parti|groupe|front|rassemblement|mouvement|societe|banque|air|radio|france|sud|nord|est|"
    r"ouest|new|los|las|san|saint|sainte|hong|sri|mont|val|ile|cote|ligue|federation|fondation|"
    r"amnesty|reporters|medecins|human|royal|real|paris|olympique|google|apple|black|white|le|"
    r"la|les|the|mercedes|porsche|ferrari|ford|alfa|aston|land|range|rolls|general|super|lady|"
    r"miss|charlie|gilets|covid|jeux|premier|notre|seine|canal|star|game|big|city|bfm)\b"
)
_CAPITALS = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ'’.-]+")


@lru_cache(maxsize=1)
def _first_names() -> dict[str, str]:
    record = json.loads(_FILE.read_text(encoding="utf-8"))
    return {
        name: sex
        for sex, group in (("m", "men"), ("f", "women"))
        for name in " ".join(record[group]).split()
    }


def sex(name: str) -> str:
    """Return “m” or “f” for a person's name that tells, else ''."""
    first, _, rest = name.partition(" ")
    low = first.lower()
    if low in _TITLES:
        return _TITLES[low]
    if not rest:
        return ""
    return _first_names().get(low, "")


def is_person(name: str) -> bool:
    """Whether a name is surely a person's: a title or a first name, and another word."""
    first, _, rest = name.partition(" ")
    low = first.lower()
    return bool(rest) and (low in _TITLES or low in ("me", "dr", "pr") or low in _first_names())


def may_be_person(name: str) -> bool:
    """Whether a name of two or three words with small letters looks like a person's."""
    words = name.split()
    return is_person(name) or (
        2 <= len(words) <= 3
        and all(_CAPITALS.fullmatch(word) for word in words)
        and not _BODIES.match(fold(name))
    )


def full_names(names: list[str]) -> dict[str, str]:
    """Return the full name of each surname that only one of ``names`` has."""
    found: dict[str, set[str]] = {}
    for name in names:
        if is_person(name) and not name.lower().startswith(tuple(_TITLES)):
            found.setdefault(name.split(" ", 1)[1], set()).add(name)
    return {last: full.pop() for last, full in found.items() if len(full) == 1}
