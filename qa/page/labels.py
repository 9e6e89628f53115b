"""The words of the page in French or English, and how its dates and numbers are written."""

from __future__ import annotations

from datetime import date

from qa.page.english import ENGLISH
from qa.page.french import FRENCH
from qa.page.wording import Labels

__all__ = [
    "ENGLISH",
    "FRENCH",
    "Labels",
    "counted",
    "labels_for",
    "written_date",
    "written_number",
    "written_share",
]


def labels_for(language: str) -> Labels:
    """Return the English labels for ``"en"``, else the French ones."""
    return ENGLISH if language == "en" else FRENCH


def written_date(day: date, labels: Labels) -> str:
    """Return a date as it is written out: “1er mars 2022”, “1 March 2022”."""
    number = "1er" if day.day == 1 and labels.language == "fr" else str(day.day)
    return f"{number} {labels.months[day.month - 1]} {day.year}"


def written_number(number: float, labels: Labels, decimals: int = 0) -> str:
    """Return a number with the language's separators."""
    whole, _, rest = f"{number:,.{decimals}f}".partition(".")
    whole = whole.replace(",", labels.thousands)
    return f"{whole}{labels.decimal}{rest}" if rest else whole


def counted(number: int, words: tuple[str, str], labels: Labels) -> str:
    """Return ``number`` and its word, singular or plural; French says “0 article”."""
    singular = number == 1 or (number == 0 and labels.language == "fr")
    return f"{written_number(number, labels)} {words[0 if singular else 1]}"


def written_share(share: float, labels: Labels) -> str:
    """Return a share of one as a percentage, never above the whole."""
    space = "\u202f" if labels.language == "fr" else ""
    return f"{min(1.0, share):.0%}".replace("%", f"{space}%")
