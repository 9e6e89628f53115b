"""Text, Markdown, web pages and Word documents, sound and broken."""

from __future__ import annotations

import logging
import os
import time
import zipfile
from dataclasses import replace
from datetime import date as Date
from datetime import datetime
from pathlib import Path

import docx
import pytest

from qa.reading import list_files, read_file
from qa.settings import Settings
from qa.types import Failure
from tests.reading.samples import article, assert_plain, read, reason

STORY = "Le marché d’été\nL’œuvre a coûté 12 000 € à la ville, « déjà » endettée — hélas.\n"


@pytest.mark.parametrize(
    "data",
    [
        STORY.encode(),
        STORY.encode("utf-8-sig"),
        STORY.encode("utf-16"),
        STORY.encode("utf-16-be"),
        STORY.encode("utf-16-le"),
        STORY.encode("utf-32"),
        STORY.encode("cp1252"),
        STORY.replace("\n", "\r\n").encode("cp1252"),
    ],
)
def test_text_in_any_usual_encoding(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    found = article(path)
    assert f"{found.title}\n{found.text}\n" == STORY
    assert (found.id, found.source, found.date) == ("a.txt", str(path), None)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman", "cp850"])
@pytest.mark.parametrize(
    "sentence",
    ["Été à Évian", "Le père Noël, déçu, a dû céder.", "Ça a coûté très cher à la forêt"],
)
def test_short_french_texts_in_old_code_pages(tmp_path: Path, encoding: str, sentence: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(sentence.encode(encoding))
    assert article(path).text == sentence


def test_a_stray_byte_spoils_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Été\nDéjà là, ".encode() + "l’été".encode("cp1252"))
    assert article(path).text == "Déjà là, l’été"


def test_zero_bytes_in_a_text_are_dropped(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Titre\nUn mot\x00, puis un autre, et le texte continue encore un peu. " * 3)
    assert "Un mot, puis" in article(path).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bytes(range(256)) * 40, "not text but binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "an image"),
        (b"%PDF-1.7\nBonjour", "a PDF"),
        (b"PK\x03\x04" + bytes(9), "ZIP"),
        (b"", "holds no text"),
        (b" \r\n\t\xef\xbb\xbf", "holds no text"),
        (b"\xff\xfe", "holds no text"),
    ],
)
def test_what_is_no_text_is_said(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert words in reason(path)


def test_files_and_texts_over_the_limits_are_named_with_them(tmp_path: Path) -> None:
    path = tmp_path / "gros.txt"
    path.write_text("Un mot. " * 400_000)
    too_big = reason(path, replace(Settings(), max_file_bytes=1_500_000))
    assert "3.2 MB, more than the 1.5 MB allowed: split it" in too_big
    too_long = reason(path, replace(Settings(), max_article_chars=1_000))
    assert "characters long, more than the 1,000 allowed: split it" in too_long


def test_a_file_that_vanished_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Bonjour.")
    (file,) = list_files([path]).files
    path.unlink()
    (failure,) = read_file(file, Settings())
    assert isinstance(failure, Failure)
    assert_plain(failure.reason)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root opens anything")
def test_a_file_that_may_not_be_read_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Bonjour.")
    path.chmod(0)
    assert "permission denied" in reason(path)


@pytest.mark.parametrize("stop", [MemoryError, KeyboardInterrupt, SystemExit])
def test_what_must_stop_the_program_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    def read_bytes(path: Path) -> bytes:
        raise stop

    path = tmp_path / "a.txt"
    path.write_text("Bonjour.")
    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    with pytest.raises(stop):
        read(path)


def test_wrapped_lines_become_paragraphs_and_others_stay(tmp_path: Path) -> None:
    wrapped = (
        "Le canal à sec\n\n"
        "Depuis trois semaines, le canal qui traverse la vieille ville est à\n"
        "sec, et les péniches reposent sur la vase. Les éclusiers disent avoir\n"
        "prévenu la préfecture dès le printemps, peut-être même avant, sans ré-\n"
        "ponse.\n\n"
        "Les bateliers demandent une aide, et la région promet d'y réfléchir au\n"
        "cours de l'été.\n"
    )
    path = tmp_path / "a.txt"
    path.write_text(wrapped)
    first, _, second = article(path).text.split("\n")
    assert first.endswith("peut-être même avant, sans réponse.")
    assert second.endswith("réfléchir au cours de l'été.")

    listed = "Les élus\n" + "\n".join(
        f"Conseillère numéro {n}, du parti des eaux" for n in range(9)
    )
    path.write_text(listed)
    assert article(path).text == listed.partition("\n")[2]


MARKDOWN = """\
---
title: "Le pont rouvre"
date: 2022-02-12
url: https://exemple.fr/pont
lang: fr
---
# Le pont rouvre

Le **pont** de l'*Horloge* rouvre, selon [la mairie](https://exemple.fr "La mairie") et [l'État][1].

![Le pont](pont.jpg)

> « Enfin ! » dit une riveraine.

- deux ans de travaux
- [x] neuf mois de `retard`

## Et après

Voir snake_case_name, 2 * 3 * 4 et <https://exemple.fr>. Un astérisque : \\*.
<!-- invisible -->
---

[1]: https://exemple.fr/etat
"""


def test_markdown_shows_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(MARKDOWN)
    found = article(path)
    assert (found.title, found.date) == ("Le pont rouvre", Date(2022, 2, 12))
    assert (found.url, found.language) == ("https://exemple.fr/pont", "fr")
    assert found.text.split("\n\n") == [
        "Le pont de l'Horloge rouvre, selon la mairie et l'État.",
        "« Enfin ! » dit une riveraine.",
        "deux ans de travaux\nneuf mois de retard",
        "Et après",
        "Voir snake_case_name, 2 * 3 * 4 et https://exemple.fr. Un astérisque : *.",
    ]


def test_a_heading_alone_is_title_and_text(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Le pont rouvre\n")
    found = article(path)
    assert (found.title, found.text) == ("Le pont rouvre", "Le pont rouvre")


@pytest.mark.parametrize("source", ["# Le pont.\nIl rouvre.", "Le pont.\n=====\nIl rouvre."])
def test_a_markdown_heading_is_the_title(tmp_path: Path, source: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(source)
    found = article(path)
    assert (found.title, found.text) == ("Le pont.", "Il rouvre.")


@pytest.mark.parametrize(
    "hostile",
    [
        *(sign * 60_000 for sign in ("*a ", "`a ", "![", "[a](", "<!--", "> ", "* ", "# ", " #x")),
        *("a" * 200_000, " " * 200_000 + "x", "en 12/02/22 " * 20_000, "1/1/99 " * 20_000),
    ],
)
@pytest.mark.parametrize("ending", [".txt", ".md"])
def test_hostile_documents_take_no_more_time_than_others(
    tmp_path: Path, hostile: str, ending: str
) -> None:
    path = tmp_path / f"a{ending}"
    path.write_text(f"Titre\n{hostile}\nFin")
    start = time.process_time()
    article(path)
    assert time.process_time() - start < 5


PAGE = """\
<!DOCTYPE html><html lang="fr"><head><meta charset="{charset}">
<title>Le pont rouvre - Gazette</title>
<meta property="article:published_time" content="2023-05-04T08:00:00+02:00">
<link rel="canonical" href="https://gazette.example/pont"></head>
<body><nav><a href="/">Accueil</a> <a href="/sport">Les sports</a></nav>
<article><h1>Le pont rouvre</h1>
<p>Après deux ans de travaux, le pont de l’Horloge rouvre jeudi à la circulation, dit la mairie.</p>
<p>« Les riverains sont soulagés », assure M. Berthier, qui préside l’association du quartier et
rappelle que le chantier avait pris neuf mois de retard.</p></article>
<div id="comments" class="comments"><p>Enfin ! Il était temps, écrit Toto33.</p></div>
<script>var pirate = "ne pas lire";</script><footer>Mentions légales</footer></body></html>
"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_a_web_page_gives_its_article(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(PAGE.format(charset=charset).encode(charset))
    found = article(path)
    assert (found.title, found.date) == ("Le pont rouvre", Date(2023, 5, 4))
    assert (found.url, found.language) == ("https://gazette.example/pont", "fr")
    assert "« Les riverains sont soulagés », assure M. Berthier" in found.text
    for noise in ("Accueil", "Toto33", "pirate", "Mentions", "<p>"):
        assert noise not in found.text


def test_a_page_without_an_article_gives_the_text_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "a.htm"
    path.write_text("<style>p{}</style><ul><li>Lundi</li><li>Mardi</li></ul>")
    found = article(path)
    assert f"{found.title}\n{found.text}" == "Lundi\nMardi"


@pytest.mark.parametrize("page", ["<html></html>", "<script>a()</script>", "<!-- rien -->", "  "])
def test_a_page_that_shows_nothing_is_said(tmp_path: Path, page: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(page)
    assert "holds no text" in reason(path)


def write_docx(path: Path, *, title: str = "", author: str = "Anne Roy") -> Path:
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = author
    document.core_properties.created = datetime(2021, 3, 4, 5, 6)
    document.add_paragraph("Le lavoir a été restauré par des bénévoles.")
    table = document.add_table(rows=2, cols=2)
    for row, cells in enumerate((("Ville", "Voix"), ("Dole", "12"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_paragraph("Il sera inauguré dimanche.")
    document.save(str(path))
    return path


def test_word_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    found = article(write_docx(tmp_path / "a.docx", title="Le lavoir"))
    assert found.title == "Le lavoir"
    assert found.date == Date(2021, 3, 4)
    assert found.text.split("\n") == [
        "Le lavoir a été restauré par des bénévoles.",
        "Ville | Voix",
        "Dole | 12",
        "Il sera inauguré dimanche.",
    ]


def test_the_date_of_a_word_template_means_nothing(tmp_path: Path) -> None:
    assert article(write_docx(tmp_path / "a.docx", author="python-docx")).date is None


def test_the_style_of_a_word_title_is_seen_and_merged_cells_count_once(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Le lavoir.", style="Title")
    document.add_paragraph("Le 3 mai 2020, il rouvre.")
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Une seule cellule"
    document.save(str(tmp_path / "a.docx"))
    found = article(tmp_path / "a.docx")
    assert (found.title, found.date) == ("Le lavoir.", Date(2020, 5, 3))
    assert found.text == "Le 3 mai 2020, il rouvre.\nUne seule cellule"


def test_word_files_that_are_something_else_are_said(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "protected by a password" in reason(path)
    path.write_text("Bonjour.")
    assert "not a Word document" in reason(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.txt", "Bonjour.")
    assert "an archive but not a Word document" in reason(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<broken")
    assert "damaged" in reason(path)
    whole = write_docx(tmp_path / "b.docx").read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged" in reason(path)


def test_a_word_file_that_unpacks_without_end_is_left_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(3_000_000))
    assert "unpacks to far more" in reason(path, replace(Settings(), max_file_bytes=100_000))


def test_an_empty_word_document_is_said(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    assert "holds no text" in reason(tmp_path / "a.docx")


def test_an_unforeseen_fault_is_a_plain_failure_and_leaves_a_trace_for_debugging(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(path: Path) -> bytes:
        raise RuntimeError("boum")

    path = tmp_path / "a.txt"
    path.write_text("Bonjour.")
    monkeypatch.setattr(Path, "read_bytes", fail)
    with caplog.at_level(logging.DEBUG, logger="qa.reading"):
        assert "damaged, or not really a .txt file" in reason(path)
    assert "boum" in caplog.text
