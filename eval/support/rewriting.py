"""True sentences in other words: what a writer does to a sentence without making it false."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as Date
from random import Random

from qa.language.calendar import MONTH_NAMES, written_date
from qa.language.dates import find_dates
from qa.language.mentions import find_names

_UNITS = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize dix-sept dix-huit dix-neuf vingt"
).split()
_BRACKETS = re.compile(r"\s\([^()]*\)")
_OPENING = re.compile(r"^(?P<lead>(?:[^\s,]+ ){1,6}[^\s,]+), (?P<rest>[^,]{20,}.*)[.]$")
_SAID = re.compile(
    r",(?: a(?:-t-(?:il|elle|on))?| ont)? (?:indiqué|annoncé|précisé|déclaré|expliqué|affirmé|"
    r"ajouté|souligné|rapporté|assuré|estimé|appris)[^,.]*(?=[.]$)"
)
_RELATIVE = re.compile(r", (?:qui|dont|où) [^,.]{10,}(?=[.]$)")
_FRAMES = (
    "Selon le texte, ",
    "D'après les passages, ",
    "En résumé, ",
    "Selon l'article, ",
    "Il est indiqué que ",
    "On apprend que ",
)
_SMALL = re.compile(
    r"(?<![\w.,-])(?<!le )(?<!au )(\d{1,2})(?![\w.,%]|\s?[%€h]|\s\d)"
    rf"(?! (?:et|au|ou|{'|'.join(MONTH_NAMES)})\b)"
)
_DOTTED = re.compile(r"(?<![\w.,])(\d{1,3})[.\u00a0\u202f ](\d{3})(?![\d.,])")
_DECIMAL = re.compile(r"(?<![\w.,])(\d),(\d) (million|milliard)s?(?= d)")
_SHORTEST = 40


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence being rewritten, with what is known about it: its article's text and day."""

    sentence: str
    article: str
    date: Date | None


Rewrite = Callable[[Told, Random], str]


def rewrite(told: Told, random: Random, most: int = 3) -> str:
    """Return the sentence with up to ``most`` rewritings that it lends itself to."""
    sentence, done = told.sentence, 0
    for change in random.sample(REWRITES, len(REWRITES)):
        if done == most:
            break
        new = change(Told(sentence, told.article, told.date), random)
        if new != sentence and len(new) >= _SHORTEST:
            sentence, done = new, done + 1
    return sentence


def _drop_brackets(told: Told, random: Random) -> str:
    return _BRACKETS.sub("", told.sentence)


def _move_opening(told: Told, random: Random) -> str:
    found = _OPENING.match(told.sentence)
    if not found or '"' in told.sentence:
        return told.sentence
    lead, rest = found["lead"], found["rest"]
    return f"{rest[0].upper()}{rest[1:]}, {lead[0].lower()}{lead[1:]}."


def _drop_speaker(told: Told, random: Random) -> str:
    return _SAID.sub("", told.sentence)


def _drop_relative(told: Told, random: Random) -> str:
    return _RELATIVE.sub("", told.sentence)


def _put_frame(told: Told, random: Random) -> str:
    first = told.sentence.split()[0].lower()
    if first not in ("le", "la", "les", "un", "une", "des", "il", "elle", "ce", "cette", "ces"):
        return told.sentence
    return random.choice(_FRAMES) + told.sentence[0].lower() + told.sentence[1:]


def _write_numbers(told: Told, random: Random) -> str:
    spaced = _DOTTED.sub(random.choice((r"\1 \2", r"\1\2", r"\1.\2")), told.sentence)
    spelled = _DECIMAL.sub(_in_full, spaced)
    return _SMALL.sub(_in_letters, spelled) if spelled == told.sentence else spelled


def _in_full(found: re.Match[str]) -> str:
    digits = {"million": "00 000", "milliard": "00 000 000"}[found[3]]
    return f"{found[1]} {found[2]}{digits}"


def _in_letters(found: re.Match[str]) -> str:
    value = int(found[1])
    return _UNITS[value] if 2 <= value < len(_UNITS) else found[1]


def _write_date(told: Told, random: Random) -> str:
    if told.date is None:
        return told.sentence
    for mention in find_dates(told.sentence, told.date):
        written = told.sentence[mention.start : mention.end]
        lead = told.sentence[: mention.start].endswith((" le ", "Le "))
        if (
            mention.as_date
            and not any(map(str.isdigit, written))
            and mention.start > 0
            and not lead
        ):
            day = f"le {written_date(mention.as_date, 'fr')}"
            return told.sentence[: mention.start] + day + told.sentence[mention.end :]
    return told.sentence


def _name_otherwise(told: Told, random: Random) -> str:
    """Write a person's surname alone, or the full name that the article gives."""
    full = {
        name.words[-1]: name.span.cut(told.article)
        for name in find_names(told.article)
        if len(name.words) == 2 and " " in name.span.cut(told.article)
    }
    for name in find_names(told.sentence, initial=False):
        written = name.span.cut(told.sentence)
        if len(name.words) == 1 and name.words[0] in full and written[:2] != "M.":
            new = full[name.words[0]]
        elif len(name.words) == 2 and full.get(name.words[-1]) == written:
            new = written.split()[-1]
        else:
            continue
        return told.sentence[: name.span.start] + new + told.sentence[name.span.end :]
    return told.sentence


REWRITES: tuple[Rewrite, ...] = (
    _drop_brackets,
    _move_opening,
    _drop_speaker,
    _drop_relative,
    _put_frame,
    _write_numbers,
    _write_date,
    _name_otherwise,
)
