"""Triples and a library → lessons: sentences as they are met in use, and questions about them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qa.answering.prompting import most_that_fit
from qa.answering.reading_prompt import LABELS, Shown, in_reading_order, lay_out
from qa.language.analysis import STOP_WORDS
from qa.language.folding import fold
from qa.language.sentences import split_sentences
from qa.training.triples import Triple
from qa.types import Article

Count = Callable[[str], int]
"""How many tokens a text is."""
Retrieve = Callable[[str], Sequence[Shown]]
"""The sentences of a library that may answer a question, best first."""

_WORD = re.compile(r"\w{4,}")
_PARAGRAPH = 0.4  # of the lessons show a stretch of the article, the others what is retrieved
_TAKEN_OUT = 0.15  # of the retrieved ones lack what answers
_PUT_IN = 0.85  # of those that lack it by themselves get it
_LEAST, _MOST = 140, 500  # tokens of sentences
_UNANSWERED = 0.4  # at most so many questions without an answer for one with
_BY_RULE = 4  # questions made by rule a lesson


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a lesson's sentences, the number of the one that answers, and the answer.

    The number is None, and the answer "", when none does; the answer alone is None where only
    the sentence is to be chosen.
    """

    question: str
    number: int | None
    answer: str | None


@dataclass(frozen=True, slots=True)
class Lesson:
    """Sentences, by their article and number in it, and questions that are asked about them.

    They stand under their articles' headings, or, not ``headed``, without.
    """

    places: tuple[tuple[str, int], ...]
    asked: tuple[Asked, ...]
    headed: bool = True


@dataclass(frozen=True, slots=True)
class Material:
    """What lessons are made of: articles, their triples, written and by rule, and a retriever.

    ``searches`` is how many sentences are looked for by their words in each lesson, and
    ``bare`` the part of the lessons that have no headings.
    """

    article: Callable[[str], Article]
    written: Mapping[str, Sequence[Triple]]
    by_rule: Mapping[str, Sequence[Triple]]
    retrieve: Retrieve
    count: Count
    searches: int = 0
    bare: float = 0.0


def lot(*names: object) -> float:
    """Return a number from 0 up to 1, the same for the same names on every machine."""
    digest = hashlib.sha256("\n".join(map(str, names)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def make_lessons(material: Material, number: int) -> Iterator[Lesson]:
    """Yield lesson ``number``, from 0, of each article with written questions, in a drawn order."""
    for id in sorted(material.written, key=lambda id: lot("order", number, id)):
        lesson = make_lesson(id, number, material)
        if lesson is not None:
            yield lesson


def make_lesson(id: str, number: int, material: Material) -> Lesson | None:
    """Return lesson ``number`` of an article, None when nothing can be asked in it."""
    triples = material.written[id]
    answered = [triple for triple in triples if triple.sentences]
    if not answered:
        return None
    seed = answered[(number + int(lot("seed", id) * len(answered))) % len(answered)]
    room = _LEAST + int((_MOST - _LEAST) * lot("room", id, number) ** 0.5)
    if lot("kind", id, number) < _PARAGRAPH:
        shown = _stretch(seed, room, number, material)
    else:
        shown = _retrieved(seed, room, number, material)
    places = tuple((one.article.id, _number(one)) for one in shown)
    asked = _ask(id, number, shown, places, material)
    headed = lot("headed", id, number) >= material.bare
    return Lesson(places, (*asked, *look_for(shown, material.searches)), headed) if asked else None


def sentence(article: Article, number: int, *, headed: bool = True) -> Shown:
    """Return a sentence of an article by its number, from 0, its heading left out if asked to."""
    named = article if headed else replace(article, title="", date=None)
    return Shown(named, split_sentences(article.text)[number])


def _number(one: Shown) -> int:
    return split_sentences(one.article.text).index(one.span)


def _stretch(seed: Triple, room: int, number: int, material: Material) -> list[Shown]:
    """Return sentences of the article that follow each other, the seed's among them."""
    article = material.article(seed.article)
    spans = split_sentences(article.text)
    first = last = seed.sentences[0]
    while True:
        down = lot("down", seed.article, number, first, last) < 0.5
        wider = (
            (first - 1, last) if (down and first) or last + 1 >= len(spans) else (first, last + 1)
        )
        if wider[0] < 0:
            break
        shown = [Shown(article, span) for span in spans[wider[0] : wider[1] + 1]]
        if not _fits(shown, room, material):
            break
        first, last = wider
    return [Shown(article, span) for span in spans[first : last + 1]]


def _retrieved(seed: Triple, room: int, number: int, material: Material) -> list[Shown]:
    """Return what is found for the seed's question: with what answers mostly, else without it."""
    article = material.article(seed.article)
    gold = sentence(article, seed.sentences[0])
    found = list(material.retrieve(seed.question))
    if lot("out", seed.article, number) < _TAKEN_OUT:
        found = [one for one in found if not _says(one, seed.answer)]
        return in_reading_order(_most(found, room, material))
    chosen = _most(found, room, material)
    if gold not in chosen and lot("in", seed.article, number) < _PUT_IN:
        chosen = [*chosen[:-1], gold]
    return in_reading_order(chosen)


def _most(found: Sequence[Shown], room: int, material: Material) -> list[Shown]:
    count = min(len(found), len(LABELS))
    return list(found[: most_that_fit(count, lambda n: _fits(found[:n], room, material))])


def _fits(shown: Sequence[Shown], room: int, material: Material) -> bool:
    return (
        len(shown) <= len(LABELS)
        and material.count(lay_out(in_reading_order(shown), "").sentences) <= room
    )


def _ask(
    id: str,
    number: int,
    shown: Sequence[Shown],
    places: Sequence[tuple[str, int]],
    material: Material,
) -> list[Asked]:
    """Return the article's questions, and some made by rule about any sentence shown."""
    numbers = {place: n for n, place in enumerate(places)}
    answered, unanswered = [], []
    for triple in material.written[id]:
        at = numbers.get((id, triple.sentences[0])) if triple.sentences else None
        if at is not None:
            answered.append(Asked(triple.question, at, triple.answer))
        elif not triple.sentences or not any(_says(one, triple.answer) for one in shown):
            unanswered.append(Asked(triple.question, None, ""))
    by_rule = [
        Asked(triple.question, numbers[place], triple.answer)
        for place in numbers
        for triple in material.by_rule.get(place[0], ())
        if triple.sentences and triple.sentences[0] == place[1]
    ]
    by_rule.sort(key=lambda one: lot("rule", id, number, one.question))
    answered += by_rule[:_BY_RULE]
    unanswered.sort(key=lambda one: lot("none", id, number, one.question))
    unanswered = unanswered[: max(1, round(_UNANSWERED * len(answered)))]
    return sorted(answered + unanswered, key=lambda one: lot("asked", id, number, one.question))


def look_for(shown: Sequence[Shown], count: int) -> list[Asked]:
    """Return up to ``count`` searches for a sentence by a few of its words, to choose it alone.

    The words stand together in no other sentence shown.
    """
    key = [(one.article.id, one.span.start) for one in shown]
    numbers = sorted(range(len(shown)), key=lambda n: lot("searched", key, n))
    held = [set(fold(one.text).split()) for one in shown]
    searches = []
    for n in numbers:
        words = [word for word in _WORD.findall(shown[n].text) if fold(word) not in STOP_WORDS]
        words = sorted(dict.fromkeys(words), key=lambda word: lot("word", key, n, word))
        some = words[: 2 + int(3 * lot("many", key, n))]
        if lot("sorted", key, n) < 0.5:
            some.sort(key=shown[n].text.index)
        wanted = {fold(word) for word in some}
        if len(some) > 1 and sum(wanted <= one for one in held) <= 1:
            searches.append(Asked(" ".join(some), n, None))
    return searches[:count]


def _says(one: Shown, answer: str) -> bool:
    return fold(answer) in fold(one.text)
