"""How much evidence an answer needs in a library, told by its own articles, without labels.

A summary, or a title, asks for its article, with the article there and then without it and its
reprints. Where the two part, compared with where they do in the library that the weights were
learnt on, says how far strengths run higher or lower here. Such pseudo-questions are weakly like
people's, so only part of what they say is believed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.retrieval.evidence import EvidenceModel, read_evidence, shipped
from qa.retrieval.evidence_features import describe_evidence
from qa.retrieval.looking_up import Findings, look_up
from qa.retrieval.retriever import PassageIndex
from qa.settings import Settings
from qa.types import Article, StoredPassage

ASKED = 80  # articles; each costs about as much as two questions
_FEWEST = 20
_WORDS = 12
_FEWEST_WORDS = 5
_BELIEVED = 0.25  # of the difference, at most: where there are many pseudo-questions
_HALVED = 40  # pseudo-questions with which half of that is believed
_FURTHEST = 1.0  # log-odds
_NOTHING = -10.0  # log-odds where no sentence is found


@dataclass(frozen=True, slots=True)
class EvidenceCalibration:
    """``shift`` is added to the log-odds of every answer; ``parting`` is where the sides part."""

    shift: float
    parting: float
    asked: int


def calibrate_evidence(
    passages: Sequence[StoredPassage],
    index: PassageIndex,
    settings: Settings,
    told: Callable[[int, int], None] = lambda done, total: None,
    model: EvidenceModel | None = None,
) -> EvidenceCalibration | None:
    """Return what the articles of ``passages`` tell; None when they are too few.

    ``told`` hears how many are done, of how many. ``model`` is the one shipped by default.
    """
    model = model or shipped()
    articles = {one.article.id: (one.article, one.story) for one in passages}
    asking = [(_question(article), story) for article, story in articles.values()]
    asking = [one for one in asking if one[0]][:ASKED]
    if len(asking) < _FEWEST:
        return None
    held, lacking = [], []
    for n, (question, story) in enumerate(asking):
        found = look_up(question, (), index, settings)
        if any(one.passage.story == story for one in found.passages):
            held.append(_log_odds(found, settings, model))
        others = [one for one in found.passages if one.passage.story != story]
        if others:
            lacking.append(_log_odds(replace(found, passages=others), settings, model))
        told(n + 1, len(asking))
    if len(held) < _FEWEST or len(lacking) < _FEWEST:
        return None
    parting = part(held, lacking)
    believed = _BELIEVED * len(held) / (len(held) + _HALVED)
    shift = max(-_FURTHEST, min(_FURTHEST, believed * (model.pseudo - parting)))
    return EvidenceCalibration(round(shift, 3), round(parting, 3), len(held))


def part(held: Sequence[float], lacking: Sequence[float]) -> float:
    """Return the odds at which the same share of ``held`` is below as of ``lacking`` above."""

    def gap(at: float) -> float:
        below = sum(one < at for one in held) / len(held)
        above = sum(one >= at for one in lacking) / len(lacking)
        return abs(below - above)

    levels = sorted({*held, *lacking})
    nearest = min(map(gap, levels))
    best = [level for level in levels if gap(level) == nearest]
    return best[len(best) // 2]


def _question(article: Article) -> str:
    words = (article.summary or article.title).split()
    return " ".join(words[:_WORDS]) if len(words) >= _FEWEST_WORDS else ""


def _log_odds(found: Findings, settings: Settings, model: EvidenceModel) -> float:
    ranked = found.sentences(settings)
    if not ranked:
        return _NOTHING
    read = read_evidence(found.asked, ranked, found.index)
    return model.log_odds(describe_evidence(found.asked, read.shown))
