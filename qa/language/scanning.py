"""What the readers of dates share: the text being read, and the words dates are made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date as Date

from qa.language.calendar import DateMention, PartialDate
from qa.language.tense import points_ahead

WEEKDAYS = {
    name: number
    for names in (
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "monday tuesday wednesday thursday friday saturday sunday",
    )
    for number, name in enumerate(names.split())
}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv. january jan.",
            "fevrier fevr. fev. february feb.",
            "mars march",
            "avril avr. april apr.",
            "mai may",
            "juin june",
            "juillet juil. july",
            "aout august aug.",
            "septembre sept. september",
            "octobre oct. october",
            "novembre nov. november",
            "decembre dec. december",
        ),
        start=1,
    )
    for name in names.split()
}
NUMBERS = {
    name: number
    for number, name in enumerate(
        "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
        "seize dix-sept dix-huit dix-neuf vingt".split(),
        start=1,
    )
} | {"une": 1, "trente": 30, "quarante": 40, "cinquante": 50, "cent": 100}

# Pieces of patterns, for folded text.
WEEKDAY = f"(?:{'|'.join(WEEKDAYS)})(?![a-z])"
PART_OF_DAY = "(?: (?:matin|midi|apres-midi|soir))?"
MONTH = f"(?:{'|'.join(name.replace('.', '[.]') for name in MONTHS)})(?![a-z])"
YEAR = "(?:1[5-9]|20)[0-9]{2}(?![0-9])"
TURN = "(?:derniere?s?|prochaine?s?|passee?)(?![a-z])"
NUMBER = f"(?:[0-9]{{1,3}}|{'|'.join(sorted(NUMBERS, reverse=True))})(?![a-z0-9-])"

_GLUED = re.compile("[A-ZÀÉ](?<=[a-zéû].)")
_FOLDED = tuple(zip("àéèû’\u00a0\u202f–", "aeeu'  -", strict=True))

_NEAR = 160  # how many characters after a date of long ago what is told may still be of its year


@dataclass(slots=True)
class Scan:
    """A text being read, a space put before it; ``folded`` is the same, letter for letter.

    A year left open is worked out from ``published`` when ``fills_years``.
    """

    text: str
    published: Date | None
    fills_years: bool
    folded: str = ""
    mentions: list[DateMention] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = f" {self.text}"
        self.folded = fold_in_place(self.text)

    @property
    def read_to(self) -> int:
        """Where the last mention ends."""
        return self.mentions[-1].end + 1 if self.mentions else 0

    def add(self, start: int, end: int, first: PartialDate, last: PartialDate | None = None) -> int:
        """Keep a mention at ``self.text[start:end]``; return its end."""
        self.mentions.append(DateMention(start - 1, end - 1, first, last))
        return end

    def tense(self, start: int, end: int) -> Callable[[], bool | None]:
        """Return what tells whether the words around speak of what is to come."""
        return lambda: points_ahead(self.text, start, end)

    def dated_before(self, at: int) -> PartialDate | None:
        """Return the month or day that stands just before ``at``, its year written out."""
        if not self.mentions or at - self.read_to > _NEAR:
            return None
        last = self.mentions[-1]
        latest = last.last or last.first
        written = self.text[last.start + 1 : last.end + 1]
        return latest if latest.month and str(latest.year) in written else None

    def open_from(self) -> Date | None:
        """Return the day that years left open are worked out from."""
        return self.published if self.fills_years else None


def fold_in_place(text: str) -> str:
    """Return ``text`` in lower case, with plain letters, apostrophes and spaces in dates' words.

    No character moves: what lower case would lengthen stays as it is. A capital right after a
    small letter stays too, and so ends the word: “en juinLa …” is what a lost break leaves.
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    for glued in _GLUED.finditer(text):
        at = glued.start()
        lowered = f"{lowered[:at]}{text[at]}{lowered[at + 1 :]}"
    if lowered.isascii():
        return lowered
    for char, plain in _FOLDED:
        lowered = lowered.replace(char, plain)
    return lowered


def turn_of(word: str | None) -> int:
    """Return 1 for “prochain”, −1 for “dernier” and “passé”, 0 for nothing."""
    if not word:
        return 0
    return 1 if word.startswith("prochain") else -1
