"""A question's text in pieces: nothing lost, the supporting stretches marked."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from eval.predictions import Place, Prediction, Said
from eval.reporting.reading import Scored
from eval.reporting.showing import SHOWN, show
from tests.eval.reporting.made_up import MUSEUM, SAWMILL, place


def scored(prediction: Prediction) -> Scored:
    """Return a question whose answer is ``prediction``."""
    asked = ("q", "who", "Qui ?", ("a", "b"), (), "x", (), ("",), (), ())
    return Scored(*asked, "wrong", 0.5, True, {}, prediction)


@given(
    st.text(max_size=40), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=4)
)
def test_a_marked_passage_is_whole_and_marks_exactly_the_support(
    text: str, spans: list[tuple[int, int]]
) -> None:
    passage = Place("x", "t", None, 10, 10 + len(text), text, 1.0)
    support = tuple(("x", start, start + length) for start, length in spans)
    pieces = show(scored(Prediction("q", (passage,), support=support)), "").passages[0].pieces
    assert "".join(piece for piece, _ in pieces) == text
    marked = [mark for piece, mark in pieces for _ in piece]
    assert marked == [
        any(start <= at + 10 < end for _, start, end in support) for at in range(len(text))
    ]


def test_support_in_another_article_is_not_marked() -> None:
    found = Prediction("q", (place(MUSEUM),), support=((SAWMILL, 0, 20),))
    assert not any(marked for _, marked in show(scored(found), "").passages[0].pieces)


def test_markers_are_apart_from_the_text() -> None:
    said = show(scored(Prediction("q", said=Said("Oui [1][12]. Non [x]."))), "").said
    assert said.pieces == (
        ("Oui ", False), ("[1]", True), ("[12]", True), (". Non [x].", False),
    )  # fmt: skip


def test_an_answer_in_quotes_alone_is_not_said_twice(asked: dict[str, Scored]) -> None:
    shown = show(asked["s001"], "")
    assert shown.said.pieces == () and len(shown.said.citations) == 2
    assert shown.quotes == ()
    found = asked["s003"].prediction
    quoted = replace(found, quotes=asked["s002"].prediction.quotes)
    written = show(replace(asked["s003"], prediction=quoted), "")
    assert written.said.pieces[0] == ("Jens Stoltenberg et Joe Biden ", False)
    assert len(written.said.citations) == 1 and len(written.quotes) == 2


def test_citations_are_judged_by_their_article(asked: dict[str, Scored]) -> None:
    first, second = show(asked["s002"], "").said.citations
    assert (first.right_article, first.supporting) == (True, True)
    assert (second.right_article, second.supporting) == (False, False)
    (unanswerable,) = show(asked["s008"], "").said.citations
    assert unanswerable.right_article is None


def test_ten_are_printed() -> None:
    found = Prediction("q", (place(MUSEUM),) * 30, (place(MUSEUM, 0),) * 20)
    shown = show(scored(found), "")
    assert [one.rank for one in shown.passages] == list(range(1, SHOWN + 1))
    assert len(shown.sentences) == SHOWN


def test_support_given_by_its_place_is_cut_from_what_was_found() -> None:
    sentence = place(MUSEUM, 1)
    spot = (MUSEUM, sentence.start, sentence.end)
    found = Prediction("q", (place(MUSEUM),), (sentence,), support=(spot, (SAWMILL, 0, 9)))
    assert show(scored(found), "").support == (sentence.text,)
    given_in_words = replace(scored(found), support=("En toutes lettres.",))
    assert show(given_in_words, "").support == ("En toutes lettres.",)


def test_gold_and_articles(asked: dict[str, Scored]) -> None:
    assert show(asked["s003"], "").gold == "Jens Stoltenberg + Joe Biden + Emmanuel Macron"
    assert show(scored(Prediction("q")), "").gold == "a / b"
    assert show(asked["s007"], "").gold == ""
    assert show(asked["s001"], "").articles == (("Le musée des Tisserands rouvre", MUSEUM),)
    assert show(asked["s005"], "").articles[0][0] == ""


def test_an_anchor_has_no_spaces_and_its_link_is_quoted(asked: dict[str, Scored]) -> None:
    assert show(asked["s 010"], "").anchor == "q-s_010"
    accented = replace(asked["s001"], id="é\ud800 /")
    assert show(accented, "").link == "#q-%C3%A9%3F_/"
