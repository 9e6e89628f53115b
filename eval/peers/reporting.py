"""What was measured, as a record for JSON and as a Markdown table."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from eval.peers.comparing import best_french, estimates, lead, shares
from eval.peers.measuring import Measured
from eval.peers.passages import PassageSet
from eval.questions import Question

_NOTES = (
    "Every system is given the same passage texts (title, date, text) and the same vectors: "
    "encoding the passages is in nobody's index rate. Questions are encoded by the same encoder, "
    "within the query rate of those who search vectors. Sourcier's index is on disk, the peers' "
    "are in memory.",
    "Articles are ranked by their first passage. Brackets are 95% bootstrap intervals over the "
    "questions; “lead” is Sourcier minus the system, paired.",
    "★ is the best of a system's candidates in French, by recall@5 and then MRR@10, chosen on "
    "these same questions, which favours it. “default” is what its documentation shows first.",
    "Rates are of one run, one question at a time, and a busy machine lowers them.",
)
_COLUMNS = (
    "system",
    "configuration",
    "R@1",
    "R@5",
    "R@10",
    "MRR@10",
    "lead R@5",
    "lead MRR@10",
    "passages/s",
    "questions/s",
    "p50 ms",
)


def make_record(
    measured: Sequence[Measured],
    questions: Sequence[Question],
    passages: PassageSet,
    about: Mapping[str, Any],
) -> dict[str, Any]:
    """Return all that was measured; ``about`` says of what (set, library, versions …).

    Sourcier itself has no lead.
    """
    return {
        **about,
        "time": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "machine": {
            "processor": platform.machine(),
            "cores": os.cpu_count(),
            "load": os.getloadavg()[0],
            "python": platform.python_version(),
        },
        "encoder": asdict(passages.encoder),
        "questions": len(questions),
        "articles": len(passages.entries),
        "passages": len(passages),
        "systems": _rows(measured, questions, len(passages)),
    }


def _rows(
    measured: Sequence[Measured], questions: Sequence[Question], passages: int
) -> list[dict[str, Any]]:
    found = [shares(one, questions) for one in measured]
    values = [estimates(one) for one in found]
    best = best_french(measured, values)
    ours = next((f for f, m in zip(found, measured, strict=True) if _is_ours(m)), None)
    rows = []
    for number, (one, theirs) in enumerate(zip(measured, found, strict=True)):
        leads = lead(ours, theirs) if ours and not _is_ours(one) else {}
        rows.append(
            {
                "system": one.system,
                "configuration": one.configuration.name,
                "role": one.configuration.role,
                "description": one.configuration.description,
                "best": number in best,
                "measures": {name: asdict(value) for name, value in values[number].items()},
                "lead": {name: asdict(value) if value else None for name, value in leads.items()},
                "index seconds": one.index_seconds,
                "passages a second": passages / one.index_seconds,
                "questions a second": one.query_rate,
                "query p50": one.query_median,
            }
        )
    return rows


def table(record: Mapping[str, Any]) -> str:
    """Return the record as Markdown: what it is about, the table, the configurations, notes."""
    versions = ", ".join(f"{name} {number}" for name, number in record["versions"].items())
    head = (
        f"{record['set']}: {record['questions']:,} questions over {record['passages']:,} passages "
        f"of {record['articles']:,} articles; encoder {record['encoder']['model']}; "
        f"{record['depth']} passages a search; load {record['machine']['load']:.1f} on "
        f"{record['machine']['cores']} cores. {versions}."
    )
    rows = [_line(_COLUMNS), _line(["---"] * 2 + ["---:"] * (len(_COLUMNS) - 2))]
    rows += [_line(_cells(row)) for row in record["systems"]]
    said = [f"- {_name(row)}: {row['description']}." for row in record["systems"]]
    return "\n".join(
        [head, "", *rows, "", *said, "", *_NOTES, *record["not installed"]],
    )


def _cells(row: Mapping[str, Any]) -> list[str]:
    measures, leads = row["measures"], row["lead"]
    return [
        row["system"],
        row["configuration"] + (" ★" if row["best"] else ""),
        f"{measures['article recall@1']['value']:.3f}",
        _with_interval(measures["article recall@5"], "value"),
        f"{measures['article recall@10']['value']:.3f}",
        _with_interval(measures["article MRR@10"], "value"),
        _with_interval(leads.get("article recall@5"), "difference", "+"),
        _with_interval(leads.get("article MRR@10"), "difference", "+"),
        f"{row['passages a second']:,.0f}",
        f"{row['questions a second']:,.1f}",
        f"{row['query p50'] * 1e3:,.0f}",
    ]


def _with_interval(value: Mapping[str, Any] | None, name: str, sign: str = "") -> str:
    if value is None or value[name] is None:
        return "–"
    return f"{value[name]:{sign}.3f} [{value['low']:{sign}.3f}, {value['high']:{sign}.3f}]"


def _name(row: Mapping[str, Any]) -> str:
    return f"{row['system']}, {row['configuration']}"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _is_ours(measured: Measured) -> bool:
    return measured.configuration.role == "shipped"
