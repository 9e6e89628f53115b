"""`sourcier eval learn`: what speaks for a passage and a sentence, weighed on question sets.

A linear model of few features: a softmax over each question's candidates, several of which may
be right, with a penalty on the squares of the weights (Cao et al. 2007, “Learning to rank: from
pairwise to listwise approach”). It is judged on questions it hasn't seen, by cross-validation.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from eval.asking import supporting
from eval.loading import load_set
from eval.measures.answers import holds_some
from eval.predictions import Place, supports
from eval.questions import Question
from eval.storing import write_text
from qa import Assistant
from qa.retrieval.looking_up import look_up
from qa.retrieval.ranking import Features, Ranking, weigh
from qa.retrieval.sentences import describe_sentences
from qa.settings import Settings
from qa.types import Article, Span
from qa.writers import NO_MODEL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDS = 10
_EVERY_ARTICLE = Settings(without=frozenset({"reprints"}))  # one to find may be a reprint
_TOP = 3
# More of these can't speak against a candidate, whatever few questions seem to show.
_NEVER_AGAINST = ("article", "asked", "coverage", "dated", "fused", "likeness", "title", "typed")
_NOWHERE = 1_000_000


@dataclass(frozen=True, slots=True)
class Example:
    """The candidates of one question: the features of each, and which of them are right."""

    features: tuple[Features, ...]
    right: tuple[bool, ...]

    @property
    def teaches(self) -> bool:
        """Whether there is something to tell apart: a right candidate and a wrong one."""
        return any(self.right) and not all(self.right)


@dataclass(frozen=True, slots=True)
class Learnt:
    """Weights, and how often a right candidate was first, and among the first three, unseen."""

    weights: dict[str, float]
    first: float
    among_three: float
    questions: int


@dataclass(frozen=True, slots=True)
class LearntRanking:
    """What was learnt of passages and of sentences, and from which sets."""

    passage: Learnt
    sentence: Learnt
    sets: tuple[str, ...]

    @property
    def ranking(self) -> Ranking:
        """The weights, to rank with."""
        return Ranking(self.passage.weights, self.sentence.weights)


def learn_ranking(sets: Sequence[tuple[Path, Path]], penalty: float) -> LearntRanking:
    """Learn from pairs of a question set and its library; raises as ``load_set`` and ``open``.

    Sentences are learnt second: how far their passages stand behind the best is a feature.
    """
    asked = [(_answerable(path), library) for path, library in sets]

    def examples(of: Callable[[Assistant, Sequence[Question]], Iterable[Example]]) -> list[Example]:
        found: list[Example] = []
        for questions, library in asked:
            with Assistant.open(
                library, model=NO_MODEL, settings=_EVERY_ARTICLE, create=False
            ) as assistant:
                assistant.library.catch_up()
                found += of(assistant, questions)
        return found

    passage = learn(examples(passage_examples), penalty)
    draft = Ranking(passage.weights, {})
    sentence = learn(examples(partial(sentence_examples, ranking=draft)), penalty)
    return LearntRanking(passage, sentence, tuple(path.stem for path, _ in sets))


def write_ranking(learnt: LearntRanking, path: Path) -> None:
    """Write the weights as JSON, at once, with the sets they were learnt from."""
    record = {
        "version": 1,
        "learnt from": list(learnt.sets),
        "passage": learnt.passage.weights,
        "sentence": learnt.sentence.weights,
    }
    write_text(path, json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def describe(learnt: LearntRanking) -> str:
    """Say how often what answers stood first, and among the first three, on unseen questions."""
    lines = []
    for name, one in (("passage", learnt.passage), ("sentence", learnt.sentence)):
        lines.append(
            f"A {name} that answers is first for {one.first:.1%} of {one.questions} questions, "
            f"among the first three for {one.among_three:.1%} ({FOLDS}-fold cross-validation)."
        )
        lines += [f"  {weight:+7.3f}  {feature}" for feature, weight in one.weights.items()]
    return "\n".join(lines)


def _answerable(path: Path) -> list[Question]:
    return [q for q in load_set(path).questions if q.answerable and q.support]


def passage_examples(assistant: Assistant, questions: Iterable[Question]) -> Iterator[Example]:
    """Yield the candidate passages of each answerable question; those of its articles are right."""
    for question in questions:
        found = look_up(question.question, question.history, assistant.library, assistant.settings)
        yield Example(
            tuple(one.features for one in found.passages),
            tuple(one.passage.article.id in question.articles for one in found.passages),
        )


def sentence_examples(
    assistant: Assistant, questions: Iterable[Question], ranking: Ranking
) -> Iterator[Example]:
    """Yield the candidate sentences of each answerable question, passages weighed by ``ranking``.

    Right are those that support the answer, and others of the same articles that hold it.
    """
    library, settings = assistant.library, assistant.settings
    for question in questions:
        found = look_up(question.question, question.history, library, settings, ranking=ranking)
        candidates = describe_sentences(found.asked, found.passages, library, settings.without)
        spots, _ = supporting(library, question)
        yield Example(
            tuple(one.features for one in candidates),
            tuple(answers(question, spots, one.article, one.span) for one in candidates),
        )


def answers(
    question: Question, spots: Sequence[tuple[str, int, int]], article: Article, span: Span
) -> bool:
    """Whether a sentence supports the answer, or holds it in an article that answers."""
    place = Place(article.id, article.title, None, span.start, span.end, "", 0.0)
    if any(supports(place, spot) for spot in spots):
        return True
    text = span.cut(article.text)
    return holds_some(question, text) and article.id in question.articles


def learn(examples: Sequence[Example], penalty: float, folds: int = FOLDS) -> Learnt:
    """Return the weights learnt from all ``examples``, and how well those of ``folds`` do.

    Examples without a right candidate teach nothing, and count as not found.
    """
    names = sorted({name for one in examples for features in one.features for name in features})
    found = [0, 0]
    for fold in range(folds):
        weights = _fit([e for n, e in enumerate(examples) if n % folds != fold], names, penalty)
        for example in examples[fold::folds]:
            rank = _rank(example, weights)
            found[0] += rank == 0
            found[1] += rank < _TOP
    count = max(len(examples), 1)
    weights = {n: round(w, 3) for n, w in _fit(examples, names, penalty).items() if round(w, 3)}
    return Learnt(weights, found[0] / count, found[1] / count, len(examples))


def _rank(example: Example, weights: Mapping[str, float]) -> int:
    """Return how many candidates stand before the first right one, endless when none is right."""
    scores = [weigh(features, weights) for features in example.features]
    best = max((s for s, right in zip(scores, example.right, strict=True) if right), default=None)
    return _NOWHERE if best is None else sum(score > best for score in scores)


def _fit(examples: Sequence[Example], names: Sequence[str], penalty: float) -> dict[str, float]:
    import numpy as np
    from scipy.optimize import minimize

    data = [(_matrix(one, names), np.array(one.right)) for one in examples if one.teaches]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = penalty / 2 * float(weights @ weights), penalty * weights
        for matrix, right in data:
            scores = matrix @ weights
            odds = np.exp(scores - scores.max())
            among = odds * right
            total += float(np.log(odds.sum()) - np.log(among.sum()))
            slope = slope + matrix.T @ (odds / odds.sum() - among / among.sum())
        return total, slope

    bounds = [(0.0 if name.startswith(_NEVER_AGAINST) else None, None) for name in names]
    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", bounds=bounds).x
    return dict(zip(names, map(float, best), strict=True))


def _matrix(example: Example, names: Sequence[str]) -> NDArray[np.float64]:
    import numpy as np

    return np.array([[one.get(name, 0.0) for name in names] for one in example.features])
