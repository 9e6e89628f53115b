"""The analyser: what must meet in the index, what must stay apart, and what leaves nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.analysis import ANALYSER_VERSION, STOP_WORDS, analyse, fold, normalise_number

TERMS = [
    # Elisions, with either apostrophe
    ("l'élection", ["elect"]),
    ("l’élection", ["elect"]),
    ("L’Élection", ["elect"]),
    ("d’hiver", ["hiv"]),
    ("c’est l’heure", ["heur"]),
    ("j’accuse", ["accus"]),
    ("n’accuse", ["accus"]),
    ("m’accuse", ["accus"]),
    ("t’accuse", ["accus"]),
    ("s’accuse", ["accus"]),
    ("qu’Alice", ["alic"]),
    ("jusqu’à Nice", ["nic"]),
    ("lorsqu’Alice", ["alic"]),
    ("puisqu’Alice", ["alic"]),
    ("quoiqu’Alice", ["alic"]),
    ("quelqu’autre ville", ["vill"]),
    ("qu’à l’usine", ["usin"]),
    ("l‘usine", ["usin"]),
    ("d’aujourd’hui", []),
    ("l’été 2018", ["ete", "2018"]),
    ("l'ete dernier", ["ete", "derni"]),
    ("d’est en ouest", ["est", "ouest"]),
    ("a été élu", ["elu"]),
    # Whole in spite of their apostrophe
    ("aujourd’hui", []),
    ("aujourd'hui", []),
    ("presqu’île", ["presquil"]),
    ("la presqu'ile", ["presquil"]),
    ("prud’homme", ["prudhomm"]),
    ("conseil de prud'hommes", ["conseil", "prudhomm"]),
    ("quelqu’un", []),
    ("quelqu’une", []),
    ("entr’ouvrir", ["entrouvr"]),
    ("s’entr’aider", ["entraid"]),
    # Other apostrophes
    ("O’Brien", ["o", "brien"]),
    ("N’Golo Kanté", ["golo", "kant"]),
    ("la ville de Vo’", ["vill", "vo"]),
    # Hyphens
    ("Saint-Denis", ["saint", "den"]),
    ("vice-président", ["vic", "president"]),
    ("élisez-vous", ["elis"]),
    ("a-t-il signé", ["sign"]),
    ("va-t-elle signer", ["sign"]),
    ("y a-t-il", []),
    ("est-ce", []),
    ("celui-ci", []),
    ("c’est-à-dire", ["dir"]),
    ("Jean-Luc", ["jean", "luc"]),
    ("le 11-Septembre", ["11", "septembr"]),
    ("Les Sables-d’Olonne", ["sabl", "olon"]),
    ("Val-d’Oise", ["val", "ois"]),
    ("Saint‑Denis", ["saint", "den"]),
    ("peut-être", []),
    # Acronyms
    ("OTAN", ["otan"]),
    ("O.T.A.N.", ["otan"]),
    ("l’O.T.A.N.", ["otan"]),
    ("S.N.C.F", ["sncf"]),
    ("de l'U.E., hier", ["ue", "hi"]),
    ("J.K. Rowling", ["jk", "rowling"]),
    ("M. Untel", ["untel"]),
    ("av. J.-C.", ["av"]),
    # Numbers
    ("2000", ["2000"]),
    ("2.000", ["2000"]),
    ("2 000", ["2000"]),
    ("2\u00a0000", ["2000"]),
    ("2\u202f000", ["2000"]),
    ("2\u2009000 euros", ["2000", "euro"]),
    ("(12 345 678 habitants)", ["12345678", "habit"]),
    ("de 1 500, 2 500 et 3 500.", ["1500", "2500", "3500"]),
    ("1 234,50 €", ["1234.5"]),
    ("en 2016 300 personnes", ["2016", "300", "person"]),
    ("3,6 millions", ["3.6", "million"]),
    ("3.6", ["3.6"]),
    ("3,60", ["3.6"]),
    ("3,6 %", ["3.6"]),
    ("1.234.567,8", ["1234567.8"]),
    ("011", ["11"]),
    ("0,5", ["0.5"]),
    ("11.02.2022", ["11", "2", "2022"]),
    ("11/02/2022", ["11", "2", "2022"]),
    ("2019-2020", ["2019", "2020"]),
    ("le 1er mai", ["1", "mai"]),
    ("la 1ère fois", ["1", "fois"]),
    ("le 21e siècle", ["21e", "siecl"]),
    ("21ème", ["21e"]),
    ("la 2nde", ["2e"]),
    ("XXIe siècle", ["21e", "siecl"]),
    ("la Ve République", ["5e", "republ"]),
    ("Napoléon Ier", ["napoleon", "1"]),
    ("la vie", ["vi"]),
    ("14h30", ["14h30"]),
    ("250km", ["250", "kilometr"]),
    ("140 km/h", ["140", "kilometr", "h"]),
    ("100m", ["100"]),
    ("5G", ["5g"]),
    ("l’A86", ["a86"]),
    ("Covid-19", ["covid", "19"]),
    ("TF1", ["tf1"]),
    # Ligatures, accents, other letters, shapes that a PDF leaves
    ("cœur", ["coeur"]),
    ("Œuvre", ["oeuvr"]),
    ("ex æquo", ["ex", "aequo"]),
    ("Noël", ["noel"]),
    ("Łódź", ["lodz"]),
    ("Søren", ["soren"]),
    ("Straße", ["strass"]),
    ("ﬁnance", ["financ"]),
    ("ville\xadneuve", ["villeneuv"]),
    ("m²", ["m2"]),
    ("Владимир Путин", ["владимир", "путин"]),
    # Words whose accents tell them from stop words
    ("le maïs", ["mais"]),
    ("mais", []),
    ("du thé", ["the"]),
    ("sûr", ["sur"]),
    ("sur", []),
    ("dû", []),
    ("où", []),
    ("là", []),
    # Punctuation and spaces
    ("« réunion »,", ["reunion"]),
    ("(réunion)…", ["reunion"]),
    ("mot,autre mot", ["mot", "mot"]),
    ("2019.Cette école", ["2019", "ecol"]),
    ("a\tb\nréunion\u2028fin", ["b", "reunion", "fin"]),
    ("snake_case", ["snak", "cas"]),
    # Nothing of their own
    ("", []),
    ("   ", []),
    ("…", []),
    ("l’", []),
    ("à la", []),
    ("Qui est-ce que c’est ?", []),
    ("qu est ce que c est", []),
    ("Est-ce qu’il n’a pas été là ?", []),
    ("Combien y en a-t-il eu ?", []),
    ("jusqu a", []),
    ("aujourd hui", []),
    ("who was it?", []),
]


@pytest.mark.parametrize(("text", "terms"), TERMS)
def test_terms(text: str, terms: list[str]) -> None:
    assert analyse(text) == terms


SAME = [
    # Inflection
    ("élection", "élections"),
    ("participé", "participer"),
    ("participants", "participant"),
    ("rencontrer", "rencontre"),
    ("réunie", "réunies"),
    ("tuée", "tués"),
    ("vélos", "vélo"),
    ("élus", "élu"),
    ("détenus", "détenu"),
    ("euros", "euro"),
    ("journaux", "journal"),
    ("policière", "policier"),
    ("inondations", "inondation"),
    ("annuellement", "annuel"),
    # Without accents, whatever stem they have with them
    ("organisée", "organisee"),
    ("réunion", "reunion"),
    ("sécurité", "securite"),
    ("activités", "activites"),
    ("première", "premiere"),
    ("particulièrement", "particulierement"),
    ("décès", "deces"),
    ("procès", "proces"),
    ("communiqué", "communique"),
    ("réfugiés", "refugies"),
    ("tuée", "tuee"),
    ("créées", "creees"),
    ("musée", "musee"),
    ("employé", "employe"),
    ("justifié", "justifie"),
    ("février", "fevrier"),
    ("Noël", "NOEL"),
    ("Hélène", "Helene"),
    ("Frédéric", "FREDERIC"),
    ("Dembélé", "dembele"),
    # Without apostrophes or hyphens
    ("qu’est-ce que l’OTAN", "qu est ce que l otan"),
    ("presqu’île", "presquile"),
    ("prud’hommes", "prudhommes"),
    ("entr’ouvrir", "entrouvrir"),
    ("grand’mère", "grand-mère"),
    ("vice-président", "vice président"),
    # Names, whatever their letters' case and number
    ("Macron", "macron"),
    ("les Macron", "les Macrons"),
    ("MACRON", "Macron"),
    ("St-Denis", "saint denis"),
    ("Ste-Anne", "Sainte-Anne"),
    # Ways to write
    ("les 10 kilomètres", "10 km"),
    ("XIXe", "19ème"),
    ("Ier", "1er"),
    ("l’O.N.U.", "ONU"),
    ("20.000", "20\u202f000"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_meet(one: str, other: str) -> None:
    assert analyse(one) == analyse(other) != []


APART = [
    ("prud’homme", "homme"),
    ("presqu’île", "île"),
    ("2000", "200"),
    ("poisson", "poison"),
    ("3,6", "36"),
    ("2,5", "2,55"),
    ("11", "111"),
    ("11e", "11"),
    ("vie", "6e"),
    ("police", "policier"),
    ("armée", "armateur"),
    ("l’été", "l’eau"),
    ("communiqué", "commun"),
    ("OTAN", "ONU"),
    ("Saint-Denis", "Saint-Malo"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_stay_apart(one: str, other: str) -> None:
    assert analyse(one) != analyse(other)


@pytest.mark.parametrize(
    ("raw", "one_form"),
    [
        ("2 000", "2000"),
        ("2.000", "2000"),
        ("2\u202f000\u202f000", "2000000"),
        ("2 000,50", "2000.5"),
        ("007", "7"),
        ("0", "0"),
        ("0,0", "0"),
        ("3,125", "3.125"),
        ("2,000", "2.000"),
        ("10,00", "10"),
    ],
)
def test_numbers_have_one_form(raw: str, one_form: str) -> None:
    assert normalise_number(raw) == one_form


def test_fold() -> None:
    assert fold("L’ŒUVRE de Noël, à Łódź") == "l'oeuvre de noel, a lodz"
    assert fold("Ελλάδα Й") == "ελλαδα и"


def test_a_thousand_apart_is_seen_when_its_words_are_known_already() -> None:
    assert analyse("000") == ["0"]
    assert analyse("12 000 pas") == ["12000"]
    assert analyse("12 000 km") == ["12000", "kilometr"]


def test_the_cache_may_overflow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.language.analysis._MOST_CHUNKS", 3)
    words = [f"mot{n} 2 000" for n in range(20)]
    assert [analyse(text) for text in words] == [[text.split()[0], "2000"] for text in words]


def test_there_are_stop_words_and_a_version() -> None:
    assert {"à", "a", "être", "etre", "pas", "qui", "the"} <= STOP_WORDS
    assert ANALYSER_VERSION >= 2


_FRENCH = st.text(alphabet="abdeélmnqrstuàçèêîôûœ'’-.,0123 \u00a0", max_size=40)


@given(st.text())
def test_anything_can_be_analysed(text: str) -> None:
    for term in analyse(text):
        assert term
        assert term.split() == [term]
        assert fold(term) == term


@given(_FRENCH)
def test_a_term_is_one_term_or_a_stop_word(text: str) -> None:
    assert all(len(analyse(term)) <= 1 for term in analyse(text))


@given(_FRENCH)
def test_apostrophes_are_equal(text: str) -> None:
    assert analyse(text.replace("'", "’")) == analyse(text.replace("’", "'"))


@given(_FRENCH)
def test_composed_and_decomposed_letters_are_equal(text: str) -> None:
    assert analyse(unicodedata.normalize("NFD", text)) == analyse(text)


@given(_FRENCH)
def test_case_does_not_count(text: str) -> None:
    assert analyse(text.upper()) == analyse(text)


@given(_FRENCH, _FRENCH)
def test_a_line_break_parts_texts(one: str, other: str) -> None:
    assert analyse(f"{one}\n{other}") == analyse(one) + analyse(other)
