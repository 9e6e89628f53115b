"""Work out an article's title and date from what a document says about itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as Date

from qa.errors import ReadingError
from qa.language.dates import find_dates
from qa.language.detect import detect_language
from qa.language.sentences import split_sentences
from qa.reading.cleaning import clean_line, clean_text
from qa.types import Article

_LANGUAGE_CHARS = 3_000  # enough to tell a language by
_TITLE_CHARS = 200
_CUT_TITLE_CHARS = 100
_DATE_LINE_CHARS = 120
_STRIDE, _DATE_CHARS = 2_000, 60  # dates are looked for a stretch at a time, until one is found
_FIRST_LINES = 6  # where a line that only dates the article may stand
_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_DATING_WORDS = frozenset(
    (
        "publié publiée paru parue posté créé écrit mis mise à jour le la date de publication "
        "article modifié modifiée actualisé actualisée dernière modification et h heure heures "
        "min a lundi mardi mercredi jeudi vendredi samedi dimanche published posted created "
        "updated last modified on at the and monday tuesday wednesday thursday friday saturday "
        "sunday am pm utc gmt cet cest"
    ).split()
)
_UPDATED = re.compile(r"jour|modif|actualis|updated", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a document holds and says about itself, as a reader found it.

    The ``fallback_*`` are used when neither the document nor its text gives better.
    """

    text: str
    id: str = ""
    title: str = ""
    date: Date | None = None
    url: str = ""
    language: str = ""
    summary: str = ""
    fallback_title: str = ""
    fallback_date: Date | None = None


def compose(draft: Draft, *, id: str, source: str) -> Article:
    """Return the article of a draft: text cleaned, title, date and language worked out.

    Raises ``ReadingError`` when it holds no text.
    """
    body = clean_text(draft.text)
    if not body:
        raise ReadingError("it holds no text")
    dated, body = split_date_line(body)
    title, text = split_title(body, clean_line(draft.title), clean_line(draft.fallback_title))
    return Article(
        id=id,
        title=title,
        text=text,
        date=draft.date or dated or first_date(f"{title}\n{text}") or draft.fallback_date,
        source=source,
        url=draft.url.strip(),
        language=_language(draft.language) or detect_language(text[:_LANGUAGE_CHARS]),
        summary=clean_line(draft.summary),
    )


def split_title(body: str, given: str = "", fallback: str = "") -> tuple[str, str]:
    """Return the title and the text without it.

    The title is the one given, else the first line when it reads like one, else
    ``fallback``, else the beginning of the first sentence, which then stays in the text.
    """
    first, _, rest = body.partition("\n")
    rest = rest.lstrip("\n")
    heading = _HEADING.fullmatch(first) if len(first) <= _TITLE_CHARS else None
    first = heading[1] if heading else first
    if given:
        return given, rest if rest and first.casefold() == given.casefold() else body
    if len(first) <= _TITLE_CHARS and (heading or not rest or not first.endswith((".", ";", ","))):
        return first, rest or first
    return fallback or _beginning(body), body


def _beginning(body: str) -> str:
    """Return the first sentence, cut at a word to 100 characters when it is longer."""
    head = body[: 10 * _CUT_TITLE_CHARS]
    sentence = next((span.cut(head).strip() for span in split_sentences(head)), head)
    if len(sentence) <= _CUT_TITLE_CHARS:
        return sentence
    cut = sentence[:_CUT_TITLE_CHARS]
    return (cut.rpartition(" ")[0] or cut[:-1]).rstrip(" ,;:.«(\u00a0") + "…"


def split_date_line(body: str) -> tuple[Date | None, str]:
    """Return the date that lines such as “Publié le 12 février 2022” give, and the text without.

    Only the first lines are looked at; the day of publication goes before that of an update.
    """
    lines = body.split("\n")
    heads = [at for at, line in enumerate(lines) if line][:_FIRST_LINES]
    dated = {at: day for at in heads if (day := date_line(lines[at]))}
    if not dated or len(dated) == sum(map(bool, lines)):
        return None, body
    kept = "\n".join(line for at, line in enumerate(lines) if at not in dated)
    published = sorted(dated, key=lambda at: (bool(_UPDATED.search(lines[at])), at))
    return dated[published[0]], re.sub(r"\n{3,}", "\n\n", kept).strip()


def date_line(line: str) -> Date | None:
    """Return the day a line gives when it says nothing but “Publié le 12 février à 10 h”."""
    if len(line) > _DATE_LINE_CHARS or not any(char.isdigit() for char in line):
        return None
    mentions = find_dates(line)
    rest = line
    for mention in reversed(mentions):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    if any(word.lower() not in _DATING_WORDS for word in _LETTERS.findall(rest)):
        return None
    return next((mention.as_date for mention in mentions if mention.as_date), None)


def first_date(text: str) -> Date | None:
    """Return the first date of ``text`` given by day, month and year."""
    for start in range(0, len(text), _STRIDE):
        for mention in find_dates(text[start : start + _STRIDE + _DATE_CHARS]):
            if mention.as_date and mention.start < _STRIDE:
                return mention.as_date
    return None


def parse_date(value: object) -> Date | None:
    """Return the day a field names (ISO, day/month/year, or in words), ``None`` when unclear."""
    if isinstance(value, Date):
        return Date(value.year, value.month, value.day)
    if not isinstance(value, str):
        return None
    iso = _ISO_DATE.match(value.strip())
    if not iso:
        return first_date(value[:_TITLE_CHARS])
    try:
        return Date.fromisoformat(iso[0])
    except ValueError:
        return None


def _language(given: str) -> str:
    match = _LANGUAGE.fullmatch(given.strip())
    return match[1].lower() if match else ""
