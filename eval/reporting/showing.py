"""A question as the page shows it: its text in pieces, its ranking marked, cut to ten."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from eval.predictions import Cited, Place, Said
from eval.reporting.explaining import Step, explain, follow, is_relevant, is_supporting
from eval.reporting.reading import Scored

SHOWN = 10
"""So many passages and sentences of a ranking are printed."""
_MARKER = re.compile(r"(\[\d+\])")
_NO_LETTERS = re.compile(r"\[\d+\]|\W")

Pieces = tuple[tuple[str, bool], ...]  # stretches of a text, and whether each is marked


@dataclass(frozen=True, slots=True)
class Citing:
    """A citation: in an article that answers or not (None: there is none), the support or not."""

    cited: Cited
    right_article: bool | None
    supporting: bool


@dataclass(frozen=True, slots=True)
class Saying:
    """An answer's text with its markers marked; empty where it is its citations' quotes alone."""

    pieces: Pieces
    citations: tuple[Citing, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage or sentence of the ranking, with the supporting stretches in it marked."""

    rank: int
    place: Place
    pieces: Pieces
    right: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A question with all that its row and its unfolded part show.

    ``articles`` are (title, id) of those that answer, the title empty where none was found.
    ``support`` are the supporting sentences as far as their words are known.
    """

    scored: Scored
    keys: str
    gold: str
    articles: tuple[tuple[str, str], ...]
    support: tuple[str, ...]
    why: str
    steps: tuple[Step, ...]
    said: Saying
    withheld: Saying
    quotes: tuple[Citing, ...]
    passages: tuple[Ranked, ...]
    sentences: tuple[Ranked, ...]

    @property
    def anchor(self) -> str:
        """The element's id: no whitespace, as HTML wants it."""
        return "q-" + re.sub(r"\s", "_", self.scored.id)

    @property
    def link(self) -> str:
        """The address of the question within the page."""
        return "#" + quote(self.anchor.encode("utf-8", "replace"))


def show(question: Scored, keys: str) -> Shown:
    """Return what the page shows of a question that is found by ``keys``."""
    found = question.prediction
    quotes = () if found.quotes == found.said.citations else found.quotes
    return Shown(
        question,
        keys,
        _gold(question),
        _articles(question),
        _support(question),
        explain(question),
        follow(question),
        _saying(found.said, question),
        _saying(found.withheld, question),
        tuple(_citing(one, question) for one in quotes),
        tuple(
            Ranked(n, place, _marked(place, question), is_relevant(place, question))
            for n, place in enumerate(found.passages[:SHOWN], 1)
        ),
        tuple(
            Ranked(n, place, ((place.text, False),), is_supporting(place, question))
            for n, place in enumerate(found.sentences[:SHOWN], 1)
        ),
    )


def _gold(question: Scored) -> str:
    if not question.articles:
        return ""
    return " + ".join(question.all_of) if question.all_of else " / ".join(question.answers)


def _articles(question: Scored) -> tuple[tuple[str, str], ...]:
    found = question.prediction
    cited = (*found.said.citations, *found.withheld.citations)
    places: tuple[Place | Cited, ...] = (*found.passages, *found.sentences, *cited)
    titles = {place.article: place.title for place in places}
    return tuple((titles.get(article, ""), article) for article in question.articles)


def _support(question: Scored) -> tuple[str, ...]:
    """Return the set's supporting sentences; where it only gives places, what was found there."""
    if any(question.support):
        return tuple(filter(None, question.support))
    found = question.prediction
    texts = (
        place.text[start - place.start : end - place.start]
        for article, start, end in found.support
        for place in (*found.sentences, *found.passages)
        if place.article == article and place.start <= start and end <= place.end and place.text
    )
    return tuple(dict.fromkeys(texts))


def _saying(said: Said, question: Scored) -> Saying:
    citations = tuple(_citing(one, question) for one in said.citations)
    quoted = "".join(one.quote for one in said.citations)
    if said.citations and _NO_LETTERS.sub("", said.text) == _NO_LETTERS.sub("", quoted):
        return Saying((), citations)
    parts = _MARKER.split(said.text)
    return Saying(tuple((part, n % 2 == 1) for n, part in enumerate(parts) if part), citations)


def _citing(cited: Cited, question: Scored) -> Citing:
    right = cited.article in question.articles if question.articles else None
    return Citing(cited, right, is_supporting(cited, question))


def _marked(place: Place, question: Scored) -> Pieces:
    """Cut a passage into stretches that are support and stretches that aren't."""
    spans = [
        (max(start - place.start, 0), min(end - place.start, len(place.text)))
        for article, start, end in question.prediction.support
        if article == place.article and start < place.end and place.start < end
    ]
    return tuple(piece for piece in _cut(place.text, sorted(spans)) if piece[0])


def _cut(text: str, spans: Iterable[tuple[int, int]]) -> Iterable[tuple[str, bool]]:
    at = 0
    for start, end in spans:
        yield text[at : max(start, at)], False
        yield text[max(start, at) : end], True
        at = max(at, end)
    yield text[at:], False
