"""What may be chosen for a question, folded under one title: its dates, and how much caution."""

from __future__ import annotations

from qa.page.dates import written_period
from qa.page.labels import Labels
from qa.types import Period

BALANCED = "balanced"
CAUTIONS: dict[str, float | None] = {"careful": 0.7, BALANCED: None, "bold": 0.3}
"""The steps of caution, as ``Assistant.stream`` takes it; None is that of the settings."""


def options_title(period: Period | str, caution: str, labels: Labels) -> str:
    """Return what the folded options are called, with those in force if there are any."""
    chosen = [written_period(period, labels)] if isinstance(period, Period) and period else []
    if caution != BALANCED:
        chosen.append(labels.cautions[caution])
    if not chosen:
        return labels.options
    return labels.options_in_force.format(chosen=", ".join(chosen))


def caution_choices(labels: Labels) -> list[tuple[str, str]]:
    """Return the steps of caution, each as it is called and its name; most careful first."""
    return [(labels.cautions[step], step) for step in CAUTIONS]
