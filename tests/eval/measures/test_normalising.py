"""Texts that say the same in other letters, marks or digits have the same words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from eval.measures.normalising import normalise

PIECES = (
    "un une deux trois neuf dix vingt vingts quatre cent cents mille million millions milliard et "
    "virgule zéro premier première deuxième vingtième soixante septante le la d' l' qu' jusqu’ "
    "aujourd'hui quelqu’un prud'hommes 1 2 000 300 1984 3,6 2.000 0,001 2h15 1er 2e [1] , . - ’ « "
    "é Œ ﬁ plus second demi point maire"
).split()
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from([*PIECES, "\n", "\u00a0"])).map(" ".join),
    st.lists(st.sampled_from([*PIECES, " ", "\n", "\u202f"])).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3))).map(" ".join),
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Le Conseil d’État, à Paris !", "conseil etat paris"),
        ("CLAIRE MORVAN", "claire morvan"),
        ("le cœur de l'œuvre", "coeur oeuvre"),
        ("ﬁn", "fin"),
        ("jusqu’au 15 décembre [1][2].", "jusque au 15 decembre"),
        ("Lorsqu'il n’est puisqu'elle s'y c'est m'a t'en qu’on j'ai", None),
        ("aujourd’hui et d'aujourd'hui", "aujourd'hui et aujourd'hui"),
        ("quelqu’un aux prud'hommes", "quelqu'un aux prud'hommes"),
        ("« L' homme »", "homme"),
        ("'l'homme'", "homme"),
        ("rock'n'roll", "rock n roll"),
        ("O’Brien, John D.", "o brien john d"),
        ("The cat and a dog", "cat and dog"),
        ("un musée, une scierie", "musee scierie"),
        ("un an", "an"),
        ("vingt et un", "21"),
        ("Quatre-vingt-dix-sept", "97"),
        ("mille neuf cent quatre-vingt-quatre", "1984"),
        ("mille et une nuits", "1001 nuits"),
        ("trois cent mille euros", "300000 euros"),
        ("3 des 200 élus", "3 200 elus"),
        ("le 14, 300 personnes", "14 300 personnes"),
        ("deux, cent", "2 100"),
        ("en 2019 300 morts", "en 2019 300 morts"),
        ("2 h 15", "2 h 15"),
        ("16 août à 8h30", "16 aout 8 h 30"),
        ("50 cents", "50 cents"),
        ("des millions de gens", "millions gens"),
        ("millions deux", "millions 2"),
        ("zéro faute", "0 faute"),
        ("12,50 %", "12,5"),
        ("007", "7"),
        ("٣ kg", "3 kg"),
        ("G7, F-16 et m²", "g 7 f 16 et m 2"),
        ("[1]", ""),
        ("", ""),
        ("…\u00a0— !", ""),
    ],
)
def test_the_words_that_count(text: str, words: str | None) -> None:
    expected = "lorsque il ne est puisque elle se y ce est me te en que on je ai"
    assert normalise(text) == (words if words is not None else expected).split()


@pytest.mark.parametrize(
    "same",
    [
        (
            "2.000",
            "2 000",
            "2000",
            "2\u00a0000",
            "2\u202f000",
            "deux mille",
            "Deux-mille",
            "2 mille",
        ),
        ("3,6 millions", "3.600.000", "3 600 000", "3600000", "3,60 millions"),
        ("deux millions", "2 millions", "2 000 000"),
        ("un million", "1 million", "1 000 000"),
        ("1,2 milliard", "1 200 millions", "1 200 000 000"),
        ("2 h 15", "2h15", "2\u00a0h\u00a015", "deux h quinze"),
        ("1er mars", "premier mars", "Premier mars", "1ᵉʳ mars"),
        ("deuxième", "2e", "2ème", "2è", "DEUXIEME"),
        ("première", "1re", "1ère", "PREMIERE"),
        ("vingt et unième", "21e"),
        ("l’hôtel", "l'hotel", "hôtel", "L’HÔTEL", "ho\u0302tel"),
        ("zéro", "0", "ZERO"),
        ("3.6", "3,6"),
    ],
)
def test_notations_of_the_same_are_one(same: tuple[str, ...]) -> None:
    assert {tuple(normalise(text)) for text in same} == {tuple(normalise(same[0]))}
    assert normalise(same[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [("2.000", "2,000"), ("1er", "1"), ("15", "150"), ("3 200", "3 des 200"), ("n'a pas", "a pas")],
)
def test_what_differs_stays_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@given(TEXTS)
@example("0,001")
@example("millions deux")
@example("deux, cent")
def test_each_word_is_its_own_normal_form(text: str) -> None:
    words = normalise(text)
    assert [normalise(word) for word in words] == [[word] for word in words]
    assert normalise("\n".join(words)) == words


@given(TEXTS)
def test_so_is_a_line_of_them_where_no_number_can_go_on(text: str) -> None:
    words = normalise(text)
    ends = [word[-1:].isdigit() for word in words]
    assume(not any(a and b for a, b in pairwise(ends)))
    assume(not {"million", "millions", "milliard", "milliards"} & set(words))
    assert normalise(" ".join(words)) == words


@given(st.integers(0, 10**15), st.sampled_from(" .\u00a0\u202f\u2009"))
def test_every_whole_number_has_one_form(number: int, separator: str) -> None:
    grouped = f"{number:,}".replace(",", separator)
    assert normalise(f"il y en a {grouped} ici") == ["il", "y", "en", str(number), "ici"]
    assert normalise(str(number)) == [str(number)]


@given(st.lists(st.sampled_from([*PIECES, "été", "Noël", "garçon"])).map(" ".join))
def test_case_and_apostrophes_say_nothing(text: str) -> None:
    assert normalise(text.upper()) == normalise(text)
    assert normalise(text.replace("'", "’")) == normalise(text)
