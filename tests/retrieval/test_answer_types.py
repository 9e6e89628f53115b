"""What in a sentence is of the kind asked for."""

from __future__ import annotations

from datetime import date

import pytest

from qa.language.query import parse_question
from qa.language.units import gives_amount
from qa.retrieval.answer_types import holds_kind
from qa.retrieval.asked import Asked

HELD = [
    ("Qui a gagné la course ?", "Léonie Marchal l’a emporté au sprint.", 1.0),
    ("Qui a gagné la course ?", "La course a été annulée hier.", 0.0),
    ("Avec qui Léonie Marchal a-t-elle couru ?", "Léonie Marchal a couru seule.", 0.0),
    ("Quand le pont rouvre-t-il ?", "Le pont rouvrira le 3 mai.", 1.0),
    ("Quand le pont rouvre-t-il ?", "Le pont rouvrira mardi.", 1.0),
    ("Quand le pont rouvre-t-il ?", "Le pont est fermé.", 0.0),
    ("À quelle heure du 3 mai rouvre-t-il ?", "C’était prévu le 3 mai.", 0.0),
    ("Combien de brebis ont été tuées ?", "Le loup a tué 14 brebis.", 1.0),
    ("Combien de brebis ont été tuées ?", "Il y a 14 témoins.", 0.7),
    ("Combien de brebis ont été tuées ?", "Quatorze témoins sont venus.", 0.3),
    ("Combien de brebis ont été tuées ?", "Le loup est parti le 14 mai 2020.", 0.0),
    ("Quelle somme a-t-il versée en 2019 ?", "Il a versé 12 000 euros en 2019.", 1.0),
    ("Quelle somme a-t-il versée en 2019 ?", "C’était en 2019.", 0.0),
    ("Où a-t-on revu le lynx ?", "Il a été filmé dans le parc naturel de la Hautière.", 1.0),
    ("Où a-t-on revu le lynx ?", "Il a été filmé de nuit.", 0.0),
    ("Pourquoi la crue ?", "La vanne a cédé en raison du gel.", 1.0),
    ("Pourquoi la crue ?", "La vanne a cédé.", 0.0),
    ("Que s’est-il passé ?", "Léonie Marchal est arrivée le 3 mai.", 0.0),
]


@pytest.mark.parametrize(("question", "sentence", "held"), HELD)
def test_held(question: str, sentence: str, held: float) -> None:
    asked = Asked(parse_question(question), {})
    assert holds_kind(asked, sentence, date(2021, 5, 4)) == held


AMOUNTS = [
    ("Quel âge a-t-elle ?", "La navigatrice de 42 ans a abordé hier.", True),
    ("Quel âge a-t-elle ?", "Elle a couvert 42 kilomètres.", False),
    ("À quelle vitesse roulait-il ?", "Il roulait à près de 140 km/h.", True),
    ("Quel pourcentage des voix ?", "La liste a recueilli 31,4 % des voix.", True),
    ("Quelle superficie ?", "Le domaine couvre 12 hectares.", True),
    ("Quelle superficie ?", "Le domaine a 12 salariés.", False),
    ("Combien a coûté le pont ?", "Le chantier a coûté 3,2 millions d’euros.", True),
    ("Combien de salariés ?", "L’usine emploie 250 ouvriers et 30 salariés détachés.", True),
    ("Qui est venu ?", "Douze personnes sont venues.", False),
]


@pytest.mark.parametrize(("question", "text", "given"), AMOUNTS)
def test_amounts_come_in_the_unit_asked_for(question: str, text: str, given: bool) -> None:
    assert gives_amount(question, text) is given
