"""A model's claims → statements: each checked, cited better where it can be, kept or dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.answering.checking import check_support
from qa.answering.citing import Claim, is_sound
from qa.answering.disagreeing import Disagreement, contradicted
from qa.language.analysis import analyse
from qa.language.folding import fold
from qa.language.query import Query
from qa.types import Citation, Support

_COPIED = 0.8  # of the pairs of words of a writer that isn't able
_OTHERS = 12  # candidates tried when what a claim cites doesn't bear it out
_BETTER = {"unsupported": 0, "partly": 1, "supported": 2}


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim after its check: the numbers of the candidates it rests on now."""

    text: str
    numbers: tuple[int, ...]
    support: Support

    @property
    def kept(self) -> bool:
        """Whether it may be shown as part of the answer."""
        return self.support.verdict != "unsupported"


def check_claims(
    claims: Sequence[Claim],
    candidates: Sequence[Citation],
    query: Query,
    disagreement: Disagreement | None = None,
    *,
    able: bool = True,
) -> list[Checked]:
    """Return every claim with its check and with the citations that bear it out best.

    ``candidates`` are numbered from 1, as the claims cite them. Where the articles disagree,
    one that gives an older version alone is refused; so is one said twice. A writer that isn't
    ``able`` may shorten what it cites, and not reword it: it puts the right words in wrong
    relations, which pass the check too often.
    """
    checked: list[Checked] = []
    for claim in claims:
        if any(claim.text == one.text for one in checked):
            checked.append(_refused(claim, "said already"))
            continue
        one = _check(claim, candidates, query, disagreement)
        reworded = not able and one.kept and not _is_copied(one, candidates)
        checked.append(_refused(claim, "reworded by a small model") if reworded else one)
    return checked


def unchecked(claims: Sequence[Claim]) -> list[Checked]:
    """Return the claims that cite as if they were borne out: to measure what checks are worth."""
    trusted = Support("supported", 1.0)
    return [Checked(claim.text, claim.numbers, trusted) for claim in claims if claim.numbers]


def _check(
    claim: Claim,
    candidates: Sequence[Citation],
    query: Query,
    disagreement: Disagreement | None,
) -> Checked:
    if not is_sound(claim.text):
        return _refused(claim, "unfinished, or going in circles")
    if claim.text.endswith("?"):
        return _refused(claim, "asks, and says nothing")
    if set(analyse(claim.text)) <= set(query.terms):
        return _refused(claim, "says no more than the question")
    if disagreement is not None and contradicted(claim.text, disagreement):
        return _refused(claim, "a newer article says otherwise")
    tried = [_weigh(claim.text, claim.numbers, candidates)] if claim.numbers else []
    if not tried or tried[0].support.verdict != "supported":
        tried += [
            _weigh(claim.text, (one.number,), candidates)
            for one in candidates[:_OTHERS]
            if (one.number,) != claim.numbers
        ]
    best = max(tried, key=_standing, default=_refused(claim, "cites nothing"))
    return _needed(best, candidates)


def _is_copied(checked: Checked, candidates: Sequence[Citation]) -> bool:
    """Whether most words of the claim follow each other as they do in what it cites."""
    pairs = _pairs(checked.text)
    there = set().union(*(_pairs(candidates[n - 1].quote) for n in checked.numbers))
    return sum(pair in there for pair in pairs) >= _COPIED * len(pairs)


def _pairs(text: str) -> list[tuple[str, str]]:
    words = re.findall(r"\w+", fold(text))
    return list(pairwise(words))


def _standing(checked: Checked) -> tuple[int, float]:
    return _BETTER[checked.support.verdict], checked.support.score


def _needed(checked: Checked, candidates: Sequence[Citation]) -> Checked:
    """Return the claim without the citations it stands as well without."""
    if len(checked.numbers) > 1 and checked.kept:
        for fewer in _without_one(checked.numbers):
            rest = _weigh(checked.text, fewer, candidates)
            if _BETTER[rest.support.verdict] >= _BETTER[checked.support.verdict]:
                return _needed(rest, candidates)
    return checked


def _without_one(numbers: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield ``numbers`` without each of them, the last one first."""
    for at in reversed(range(len(numbers))):
        yield numbers[:at] + numbers[at + 1 :]


def _weigh(text: str, numbers: tuple[int, ...], candidates: Sequence[Citation]) -> Checked:
    """Check ``text`` against the candidates of these numbers, under their article's heading."""
    cited = [candidates[n - 1] for n in numbers]
    article = cited[0].article
    same = all(one.article.id == article.id for one in cited)
    support = check_support(
        text,
        [one.quote for one in cited],
        title=article.title if same else None,
        date=article.date if same else None,
    )
    return Checked(text, numbers, support)


def _refused(claim: Claim, reason: str) -> Checked:
    return Checked(claim.text, (), Support("unsupported", 0.0, (reason,)))
