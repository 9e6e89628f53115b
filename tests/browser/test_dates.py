"""Asking on the page about some dates alone, and more or less carefully."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_asking import UNANSWERABLE, ask, wait_for_answer, wait_for_quotes

BUDGET = "Quel est le budget de Vaubrenne ?"


def choose_dates(page: Page, since: str, until: str) -> None:
    """Type both dates with the keyboard alone."""
    if not page.locator("#since input").is_visible():
        page.locator("#options > button").focus()
        page.keyboard.press("Enter")
    page.fill("#since input", since)
    page.press("#since input", "Tab")
    expect(page.locator("#until input")).to_be_focused()
    page.fill("#until input", until)
    page.press("#until input", "Enter")


def test_only_sources_of_the_dates_are_shown(page: Page) -> None:
    expect(page.locator("#since input")).to_be_hidden()
    choose_dates(page, "janvier 2020", "31/12/2020")
    period = "du 1er janvier 2020 au 31 décembre 2020"
    expect(page.locator("#options > button")).to_contain_text(period)
    ask(page, BUDGET)
    wait_for_quotes(page)
    expect(page.locator("#current .period")).to_have_text(f"Articles {period}")
    expect(page.locator("#sources time").first).to_contain_text("2020")
    assert all("2020" in day for day in page.locator("#sources time").all_inner_texts())


def test_dates_without_articles_are_named_and_clearing_forgets_them(page: Page) -> None:
    choose_dates(page, "1998", "mai 1999")
    ask(page, BUDGET)
    wait_for_answer(page)
    said = "Aucun article entre le 1er janvier 1998 et le 31 mai 1999."
    expect(page.locator("#current .prose")).to_contain_text(said)
    page.click("#clear")
    expect(page.locator("#options > button")).to_have_text("Dates et prudence ▼")
    assert page.input_value("#since input") == page.input_value("#until input") == ""


def test_what_is_no_date_is_said_in_the_pages_language_and_nothing_is_asked(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(390, 640)
    choose_dates(page, "un jour", "2022")
    expect(page.locator("#options [role=alert]")).to_contain_text("Le champ « Du »")
    page.fill("#question textarea", BUDGET)
    page.press("#question textarea", "Enter")
    page.wait_for_timeout(500)
    expect(page.locator("#options [role=alert]")).to_be_in_viewport()
    assert page.locator("#current .exchange").count() == 0
    assert page.input_value("#question textarea") == BUDGET
    page.click("#language")
    expect(page.locator("#options [role=alert]")).to_contain_text("“From”")
    choose_dates(page, "2022", "2021")
    expect(page.locator("#options [role=alert]")).to_contain_text("run backwards")
    choose_dates(page, "", "2021")
    expect(page.locator("#options [role=alert]")).to_have_count(0)
    expect(page.locator("#options > button")).to_contain_text("up to 31 December 2021")


def test_caution_is_chosen_named_and_forgotten_by_clearing(page: Page) -> None:
    page.click("#options > button")
    page.click("#caution label:has-text('hardi')")
    expect(page.locator("#options > button")).to_contain_text("Dates et prudence : hardi")
    page.click("#language")
    expect(page.locator("#options > button")).to_contain_text("Dates and caution: bold")
    expect(page.locator("#caution label.selected")).to_have_text("bold")
    ask(page, UNANSWERABLE)
    wait_for_answer(page)
    page.click("#clear")
    expect(page.locator("#caution label.selected")).to_have_text("balanced")
    expect(page.locator("#options > button")).to_have_text("Dates and caution ▼")
