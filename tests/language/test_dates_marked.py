"""Dates against mentions marked by hand, and the counting itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from eval.language import dates as marking
from eval.language.dates import Counts, Marked, add, count, errors, parse_value, read_marked
from qa.errors import QuestionError
from qa.language.calendar import DateMention, PartialDate
from qa.language.dates import find_dates


def counted(texts: list[Marked], half: str) -> Counts:
    return add([count(find_dates, one) for one in texts if one.half == half])


def test_there_are_enough_mentions() -> None:
    texts = read_marked()
    assert sum(len(one.mentions) for one in texts) >= 200
    assert all(one.text[m.start : m.end].strip() for one in texts for m in one.mentions)


@pytest.mark.parametrize("half", marking.HALVES)
def test_dates_are_found_and_resolved(half: str) -> None:
    assert counted(read_marked(), half).accuracy >= 0.95


def test_dates_of_real_articles_are_found_and_resolved(shared: Path) -> None:
    corpus = shared / "data" / "orangesum.jsonl.gz"
    if not corpus.exists():
        pytest.skip("needs the news corpus of ../shared")
    placed = marking.read_placed(marking.read_articles(corpus))
    for half in marking.HALVES:
        assert counted(placed, half).accuracy >= 0.95


def test_values_are_read() -> None:
    assert parse_value("2022-02-11") == (PartialDate(11, 2, 2022), None)
    assert parse_value("XXXX-02-11") == (PartialDate(11, 2, None), None)
    assert parse_value("2014/2018") == (PartialDate(year=2014), PartialDate(year=2018))


def test_counting() -> None:
    text = "mardi, le 3 mai, en 2019"
    mentions = tuple(
        DateMention(text.index(words), text.index(words) + len(words), first)
        for words, first in (
            ("mardi", PartialDate(3, 5, 2022)),
            ("3 mai", PartialDate(3, 5, 2022)),
        )
    )
    marked = Marked("dev", date(2022, 5, 5), text, 0, len(text), mentions)
    tuesday, wrong = mentions[0], DateMention(10, 15, PartialDate(3, 5, 2021))
    year = DateMention(20, 24, PartialDate(year=2019))

    def find(_text: str, _published: date) -> list[DateMention]:
        return [tuesday, wrong, year]

    found = count(find, marked)
    assert found == Counts(marked=2, exact=1, loose=1, spurious=1)
    assert found.accuracy == pytest.approx(1 / 3)
    assert len(errors(find, marked)) == 4  # the text, one missed, two found wrongly
    assert errors(lambda *_: list(mentions), marked) == []


def test_another_article_is_refused() -> None:
    with pytest.raises(QuestionError, match="corpus the set was marked on"):
        marking.read_placed({})


def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert marking.main(["--half", "dev", "--finder", "ours"]) == 0
    assert "| ours | ours | dev |" in capsys.readouterr().out
