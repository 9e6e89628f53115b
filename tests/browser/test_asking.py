"""Asking on the page: quotes first, citations that lead to their sentence, honest silence."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

EXAMPLE = "Qui a participé à la réunion du 11 février ?"
MAYOR = "Qui a été élue maire de Vaubrenne ?"
MUSEUM = "Quand le musée des Tisserands a-t-il rouvert ?"
UNANSWERABLE = "Qui a peint la Joconde ?"


def ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    expect(page.locator("#current .question")).to_have_text(question)


def wait_for_answer(page: Page) -> None:
    """Wait for the checked answer: a while, when other work keeps the processor busy."""
    page.wait_for_selector("#current [data-state=done]", timeout=120_000)
    page.wait_for_selector("#send")


def wait_for_quotes(page: Page) -> None:
    """Wait for the quotes, and have the model stop if it is writing: they stay then."""
    page.wait_for_selector("#current .quote")
    if page.locator("#stop").is_visible():
        page.click("#stop")


def test_the_example_names_who_took_part_with_their_sentences(page: Page) -> None:
    page.click(f"#examples button:has-text('{EXAMPLE}')")
    page.wait_for_selector("#current .quote")
    wait_for_answer(page)
    answer = page.locator("#current .answer").inner_text()
    for name in ("Stoltenberg", "Duda", "Biden", "Johnson", "Michel"):
        assert name in answer


def test_a_citation_leads_to_its_marked_sentence_and_back(page: Page) -> None:
    ask(page, MAYOR)
    wait_for_quotes(page)
    quote = page.locator("#current .quote .words").first.inner_text()
    cite = page.locator("#current button.cite").first
    cite.focus()
    page.keyboard.press("Enter")
    mark = page.locator("#sources mark.active")
    expect(mark).to_be_in_viewport()
    assert "Hélène Garnier" in quote and mark.inner_text() == quote
    expect(page.locator("#current .quote .asked").first).to_have_text("Hélène Garnier")
    expect(mark.locator(".asked").first).to_have_text("Hélène Garnier")
    expect(page.locator("#sources .source.active")).to_be_focused()
    page.click("#sources .source.active .back")
    expect(cite).to_be_focused()


def test_an_earlier_answer_keeps_its_sources(page: Page) -> None:
    ask(page, MAYOR)
    wait_for_quotes(page)
    wait_for_answer(page)
    ask(page, UNANSWERABLE)
    page.locator("#past button.cite").first.click()
    expect(page.locator("#past mark.active")).to_be_in_viewport()
    expect(page.locator("#past mark.active")).to_contain_text("Hélène Garnier")


def test_a_question_the_articles_do_not_answer_gets_a_calm_answer(page: Page) -> None:
    ask(page, UNANSWERABLE)
    wait_for_answer(page)
    expect(page.locator("#current .state")).to_contain_text("Pas de réponse dans les articles")
    expect(page.locator("#current .near h3")).to_have_text("Le plus proche")
    words = page.locator("#current .near .words").first.inner_text()
    page.locator("#current .near button.cite").first.click()
    expect(page.locator("#sources mark.active")).to_have_text(words)


def test_nothing_is_sent_for_an_empty_question_and_errors_are_sentences(page: Page) -> None:
    page.press("#question textarea", "Enter")
    page.fill("#question textarea", "   ")
    page.click("#send")
    page.wait_for_timeout(500)
    assert page.locator("#current .exchange").count() == 0
    ask(page, "???")
    page.wait_for_selector("#current [data-state=failed]")
    expect(page.locator("#current .prose")).to_contain_text("empty")


def test_shift_enter_writes_a_second_line(page: Page) -> None:
    page.fill("#question textarea", "Qui a été élue")
    page.press("#question textarea", "Shift+Enter")
    page.keyboard.type("maire ?")
    assert page.input_value("#question textarea") == "Qui a été élue\nmaire ?"
    assert page.locator("#current .exchange").count() == 0


def test_stopping_keeps_the_quotes_and_frees_the_page(page: Page) -> None:
    ask(page, MAYOR)
    page.wait_for_selector("#current .quote")
    page.click("#stop")
    wait_for_answer(page)
    expect(page.locator("#current .note")).to_contain_text("Rédaction arrêtée")
    expect(page.locator("#current .quote").first).to_contain_text("Hélène Garnier")
    expect(page.locator("#send")).to_be_visible()


def test_asking_again_replaces_and_clearing_forgets(page: Page) -> None:
    ask(page, UNANSWERABLE)
    wait_for_answer(page)
    page.click("#retry")
    page.wait_for_timeout(300)
    wait_for_answer(page)
    assert page.locator(".exchange").count() == 1
    page.click("#clear")
    expect(page.locator("#current .welcome")).to_be_visible()
    assert page.locator(".exchange").count() == 0


def test_two_people_get_their_own_answers(open_page: Callable[..., Page]) -> None:
    one, two = open_page(), open_page()
    ask(one, MAYOR)
    ask(two, MUSEUM)
    for page, name, other in ((one, "Garnier", "Tisserands"), (two, "Tisserands", "Garnier")):
        wait_for_quotes(page)
        said = page.locator("#current .answer").inner_text()
        assert name in said and other not in said
        assert page.locator(".exchange").count() == 1
