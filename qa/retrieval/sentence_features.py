"""What speaks for a sentence: cheap features, each between −1 and about 1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

from qa.retrieval.answer_types import holds_kind
from qa.retrieval.asked import Asked
from qa.retrieval.passages import SENTENCE_TERMS
from qa.retrieval.ranking import leave_out
from qa.retrieval.scoring import bm25, coverage, matching_pairs

_LONGEST_TERMS = 20
_SHORT = 5
_AROUND = 2  # sentences before and after that are read with one
_FIRST_PERSON = re.compile(r"\b(?:je|j['’]|nous|mon|ma|mes|notre|nos)\b", re.IGNORECASE)
_STAGES = {
    "word pairs": ("pairs",),
    "neighbours": ("before", "around", "context"),
    "title": ("title", "context"),
    "whole article": ("whole",),
    "sentence vectors": ("likeness",),
}


@dataclass(frozen=True, slots=True)
class Context:
    """The article a sentence stands in, measured against the question, sentence by sentence.

    ``matches`` is each sentence's BM25 as a share of the question's weight. ``inside``,
    ``around`` and ``nearby`` are the shares of it that the sentence holds, it with those
    around it, and these with the title. ``standing`` is how far the article is behind the best
    one, 0 to −1.
    """

    sizes: tuple[int, ...]
    matches: tuple[float, ...]
    pairs: tuple[float, ...]
    inside: tuple[float, ...]
    around: tuple[float, ...]
    nearby: tuple[float, ...]
    titled: float
    whole: float
    standing: float
    published: Date | None

    @classmethod
    def of(
        cls,
        asked: Asked,
        title: set[str],
        sentences: Sequence[Sequence[str]],
        standing: float,
        published: Date | None,
    ) -> Context:
        """Measure the article's sentences, given as terms, against the question."""
        weights, total = asked.weights, asked.total
        sets = [set(terms) for terms in sentences]
        around = [
            set().union(*sets[max(0, n - _AROUND) : n + _AROUND + 1]) for n in range(len(sets))
        ]
        return cls(
            sizes=tuple(map(len, sentences)),
            matches=tuple(bm25(terms, weights, SENTENCE_TERMS) / total for terms in sentences),
            pairs=tuple(
                matching_pairs(terms, asked.query.terms, weights) / total for terms in sentences
            ),
            inside=tuple(coverage(terms, weights) for terms in sets),
            around=tuple(coverage(terms, weights) for terms in around),
            nearby=tuple(coverage(terms | title, weights) for terms in around),
            titled=coverage(title, weights),
            whole=coverage(title.union(*sets), weights),
            standing=standing,
            published=published,
        )


def describe_sentence(
    asked: Asked,
    context: Context,
    n: int,
    text: str,
    passage: float,
    likeness: float | None = None,
    without: frozenset[str] = frozenset(),
) -> dict[str, float]:
    """Return the features of sentence ``n`` of ``context``, whose characters are ``text``.

    ``passage`` is how far its best passage is behind the best of all, 0 to −1; ``likeness``
    the cosine of the question and the sentence under its title. The kind of thing asked for
    has a feature for each kind. ``without`` names stages left out.
    """
    features = {
        "article": context.standing,
        "passage": passage,
        "whole": context.whole,
        "title": context.titled,
        "words": context.matches[n],
        "before": context.matches[n - 1] if n else 0.0,
        "around": context.around[n],
        "context": context.nearby[n],
        "pairs": context.pairs[n],
        "lead": 1.0 / (1 + n),
        "length": min(context.sizes[n] / _LONGEST_TERMS, 2.0),
        "short": float(context.sizes[n] < _SHORT),
        "dated": _dated(asked, text, context.published),
        "said": float(bool(_FIRST_PERSON.search(text))),
        f"typed {asked.query.kind}": holds_kind(asked, text, context.published),
        "asked": asked.suits(text, context.published),
    }
    if likeness is not None:
        features["likeness"] = likeness
    return leave_out(features, without, _STAGES)


def _dated(asked: Asked, text: str, published: Date | None) -> float:
    """Return 1 when the sentence writes the question's date, −.5 when it writes another one."""
    if not asked.query.dates:
        return 0.0
    mentions = [m for m in asked.dates_in(text, published) if m.day or m.year]
    if any(mention.meets(date) for date in asked.query.dates for mention in mentions):
        return 1.0
    return -0.5 if mentions else 0.0
