"""What a reading is worth beside the evidence: for a sentence's rank, and for answering at all.

The weights are learnt on questions that our articles answer and questions that they don't
(``sourcier eval learn-reading``), and stand in a file anyone can read.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from qa.answering.reading import Reading
from qa.types import RankedSentence

FILE = Path(__file__).with_name("reading.json")
_LEAST = 1e-6  # of a probability: nothing is more certain than a million to one


@dataclass(frozen=True, slots=True)
class ReadingWeights:
    """How a reading is weighed.

    ``sentence`` is the power of a sentence's probability that its share of the evidence is
    multiplied by; ``evidence``, ``reading`` and ``bias`` make of both log-odds those that the
    articles answer. Evidence below ``floor`` is beyond help. How far a short answer is to be
    trusted comes of how certain its words were (``copied``), of its sentence's ``share`` and of
    those odds (``answered``), with ``offset``; below ``certainty`` it isn't shown.
    """

    sentence: float
    evidence: float
    reading: float
    bias: float
    floor: float
    certainty: float
    copied: float = 1.0
    share: float = 0.0
    answered: float = 0.0
    offset: float = 0.0

    def strength(self, evidence: float, none: float) -> float:
        """Return how likely it is that the articles answer, 0 to 1; .5 is balanced.

        ``evidence`` is its strength, and ``none`` how probable the model finds that no sentence
        answers.
        """
        odds = self.evidence * log_odds(evidence) + self.reading * log_odds(1.0 - none) + self.bias
        return probability_of(odds)

    def trust(self, copied: float, share: float, strength: float) -> float:
        """Return how likely it is that a short answer is right, 0 to 1.

        ``copied`` is how certain its words were, ``share`` its sentence's of all that were read,
        weighed anew, and ``strength`` how likely it is that the articles answer.
        """
        odds = self.copied * log_odds(copied) + self.share * log_odds(share)
        return probability_of(odds + self.answered * log_odds(strength) + self.offset)

    def rank(self, ranked: Sequence[RankedSentence], reading: Reading) -> list[RankedSentence]:
        """Return the sentences, best first, the shares of those that were read weighed anew.

        Together they keep the share they had.
        """
        places = [(one.article.id, one.span.start) for one in reading.shown]
        chances = dict(zip(places, reading.probabilities, strict=True))
        weighed = {
            (one.article.id, one.span.start): one.score * max(chance, _LEAST) ** self.sentence
            for one in ranked
            if (chance := chances.get((one.article.id, one.span.start))) is not None
        }
        before = sum(s.score for s in ranked if (s.article.id, s.span.start) in weighed)
        total = sum(weighed.values())
        share = before / total if total else 0.0
        anew = [
            replace(one, score=weighed[place] * share) if place in weighed else one
            for one in ranked
            for place in [(one.article.id, one.span.start)]
        ]
        return sorted(anew, key=lambda one: -one.score)


def log_odds(probability: float) -> float:
    """Return the logarithm of the odds of a probability, kept within a million to one."""
    probability = min(max(probability, _LEAST), 1.0 - _LEAST)
    return math.log(probability / (1.0 - probability))


def share_of_best(ranked: Sequence[RankedSentence], reading: Reading) -> float:
    """Return the share that the likeliest sentence of a reading has of all that were read."""
    read = {(one.article.id, one.span.start) for one in reading.shown}
    best = reading.best.article.id, reading.best.span.start
    scores = {(one.article.id, one.span.start): one.score for one in ranked}
    total = sum(score for place, score in scores.items() if place in read)
    return scores.get(best, 0.0) / total if total else 0.0


def probability_of(odds: float) -> float:
    """Return the probability of log-odds."""
    return 1.0 / (1.0 + math.exp(-odds))


@lru_cache(maxsize=1)
def shipped() -> ReadingWeights:
    """Return the weights that come with Sourcier."""
    record = json.loads(FILE.read_text(encoding="utf-8"))
    return ReadingWeights(**record["weights"])
