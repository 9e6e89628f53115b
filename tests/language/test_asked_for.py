"""What in a sentence may be what a question asks for, the likeliest first."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.asked_for import find_asked
from qa.language.query import parse_question

FIRST = [
    (
        "Qui a gagné la course ?",
        "La course a été gagnée par Léonie Marchal à Vif.",
        "Léonie Marchal",
    ),
    ("Qui dirige le club ?", "Selon l’AFP, le club est dirigé par M. Rivoire.", "M. Rivoire"),
    (
        "Quel maire a démissionné ?",
        "Le maire de Lormel, Paul Aubrac, a démissionné.",
        "Paul Aubrac",
    ),
    ("Qui est venu ?", "Le Britannique Tom Ellis Reed est venu.", "Tom Ellis Reed"),
    ("Quelle association a porté plainte ?", "La LPO a porté plainte.", "LPO"),
    ("Quand le pont rouvre-t-il ?", "Annoncé mardi, le pont rouvre le 3 mai.", "3 mai"),
    ("En quelle année est né le club ?", "Fondé en 1921, le club fêtera mardi ses ans.", "1921"),
    ("À quelle heure ferme-t-il ?", "Le 3 mai, il ferme à 22h30.", "22h30"),
    ("Combien de morts ?", "Le feu a fait 12 morts et 40 blessés.", "12 morts"),
    ("Combien de morts ?", "Cinq personnes ont été tuées, âgées de 20 à 60 ans.", "Cinq personnes"),
    (
        "Quel est le budget ?",
        "Pour ses 12 salles, il est de 3,2 millions d’euros.",
        "3,2 millions d’euros",
    ),
    ("Quelle part des voix ?", "La liste a recueilli 31,4 % sur 12 bureaux.", "31,4 %"),
    ("Où a-t-on revu le lynx ?", "Le lynx a été revu à Vaubrenne (Isère).", "Vaubrenne"),
    ("Où s’installe le marché ?", "Le marché s’installe rue des Lices.", "rue des Lices"),
    ("Pourquoi est-il fermé ?", "Le col est fermé en raison de la neige.", "en raison de la neige"),
    (
        "Pourquoi ce départ ?",
        "Afin de protéger les nids, il est parti.",
        "Afin de protéger les nids",
    ),
]


@pytest.mark.parametrize(("question", "text", "first"), FIRST)
def test_the_likeliest_stands_first(question: str, text: str, first: str) -> None:
    found = find_asked(parse_question(question), text, date(2021, 4, 20))
    assert found[0].span.cut(text).startswith(first)


NONE = [
    ("Qui a gagné la course ?", "La course a été gagnée samedi, selon l’AFP."),
    ("Avec qui Léonie Marchal a-t-elle couru ?", "Léonie Marchal a couru seule."),
    ("Quand, après le 3 mai 2021 ?", "C’était le 3 mai 2021."),
    ("Combien coûtent ces 12 salles ?", "Il y a 12 salles."),
    ("Où est Vaubrenne ?", "On l’a vu à Vaubrenne."),
    ("Pourquoi ?", "Le col est fermé."),
    ("Que s’est-il passé ?", "Léonie Marchal est arrivée le 3 mai."),
]


@pytest.mark.parametrize(("question", "text"), NONE)
def test_what_the_question_says_is_no_answer(question: str, text: str) -> None:
    assert not find_asked(parse_question(question), text, date(2021, 5, 4))


@given(st.sampled_from(FIRST), st.text(max_size=120))
def test_spans_lie_within_and_never_overlap(case: tuple[str, str, str], text: str) -> None:
    question, sentence, _ = case
    for shown in (text, f"{sentence} {text}"):
        spans = [one.span for one in find_asked(parse_question(question), shown, date(2021, 5, 4))]
        spans.sort(key=lambda span: span.start)
        assert all(0 <= span.start < span.end <= len(shown) for span in spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))
