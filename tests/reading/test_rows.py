"""Files of many articles: every sound row is read, every broken one named."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import date as Date
from itertools import islice
from pathlib import Path
from zlib import crc32

import pytest

from qa.reading import list_files, read_file
from qa.settings import Settings
from qa.types import Article, Failure, Reading
from tests.reading.samples import assert_plain, read

Found = list[Reading | Failure]


def articles(found: Found) -> list[Article]:
    return [each.article for each in found if isinstance(each, Reading)]


def failures(found: Found) -> dict[str, str]:
    for each in found:
        if isinstance(each, Failure):
            assert_plain(each.reason)
    return {each.place: each.reason for each in found if isinstance(each, Failure)}


def line(**row: object) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


FULL = {
    "id": "a7",
    "title": "Le pont",
    "text": "Il rouvre.Les riverains sont contents.",
    "date": "2020-07-02T10:00:00Z",
    "url": "https://exemple.fr/pont",
    "summary": "En  bref.",
    "language": "fr",
}


def test_a_full_row(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line(**FULL))
    (found,) = read(path)
    assert isinstance(found, Reading)
    assert found.place == "a.jsonl#1"
    assert found.article == Article(
        id="a7",
        title="Le pont",
        text="Il rouvre.\nLes riverains sont contents.",
        date=Date(2020, 7, 2),
        source=str(path),
        url="https://exemple.fr/pont",
        language="fr",
        summary="En bref.",
    )


def test_broken_rows_are_named_by_number_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        line(text="Un.")  # 1
        + '{"text": "coupé\n'  # 2
        + '["liste"]\n'  # 3
        + "\n"  # 4: blank, not an article
        + line(title="sans texte")  # 5
        + line(text=["pas", "une", "chaîne"])  # 6
        + line(text="  ")  # 7
        + line(text="Huit.", date="un jour")  # 8
        + "[" * 100_000
        + "\n"  # 9
        + line(text="![]()")  # 10
        + line(text="Onze.", title=None, date=3, url={}, id=11, language=None).rstrip()
    )
    found = read(path)
    assert [each.text for each in articles(found)] == ["Un.", "Huit.", "Onze."]
    assert [each.id for each in articles(found)] == ["a.jsonl#1", "a.jsonl#8", "11"]
    assert all(each.date is None for each in articles(found))
    reasons = failures(found)
    assert list(reasons) == [f"a.jsonl#{number}" for number in (2, 3, 5, 6, 7, 9, 10)]
    for number, words in {
        2: "not valid JSON",
        3: "not an object",
        5: 'no "text" field',
        6: "not a string",
        7: "is empty",
        9: "nested too deep",
        10: "holds no text",
    }.items():
        assert words in reasons[f"a.jsonl#{number}"]


def test_an_id_taken_in_the_file_gives_way_to_the_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        line(id="x", text="Un.") + line(id="x", text="Deux.") + line(id="", text="Trois.")
    )
    assert [each.id for each in articles(read(path))] == ["x", "a.jsonl#2", "a.jsonl#3"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_rows_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes((line(text="L’été à Évian.") + line(text="Déjà ? »")).encode(encoding))
    assert [each.text for each in articles(read(path))] == ["L’été à Évian.", "Déjà ? »"]


def test_a_packed_file_is_read_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress((line(text="Un.") + line(text="Deux.")).encode()))
    assert [each.id for each in articles(read(path))] == ["a.jsonl.gz#1", "a.jsonl.gz#2"]


def test_a_packed_file_cut_short_keeps_the_rows_before(tmp_path: Path) -> None:
    rows = "".join(
        line(text=f"Article {number}, {crc32(bytes(number))}.") for number in range(5000)
    )
    whole = gzip.compress(rows.encode())
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    found = read(path)
    assert len(articles(found)) > 1000
    assert [found[-1]] == [each for each in found if isinstance(each, Failure)]
    assert "cut short" in failures(found)["a.jsonl.gz"]


@pytest.mark.parametrize("data", [b"Bonjour.", b"\x1f\x8b" + bytes(40)])
def test_a_packed_file_that_is_none_is_said(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(data)
    assert "not a GZIP file" in failures(read(path))["a.jsonl.gz"]


def test_rows_over_the_limits_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        line(text="Un.") + line(text="long " * 300) + line(text="x" * 9000) + line(text="Z.")
    )
    found = read(path, replace(Settings(), max_article_chars=1000, max_file_bytes=4000))
    assert [each.text for each in articles(found)] == ["Un.", "Z."]
    assert "more than 1,000" in failures(found)["a.jsonl#2"]
    assert "longer than 4,000 bytes" in failures(found)["a.jsonl#3"]


def test_rows_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(line(text="Un.").encode() * 2 + b"\xff" * 1000)
    (file,) = list_files([path]).files
    assert len(list(islice(read_file(file, Settings()), 2))) == 2


CSV = """\
Titre;Date;Texte;Résumé
Le pont;02/07/2020;"Il rouvre ; enfin.";Bref
L’été;;"Deux
lignes.";
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_french_spreadsheet(tmp_path: Path, encoding: str, newline: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(CSV.replace("\n", newline).encode(encoding))
    first, second = articles(read(path))
    assert (first.id, first.title, first.text) == ("a.csv#1", "Le pont", "Il rouvre ; enfin.")
    assert (first.date, first.summary) == (Date(2020, 7, 2), "Bref")
    assert (second.id, second.title, second.text) == ("a.csv#2", "L’été", "Deux\nlignes.")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"id{delimiter}TEXT\n7{delimiter}Un mot.\n")
    (found,) = articles(read(path))
    assert (found.id, found.text) == ("7", "Un mot.")


def test_a_single_column_and_rows_of_odd_lengths(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text\nUn.\n\n,,\nDeux.,en trop\n")
    found = read(path)
    assert [each.id for each in articles(found)] == ["a.csv#1", "a.csv#2"]
    path.write_text("title,text\nTitre seul\nT,Texte.\n")
    found = read(path)
    assert failures(found) == {"a.csv#1": 'the row has no "text" field'}
    assert [each.id for each in articles(found)] == ["a.csv#2"]


@pytest.mark.parametrize("data", ["a,b\n1,2\n", "\n", "Bonjour.\n"])
def test_a_table_without_a_text_column_is_said(tmp_path: Path, data: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(data)
    assert 'no "text" column: add a header' in failures(read(path))["a.csv"]


def test_a_long_cell_is_read_and_an_endless_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text\n" + "mot " * 100_000 + "\n")
    assert len(articles(read(path))[0].text) == 399_999
    path.write_text('text\nUn.\n"' + "mot\n" * 2000)
    found = read(path, replace(Settings(), max_article_chars=1000))
    assert articles(found)[0].text == "Un."
    assert "closing quotation mark is missing" in failures(found)["a.csv#2"]


def test_a_csv_line_without_end_stops_the_file_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text\nUn.\n" + "x" * 9000 + "\nDeux.\n")
    found = read(path, replace(Settings(), max_file_bytes=4000))
    assert [each.text for each in articles(found)] == ["Un."]
    assert "line 3: the line is longer than 4,000 bytes" in failures(found)["a.csv"]
