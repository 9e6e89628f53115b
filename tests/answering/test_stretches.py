"""What may be copied: stretches of whole words, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.prompting import origins, plain
from qa.answering.stretches import Stretches, in_original, stretches_of

CHARACTERS = st.sampled_from(
    [*"aéœ’'-–,.; :()«»“”%€2 0001\u00a0\u202f", "Le ", "4 000", "Saint-", "日本"]
)
TEXTS = st.lists(CHARACTERS, max_size=30).map("".join)
HOSTILE = st.lists(
    st.sampled_from([*"aé4[]<>］", "\u200b", "\ufeff\u200b", "\n", "\ue000x", "mot "]), max_size=30
).map("".join)


def write(text: str, *pieces: str) -> Stretches | None:
    stretches: Stretches | None = stretches_of(text)
    for piece in pieces:
        stretches = stretches.write(piece.encode()) if stretches else None
    return stretches


def finish(text: str, *pieces: str) -> str:
    stretches = write(text, *pieces)
    assert stretches is not None
    span = stretches.finish()
    return span.cut(text) if span else ""


def cuts_a_word(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at : at + 1]
    return (before.isalnum() and after.isalnum()) or (
        before.isdigit() and after in {",", "."} and text[at + 1 : at + 2].isdigit()
    )


@given(text=TEXTS, data=st.data())
def test_whatever_is_written_is_a_stretch_of_whole_words(text: str, data: st.DataObject) -> None:
    stretches, written = stretches_of(text), b""
    for _ in range(data.draw(st.integers(0, 12))):
        pieces = sorted(set(stretches.pieces(longest=5)))
        if not pieces:
            break
        piece = data.draw(st.sampled_from(pieces))
        after = stretches.write(piece)
        assert after is not None
        stretches, written = after, written + piece
    span = stretches.finish()
    if span is None:
        assert not stretches.may_end
        return
    said = span.cut(text)
    assert said and not said[0].isspace() and not said[-1].isspace()
    assert not cuts_a_word(text, span.start) and not cuts_a_word(text, span.end)
    both = sorted([written.removeprefix(b" "), said.encode()], key=len)
    assert both[1].startswith(both[0])


@given(text=TEXTS)
def test_nothing_else_can_be_written(text: str) -> None:
    stretches = stretches_of(text)
    for piece in (b" z", b"\xff", b"", b"  "):
        assert stretches.write(piece) is None


@pytest.mark.parametrize(
    ("text", "pieces", "said"),
    [
        ("La maire, Odette Vasseur, l’a dit.", [" Od", "ette", " Vass", "eur"], "Odette Vasseur"),
        ("La maire, Odette Vasseur, l’a dit.", [" Odette", " Vass"], "Odette"),
        ("La maire l’a dit lundi.", [" lundi", "."], "lundi"),
        ("Il y en a 42 000 et 3,5 % de plus.", [" 42"], ""),
        ("Il y en a 42 000 et 3,5 % de plus.", [" 42 000"], "42 000"),
        ("Il y en a 42 000 et 3,5 % de plus.", [" 3,5", " %"], "3,5 %"),
        ("Jean-Luc est parti.", [" Jean"], ""),
        ("Il lit « Le Puits » chaque soir.", [" lit", " « Le", " Puits"], "lit « Le Puits »"),
        ("Il lit « Le Puits » chaque soir.", [" Le", " Puits", " »"], "Le Puits"),
        ("l’an dernier", [" an"], "an"),
    ],
)
def test_examples(text: str, pieces: list[str], said: str) -> None:
    assert finish(text, *pieces) == said


def test_it_may_end_where_a_word_does() -> None:
    for pieces, may in [((" Odette",), True), ((" Od",), False), ((" Odette", " "), True)]:
        stretches = write("Odette Vasseur, Od.", *pieces)
        assert stretches is not None
        assert stretches.may_end == (may or pieces == (" Od",))  # “Od” is the last word too
    assert not stretches_of("Odette").may_end


def test_of_two_that_read_the_same_it_is_the_first() -> None:
    stretches = write("Lundi ou lundi, lundi.", " lundi")
    assert stretches is not None
    span = stretches.finish()
    assert span is not None and span.start == 9


@given(text=HOSTILE)
def test_every_character_shown_has_its_origin(text: str) -> None:
    shown, places = plain(text), origins(text)
    assert len(places) == len(shown)
    assert places == sorted(set(places))
    assert all(plain(text[place]) == one for place, one in zip(places, shown, strict=True))


@given(text=HOSTILE, data=st.data())
def test_a_stretch_shown_is_one_of_the_article(text: str, data: st.DataObject) -> None:
    shown = plain(text)
    stretches = stretches_of(shown)
    pieces = sorted(set(stretches.pieces(longest=12)))
    if not pieces:
        return
    after = stretches.write(data.draw(st.sampled_from(pieces)))
    span = after.finish() if after else None
    if span is not None:
        assert plain(in_original(span, origins(text)).cut(text)) == span.cut(shown)
