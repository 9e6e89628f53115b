"""Whether an amount is borne out, rounded ones too: “près de 2 000” for 1 987."""

from __future__ import annotations

from collections.abc import Sequence

from qa.language.amounts import MONEY, PER_CENT, Amount
from qa.types import Span

_NEAR = 0.06  # how far off a rounded number may be
_ROUNDED = 0.85  # how well a number that was rounded is borne out
_OTHER_UNIT = 0.3
_SMALL = 4  # “les deux pays”: what anybody may have counted
_COUNTED = 0.5


def borne_out(amount: Amount, there: Sequence[Amount]) -> tuple[float, float]:
    """Return how well one of the amounts ``there`` bears ``amount`` out, 0 to 1, and its value."""
    best, value = max(((_agree(amount, other), other.value) for other in there), default=(0.0, 0.0))
    if best:
        return best, value
    if amount.spelled and amount.value <= _SMALL:
        another = any(amount.unit and amount.unit == other.unit for other in there)
        return 0.0 if another else _COUNTED, amount.value
    return 0.0, amount.value


def measure(amount: Amount) -> str:
    """Return the unit that must be the same on both sides, “%” or of money; '' for any other."""
    return amount.unit if amount.unit in MONEY or amount.unit == PER_CENT else ""


def measured(amount: Amount) -> Span:
    """Return where the number stands, with its measure but without things it counts."""
    return amount.span if measure(amount) else amount.number


def _agree(one: Amount, other: Amount) -> float:
    if one.value == other.value:
        degree = 1.0
    elif (one.about or other.about) and _apart(one.value, other.value) <= _NEAR:
        degree = _ROUNDED
    else:
        return 0.0
    units = {measure(one), measure(other)}
    same = len(units) == 1 or ("" in units and PER_CENT not in units)
    return degree if same else degree * _OTHER_UNIT


def _apart(one: float, other: float) -> float:
    return abs(one - other) / max(abs(one), abs(other), 1e-9)
