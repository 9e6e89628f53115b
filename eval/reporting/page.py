"""A run as one HTML page that asks nothing of anybody: no request, no style, no script but
its own."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.measures import MEASURES
from eval.measures.verdicts import GOOD
from eval.reporting.facts import changed_settings, costs, facts, say_seconds, say_share
from eval.reporting.filtering import VERDICTS, Choices, gather_choices
from eval.reporting.plots import plot_latency, plot_recall, plot_risk
from eval.reporting.reading import Run, read_run, read_summary
from eval.reporting.showing import Shown, show
from eval.reporting.table import SMALL, known, tabulate
from qa.errors import QuestionError

PRINTED = 1000
"""So many questions are printed at most, those that went wrong before those that didn't."""
_HERE = Path(__file__).parent
_KEY_FIGURES = (
    "article recall@5",
    "sentence recall@3",
    "contains gold",
    "citation precision",
    "hallucination rate",
)


def write_report(run: Path, baseline: Path | None = None) -> Path:
    """Write ``report.html`` into a run's folder and return its path.

    ``baseline`` is the folder of another run, to whose values the table shows the differences.
    Raises ``QuestionError`` when a folder lacks a file or has a broken one.
    """
    html = render_report(read_run(run), read_summary(baseline) if baseline else None)
    path, draft = run / "report.html", run / "report.html.new"
    try:
        draft.write_bytes(html.encode("utf-8", "replace"))
        draft.replace(path)
    except OSError as error:
        raise QuestionError(
            f"{path} can't be written ({error.strerror or error}): copy the run to a folder that "
            "can be written to."
        ) from error
    return path


def render_report(run: Run, baseline: Run | None = None) -> str:
    """Return the page of a run as HTML, the same for the same run."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(seconds=say_seconds, share=say_share)
    css, js = ((_HERE / f"report.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return environment.get_template("report.html.jinja").render(
        css=Markup(css),
        js=Markup(js),
        policy=_policy(css, js),
        plots={
            name: {"title": title, "says": says, "svg": Markup(svg)}
            for name, (title, says, svg) in _plots(run).items()
        },
        **_head(run, baseline),
        **_table(run, baseline),
        **_questions(run),
    )


def _head(run: Run, baseline: Run | None) -> dict[str, Any]:
    measures = run.metrics["measures"]
    return {
        "metrics": run.metrics,
        "facts": facts(run.manifest),
        "changed": changed_settings(run.manifest),
        "manifest": json.dumps(run.manifest, ensure_ascii=False, indent=2),
        "figures": [(name, measures[name]["all"]) for name in _KEY_FIGURES if name in measures],
        "baseline": baseline,
        "baseline_facts": facts(baseline.manifest) if baseline else {},
        "costs": costs(run.metrics),
    }


def _table(run: Run, baseline: Run | None) -> dict[str, Any]:
    other = baseline.metrics if baseline else None
    return {"groups": tabulate(run.metrics, MEASURES, other), "small": SMALL}


def _plots(run: Run) -> dict[str, tuple[str, str, str]]:
    """Return each plot's title, what it says in a sentence, and the plot."""
    return {
        "recall": (
            "Recall by type",
            "How much of what answers is found: the article, the passage, the sentence.",
            plot_recall(run.metrics),
        ),
        "risk": (
            "Risk and coverage",
            "How often it is wrong when it answers only what it trusts most. A good order of "
            "trust keeps the curve low on the left; the dashed line is without abstaining.",
            plot_risk(run.metrics, run.questions),
        ),
        "latency": (
            "Latency by stage",
            "What half of the questions take at most, and 95 of 100.",
            plot_latency(run.metrics),
        ),
    }


def _questions(run: Run) -> dict[str, Any]:
    measures = known(run.metrics, MEASURES)
    lower = [measure.name for measure in measures if not measure.higher_is_better]
    choices = gather_choices(run.questions, [measure.name for measure in measures], lower)
    return {
        "choices": choices,
        "questions": _printed(run, choices),
        "total": len(run.questions),
        "verdicts": VERDICTS,
    }


def _printed(run: Run, choices: Choices) -> Sequence[Shown]:
    """Return the questions to print, in the order of the set."""
    ranked = sorted(run.questions, key=lambda question: question.verdict in GOOD)
    kept = {question.id for question in ranked[:PRINTED]}
    return [show(q, choices.keys[q.id]) for q in run.questions if q.id in kept]


def _policy(css: str, js: str) -> str:
    """Return the content security policy: the page's own style and script, nothing else."""
    style, script = (
        "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (css, js)
    )
    return (
        f"default-src 'none'; style-src '{style}'; script-src '{script}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
