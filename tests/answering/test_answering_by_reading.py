"""From ranked sentences to an answer by way of a model that reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from qa import Article
from qa.answering import answerer
from qa.answering.abstaining import abstention_sentence
from qa.answering.answerer import QUOTES, Case, answer_from
from qa.answering.weighing import ReadingWeights
from qa.language.query import parse_question
from qa.settings import Settings
from qa.types import Answer, Checking, Done, Event, Evidence, Quoted, Read, Wrote
from tests.answering.ranked import sentences_of
from tests.answering.scripted import ScriptedWriter

WEIGHTS = ReadingWeights(1.0, 0.5, 1.0, 0.0, 0.2, 0.8)
ARTICLE = Article(
    "marche",
    "Le marché de Noirval change de place",
    "Le marché de Noirval s’installe place du Puits. La maire de Noirval est Odette Vasseur. "
    "Les forains de Noirval avaient écrit à la maire en mars.",
    date(2021, 4, 20),
)
DEFAULTS = Settings()
WHO = "Qui est la maire de Noirval ?"


@pytest.fixture(autouse=True)
def weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """The weights that these tests count with."""
    monkeypatch.setattr(answerer, "shipped", lambda: WEIGHTS)


def ask(
    writer: ScriptedWriter | None,
    strength: float = 0.8,
    question: str = WHO,
    settings: Settings = DEFAULTS,
    stopped: bool = False,
    scores: tuple[float, ...] = (0.5, 0.3, 0.1),
) -> list[Event]:
    query = parse_question(question)
    case = Case(query, sentences_of(ARTICLE, scores), Evidence(strength), settings)
    found = Answer(question, "", (), (), (), False, "", QUOTES, query.language)
    return list(answer_from(found, case, writer, lambda: stopped))


def answer(events: list[Event]) -> Answer:
    done = events[-1]
    assert isinstance(done, Done)
    return done.answer


def test_the_short_answer_comes_before_its_quote() -> None:
    events = ask(ScriptedWriter("Odette Vasseur"))
    assert [type(one) for one in events] == [Quoted, Read, Wrote, Checking, Done]
    assert events[2] == Wrote("Odette Vasseur [1].")
    given = answer(events)
    quote = given.citations[0]
    assert given.text.splitlines()[:2] == [
        "Odette Vasseur [1].",
        "«\u00a0La maire de Noirval est Odette Vasseur.\u00a0» [1]",
    ]
    assert [mark.cut(ARTICLE.text) for mark in quote.marks] == ["Odette Vasseur"]
    assert [(one.text, one.numbers) for one in given.statements] == [("Odette Vasseur", (1,))]
    assert given.written_by == "scripted" and given.prompt_hash and "reading" in given.timings
    assert given.quotes == given.citations


def test_the_model_moves_the_sentence_it_chooses() -> None:
    scores = (0.5, 0.05, 0.1)
    quoted = answer(ask(None, scores=scores)).quotes[0]
    assert quoted.quote.startswith("Le marché")
    read = ScriptedWriter("Odette Vasseur", certainty=0.1)  # too uncertain to be said
    given = answer(ask(read, scores=scores))
    assert given.quotes[0].quote.startswith("La maire")
    assert given.written_by == QUOTES and not given.statements
    assert not any(isinstance(one, Wrote) for one in ask(read))


def test_the_words_of_the_short_answer_are_counted() -> None:
    settings = replace(Settings(), answer_words=16)
    for one, quotes in ((ScriptedWriter("Odette Vasseur", certainty=0.1), 2), (None, 2)):
        assert len(answer(ask(one, settings=settings)).quotes) == quotes
    short = answer(ask(ScriptedWriter("La maire de Noirval est Odette Vasseur"), settings=settings))
    assert len(short.statements) == 1 and len(short.quotes) == 1


def test_what_says_no_more_than_the_question_is_not_said() -> None:
    assert not answer(ask(ScriptedWriter("La maire de Noirval"))).statements


def test_what_is_of_another_kind_is_not_said() -> None:
    assert not answer(ask(ScriptedWriter("en mars"))).statements


def test_reading_may_silence_what_had_been_quoted() -> None:
    events = ask(ScriptedWriter("Odette", none=0.99))
    quoted, given = events[0], answer(events)
    assert isinstance(quoted, Quoted) and quoted.citations
    assert given.abstained and not given.quotes and not given.citations and given.nearest
    assert given.text.startswith(abstention_sentence("fr"))
    assert "found no answer" in given.reason
    assert given.confidence < 0.5
    assert isinstance(events[-2], Checking)


def test_reading_may_answer_where_the_evidence_is_weak() -> None:
    events = ask(ScriptedWriter("Odette Vasseur", none=0.02), strength=0.3)
    assert events[0] == Quoted(())
    given = answer(events)
    assert not given.abstained and given.text.startswith("Odette Vasseur [1].")
    assert given.confidence > 0.5


def test_reading_may_agree_that_nothing_answers() -> None:
    given = answer(ask(ScriptedWriter("Odette", none=0.9), strength=0.3))
    assert given.abstained and "found no answer" not in given.reason


def test_what_is_hopeless_is_not_read() -> None:
    writer = ScriptedWriter("Odette Vasseur")
    assert answer(ask(writer, strength=0.1)).abstained
    assert not writer.read


def test_the_caution_asked_for_holds() -> None:
    writer = ScriptedWriter("Odette Vasseur", none=0.3)
    bold, careful = (replace(Settings(), caution=caution) for caution in (0.0, 0.95))
    assert answer(ask(writer, settings=careful)).abstained
    assert not answer(ask(writer, strength=0.01, settings=bold)).abstained


def test_a_model_that_fails_leaves_the_quotes() -> None:
    given = answer(ask(ScriptedWriter(failure="It broke.")))
    assert given.quotes and given.warning == "It broke." and given.written_by == QUOTES
    weak = answer(ask(ScriptedWriter(failure="It broke."), strength=0.3))
    assert weak.abstained and weak.warning == "It broke."


@pytest.mark.parametrize("strength", [0.8, 0.3])
def test_stopping_leaves_what_the_evidence_says(strength: float) -> None:
    writer = ScriptedWriter("Odette Vasseur")
    events = ask(writer, strength, stopped=True)
    assert [type(one) for one in events] == [Quoted, Done] and not writer.read
    assert answer(events).abstained == (strength < 0.5)


def test_without_the_stage_and_in_english_it_writes() -> None:
    writer = ScriptedWriter("Odette Vasseur")
    ask(writer, settings=Settings(without=frozenset({"reading"})))
    ask(writer, question="Who is the mayor of Noirval?")
    assert len(writer.written) == 2 and not writer.read


def test_the_best_sentences_are_read_in_their_order_until_the_room_is_full() -> None:
    writer = ScriptedWriter("Odette Vasseur")
    ask(writer, scores=(0.1, 0.3, 0.5))
    ask(writer, scores=(0.1, 0.3, 0.5), settings=replace(Settings(), reading_tokens=36))
    starts = [[one.span.start for one in task.shown] for task in writer.read]
    assert starts[0] == sorted(starts[0]) and len(starts[0]) == 3
    assert starts[1] == starts[0][1:]
    few = replace(Settings(), reading_tokens=5)
    assert answer(ask(writer, settings=few)).quotes and len(writer.read) == 2
