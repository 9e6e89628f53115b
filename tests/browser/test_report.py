"""The evaluation's report in a browser: from its file, alone, with article text as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from eval.reporting import write_report
from tests.eval.reporting.made_up import HOSTILE, make_run

QUESTIONS = 10
WIDTHS = "[document.documentElement.scrollWidth, innerWidth]"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the made-up run, compared with a smaller one."""
    folder = tmp_path_factory.mktemp("report")
    return write_report(make_run(folder / "run"), make_run(folder / "base", only=["s001", "s004"]))


@pytest.fixture
def open_report(browser: Browser, report: Path) -> Iterator[Callable[..., Page]]:
    """Return a function that opens the report, watched until the end for what it mustn't do."""
    requests: list[str] = []
    complaints: list[str] = []
    contexts = []

    def open_one(fragment: str = "", width: int = 1280, scheme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 860}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", lambda request: requests.append(request.url))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(report.as_uri() + fragment)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert {url.partition("#")[0] for url in requests} - {"data:,"} == {report.as_uri()}
    assert not complaints


@pytest.fixture
def page(open_report: Callable[..., Page]) -> Page:
    return open_report()


def shown(page: Page) -> list[str]:
    """Return the ids of the questions that are shown, as the page counts them."""
    ids = page.eval_on_selector_all(
        ".question", "rows => rows.filter(row => row.checkVisibility()).map(row => row.id)"
    )
    expect(page.locator(".count")).to_have_text(f"{len(ids)} of {QUESTIONS} questions")
    return ids


def test_three_clicks_lead_to_why_an_answer_failed(page: Page) -> None:
    page.click("label.chip:has-text('wrong')")
    assert shown(page) == ["q-s004", "q-s005"]
    page.click("#q-s004 > summary")
    row = page.locator("#q-s004")
    expect(row.locator(".why")).to_have_text(
        "The answer doesn’t hold the gold. "
        "The right article ranks 2nd; the supporting sentence ranks 5th."
    )
    expect(row.locator(".why")).to_be_in_viewport()
    expect(row.locator(".steps li")).to_have_count(5)
    expect(row.locator(".ranking li.right").first).to_contain_text("Bernard Delmas")


def test_filters_add_up_and_can_be_cleared(page: Page) -> None:
    assert len(shown(page)) == QUESTIONS
    page.select_option("select[name=type]", label="who (3)")
    assert shown(page) == ["q-s001", "q-s004", "q-s005"]
    page.select_option("select[name=wrong]", label="article not in first 10 (2)")
    assert shown(page) == ["q-s005"]
    page.click("button[type=reset]")
    expect(page.locator(".count output")).to_have_text(str(QUESTIONS))
    page.select_option("select[name=wrong]", label="hallucination rate (1)")
    assert shown(page) == ["q-s008"]
    page.click("label.chip:has-text('right') >> nth=0")
    assert shown(page) == []
    page.click("text=Clear the filters")
    expect(page.locator(".count output")).to_have_text(str(QUESTIONS))
    page.select_option("select[name=tag]", label="sloppy (1)")
    assert shown(page) == ["q-s004"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Quel COUREUR", ["q-s005"]),
        ("musee 1950", ["q-s008"]),
        ("s'appelle", ["q-s001"]),
        ("Emmanuel Macron", ["q-s003"]),
        ("s003", ["q-s003"]),
        ("nowhere to be found", []),
    ],
)
def test_text_is_found_whatever_its_case_and_accents(page: Page, text: str, ids: list[str]) -> None:
    page.fill("input[type=search]", text)
    page.press("input[type=search]", "Enter")
    assert shown(page) == ids


def test_the_keyboard_does_it_all(page: Page) -> None:
    page.focus("input[name=verdict] >> nth=0")
    page.keyboard.press("ArrowRight")
    assert shown(page) == ["q-s001", "q-s002"]
    page.focus("#q-s002 > summary")
    page.keyboard.press("Enter")
    expect(page.locator("#q-s002 .why")).to_be_visible()
    term = page.locator(".term", has_text="hallucination rate")
    term.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(term.locator("p")).to_have_text("Share of unanswerable questions that were answered.")


@pytest.mark.parametrize("fragment", ["#q-s006", "#q-s_010"])
def test_an_address_opens_its_question(open_report: Callable[..., Page], fragment: str) -> None:
    page = open_report(fragment)
    row = page.locator(fragment)
    expect(row.locator(".why")).to_be_in_viewport()
    expect(page.locator("details.question[open]")).to_have_count(1)


def test_a_link_shows_a_question_that_the_filters_hide(page: Page) -> None:
    page.click("label.chip:has-text('failed')")
    assert shown(page) == ["q-s_010"]
    page.evaluate("location.hash = 'q-s004'")
    expect(page.locator("#q-s004 .why")).to_be_in_viewport()
    assert len(shown(page)) == QUESTIONS


@pytest.mark.parametrize("fragment", ["#%E0%A4%A", "#nobody", "#q-nobody'\"]"])
def test_an_odd_address_does_no_harm(open_report: Callable[..., Page], fragment: str) -> None:
    assert len(shown(open_report(fragment))) == QUESTIONS


def test_a_long_passage_is_cut_until_it_is_opened(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(write_report(make_run(tmp_path / "run", passages=2)).as_uri() + "#q-s001")
    passage = page.locator("#q-s001 .long > summary").first
    cut = passage.bounding_box()
    passage.click()
    whole = passage.bounding_box()
    page.close()
    assert cut and whole and whole["height"] > 2 * cut["height"]


def test_hostile_text_is_inert(open_report: Callable[..., Page]) -> None:
    page = open_report("#q-s009")
    expect(page.locator("#q-s009 > summary .asked")).to_have_text(f"Où {HOSTILE} ?")
    expect(page.locator("#q-s009 .passage, #q-s009 .ranking").first).to_contain_text(HOSTILE)
    assert page.locator("img").count() == 0 and page.locator("script").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_window_never_scrolls_sideways(
    open_report: Callable[..., Page], scheme: str
) -> None:
    page = open_report(width=390, scheme=scheme)
    for row in page.locator(".question > summary").all():
        row.click()
    page.click(".manifest > summary")
    for term in page.locator(".term > summary").all():
        term.click()
    scrolled, window = page.evaluate(WIDTHS)
    assert scrolled <= window
    inside = page.locator(".scroller").first.evaluate("box => [box.scrollWidth, box.clientWidth]")
    assert inside[0] > inside[1]


def test_the_name_of_a_measure_stays_when_its_table_scrolls(
    open_report: Callable[..., Page],
) -> None:
    page = open_report(width=390)
    name = page.locator("tbody th[scope=row]").first
    before = name.bounding_box()
    page.locator(".scroller").first.evaluate("box => { box.scrollLeft = 200 }")
    assert name.bounding_box() == before


def test_plots_take_the_colours_of_the_scheme(open_report: Callable[..., Page]) -> None:
    colours = set()
    for scheme in ("light", "dark"):
        text = open_report(scheme=scheme).locator("figure svg text").first
        colours.add(text.evaluate("one => getComputedStyle(one).fill"))
    assert colours == {"rgb(98, 91, 81)", "rgb(179, 172, 160)"}
