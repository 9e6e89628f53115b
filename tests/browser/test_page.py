"""The page as a whole: two languages, narrow and dark, and nothing beyond this machine."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from urllib.parse import quote

import pytest
from gradio_client import Client
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.test_asking import MAYOR, UNANSWERABLE, ask, wait_for_answer, wait_for_quotes


def test_english_relabels_everything_at_once(page: Page) -> None:
    ask(page, UNANSWERABLE)
    wait_for_answer(page)
    page.click("#language")
    expect(page.locator("#masthead .tagline")).to_contain_text("Your articles answer")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    said = page.locator("body").inner_text()
    for english in ("No answer in the articles", "Nearest", "Ask again", "Clear", "Library"):
        assert english in said
    for french in ("Demander", "Effacer", "Bibliothèque", "Le plus proche ·", "Pas de réponse"):
        assert french not in said
    assert page.get_attribute("#question textarea", "placeholder") == "Who, when, where…?"
    page.click("#language")
    expect(page.locator("#send")).to_have_text("Demander")


def test_the_models_in_use_are_always_named(page: Page) -> None:
    models = page.locator("#models .hint")
    expect(models).to_be_visible()
    expect(models).to_contain_text("SmolLM2-135M")
    expect(models).to_contain_text("sourcier-static-fr")
    assert page.locator("#models .note").count() == 0


def test_what_is_typed_and_what_is_cited_stay_in_sight(page: Page) -> None:
    for question in (UNANSWERABLE, MAYOR):
        ask(page, question)
        wait_for_quotes(page)
        wait_for_answer(page)
    page.evaluate("scrollTo(0, document.querySelector('#past').clientHeight / 2)")
    expect(page.locator("#question")).to_be_in_viewport()
    expect(page.locator("#sources .source").first).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_window_never_scrolls_sideways(
    open_page: Callable[..., Page], scheme: str
) -> None:
    page = open_page(390, 844, color_scheme=scheme)
    widths = "[document.documentElement.scrollWidth, innerWidth]"
    scrolled, window = page.evaluate(widths)
    assert scrolled <= window
    ask(page, MAYOR)
    wait_for_quotes(page)
    scrolled, window = page.evaluate(widths)
    assert scrolled <= window
    page.locator("#current button.cite").first.click()
    expect(page.locator("#sources mark.active")).to_be_in_viewport()


@pytest.mark.parametrize("path", ["", "files/", "../"])
def test_the_library_cannot_be_fetched(server: Server, path: str) -> None:
    for file in [server.library / path, *server.library.glob(f"{path}*")]:
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{server.url}/gradio_api/file={quote(str(file))}", timeout=10)
        assert refused.value.code in (403, 404)


def test_the_answer_is_an_endpoint_too(server: Server) -> None:
    record = Client(server.url, verbose=False).predict(UNANSWERABLE, api_name="/ask")
    assert record["abstained"] is True
    assert record["question"] == UNANSWERABLE
