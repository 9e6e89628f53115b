"""How far to trust the vectors of a library: the fusion's weight, learnt from its own articles.

Each pseudo-question is a piece of an article (its title, its summary, part of a sentence) asked
of the passage it stands in or over, mostly with that piece taken out: an inverse cloze task
(Lee et al. 2019, “Latent retrieval for weakly supervised open domain question answering”). An
encoder that helps to find the passage nonetheless is given weight; a useless one gets none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.language.query import parse_question
from qa.retrieval.asked import Asked
from qa.retrieval.passages import lexical_scores
from qa.retrieval.retriever import Legs, PassageIndex, fuse, gather, weigh_terms
from qa.settings import Settings
from qa.types import StoredPassage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)
QUESTIONS = 200
_BOTH = 0.5  # any share at which both legs are searched
_WORDS = 12  # of a pseudo-question, about as many as a person's
_FEWEST_WORDS = 5
_FEWEST_QUESTIONS = 20
_LEAD = 1_000  # the passages that a title or a summary is about begin before this character

Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]


@dataclass(frozen=True, slots=True)
class PseudoQuestion:
    """A question made of an article, and the passage to find, with the question taken out."""

    text: str
    target: StoredPassage


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weight of the vectors in the fusion, 0 to 1, and how it was found.

    ``mrr`` is the mean reciprocal rank of the passages to find at each of ``WEIGHTS``.
    """

    dense_weight: float
    questions: int
    mrr: tuple[float, ...] = ()


def pseudo_questions(passages: Sequence[StoredPassage]) -> list[PseudoQuestion]:
    """Return a question for each passage that has the words for one.

    By turns the title, the summary and a sentence asks, where the article has them; every
    other sentence is left where it is, for people repeat words of what they have read.
    """
    makers = (_of_title, _of_sentence, _of_summary, _of_sentence_kept)
    made = []
    for n, passage in enumerate(passages):
        tries = (makers[(n + turn) % len(makers)](passage) for turn in range(len(makers)))
        question = next((one for one in tries if one is not None), None)
        if question is not None:
            made.append(question)
    return made


def _of_title(passage: StoredPassage) -> PseudoQuestion | None:
    article = passage.article
    untitled = replace(passage, article=replace(article, title=""))
    return _asking(article.title, untitled) if passage.passage.start < _LEAD else None


def _of_summary(passage: StoredPassage) -> PseudoQuestion | None:
    return _asking(passage.article.summary, passage) if passage.passage.start < _LEAD else None


def _of_sentence(passage: StoredPassage) -> PseudoQuestion | None:
    """The longest sentence asks, of the others."""
    sentences = passage.passage.sentences
    longest = max(sentences, key=lambda span: span.end - span.start)
    others = tuple(span for span in sentences if span != longest)
    if not others:
        return None
    rest = replace(passage, passage=replace(passage.passage, sentences=others))
    return _asking(longest.cut(passage.article.text), rest)


def _of_sentence_kept(passage: StoredPassage) -> PseudoQuestion | None:
    longest = max(passage.passage.sentences, key=lambda span: span.end - span.start)
    return _asking(longest.cut(passage.article.text), passage)


def _asking(text: str, target: StoredPassage) -> PseudoQuestion | None:
    words = text.split()
    if len(words) < _FEWEST_WORDS:
        return None
    first = max(0, (len(words) - _WORDS) // 2)
    return PseudoQuestion(" ".join(words[first : first + _WORDS]), target)


def calibrate(
    questions: Sequence[PseudoQuestion],
    index: PassageIndex,
    encode: Encode,
    settings: Settings,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> Calibration | None:
    """Return the weight at which the passages to find stand highest.

    ``encode`` gives passages' texts their ``(n, dim)`` unit vectors. ``told`` hears how many
    questions are done, of how many. None when there are too few questions to tell.
    """
    if len(questions) < _FEWEST_QUESTIONS:
        return None
    # Every article for itself: the one to find may be a reprint.
    settings = replace(settings, without=settings.without | {"reprints"})
    vectors = encode([text_left(question.target) for question in questions])
    ranks = []
    for n, (question, vector) in enumerate(zip(questions, vectors, strict=True)):
        ranks.append(_ranks(question, vector, index, settings))
        told(n + 1, len(questions))
    mrr = tuple(sum(column) / len(ranks) for column in zip(*ranks, strict=True))
    return Calibration(_best(mrr), len(questions), tuple(round(value, 4) for value in mrr))


def _best(mrr: Sequence[float]) -> float:
    """Return the weight of the highest of ``mrr``, each taken with its neighbours."""
    smooth = [
        sum(mrr[max(0, n - 1) : n + 2]) / len(mrr[max(0, n - 1) : n + 2]) for n in range(len(mrr))
    ]
    best = max(smooth)
    return 0.0 if mrr[0] >= best else WEIGHTS[smooth.index(best)]


def _ranks(
    question: PseudoQuestion,
    vector: NDArray[np.float32],
    index: PassageIndex,
    settings: Settings,
) -> list[float]:
    """Return the reciprocal rank of the passage to find at each weight.

    Other passages of its article are neither right nor wrong: they are left out.
    """
    query = parse_question(question.text)
    asking = index.embed(question.text)
    if asking is None:
        return [0.0] * len(WEIGHTS)
    asked = Asked(query, weigh_terms(query, index), _BOTH, asking)
    legs = gather(asked, index, settings)
    kept = [
        (passage, cosine)
        for passage, cosine in zip(legs.passages, legs.dense, strict=True)
        if passage.article.id != question.target.article.id
    ]
    passages = [question.target, *(passage for passage, _ in kept)]
    dense = [float(vector @ asking), *(cosine for _, cosine in kept)]
    both = Legs(passages, lexical_scores(asked, passages), dense)
    ranks = []
    for weight in WEIGHTS:
        scores = fuse(both, weight)
        ranks.append(1.0 / (1 + sum(score >= scores[0] for score in scores[1:])))
    return ranks


def text_left(passage: StoredPassage) -> str:
    """Return the passage's title and the sentences left of it."""
    article = passage.article
    sentences = (span.cut(article.text) for span in passage.passage.sentences)
    return f"{article.title}\n{' '.join(sentences)}"
