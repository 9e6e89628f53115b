"""Sentences of French news, by table, and what must hold of any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.sentences import split_sentences

CASES = [
    ("Il pleut. Il vente.", ["Il pleut.", "Il vente."]),
    ("M. Dupont est là. Mme Roy aussi.", ["M. Dupont est là.", "Mme Roy aussi."]),
    ("Me Astier plaide. Le Pr Lenoir écoute.", ["Me Astier plaide.", "Le Pr Lenoir écoute."]),
    ("J.-C. Martin est élu. J. Roy perd.", ["J.-C. Martin est élu.", "J. Roy perd."]),
    ("Vers 50 av. J.-C. la ville grandit.", ["Vers 50 av. J.-C. la ville grandit."]),
    ("L’O.T.A.N. se réunit. Puis rien.", ["L’O.T.A.N. se réunit.", "Puis rien."]),
    ("Le prix est de 3.500 euros. C’est cher.", ["Le prix est de 3.500 euros.", "C’est cher."]),
    ("Il part à 8 h 30. Elle reste.", ["Il part à 8 h 30.", "Elle reste."]),
    ("« Oui ! », dit-il. Elle rit.", ["« Oui ! », dit-il.", "Elle rit."]),
    ("Vraiment ? Oui… Peut-être.", ["Vraiment ?", "Oui…", "Peut-être."]),
    ("« Venez. » Personne ne vient.", ["« Venez. »", "Personne ne vient."]),
    ("« Venez tous. Vite ! » Il court.", ["« Venez tous.", "Vite ! »", "Il court."]),
    ("Il a dit non. « Jamais », a-t-il ajouté.", ["Il a dit non.", "« Jamais », a-t-il ajouté."]),
    ("Il dit : « Non. » puis sort.", ["Il dit : « Non. » puis sort."]),
    ("Titre sans point\nPremière phrase.", ["Titre sans point", "Première phrase."]),
    ("Voir art. 12 de la loi. Fin.", ["Voir art. 12 de la loi.", "Fin."]),
    ("En 2019. 300 personnes sont venues.", ["En 2019.", "300 personnes sont venues."]),
    ("Il vit à Aix. À midi, il part.", ["Il vit à Aix.", "À midi, il part."]),
    ("— Bonjour. — Bonsoir.", ["— Bonjour.", "— Bonsoir."]),
    ('Il crie "Au feu !" Et court.', ['Il crie "Au feu !"', "Et court."]),
    ("", []),
    (" \n ", []),
    ("…", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_cases(text: str, expected: list[str]) -> None:
    assert [span.cut(text) for span in split_sentences(text)] == expected


@given(st.text(alphabet=st.sampled_from("aB. é!?…»« \n\"'1MJ-,"), max_size=200) | st.text())
def test_spans_are_ordered_apart_and_lose_no_word(text: str) -> None:
    spans = split_sentences(text)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert span.cut(text) == span.cut(text).strip()
        end = span.end
    assert "".join(re.findall(r"\w", "".join(s.cut(text) for s in spans))) == "".join(
        re.findall(r"\w", text)
    )


def test_a_sentence_without_end_is_cut_at_a_space() -> None:
    text = "mot " * 2_000
    spans = split_sentences(text)
    assert max(span.end - span.start for span in spans) <= 1_200
    assert all(span.cut(text).startswith("mot") for span in spans)


def test_a_long_line_of_many_sentences_takes_linear_time() -> None:
    text = "Une phrase courte suit l’autre. " * 5_000  # quadratic: minutes, and the test times out
    assert len(split_sentences(text)) == 5_000
