"""The automaton of a bound answer: what may follow what, and what every text of it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.citing import parse_draft
from qa.answering.constraining import LONGEST, Bounds, Phase, State, advance, cite
from qa.language.sentences import split_sentences

ABSTENTION = "Les articles ne disent rien."
BOUNDS = Bounds(12, ABSTENTION)
STRETCH = re.compile(
    r"\n?(?P<prose>[^\[\]<>\x00-\x1f\x7f]+) (?P<marks>(?:\[[1-9][0-9]?\]){1,3})(?P<stop>[.!?]?)"
)


def assert_bound(text: str, bounds: Bounds) -> None:
    """Assert that ``text`` is a bound answer, read another way than it was written."""
    if text == bounds.abstention:
        return
    at = 0
    stretches = []
    while at < len(text):
        match = STRETCH.match(text, at)
        assert match, (text, text[at:])
        stretches.append(match)
        at = match.end()
    assert 1 <= len(stretches) <= 3
    for match in stretches:
        assert re.search(r"\w", match["prose"])
        assert len(split_sentences(match["prose"])) == 1
        assert len(match["prose"].strip()) <= LONGEST + 1
        assert all(1 <= int(n) <= bounds.candidates for n in re.findall(r"\d+", match["marks"]))
    claims = parse_draft(text, bounds.candidates)
    assert all(claim.numbers for claim in claims)
    assert bool(claims) == any(m["prose"].strip(" \n\t.,;:-–—") for m in stretches)


def run(*pieces: str, bounds: Bounds = BOUNDS) -> State | None:
    state: State | None = State()
    for piece in pieces:
        assert state is not None
        state = advance(state, piece.encode(), bounds)
    return state


def text_of(*pieces: str) -> str:
    state = run(*pieces)
    assert state is not None
    return state.text


def test_a_citation_is_written_the_same_however_its_tokens_fall() -> None:
    for pieces in ([" [", "1", "2", "]"], ["[12]"], [" ", "[1", "2]."], ["  [1", "2]", "."]):
        assert text_of("La maire", " l’a dit", *pieces).startswith("La maire l’a dit [12]")


def test_several_citations_a_stop_and_more_prose_may_follow() -> None:
    pieces = ("Le marché déménage", " [1", "][3", "].\n\n", "La maire", " l’a dit", ".", " [2]")
    assert text_of(*pieces) == "Le marché déménage [1][3].\nLa maire l’a dit. [2]"


@pytest.mark.parametrize(
    "pieces",
    [
        ["[1]"],  # nothing to cite for
        ["La [1]"],  # next to nothing
        ["Le marché ]"],
        ["Le marché [0"],
        ["Le marché [13"],
        ["Le marché [1", "3"],
        ["Le marché []"],
        ["Le marché [a"],
        ["Le marché [[1]"],
        ["Le marché [1]]"],
        ["Le marché [1]", "[2]", "[3]", "[4"],
        ["Le marché [1].", "[2]"],
        ["Le marché\nferme"],
        ["Le marché", "\n"],
        ["Le <think>"],
        ["\n"],
        ["Le marché ferme [1].", " Ah bon ça alors [1].", " Et encore [1].", " Non"],
    ],
)
def test_what_may_not_stand(pieces: list[str]) -> None:
    *before, last = pieces
    state = run(*before)
    assert state is not None
    assert advance(state, last.encode(), BOUNDS) is None


def test_a_second_sentence_may_not_begin_before_the_first_is_cited() -> None:
    state = run("Le marché ferme", ".")
    assert state is not None
    assert advance(state, b" Il", BOUNDS) is None
    assert advance(state, b" il", BOUNDS) is not None
    abbreviated = run("Selon M", ".")
    assert abbreviated is not None
    assert advance(abbreviated, " Évrard".encode(), BOUNDS) is not None


def test_what_opens_the_next_words_is_not_shown_before_them() -> None:
    state = run("Le marché ferme", ".", " «")
    assert state is not None
    assert state.text == "Le marché ferme."
    assert cite(state).text == "Le marché ferme. "
    assert text_of("Il dit", " «", " non") == "Il dit « non"


def test_half_a_character_is_not_shown_and_can_be_cut() -> None:
    state = advance(State(), "Le café".encode()[:-1], BOUNDS)
    assert state is not None
    assert state.text == "Le caf"
    assert cite(state, cut=True).text == "Le caf… "
    whole = advance(state, "é".encode()[1:], BOUNDS)
    assert whole is not None
    assert whole.text == "Le café"


def test_what_is_cut_ends_the_answer() -> None:
    state = run("Le marché de")
    assert state is not None
    after = advance(cite(state, cut=True), b" [1]", BOUNDS)
    assert after is not None
    assert after.text == "Le marché de… [1]"
    assert advance(after, b" Le", BOUNDS) is None
    assert after.may_end


def test_the_abstention_stands_alone() -> None:
    state = run(" Les articles", " ne disent rien.")
    assert state is not None
    assert state.text == ABSTENTION
    other = run("Les articles", " ne disent", " pas")
    assert other is not None
    assert other.text == "Les articles ne disent pas"


@pytest.mark.parametrize("abstention", ["Non. Rien du tout.", "Rien [1].", "Rien\n", " Rien."])
def test_an_abstention_is_one_plain_sentence(abstention: str) -> None:
    with pytest.raises(ValueError, match="abstention"):
        Bounds(3, abstention)


PIECES = st.one_of(
    st.sampled_from(
        "La maire| a dit|.| Il|!|?|…| «|M.| A|é|[|]| [|[1|1|2|24|][|].|]. Le|. [|\n|\n\n| |  |<|\t"
        "|mot.Début|12|,| et|\"|'|(|)|-|1.| 3".split("|")
    ).map(str.encode),
    st.binary(max_size=4),
    st.text(max_size=6).map(str.encode),
)


@given(st.lists(st.tuples(PIECES, st.booleans()), max_size=60), st.integers(1, 24))
def test_every_text_it_lets_through_is_a_bound_answer(
    offered: list[tuple[bytes, bool]], candidates: int
) -> None:
    bounds = Bounds(candidates, ABSTENTION)
    state, shown = State(), ""
    for piece, forced in offered:
        after = advance(state, piece, bounds)
        if after is None and forced and state.may_cite:
            after = cite(state, cut=len(piece) % 2 == 0)
        if after is None:
            continue
        assert after.text.startswith(state.text)
        state = after
        shown = state.text
    if state.may_cite:
        state = cite(state)
    if state.phase is Phase.OPENING:
        state = advance(state, b"[", bounds) or state
    if state.phase is Phase.NUMBER:
        state = advance(state, b"]" if state.number else b"1]", bounds) or state
    assert state.text.startswith(shown)
    assert state.owed == 0
    if state.text:
        assert_bound(state.text, bounds)
