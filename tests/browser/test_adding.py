"""Adding files from the page, hostile ones among them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.test_asking import ask, wait_for_quotes

COMET = """Une comète visible à l’œil nu au-dessus de Brazenac

Publié le 3 avril 2024

L’astronome Odile Quimperlé a découvert la comète de Brazenac mercredi 3 avril 2024."""

HOSTILE = """<img src=x onerror="alert(1)"> **Zorbek** <script>alert(2)</script>

Publié le 5 mai 2024

Le dompteur Zorbek a présenté <script>alert(3)</script><img src="https://evil.example/x.png" \
onerror="alert(4)"> son tigre ![image](https://evil.example/y.png) à Kervadec ${alert(5)} \
{{constructor}} [clic](javascript:alert(6))."""


def add(page: Page, button: str, *paths: Path) -> None:
    if not page.locator(f"#{button}").is_visible():
        page.click("#library > button")
    with page.expect_file_chooser() as chosen:
        page.click(f"#{button}")
    chosen.value.set_files([str(path) for path in paths])


def test_added_files_are_reported_kept_and_asked(
    page: Page, server: Server, tmp_path: Path
) -> None:
    good, bad, image = (tmp_path / name for name in ("comète.txt", "photo.txt", "photo.jpg"))
    good.write_text(COMET)
    bad.write_bytes(bytes(range(256)) * 40)
    image.write_bytes(b"\xff\xd8\xff\xe0")
    add(page, "add-files", good, bad, image)
    expect(page.locator("#report .report")).to_contain_text("1 ajouté")
    failures = page.locator("#report .failed").inner_text()
    assert "photo.txt" in failures and ".jpg" in failures
    assert [path.name for path in (server.library / "files").iterdir()] == ["comète.txt"]
    ask(page, "Qui a découvert la comète de Brazenac ?")
    wait_for_quotes(page)
    expect(page.locator("#current .answer")).to_contain_text("Odile Quimperlé")
    expect(page.locator("#sources .file").first).to_have_text("comète.txt")


def test_a_folder_is_added_whole(open_page: Callable[..., Page], tmp_path: Path) -> None:
    folder = tmp_path / "dossier"
    for year in ("2019", "2020"):
        (folder / year).mkdir(parents=True)
        text = f"La fête du Plantain\n\nLa fête du Plantain a attiré {year} personnes."
        (folder / year / "plantain.txt").write_text(text)
    page = open_page()
    add(page, "add-folder", folder)
    expect(page.locator("#report .report")).to_contain_text("2 ajoutés")


def test_a_hostile_article_is_text_and_nothing_else(page: Page, tmp_path: Path) -> None:
    """No dialog, no script, no request elsewhere: the page fixture checks those at its end."""
    hostile = tmp_path / "zorbek.txt"
    hostile.write_text(HOSTILE)
    add(page, "add-files", hostile)
    expect(page.locator("#report .report")).to_contain_text("1 ajouté")
    ask(page, "Quel animal le dompteur Zorbek a-t-il présenté à Kervadec ?")
    wait_for_quotes(page)
    page.locator("#current button.cite").first.click()
    shown = page.locator("#sources mark.active").inner_text()
    assert "<script>alert(3)</script>" in shown and "${alert(5)}" in shown
    assert page.locator("#desk img, #desk script, #sources a").count() == 0
