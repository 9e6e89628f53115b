"""The promise of the first page, on the two real articles kept beside the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa import Assistant, answer
from qa.cli import main

DAY = "Qui a participé à la réunion du 11 février ?"
MEETING = "Quand Biden et Poutine doivent-ils se rencontrer ?"
CYCLING = "Qui a gagné le Tour de France ?"
OF_2022, OF_2021 = "000_de7f2c9be5503ac2.txt", "004_b79cdb675a26dda6.txt"
LEADERS = (
    "Stoltenberg Biden Johnson Trudeau Macron Scholz Draghi Duda Iohannis Michel Leyen".split()
)


@pytest.fixture(scope="module")
def seeds(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds") / "library"
    assert main(["index", str(shared / "articles"), "--library", str(folder)]) == 0
    return folder


def ask(
    seeds: Path, question: str, capsys: pytest.CaptureFixture[str]
) -> tuple[int, dict[str, object]]:
    code = main(["ask", question, "--library", str(seeds), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_who_took_part(seeds: Path, shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = ask(seeds, DAY, capsys)
    assert code == 0
    assert all(name in str(found["text"]) for name in LEADERS)
    raw = (shared / "articles" / OF_2022).read_text(encoding="utf-8")
    for citation in found["citations"]:  # type: ignore[attr-defined]
        assert citation["article"]["id"] == OF_2022
        assert citation["article"]["date"] == "2022-02-11"
        assert citation["quote"] in raw


def test_when_they_meet(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = ask(seeds, MEETING, capsys)
    assert code == 0
    assert "16 juin" in str(found["text"]) and "Genève" in str(found["text"])
    assert found["citations"][0]["article"]["id"] == OF_2021  # type: ignore[index]


def test_what_they_do_not_say(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = ask(seeds, CYCLING, capsys)
    assert code == 3
    assert found["abstained"] is True and found["citations"] == []


def test_the_same_through_answer(shared: Path) -> None:
    articles = shared / "articles"
    found = answer(DAY, articles=articles, model="none")
    assert all(name in found.text for name in LEADERS)
    assert "16 juin" in answer(MEETING, articles=articles, model="none").text
    assert answer(CYCLING, articles=articles, model="none").abstained


def test_rows_of_the_news_corpus_are_found_by_their_titles(shared: Path, tmp_path: Path) -> None:
    import gzip
    from itertools import islice

    corpus = shared / "data" / "orangesum.jsonl.gz"
    if not corpus.exists():
        pytest.skip("needs the news corpus of ../shared")
    with gzip.open(corpus, "rt", encoding="utf-8") as rows:
        lines = list(islice(rows, 60))
    part = tmp_path / "part.jsonl"
    part.write_text("".join(lines), encoding="utf-8")
    with Assistant.open(tmp_path / "library", model="none") as assistant:
        report = assistant.add(part)
        assert (report.added, report.failed) == (60, ())
        first = 0
        for line in lines:
            row = json.loads(line)
            hits = assistant.search(row["title"], k=1)
            first += hits[0].article.id == row["id"]
    assert first >= 57
