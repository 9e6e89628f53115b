"""Sentences made false: a number, name, date, negation, speaker or sense changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from qa.language.calendar import MONTH_NAMES
from qa.language.mentions import find_names

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,  ]\d{3})*(?:,\d+)?(?![\w])")
_WORDS = "deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt".split()
_SPELLED = re.compile(rf"\b({'|'.join(_WORDS)})\b")
_WEEKDAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
_DAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)}|{'|'.join(MONTH_NAMES)})\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAY_OF = re.compile(rf"\b(\d{{1,2}})(?= (?:{'|'.join(MONTH_NAMES)})\b)")
_DENIED = re.compile(r"\b(n['’]|ne )(\w+(?:-\w+)?) (?:pas|plus|jamais)\b")
_VERB = re.compile(
    r"\b(?<![\w'’-])(?<!ne )(?<!le )(a|ont|est|sont|était|étaient|avait|avaient|sera|seront|va|"
    r"vont|peut|peuvent|doit|doivent|devrait|pourrait|reste|compte|permet|prévoit)\b"
    r"(?! (?:pas|plus|jamais|indiqué)|-t-|-il)"
)
_SPEAKER = re.compile(
    r"(?:a (?:indiqué|annoncé|précisé|déclaré|expliqué|affirmé|ajouté|souligné|assuré|estimé|dit)|"
    r"selon|d'après|explique|estime|affirme|précise|raconte)\b"
)
_PAIRS = (
    "hausse baisse|augmenté diminué|augmente diminue|augmenter diminuer|augmentation diminution|"
    "plus moins|avant après|premier dernier|première dernière|gagné perdu|remporté perdu|"
    "victoire défaite|ouvert fermé|ouverture fermeture|accepté refusé|pour contre|"
    "condamné relaxé|confirmé démenti|favorable défavorable|début fin|possible impossible|"
    "meilleur pire|jeune vieux|nord sud|est ouest|père mère|fils fille|frère sœur|homme femme|"
    "public privé|gratuit payant|soutien opposition|maintenu annulé|autorisé interdit|"
    "créé supprimé|majorité minorité|supérieur inférieur|quitté rejoint|acheté vendu|entrée sortie"
)
CONTRARY = {
    one: other
    for pair in _PAIRS.split("|")
    for one, other in (pair.split(), pair.split()[::-1])
    if one not in ("est", "pour")
}
_NO_SENSE = {"plus": re.compile(r"\b(?:ne|n['’]|non)\b[^.]*\bplus\b")}


@dataclass(frozen=True, slots=True)
class Others:
    """Names to put in place of others: of the same evidence, the same article, another one."""

    near: tuple[str, ...]
    article: tuple[str, ...]
    elsewhere: tuple[str, ...]


Alteration = Callable[[str, Others, Random], str | None]


def change_number(sentence: str, others: Others, random: Random) -> str | None:
    """Put another number for one in the sentence, in figures or in words."""
    found = [*_NUMBER.finditer(sentence), *_SPELLED.finditer(sentence)]
    found = [one for one in found if not _YEAR.fullmatch(one.group())]
    if not found:
        return None
    one = random.choice(found)
    if one.group() in _WORDS:
        new = random.choice([word for word in _WORDS if word != one.group()])
    else:
        new = _other_number(one.group(), random)
    return _put(sentence, one.start(), one.end(), new)


def _other_number(raw: str, random: Random) -> str:
    digits = [n for n, c in enumerate(raw) if c.isdigit()]
    at = random.choice(digits[: 2 if len(digits) > 1 else 1])
    choices = [c for c in "123456789" if c != raw[at]]
    return raw[:at] + random.choice(choices) + raw[at + 1 :]


def change_name(sentence: str, others: Others, random: Random) -> str | None:
    """Put another name for one that doesn't open the sentence."""
    names = find_names(sentence, initial=False)
    pool = others.article if random.random() < 0.5 and others.article else others.elsewhere
    return _other_name(sentence, names, pool, random)


def change_date(sentence: str, others: Others, random: Random) -> str | None:
    """Change a weekday, a month, a day of the month or a year."""
    found = [m for p in (_DAY, _YEAR, _DAY_OF) for m in p.finditer(sentence)]
    if not found:
        return None
    one = random.choice(found)
    raw = one.group()
    if raw in _WEEKDAYS:
        new = random.choice([day for day in _WEEKDAYS if day != raw])
    elif raw in MONTH_NAMES:
        new = random.choice([month for month in MONTH_NAMES if month != raw])
    elif len(raw) == 4:
        new = str(int(raw) + random.choice((-10, -3, -2, -1, 1, 2, 3)))
    else:
        new = str(random.choice([day for day in range(1, 29) if day != int(raw)]))
    return _put(sentence, one.start(), one.end(), new)


def change_negation(sentence: str, others: Others, random: Random) -> str | None:
    """Take a negation away, or negate the first verb that lends itself to it."""
    denied = _DENIED.search(sentence)
    if denied:
        return _put(sentence, denied.start(), denied.end(), denied[2])
    verb = _VERB.search(sentence)
    if not verb:
        return None
    lead = "n'" if verb[1][0] in "aéo" or verb[1].startswith("est") else "ne "
    return _put(sentence, verb.start(), verb.end(), f"{lead}{verb[1]} pas")


def change_speaker(sentence: str, others: Others, random: Random) -> str | None:
    """Have what was said be said by another of those the evidence names, if it names others."""
    speech = _SPEAKER.search(sentence)
    if not speech:
        return None
    names = [
        name
        for name in find_names(sentence, initial=False)
        if abs(name.span.start - speech.end()) < 40 or abs(name.span.end - speech.start()) < 40
    ]
    return _other_name(sentence, names, others.near or others.article, random)


def swap_names(sentence: str, others: Others, random: Random) -> str | None:
    """Put two names of the sentence in each other's place."""
    names = [
        name
        for name in find_names(sentence)
        if name.span.start > 0 or " " in name.span.cut(sentence)
    ]
    if len(names) < 2:
        return None
    one, other = names[0].span, names[-1].span
    between = sentence[one.end : other.start].strip(" ,")
    if between in ("et", "ou", "") or len(between) < 8:
        return None
    return (
        sentence[: one.start]
        + other.cut(sentence)
        + sentence[one.end : other.start]
        + one.cut(sentence)
        + sentence[other.end :]
    )


def change_sense(sentence: str, others: Others, random: Random) -> str | None:
    """Put the contrary for a word that has one."""
    found = [m for m in re.finditer(r"\w+", sentence) if m.group() in CONTRARY]
    found = [
        m for m in found if m.group() not in _NO_SENSE or not _NO_SENSE[m.group()].search(sentence)
    ]
    if not found:
        return None
    one = random.choice(found)
    return _put(sentence, one.start(), one.end(), CONTRARY[one.group()])


ALTERATIONS: dict[str, Alteration] = {
    "number": change_number,
    "name": change_name,
    "date": change_date,
    "negation": change_negation,
    "speaker": change_speaker,
    "swap": swap_names,
    "contrary": change_sense,
}


def _other_name(
    sentence: str, names: Sequence[object], pool: Sequence[str], random: Random
) -> str | None:
    words = set(sentence.split())
    pool = [one for one in pool if not words & set(one.split())]
    if not names or not pool:
        return None
    span = random.choice(names).span  # type: ignore[attr-defined]
    several = " " in span.cut(sentence)
    alike = [one for one in pool if (" " in one) == several]
    return _put(sentence, span.start, span.end, random.choice(alike or pool))


def _put(sentence: str, start: int, end: int, new: str) -> str | None:
    changed = sentence[:start] + new + sentence[end:]
    return changed if changed != sentence else None
