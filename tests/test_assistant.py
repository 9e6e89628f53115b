"""The whole line through the public API."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from qa import (
    Answer,
    Article,
    Assistant,
    Done,
    Found,
    LibraryError,
    QuestionError,
    Quoted,
    ReadingError,
    Settings,
    Wrote,
    answer,
    retrieval,
)
from qa.types import Checking, Read, Waiting

DAY = "Qui a participé à la réunion du 11 février ?"
LEADERS = (
    "Stoltenberg Biden Johnson Trudeau Macron Scholz Draghi Duda Iohannis Michel Leyen".split()
)


def assert_verbatim(found: Answer) -> None:
    for citation in (*found.citations, *found.quotes):
        text = citation.article.text
        assert text[citation.start : citation.end] == citation.quote
    markers = {f"[{citation.number}]" for citation in found.citations}
    assert all(marker in found.text for marker in markers)


def test_a_list_question_names_everyone_and_cites_one_article(writing: Assistant) -> None:
    found = writing.ask(DAY)
    assert all(name in found.text for name in LEADERS)
    assert {c.article.id for c in found.citations} == {"2022/visioconference-allies.txt"}
    assert_verbatim(found)
    assert not found.abstained and found.language == "fr"
    assert set(found.timings) == {"search", "quotes", "reading"}
    assert found.prompt_hash


def test_events_come_in_order(writing: Assistant) -> None:
    events = list(writing.stream(DAY))
    kinds = [type(event) for event in events]
    assert kinds[:3] == [Found, Quoted, Waiting] or kinds[:3] == [Found, Quoted, Read]
    assert kinds[-2:] == [Checking, Done]
    order = [kind for kind, _ in groupby(kinds) if kind is not Waiting]
    assert order == [Found, Quoted, Read, Checking, Done]
    reads = [event for event in events if isinstance(event, Read)]
    assert reads[-1].done == reads[-1].total <= Settings().prompt_tokens
    done = events[-1]
    assert isinstance(done, Done)
    assert all(name in done.answer.text for name in LEADERS)
    assert_verbatim(done.answer)


def test_an_answer_the_articles_do_not_hold_is_not_given(writing: Assistant) -> None:
    found = writing.ask("Qui a gagné le Tour de France ?")
    assert found.abstained and found.reason
    assert found.citations == found.quotes == ()
    assert found.text.startswith("Les articles ne permettent pas de répondre")
    assert found.nearest and found.nearest[0].quote in found.nearest[0].article.text
    assert found.hits


def test_abstaining_speaks_the_questions_language(quoting: Assistant) -> None:
    found = quoting.ask("Who won the Tour de France bicycle race?")
    assert found.abstained and found.text.startswith("The articles don't answer")


def test_the_quotes_answer_without_a_model(quoting: Assistant) -> None:
    found = quoting.ask(DAY)
    assert found.written_by == "quotes"
    assert found.citations == found.quotes != ()
    assert [c.number for c in found.citations] == list(range(1, len(found.citations) + 1))
    assert_verbatim(found)


def test_what_the_embedded_model_points_at_is_said_first(writing: Assistant) -> None:
    events = list(writing.stream("Quand le musée des Tisserands a-t-il rouvert ?"))
    order = [kind for kind, _ in groupby(map(type, events)) if kind is not Waiting]
    assert order == [Found, Quoted, Read, Wrote, Checking, Done]
    done = events[-1]
    assert isinstance(done, Done) and done.answer.text.startswith("Mardi 14 mars 2023 [1].")
    assert done.answer.written_by == writing.writer_name
    assert_verbatim(done.answer)


def test_a_cancelled_answer_keeps_its_quotes(writing: Assistant) -> None:
    stopped = Event()
    events = []
    for event in writing.stream(DAY, cancelled=stopped.is_set):
        events.append(event)
        if isinstance(event, Read):
            stopped.set()
    assert isinstance(events[-1], Done)
    assert events[-1].answer.written_by == "quotes"
    assert events[-1].answer.quotes


def test_a_follow_up_is_searched_with_the_question_before(quoting: Assistant) -> None:
    first = quoting.ask(DAY)
    history = [
        {"role": "user", "content": DAY},
        {"role": "assistant", "content": first.text},
    ]
    found = quoting.ask("Et qui l’a convoquée ?", history=history)
    assert not found.abstained
    assert found.question == "Et qui l’a convoquée ?"
    assert found.hits[0].article.id == "2022/visioconference-allies.txt"


def test_search_returns_as_many_as_asked_best_first(quoting: Assistant) -> None:
    hits = quoting.search("budget de Vaubrenne", k=3)
    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.article.text[hit.start : hit.end] == hit.text for hit in hits)


def test_search_and_sentences_know_what_was_asked_before(quoting: Assistant) -> None:
    follow_up, history = "Et qui l’a convoquée ?", [(DAY, "Les dirigeants de l’OTAN.")]
    assert quoting.search(follow_up, 1, history)[0].article.id == "2022/visioconference-allies.txt"
    best = quoting.sentences(follow_up, 5, history)
    assert len(best) == 5
    assert [s.score for s in best] == sorted((s.score for s in best), reverse=True)
    assert best[0].article.id == "2022/visioconference-allies.txt"


def test_a_question_is_looked_up_once_until_the_library_changes(
    tmp_path: Path, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    look_up = retrieval.look_up

    def counting(question: str, *rest: Any) -> Any:
        asked.append(question)
        return look_up(question, *rest)

    monkeypatch.setattr(retrieval, "look_up", counting)
    with Assistant.open(tmp_path / "library", model="none") as assistant:
        assistant.add([article])
        question = "Combien d’étals ?"
        assistant.ask(question)
        assistant.search(question)
        assistant.sentences(question)
        assert asked == [question]
        assistant.search(question, history=[("Où ?", "Là.")])
        assert len(asked) == 2
        assistant.search(question)
        assistant.remove(article.id)
        assert assistant.search(question) == []
        assert len(asked) == 4


def test_confidence_is_what_abstaining_goes_by(quoting: Assistant) -> None:
    sure, unsure = quoting.ask(DAY), quoting.ask("Qui a gagné le Tour de France ?")
    assert unsure.confidence < quoting.settings.caution <= sure.confidence <= 1


@pytest.mark.parametrize("question", ["", "  \n", "?!…", "x" * 50_000])
def test_a_question_that_is_none_gets_a_sentence(quoting: Assistant, question: str) -> None:
    with pytest.raises(QuestionError, match=r"empty|50,000 characters"):
        quoting.ask(question)


def test_answer_takes_a_folder_a_file_and_a_list(samples: Path, article: Article) -> None:
    question = "Combien d’étals y aura-t-il au marché de Noirval ?"
    from_list = answer(question, articles=[article], model="none")
    assert "42" in from_list.text and from_list.citations[0].article == article
    from_file = answer(
        "Qui était à la visioconférence du 11 février 2022 ?",
        articles=samples / "2022" / "visioconference-allies.txt",
        model="none",
    )
    assert from_file.citations[0].article.id == "visioconference-allies.txt"
    from_folder = answer(DAY, articles=str(samples / "2022"), model="none")
    assert from_folder.citations[0].article.id == "visioconference-allies.txt"


def test_answer_takes_a_library(sample_library: Path) -> None:
    assert "Stoltenberg" in answer(DAY, library=sample_library, model="none").text


def test_answer_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="where to look"):
        answer("Qui ?")
    with pytest.raises(LibraryError, match="no library"):
        answer("Qui ?", library=tmp_path / "none")
    with pytest.raises(ReadingError):
        answer("Qui ?", articles=tmp_path / "none")
    binary = tmp_path / "image.txt"
    binary.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(ReadingError, match=r"image\.txt"):
        answer("Qui ?", articles=binary, model="none")


def test_a_library_remembers_between_openings(tmp_path: Path, article: Article) -> None:
    with Assistant.open(tmp_path / "library", model="none") as assistant:
        report = assistant.add([article])
        assert (report.added, report.updated, report.unchanged) == (1, 0, 0)
    with Assistant.open(tmp_path / "library", model="none", settings=Settings(caution=0)) as again:
        assert again.add([article]).unchanged == 1
        assert "42" in again.ask("Combien d’étals y aura-t-il au marché de Noirval ?").text
        assert again.remove(article.id)
        assert not again.remove(article.id)
        assert again.search("marché de Noirval") == []
        assert again.ask("Combien d’étals y aura-t-il au marché de Noirval ?").abstained
