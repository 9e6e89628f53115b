"""The page: whole, self-contained, and article text in it is text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from lxml import html

from eval.reporting import page, write_report
from eval.reporting.page import render_report
from eval.reporting.reading import Run, read_run, read_summary
from qa import QuestionError
from tests.eval.reporting.made_up import HOSTILE, make_run


@pytest.fixture(scope="module")
def written(run: Run) -> str:
    """The made-up run's page."""
    return render_report(run)


@pytest.fixture(scope="module")
def parsed(written: str) -> html.HtmlElement:
    """The same, parsed."""
    return html.document_fromstring(written)


def test_the_report_is_written_into_the_folder(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run")
    before = {path.name for path in folder.iterdir()}
    path = write_report(folder)
    assert path == folder / "report.html"
    assert path.read_text("utf-8").startswith("<!doctype html>\n<html")
    assert {path.name for path in folder.iterdir()} - before == {"report.html"}


def test_a_report_that_cannot_be_made_leaves_the_old_one(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run")
    old = write_report(folder).read_bytes()
    (folder / "scores.jsonl").write_text("{}", encoding="utf-8")
    with pytest.raises(QuestionError, match=r"scores\.jsonl, line 1"):
        write_report(folder)
    assert (folder / "report.html").read_bytes() == old


def test_a_report_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run")
    (folder / "report.html").mkdir()
    with pytest.raises(QuestionError, match=r"report\.html can't be written .*copy the run"):
        write_report(folder)


def test_the_page_is_the_same_each_time(run: Run, written: str) -> None:
    assert render_report(run) == written


def test_the_policy_allows_this_style_and_this_script_only(parsed: html.HtmlElement) -> None:
    (policy,) = parsed.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,), (script,) = parsed.xpath("//style"), parsed.xpath("//script")
    hashes = [
        "sha256-" + base64.b64encode(hashlib.sha256(one.text.encode()).digest()).decode()
        for one in (style, script)
    ]
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src '{hashes[0]}'",
        f"script-src '{hashes[1]}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert not parsed.xpath("//@style")


def test_nothing_is_fetched(written: str, parsed: html.HtmlElement) -> None:
    assert not parsed.xpath("//@src")
    links = parsed.xpath("//@href | //@*[name()='xlink:href']")
    assert links and all(one.startswith(("#", "data:,")) for one in links)
    (style,) = parsed.xpath("//style")
    assert "url(" not in style.text and "@import" not in style.text
    assert not re.findall(r"https?://(?!www\.w3\.org/)", written)


def test_hostile_text_is_text(written: str, parsed: html.HtmlElement) -> None:
    assert len(parsed.xpath("//script")) == 1
    assert not parsed.xpath("//img")
    assert not parsed.xpath("//@*[starts-with(name(), 'on')]")
    assert "<script>alert" not in written
    (question,) = parsed.xpath("//*[@id='q-s009']")
    (asked,) = question.xpath("./summary/*[contains(@class, 'asked')]")
    assert asked.text_content() == f"Où {HOSTILE} ?"
    assert asked.get("dir") == "auto"
    holding = parsed.xpath("//*[contains(text(), '\u202e')]")
    assert holding and all(
        one.tag in ("bdi", "option", "dd") or one.xpath("ancestor-or-self::*[@dir='auto']")
        for one in holding
    )


def test_a_lone_surrogate_does_not_stop_the_report(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run")
    path = folder / "scores.jsonl"
    first, *others = path.read_text("utf-8").splitlines()
    row = {**json.loads(first), "question": "Qui\ud800 ?", "type": "\ud800"}
    path.write_text("\n".join([json.dumps(row), *others]), encoding="utf-8")
    assert "Qui? ?" in write_report(folder).read_text("utf-8")


def test_every_question_is_there_with_its_reason(run: Run, parsed: html.HtmlElement) -> None:
    rows = parsed.xpath("//details[@data-keys]")
    assert len(rows) == len(run.questions)
    for row, question in zip(rows, run.questions, strict=True):
        assert question.question in row.xpath("./summary")[0].text_content()
        assert question.verdict in row.xpath("./summary")[0].text_content()
        assert row.xpath(".//p[@class='why']")[0].text_content()
    labels = {one.get("value") for one in parsed.xpath("//option | //input[@type='radio']")}
    assert {key for row in rows for key in row.get("data-keys").split()} <= labels


def test_an_opened_question_tells_all(parsed: html.HtmlElement) -> None:
    (row,) = parsed.xpath("//*[@id='q-s006']")
    text = " ".join(" ".join(row.itertext()).split())
    for said in (
        "It abstained (confidence 0.31)",
        "Gold 4,2 millions Le chantier a coûté 4,2 millions d’euros",
        "2023/musee.txt",
        "Asked before Quand le musée rouvre-t-il ? Samedi 13 mai.",
        "Said Les articles ne permettent pas de répondre.",
        "Withheld, in quotes",
        "the support right article verbatim",
        "Sentences 7",
        "Passages 2",
        "article recall@1 1",
        "search 61.2 ms",
        "Link to s006 · written by quotes",
    ):
        assert said in text, said
    marked = row.xpath(".//mark")
    assert [one.text for one in marked] == [
        "Le chantier a coûté 4,2 millions d’euros, dont la moitié payée par la région."
    ]


def test_definitions_can_be_opened_and_small_samples_are_grey(parsed: html.HtmlElement) -> None:
    terms = parsed.xpath("//table//details/summary")
    assert "Share of unanswerable questions that were answered." in [t.get("title") for t in terms]
    assert all(term.get("title") == term.getnext().text for term in terms)
    assert parsed.xpath("//td[@class='small']")


def test_a_baseline_adds_the_differences(tmp_path: Path, run: Run) -> None:
    few = make_run(tmp_path / "few", only=["s001", "s004"])
    compared = render_report(run, read_summary(few))
    assert '<span class="change worse">' in compared and "Compared with" in compared
    assert "of another set" not in compared
    metrics = json.loads((few / "metrics.json").read_text("utf-8"))
    (few / "metrics.json").write_text(json.dumps({**metrics, "set": "autre"}), encoding="utf-8")
    assert "It is of another set" in render_report(run, read_summary(few))


def test_a_baseline_that_is_no_run_is_a_sentence(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(QuestionError, match=r"manifest\.json can't be read"):
        write_report(folder, tmp_path)


def test_many_questions_fit(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", times=30, passages=30)
    path = write_report(folder)
    assert path.stat().st_size < 10_000_000
    assert path.read_text("utf-8").count('class="question"') == 300


def test_what_went_wrong_is_printed_first(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "PRINTED", 8)
    parsed = html.document_fromstring(render_report(run))
    ids = parsed.xpath("//details[@data-keys]/@id")
    assert ids == ["q-s001", *(f"q-s00{n}" for n in (3, 4, 5, 6, 8, 9)), "q-s_010"]
    (count,) = parsed.xpath("//p[@class='count']")
    assert count.text_content() == (
        "8 of 8 questions; 2 more, answered rightly, are in scores.jsonl only"
    )


def test_a_run_of_nothing_has_a_page(run: Run, tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run")
    for name in ("scores.jsonl", "predictions.jsonl"):
        (folder / name).write_text("", encoding="utf-8")
    assert "0</output> of 0 questions" in render_report(read_run(folder))
