"""How often true and false sentences are told apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from eval.support.cases import Case
from qa.types import Support

Judge = Callable[[Case], bool]


def balanced_accuracy(cases: Sequence[Case], says: Sequence[bool]) -> float:
    """Return the mean of the shares of true and of other sentences that are told so.

    0.5 is what guessing gives, however many are true. NaN where one of the two is missing.
    """
    right: dict[bool, list[bool]] = defaultdict(list)
    for case, said in zip(cases, says, strict=True):
        right[case.true].append(said == case.true)
    if len(right) < len((True, False)):
        return float("nan")
    return sum(sum(one) / len(one) for one in right.values()) / len(right)


def shares_by_kind(
    cases: Sequence[Case], supports: Sequence[Support]
) -> dict[str, tuple[int, float, float, float]]:
    """Return of each kind how many there are, and the shares of the three verdicts."""
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    for case, support in zip(cases, supports, strict=True):
        verdicts[case.kind][support.verdict] += 1
    return {
        kind: (
            total := sum(counts.values()),
            counts["supported"] / total,
            counts["partly"] / total,
            counts["unsupported"] / total,
        )
        for kind, counts in sorted(verdicts.items(), key=lambda item: (item[0] != "true", item[0]))
    }
