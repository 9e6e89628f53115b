"""The promise of the first page, kept in the page itself, on the two real articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving
from tests.browser.test_asking import ask, wait_for_answer


@pytest.fixture
def page(browser: Browser, shared: Path, tmp_path: Path) -> Iterator[Page]:
    with serving(tmp_path, shared / "articles") as server:
        context = browser.new_context(viewport={"width": 1280, "height": 860})
        page = context.new_page()
        page.goto(server.url)
        page.wait_for_selector("#library >> text=article")
        yield page
        context.close()


def test_the_three_questions(page: Page) -> None:
    answer = page.locator("#current .answer")
    ask(page, "Qui a participé à la réunion du 11 février ?")
    wait_for_answer(page)
    for name in "Stoltenberg Biden Johnson Trudeau Macron Scholz Draghi Duda Iohannis".split():
        expect(answer).to_contain_text(name)
    expect(answer).to_contain_text("Charles Michel")
    expect(answer).to_contain_text("Ursula von der Leyen")
    ask(page, "Quand Biden et Poutine doivent-ils se rencontrer ?")
    wait_for_answer(page)
    expect(answer).to_contain_text("16 juin à Genève")
    ask(page, "Qui a gagné le Tour de France ?")
    wait_for_answer(page)
    expect(page.locator("#current .state")).to_contain_text("Pas de réponse dans les articles")
