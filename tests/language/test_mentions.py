"""Names and numbers in sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.mentions import find_names, find_numbers, spelled_numbers

NAMES = [
    ("le président Joe Biden et M. Macron", [("joe", "biden"), ("macron",)]),
    ("Ursula von der Leyen", [("ursula", "von", "der", "leyen")]),
    ("avec Charles de Gaulle", [("charles", "de", "gaulle")]),
    ("l’OTAN et l'UE", [("otan",), ("ue",)]),
    ("à Saint-Elme", [("saint", "elme")]),
    ("Selon Jean-Marc Vasseur", [("jean", "marc", "vasseur")]),
    ("d’Ursula et qu’Alice", [("ursula",), ("alice",)]),
    ("L’Élysée se tait.", [("elysee",)]),
    ("aux Sables-d’Olonne", [("sables", "d", "olonne")]),
    ("en Côte d’Ivoire", [("cote", "d", "ivoire")]),
    ("à Châlons-en-Champagne", [("chalons", "en", "champagne")]),
    ("Mme Le Guen et Me Roux", [("guen",), ("roux",)]),
    ("Madame Roux", [("roux",)]),
    ("le juge J. Roux", [("roux",)]),
    ("C’est Paris qui l’emporte.", [("paris",)]),
    ("Qu’il vienne, dit Zoé.", [("zoe",)]),
    ("Jusqu’à Nice.", [("nice",)]),
    ("N’Golo est là.", [("golo",)]),
    ("Les élus sont venus.", []),
    ("Selon le maire, rien n’est fait.", []),
    ("Ce jour-là, il neigeait.", []),
    ("Plusieurs routes sont coupées.", []),
    ("Interrogé hier, il se tait.", []),
    ("Malheureusement, il neige.", []),
    ("Reste-t-il du pain ?", []),
    ("Mardi, il a neigé. Mercredi, non.", []),
    ("« Nous partons », dit-il.", []),
    ("un e-mail du maire, 12 ans", []),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_names(text: str, names: list[tuple[str, ...]]) -> None:
    assert [name.words for name in find_names(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Combien ?", []),
        ("Musée fermé. Paris attend.", []),
        ("« Courtelles brûle »", []),
        ("OTAN : une réunion", [("otan",)]),
        ("TikTok recule", [("tiktok",)]),
        ("Selon Macron, oui", [("macron",)]),
        ("Emmanuel Macron est venu", [("emmanuel", "macron")]),
        ("D’Artagnan est venu", [("artagnan",)]),
    ],
)
def test_the_first_word_of_a_sentence_may_be_no_name(
    text: str, names: list[tuple[str, ...]]
) -> None:
    assert [name.words for name in find_names(text, initial=False)] == names


def test_a_name_is_cut_without_what_leads_to_it() -> None:
    text = "Selon Zoé Roux, l’Élysée et M. Sorel, Les Halles ferment."
    cut = [name.span.cut(text) for name in find_names(text)]
    assert cut == ["Zoé Roux", "Élysée", "M. Sorel", "Les Halles"]


@given(st.text(alphabet="ABÉaéz’'-. «»0\n", max_size=30))
def test_names_lie_in_the_text_one_after_another(text: str) -> None:
    names = find_names(text)
    assert all(name.words and name.span.cut(text)[0].isupper() for name in names)
    ends = [0, *(name.span.end for name in names)]
    assert all(end <= name.span.start for end, name in zip(ends, names, strict=False))


def test_numbers_have_one_form() -> None:
    assert find_numbers("2 000 euros, 839.000, 3,6 % et 16 juin 2022") == {
        "2000",
        "839000",
        "3.6",
        "16",
        "2022",
    }
    assert find_numbers("4\u202f300 personnes pour 3,50 euros") == {"4300", "3.5"}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("trois douzaines de oeufs", {"3", "12"}),
        ("vingt-deux", {"22"}),
        ("vingt et un", {"21"}),
        ("soixante et onze", {"71"}),
        ("soixante-dix-huit", {"78"}),
        ("quatre-vingts", {"80"}),
        ("quatre-vingt-dix-sept", {"97"}),
        ("nonante-deux", {"92"}),
        ("cent un", {"101"}),
        ("neuf cents vacanciers", {"900"}),
        ("deux mille trois cents", {"2300"}),
        ("mille neuf cent quatre-vingt-quatre", {"1984"}),
        ("trois cent vingt-cinq mille", {"325000"}),
        ("deux millions", {"2"}),
        ("deux ou trois", {"2", "3"}),
        ("entre cent et deux cents", {"100", "200"}),
        ("vingt et trente ans", {"20", "30"}),
        ("un homme et une femme", set()),
        ("dix pour cent", {"10"}),
        ("des centaines, un millier", {"100", "1000"}),
        ("Twenty-five", {"25"}),
        ("rien", set()),
    ],
)
def test_numbers_in_words(text: str, numbers: set[str]) -> None:
    assert spelled_numbers(text) == numbers


@given(st.lists(st.sampled_from("un deux quatre dix vingt et cent mille pour douzaine".split())))
def test_any_words_have_numbers(words: list[str]) -> None:
    assert all(int(number) > 1 for number in spelled_numbers(" ".join(words)))
