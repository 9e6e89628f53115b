"""What a terminal shows of an answer, and what it says while one waits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.printing import answer_lines, asking_line
from qa.types import Answer, Article, Citation, Found, Quoted, Span, Statement, Support, Waiting


@pytest.fixture
def answer(article: Article) -> Answer:
    """An answer in one quote, of a number."""
    quote = "« Il y aura 42 étals », a-t-elle précisé."
    start, number = article.text.index(quote), article.text.index("42 étals")
    mark = Span(number, number + len("42 étals"))
    citation = Citation(1, article, start, start + len(quote), quote, (mark,))
    text = f"«\u00a0{quote}\u00a0» [1]"
    return Answer(
        "Combien d’étals ?", text, (citation,), (citation,), (), False, "", "quotes", "fr"
    )


def test_what_was_asked_for_is_bold_where_the_terminal_can(answer: Answer) -> None:
    first, source = answer_lines(answer, bold=True)
    assert "Il y aura \x1b[1m42 étals\x1b[22m »" in first
    assert first.replace("\x1b[1m", "").replace("\x1b[22m", "") == answer.text
    assert source == "  [1] Le marché de Noirval change de place, 2021-04-20 — marche.txt"
    assert next(answer_lines(answer)) == answer.text


def test_who_wrote_and_what_is_borne_out_in_part_is_said(answer: Answer) -> None:
    borne_out = Statement("Il y aura 42 étals", (1,), Support("supported", 0.9))
    partly = Statement(
        "La mairie en veut 50", (1,), Support("partly", 0.5, ("amount not in the evidence: 50",))
    )
    dropped = Statement("Rien", (), Support("unsupported", 0.0, ("cites nothing",)), dropped=True)
    text = "Il y aura 42 étals [1]. La mairie en veut 50 [1]."
    written = replace(
        answer, text=text, written_by="petit-modele", statements=(borne_out, partly, dropped)
    )
    assert list(answer_lines(written))[2:] == [
        "  Written by petit-modele, checked sentence by sentence.",
        "  Partly supported (amount not in the evidence: 50): La mairie en veut 50",
    ]


@pytest.mark.parametrize(
    ("language", "heading", "quoted"),
    [
        ("fr", "Le plus proche\u00a0:", "«\u00a0« Il y aura"),
        ("en", "Nearest:", "“« Il y aura"),
    ],
)
def test_an_abstention_is_followed_by_the_nearest_sentences(
    answer: Answer, language: str, heading: str, quoted: str
) -> None:
    silent = replace(
        answer,
        text="Les articles ne le disent pas.",
        language=language,
        abstained=True,
        citations=(),
        quotes=(),
        nearest=answer.quotes,
    )
    first, title, nearest, source = answer_lines(silent)
    assert (first, title) == (silent.text, heading)
    assert nearest.startswith(quoted) and nearest.endswith(" [1]")
    assert source.startswith("  [1] Le marché")


def test_who_waits_hears_how_many_are_ahead(answer: Answer) -> None:
    assert asking_line(Waiting(3)) == "The model is busy; before you: 3…"
    assert asking_line(Waiting(0)) == asking_line(Found(())) == asking_line(Quoted(())) == ""
    assert "at work" in asking_line(Quoted(answer.quotes))
