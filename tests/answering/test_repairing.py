"""Whatever a model writes: whole sentences with citations that exist, or abstention, or nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.citing import parse_draft
from qa.answering.server.binding import citing_grammar, citing_pattern
from qa.answering.server.markup import ThoughtFilter, neutralise
from qa.answering.server.repairing import Repairer, repair

ABSTENTION = "Les articles ne le disent pas."
_WORDS = ["Le maire ", "M. Dupont", " est parti", "à 14 h 30", ".", "!", "…", "\n", " ", "- ", "**"]
_MARKS = [
    "[1]",
    "[2, 9]",
    "[1-3]",
    "[",
    "]",
    "[99]",
    "【2】",
    "[sic]",
    "[phrase 2]",
    "[0]",
    "<",
    "|>",
]
_PIECES = st.lists(
    st.sampled_from([*_WORDS, *_MARKS, ABSTENTION]) | st.text(max_size=6), max_size=25
)


@pytest.mark.parametrize(
    ("written", "repaired"),
    [
        (
            "Le maire a parlé [1]. Il pleut. Puis il est parti [2, 9].",
            "Le maire a parlé [1]. Puis il est parti [2].",
        ),
        ("Le maire a parlé. [1] Il pleut [3]", "Le maire a parlé [1]. Il pleut [3]."),
        ("Odette [1] et Jean [2] se sont vus.", "Odette et Jean se sont vus [1][2]."),
        ("[1] Le maire a parlé.\n[2] Il est parti.", "Le maire a parlé [1]. Il est parti [2]."),
        ("- **Odette Vasseur** [1]\n- Jean Petit [2]\n", "Odette Vasseur [1]. Jean Petit [2]."),
        ("M. Petit a vu J. Roy le 3 mai [1][3].", "M. Petit a vu J. Roy le 3 mai [1][3]."),
        ("Voici. Le prix est de 3,5 M€ [1-3].", "Le prix est de 3,5 M€ [1][2][3]."),
        ("Elle est élue [phrase 2], dit-on.", "Elle est élue, dit-on [2]."),
        ("Il a dit [sic] que oui [2].", "Il a dit sic que oui [2]."),
        ("Rien du tout.", ""),
        ("Oui [99]. Non [0].", ""),
        ("[1]", ""),
        ("", ""),
        (f"{ABSTENTION} Mais Odette a parlé [1].", ABSTENTION),
        ("Selon ces textes, les articles ne le disent pas [2].", ABSTENTION),
        (f"Odette a parlé [1]. {ABSTENTION}", "Odette a parlé [1]."),
    ],
)
def test_free_text_is_brought_into_form(written: str, repaired: str) -> None:
    assert repair(written, 5, ABSTENTION) == repaired


@given(_PIECES)
def test_what_is_left_is_valid_and_parses(pieces: list[str]) -> None:
    repaired = repair("".join(pieces), 3, ABSTENTION)
    if repaired not in ("", ABSTENTION):
        assert re.fullmatch(r"([^\[\]]*\w[^\[\]]*(\[[123]\])+\. ?)+", repaired), repaired
        claims = parse_draft(repaired, 3)
        assert claims
        assert all(claim.numbers for claim in claims)


@given(_PIECES)
def test_it_comes_out_the_same_however_it_comes_in(pieces: list[str]) -> None:
    repairer = Repairer(3, ABSTENTION)
    streamed = "".join(repairer.feed(piece) for piece in pieces) + repairer.finish()
    assert streamed == repair("".join(pieces), 3, ABSTENTION)


def test_a_sentence_comes_out_as_soon_as_it_is_whole() -> None:
    repairer = Repairer(3, ABSTENTION)
    assert [repairer.feed(piece) for piece in ("Odette a parlé ", "[1", "]", ". ", "Puis")] == [
        "",
        "",
        "",
        "Odette a parlé [1].",
        "",
    ]
    assert repairer.finish() == ""


def test_grammar_and_pattern_say_the_same() -> None:
    pattern = re.compile(citing_pattern(12, "Rien (du tout)."))
    assert pattern.fullmatch("Rien (du tout).")
    assert pattern.fullmatch("Odette a parlé [1][12]. Puis elle est partie [3]")
    for other in ("Odette a parlé.", "Odette a parlé [13].", "[1]", "Rien (du tout)"):
        assert not pattern.fullmatch(other)
    assert '"Rien \\"du\\" tout\\\\."' in citing_grammar(2, 'Rien "du" tout\\.')


@pytest.mark.parametrize(
    "markup",
    [
        *("<|im_start|>", "<start_of_turn>", "</s>", "<think>", "<｜User｜>", "[INST]"),
        *("[/INST]", "<<SYS>>", "[|user|]", "[gMASK]", "<0x0A>", "<end_of_turn>"),
    ],
)
def test_markup_in_text_is_markup_no_more(markup: str) -> None:
    neutral = neutralise(f"[1] Avant {markup}après")
    assert markup not in neutral
    assert "<" not in neutral
    assert re.findall(r"\[[^\]]*\]", neutral) == ["[1]"]


def test_text_without_markup_stays_as_it_is() -> None:
    text = "[1] « 3 < 5 », a dit Mme Vasseur (42 ans) [12]. 100 % -> 50 %"
    assert neutralise(text) == text


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("<think>\nHmm [1].\n</think>\n\nOui [2].", "Oui [2]."),
        ("\n<think></think>Oui", "Oui"),
        ("Oui <think>", "Oui <think>"),
        ("<thin", "<thin"),
        ("<think> sans fin", ""),
    ],
)
def test_thoughts_are_left_out(said: str, answer: str) -> None:
    for step in (1, 3, 7, len(said)):
        thoughts = ThoughtFilter()
        pieces = [said[at : at + step] for at in range(0, len(said), step)]
        assert "".join(map(thoughts.feed, pieces)) + thoughts.finish() == answer
