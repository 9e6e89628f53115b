"""`sourcier eval ablate`: what each stage is worth, by leaving it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from eval.comparing import Comparison, compare_runs
from eval.run import Setup, run_set
from eval.statistics import ALPHA
from eval.storing import write_text
from eval.tables import rows
from qa.settings import STAGES, Settings
from qa.writers import NO_MODEL

SHIPPED = "shipped"
TABLE = "ablation.md"
SHOWN = (
    "article recall@1",
    "article MRR@10",
    "passage recall@5",
    "sentence recall@3",
    "sentence MRR@10",
    "contains gold",
    "hallucination rate",
    "error rate",
)
_RESCORING = frozenset({"best sentence", "word pairs", "dates"})
_OF_WRITING = "checking"


@dataclass(frozen=True, slots=True)
class Variant:
    """A name, the settings it changes, and whether the model writes as in the shipped run."""

    name: str
    changes: dict[str, Any] = field(default_factory=dict)
    writes: bool = True


def variants(settings: Settings, *, writing: bool) -> list[Variant]:
    """Return the shipped settings and, one by one, what leaves something out of them."""
    stages = [stage for stage in STAGES if writing or stage != _OF_WRITING]
    return [
        Variant(SHIPPED),
        Variant("BM25 alone", {"dense_weight": 0.0, "without": settings.without | _RESCORING}),
        Variant("lexical only", {"dense_weight": 0.0}),
        Variant("dense only", {"dense_weight": 1.0}),
        *(Variant(f"− {stage}", {"without": settings.without | {stage}}) for stage in stages),
        Variant("− abstaining", {"caution": 0.0}),
        *([Variant("− writing", {}, writes=False)] if writing else []),
    ]


def ablate(
    path: Path, out: Path, setup: Setup, run: Callable[..., Any] = run_set
) -> dict[str, Comparison]:
    """Run the set once a variant, each in a folder of ``out``; compare each with the shipped.

    Goes on where it was stopped. Writes ``ablation.md`` into ``out``. Raises as ``run_set``.
    """
    library = setup.library or out / "library"
    compared = {}
    for variant in variants(setup.settings, writing=setup.model != NO_MODEL):
        changed = replace(
            setup,
            library=library,
            settings=replace(setup.settings, **variant.changes),
            model=setup.model if variant.writes else NO_MODEL,
        )
        run(path, out / _slug(variant.name), changed)
        compared[variant.name] = compare_runs(out / _slug(SHIPPED), out / _slug(variant.name))
    write_text(out / TABLE, table(compared) + "\n")
    return compared


def table(compared: dict[str, Comparison]) -> str:
    """Return a Markdown table: the shipped values, then each variant's differences from them.

    A difference whose permutation test has p < .05, uncorrected, is bold.
    """
    body = []
    for name, comparison in compared.items():
        cells = [name]
        for measure in SHOWN:
            found = comparison.differences.get(measure)
            if found is None:
                cells.append("–")
            elif name == SHIPPED:
                cells.append(f"{found.b:.3f}")
            else:
                mark = "**" if found.p < ALPHA else ""
                cells.append(f"{mark}{found.difference:+.3f}{mark}")
        body.append(cells)
    return rows(["variant", *SHOWN], body)


def _slug(name: str) -> str:
    return name.replace("− ", "without ").replace(" ", "-")
