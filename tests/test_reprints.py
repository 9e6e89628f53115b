"""Reprints from end to end: added, collapsed in what is found, and named beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qa import Article, Assistant
from qa.records import answer_record, article_record
from qa.settings import Settings
from tests.library.reprints import ANOTHER, DISPATCH, RETYPED, SHORTENED, TITLED_ANEW, UPDATED
from tests.running import run
from tests.tiny import make_encoder

QUESTION = "Qui a suivi le chantier de la passerelle de Vaubrenne ?"
STORY = (DISPATCH, TITLED_ANEW, RETYPED)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one dispatch in three newspapers, of its update, and of another article."""
    place = tmp_path_factory.mktemp("reprints")
    encoder = str(make_encoder(place / "tiny").resolve())
    with Assistant.open(place / "library", model="none", encoder=encoder) as assistant:
        assert assistant.add([*STORY, UPDATED, ANOTHER]).reprints == 2
    return place / "library"


@pytest.fixture
def assistant(library: Path) -> Iterator[Assistant]:
    with Assistant.open(library, model="none") as assistant:
        yield assistant


def test_one_of_a_story_is_found_and_names_the_others(assistant: Assistant) -> None:
    hits = assistant.search(QUESTION)
    (found,) = {hit.article.id for hit in hits} & {article.id for article in STORY}
    others = [article for article in (DISPATCH, TITLED_ANEW, RETYPED) if article.id != found]
    for hit in hits:
        if hit.article.id == found:
            assert list(hit.also) == others  # by date, the undated one last
        else:
            assert hit.also == ()
    assert {UPDATED.id, ANOTHER.id} <= {hit.article.id for hit in hits}


def test_left_out_each_is_found_for_itself(library: Path) -> None:
    settings = Settings(without=frozenset({"reprints"}))
    with Assistant.open(library, model="none", settings=settings) as assistant:
        hits = assistant.search(QUESTION)
    assert {article.id for article in STORY} <= {hit.article.id for hit in hits}
    assert not any(hit.also for hit in hits)


def test_reprints_crowd_out_nothing(tmp_path: Path, library: Path) -> None:
    copies = [replace(DISPATCH, id=f"copie-{n}") for n in range(60)]
    encoder = str(library.parent / "tiny")
    settings = Settings(candidates=5)
    with Assistant.open(
        tmp_path / "library", model="none", encoder=encoder, settings=settings
    ) as assistant:
        assistant.add([*copies, ANOTHER])
        hits = assistant.search("passerelle du canal de Vaubrenne", k=20)
        assert ANOTHER.id in {hit.article.id for hit in hits}
        assert len({hit.article.id for hit in hits}) == 2
        assert len(hits[0].also) == 59
        assert assistant.remove(hits[0].article.id)
        assert len(assistant.search("passerelle du canal", k=1)[0].also) == 58


def test_a_reprint_that_changes_goes_its_own_way(tmp_path: Path, library: Path) -> None:
    encoder = str(library.parent / "tiny")
    with Assistant.open(tmp_path / "library", model="none", encoder=encoder) as assistant:
        assistant.add([DISPATCH, SHORTENED, ANOTHER])
        assert assistant.search(QUESTION, k=1)[0].also
        assistant.add([replace(SHORTENED, text=SHORTENED.text.replace("3 passants", "8 passants"))])
        hits = assistant.search(QUESTION)
        assert {DISPATCH.id, SHORTENED.id} <= {hit.article.id for hit in hits}
        assert not any(hit.also for hit in hits)


def test_records_name_them(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    record = answer_record(answer)
    told = [hit["also"] for hit in record["hits"]]
    assert told == [[article_record(one) for one in hit.also] for hit in answer.hits]
    assert any(told)
    assert set(next(filter(None, told))[0]) == {"id", "title", "date", "source", "url"}


def test_the_command_names_them(library: Path) -> None:
    found = json.loads(run("search", QUESTION, "--json", "--library", library).out)
    (also,) = {tuple(a["id"] for a in hit["also"]) for hit in found if hit["also"]}
    named = [article for article in STORY if article.id in also]
    for command in (["search", QUESTION], ["ask", QUESTION, "--model", "none"]):
        ran = run(*command, "--library", library)
        lines = [line.strip() for line in ran.out.splitlines() if "also in: " in line]
        assert [_line(article) for article in named] == lines[: len(named)]


def test_the_command_counts_them(tmp_path: Path, library: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for article in STORY:
        (folder / article.id).write_text(f"{article.title}\n\n{article.text}\n", encoding="utf-8")
    encoder = str(library.parent / "tiny")
    ran = run("index", folder, "--encoder", encoder, "--library", tmp_path / "library")
    assert ran.code == 0
    assert "2 of them are reprints of others" in ran.out.splitlines()


def _line(article: Article) -> str:
    date = f", {article.date.isoformat()}" if article.date else ""
    return f"also in: {article.title}{date} — {article.id}"
