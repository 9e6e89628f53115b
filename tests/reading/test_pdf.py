"""PDF files: pages to paragraphs, and the ways they fail."""

from __future__ import annotations

from pathlib import Path

import pypdf

from tests.reading.samples import Line, article, reason, write_pdf

BODY = [
    "Les habitants du quartier de la gare ont voté dimanche la construction d'une passe-",
    "relle au-dessus du canal, un projet discuté depuis dix ans et repoussé plusieurs fois. Le",
    "maire, M. Lefranc, s'est félicité d'un « choix clair », selon ses mots. Il rappelle peut-",
    "être un peu vite que la participation n'a pas dépassé 31 %.",
    "La préfecture doit encore donner son accord. Les travaux commenceraient en avril 2024 et",
    "dureraient quatorze mois, d'après le calendrier que la mairie a remis aux rive-",
    "rains lors de la réunion publique du 3 mai 2023.",
]
PARAGRAPHS = [
    "Les habitants du quartier de la gare ont voté dimanche la construction d'une passerelle "
    "au-dessus du canal, un projet discuté depuis dix ans et repoussé plusieurs fois. Le maire, "
    "M. Lefranc, s'est félicité d'un « choix clair », selon ses mots. Il rappelle peut-être un "
    "peu vite que la participation n'a pas dépassé 31 %.",
    "La préfecture doit encore donner son accord. Les travaux commenceraient en avril 2024 et "
    "dureraient quatorze mois, d'après le calendrier que la mairie a remis aux riverains lors de "
    "la réunion publique du 3 mai 2023.",
]
TEXT_SIZE, TITLE_SIZE = 11, 18


def body() -> list[Line]:
    return [(line, TEXT_SIZE) for line in BODY]


def test_lines_become_paragraphs_and_broken_words_are_mended(tmp_path: Path) -> None:
    title: list[Line] = [
        ("Une passerelle pour la gare", TITLE_SIZE),
        ("et pour le canal", TITLE_SIZE),
    ]
    found = article(write_pdf(tmp_path / "a.pdf", [title + body()], pack=True))
    assert found.title == "Une passerelle pour la gare et pour le canal"
    assert found.text.split("\n") == PARAGRAPHS
    assert str(found.date) == "2023-05-03"


def test_running_heads_and_page_numbers_go(tmp_path: Path) -> None:
    pages = [
        [("La Gazette du canal", 9.0), *body(), (f"Page {number} sur 4", 9.0)]
        for number in range(1, 5)
    ]
    text = article(write_pdf(tmp_path / "a.pdf", pages)).text
    assert "Gazette" not in text
    assert "Page" not in text
    assert text.split("\n") == PARAGRAPHS * 4


def test_the_title_of_the_properties_serves_when_the_text_has_none(tmp_path: Path) -> None:
    found = article(write_pdf(tmp_path / "a.pdf", [body()], title="Passerelle"))
    assert found.title == "Passerelle"
    assert found.text.split("\n") == PARAGRAPHS


def test_a_protected_pdf_is_said(tmp_path: Path) -> None:
    write_pdf(tmp_path / "clair.pdf", [body()])
    writer = pypdf.PdfWriter(tmp_path / "clair.pdf")
    writer.encrypt("sésame", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    assert "is protected by a password: save a copy without it" in reason(tmp_path / "a.pdf")


def test_a_damaged_pdf_is_said(tmp_path: Path) -> None:
    whole = write_pdf(tmp_path / "a.pdf", [body()] * 3, pack=True).read_bytes()
    for data in (whole[:30], b"%PDF-1.7\n", b"Bonjour.", bytes(500)):
        (tmp_path / "b.pdf").write_bytes(data)
        assert "damaged or cut short" in reason(tmp_path / "b.pdf")


def test_a_pdf_of_images_only_is_said(tmp_path: Path) -> None:
    assert "images only, no text: run OCR" in reason(write_pdf(tmp_path / "a.pdf", [[], []]))
