"""Altered sets: sentences of real articles, rewritten and still true, or made false.

Seeded by the article's id: an article always gives the same cases. Every true sentence lends
itself to being false, and both have the same evidence, from which some words are struck out at
random: otherwise a true sentence would be known by its words alone, which no paraphrase is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date as Date
from random import Random

from eval.support.altering import ALTERATIONS, CONTRARY, Others
from eval.support.cases import Case
from eval.support.rewriting import Told, rewrite
from qa.language.analysis import STOP_WORDS
from qa.language.dates import find_dates
from qa.language.folding import fold
from qa.language.mentions import find_names
from qa.language.numbers import spelled_values
from qa.language.sentences import split_sentences
from qa.types import Article

_LEAST, _MOST = 50, 320
_PASSAGE = 110  # words
_SENTENCES = 2  # an article
_FALSE = 3  # a true sentence, at most
_HEADED = 0.7  # share of the cases that give the article's title and date
_STRUCK = (0.0, 0.1, 0.2, 0.3)  # shares of words
_ANY_DAY = Date(2020, 1, 1)
_DENYING = re.compile(r"\b(?:ne |n['’])")
_AFTER_NE = 30
_WORD = re.compile(r"(?<![\w'’-])[a-zà-ÿœ]{5,}(?![\w-])")


def altered_cases(articles: Sequence[Article]) -> Iterator[Case]:
    """Yield the cases of ``articles``; each also lends its names and text to the one before."""
    for article, other in zip(articles, [*articles[1:], *articles[:1]], strict=True):
        yield from _cases(article, other)


def _cases(article: Article, other: Article) -> Iterator[Case]:
    random = Random(article.id)
    spans = split_sentences(article.text)
    sentences = [span.cut(article.text) for span in spans]
    good = [n for n, one in enumerate(sentences) if _is_good(one)]
    for number in random.sample(good, min(_SENTENCES, len(good))):
        yield from _of_sentence(article, other, sentences, number, random)
    yield from _of_title(article, sentences)


def _of_sentence(
    article: Article, other: Article, sentences: list[str], number: int, random: Random
) -> Iterator[Case]:
    evidence = _evidence(sentences, number, other, random)
    share, headed = random.choice(_STRUCK), random.random() < _HEADED
    struck = tuple(_strike(text, share, random) for text in evidence)

    def case(sentence: str, label: str, kind: str, texts: tuple[str, ...] = struck) -> Case:
        heading = (article.title, article.date) if headed else (None, None)
        return Case(sentence, texts, label, kind, article.id, *heading)

    day = article.date if headed else None
    true = rewrite(Told(sentences[number], article.text, day), random)
    if (
        number + 1 < len(sentences)
        and random.random() < 0.2
        and sentences[number + 1] in " ".join(evidence)
    ):
        true = _merge(true, sentences[number + 1])
    yield case(true, "supported", "true")
    others = Others(_names(" ".join(evidence)), _names(article.text), _names(other.text))
    kinds = random.sample(sorted(ALTERATIONS), len(ALTERATIONS))
    made = 0
    for kind in kinds:
        false = ALTERATIONS[kind](true, others, random) if made < _FALSE else None
        if false is not None and not any(false in text for text in evidence):
            made += 1
            yield case(false, "unsupported", kind)
    elsewhere = [one for one in sentences if _is_good(one) and not any(one in t for t in evidence)]
    if elsewhere:
        foreign = random.choice(elsewhere)
        if random.random() < 0.5:
            yield case(_merge(true, foreign), "partly", "extra")
        else:
            yield case(foreign, "unsupported", "elsewhere")


def _of_title(article: Article, sentences: Sequence[str]) -> Iterator[Case]:
    """Yield the title as a sentence, which the article mostly bears out, in other words."""
    if len(article.title.split()) > 5:
        texts = (*([article.summary] if article.summary else []), *_passages(sentences))
        title = re.sub(r"^VIDÉO\. ?|: actualité automobile.*$", "", article.title).strip()
        yield Case(title, texts, "supported", "title", article.id, None, article.date)


def _evidence(sentences: list[str], number: int, other: Article, random: Random) -> tuple[str, ...]:
    """Return a few sentences as cited, or passages: with the source's sentence in any case."""
    if random.random() < 0.5:
        near = [sentences[number]]
        near += random.sample(sentences, min(len(sentences), random.randrange(3)))
        texts = list(dict.fromkeys(near))
    else:
        own = _passages(sentences)
        source = [text for text in own if sentences[number] in text]
        others = [text for text in own if text not in source]
        strange = _passages([span.cut(other.text) for span in split_sentences(other.text)])
        texts = source + others[: random.randrange(3)] + strange[:2]
    random.shuffle(texts)
    return tuple(texts)


def _passages(sentences: Sequence[str]) -> list[str]:
    passages, words = [""], 0
    for sentence in sentences:
        if words > _PASSAGE:
            passages.append("")
            words = 0
        passages[-1] = f"{passages[-1]} {sentence}".strip()
        words += len(sentence.split())
    return passages


def _strike(text: str, share: float, random: Random) -> str:
    """Take out that share of the words, but for what an alteration may be told by.

    Names, numbers, dates, stop words, words with a contrary and those after “ne” stay.
    """
    dates = [(one.start, one.end) for one in find_dates(text, _ANY_DAY)]

    def struck(match: re.Match[str]) -> str:
        word, at = match.group(), match.start()
        kept = (
            word in STOP_WORDS
            or word in CONTRARY
            or bool(spelled_values((fold(word),)))
            or any(start <= at < end for start, end in dates)
            or _DENYING.search(text, max(0, at - _AFTER_NE), at) is not None
        )
        return word if kept or random.random() >= share else ""

    return _WORD.sub(struck, text) if share else text


def _merge(one: str, other: str) -> str:
    other = other.rstrip(".")
    first = other.split()[0]
    if first.lower() in STOP_WORDS and not first.isupper():
        other = other[0].lower() + other[1:]
    return f"{one.rstrip('.')}, et {other}."


def _names(text: str) -> tuple[str, ...]:
    names = (name.span.cut(text) for name in find_names(text, initial=False))
    return tuple(dict.fromkeys(one for one in names if len(one) > 2))


def _is_good(sentence: str) -> bool:
    quotes = sum(sentence.count(mark) for mark in '"«»“”')
    return (
        _LEAST <= len(sentence) <= _MOST
        and sentence.endswith(".")
        and quotes % 2 == 0
        and sentence[0].isupper()
    )
