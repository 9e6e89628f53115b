"""Records say all that an answer does, in plain data."""

from __future__ import annotations

import json
from dataclasses import fields

from qa.records import answer_record
from qa.types import Answer, Article, Citation, Span, Statement, Support


def test_every_field_of_an_answer_is_in_its_record(article: Article) -> None:
    citation = Citation(1, article, 0, 24, article.text[:24], (Span(3, 9),))
    reasons = ("negation differs: pas",)
    partly = Statement("Il change", (1,), Support("partly", 0.51234, reasons))
    answer = Answer(
        "Qui ?",
        "Rien.",
        (),
        (),
        (),
        True,
        "no name",
        "quotes",
        "fr",
        statements=(partly,),
        searched="Qui change ?",
        nearest=(citation,),
        warning="The line is full.",
    )
    record = answer_record(answer)
    assert set(record) == {field.name for field in fields(Answer)}
    (nearest,) = record["nearest"]
    assert nearest["marks"] == [{"start": 3, "end": 9, "text": "marché"}]
    assert record["statements"] == [
        {
            "text": "Il change",
            "numbers": [1],
            "verdict": "partly",
            "score": 0.512,
            "reasons": list(reasons),
            "dropped": False,
        }
    ]
    assert (record["searched"], record["warning"]) == ("Qui change ?", "The line is full.")
    assert json.loads(json.dumps(record)) == record
