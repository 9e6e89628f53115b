"""How high what answers is ranked: articles, passages and sentences, through ir-measures.

MacAvaney et al. 2022, “Streamlining evaluation with ir-measures” (arXiv 2111.13466).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.measures.share import Share, mean
from eval.predictions import Prediction, supports
from eval.questions import Question

_Spot = tuple[str, int, int]
_MEASURES = {
    "article": {
        "article recall@1": ("R", 1),
        "article recall@5": ("R", 5),
        "article recall@10": ("R", 10),
        "article success@1": ("Success", 1),
        "article MRR@10": ("RR", 10),
        "article nDCG@10": ("nDCG", 10),
    },
    "passage": {
        "passage recall@1": ("R", 1),
        "passage recall@5": ("R", 5),
        "passage recall@10": ("R", 10),
        "passage MRR@10": ("RR", 10),
        "passage nDCG@10": ("nDCG", 10),
    },
    "sentence": {
        "sentence recall@1": ("R", 1),
        "sentence recall@3": ("R", 3),
        "sentence recall@10": ("R", 10),
        "sentence MRR@10": ("RR", 10),
        "sentence nDCG@10": ("nDCG", 10),
    },
}


@dataclass(frozen=True, slots=True)
class Ranking:
    """What is relevant to a question, and what was ranked for it, best first."""

    relevant: Sequence[Hashable]
    ranked: Sequence[Hashable]


def score(
    questions: Sequence[Question], predictions: Mapping[str, Prediction]
) -> dict[str, dict[str, Share]]:
    """Return, by question and measure, how well what answers was ranked.

    Articles are measured over answerable questions, passages and sentences over those that
    list their support. A question without a prediction scores 0, and so does a supporting
    sentence that the library doesn't hold.

    Caveat: other articles that answer (``also``) usually have no support listed, so what is
    found in them counts as wrong: the figures for passages and sentences are lower bounds.
    Passages overlap, and recall asks for every one that holds a support.
    """
    asked = [(q, predictions.get(q.id) or Prediction(q.id)) for q in questions if q.answerable]
    supported = [(question, given) for question, given in asked if question.support]
    rankings = {
        "article": {q.id: _articles(q, given) for q, given in asked},
        "passage": {q.id: _passages(given) for q, given in supported},
        "sentence": {q.id: rank_support(q, given) for q, given in supported},
    }
    found: dict[str, dict[str, Share]] = {question.id: {} for question in questions}
    for level, names in _MEASURES.items():
        for id_, name, value in _measure(names, rankings[level]):
            found[id_][name] = mean(value)
    return found


def rank_support(question: Question, prediction: Prediction) -> Ranking:
    """Return the ranking of supporting sentences, each a span of the library's text.

    A ranked sentence stands for the support that it overlaps by at least half of the shorter
    of the two, the first time; else it is a distractor. One that holds several supports takes
    a rank for each. So a support given as two spans is found whole only with both, and one
    given as a single span over two sentences with either of them.
    """
    support = list(dict.fromkeys(prediction.support))
    unlocated = max(0, len(question.support) - len(prediction.support))
    left = list(support)
    ranked: list[Hashable] = []
    for place in prediction.sentences:
        hit = [spot for spot in left if supports(place, spot)]
        left = [spot for spot in left if spot not in hit]
        ranked += hit or [("distractor", len(ranked))]
    return Ranking([*support, *_nowhere(unlocated)], ranked)


def _articles(question: Question, prediction: Prediction) -> Ranking:
    return Ranking(sorted(question.articles), prediction.articles)


def _passages(prediction: Prediction) -> Ranking:
    spots = [(place.article, place.start, place.end) for place in prediction.passages]
    return Ranking(prediction.relevant_passages or _nowhere(1), spots)


def _nowhere(count: int) -> list[Hashable]:
    """Return relevant things that no ranking holds."""
    return [("not in the library", number) for number in range(count)]


def _measure(
    names: Mapping[str, tuple[str, int]], rankings: Mapping[str, Ranking]
) -> Iterator[tuple[str, str, float]]:
    """Yield (question, measure, value) for all rankings, in one call of ir-measures."""
    import ir_measures

    if not rankings:
        return
    measures = {getattr(ir_measures, kind) @ k: name for name, (kind, k) in names.items()}
    qrels = {id_: dict.fromkeys(_ids(one.relevant), 1) for id_, one in rankings.items()}
    run = {id_: _falling(_ids(one.ranked)) for id_, one in rankings.items()}
    for metric in ir_measures.iter_calc(list(measures), qrels, run):
        yield metric.query_id, measures[metric.measure], float(metric.value)


def _ids(things: Iterable[Hashable]) -> list[str]:
    """Return a name for each thing, once: ir-measures takes strings."""
    return list(dict.fromkeys(map(repr, things)))


def _falling(ids: Sequence[str]) -> dict[str, float]:
    """Return strictly falling scores: trec_eval sorts by score, and equal ones by name."""
    return {id_: float(len(ids) - rank) for rank, id_ in enumerate(ids)}
