"""Articles that don't say the same, and those that only seem not to."""

from __future__ import annotations

from datetime import date

import pytest

from qa import Article
from qa.answering.disagreeing import (
    Disagreement,
    contradicted,
    find_disagreement,
    introduce_disagreement,
    quote_versions,
)
from qa.answering.quoting import number
from qa.language.query import parse_question
from qa.types import Citation, RankedSentence
from tests.answering.ranked import sentence_of, sentences_of

FIRST, NEXT = date(2016, 5, 11), date(2016, 5, 12)
FIRE = "Combien de morts dans l’incendie de la scierie de Montbrel ?"
TITLE = "Incendie à la scierie de Montbrel"
POOL = "Combien de visiteurs la piscine de Lormel a-t-elle accueillis ?"
BRIDGE = "Quand le pont des Tanneurs de Vaubrenne rouvre-t-il ?"
PRIZE = "Qui a reçu le prix du jury au festival de Lormel ?"


def disagreement(
    question: str, first: str, second: str, days: int = 1, titles: tuple[str, str] | None = None
) -> Disagreement | None:
    one, two = titles or (TITLE, TITLE)
    later = date.fromordinal(FIRST.toordinal() + days)
    ranked = [sentence_of(first, FIRST, one, id="a"), sentence_of(second, later, two, id="b")]
    return find_disagreement(parse_question(question), ranked)


DIFFERENT = [
    (FIRE, "L’incendie de la scierie de Montbrel a fait 12 morts.",
     "Le bilan de l’incendie de la scierie de Montbrel s’alourdit à 15 morts.",
     "15 morts, 12 morts"),
    (FIRE, "L’incendie de Montbrel a fait au moins trois morts.",
     "L’incendie de Montbrel a fait au moins cinq morts.",
     "au moins cinq morts, au moins trois morts"),
    (FIRE, "Huit personnes sont mortes dans l’incendie de Montbrel.",
     "L’incendie de Montbrel a fait 11 morts.",
     "11 morts, Huit personnes sont mortes"),
    (FIRE, "L’incendie a fait 12 morts.", "Le bilan rectifié est de 9 morts.",
     "9 morts, 12 morts"),
    ("Combien de blessés à Montbrel dans l’incendie ?", "L’incendie a fait 40 blessés à Montbrel.",
     "L’incendie a fait 52 blessés à Montbrel.", "52 blessés, 40 blessés"),
    ("Combien d’hectares l’incendie de Montbrel a-t-il brûlés ?",
     "L’incendie de Montbrel a brûlé 300 hectares.", "L’incendie de Montbrel a brûlé 420 hectares.",
     "420 hectares, 300 hectares"),
    ("Quel est le coût du pont de Montbrel ?", "Le pont de Montbrel coûte 3,2 millions d’euros.",
     "Le pont de Montbrel coûte 4,1 millions d’euros.",
     "4,1 millions d’euros, 3,2 millions d’euros"),
    ("Combien d’emplois la scierie de Montbrel supprime-t-elle ?",
     "La scierie de Montbrel supprime 120 emplois.", "La scierie de Montbrel supprime 85 emplois.",
     "85 emplois, 120 emplois"),
    (BRIDGE, "Le pont des Tanneurs rouvre le 3 juin à Vaubrenne.",
     "Le pont des Tanneurs de Vaubrenne ne rouvre que le 10 juin, finalement.",
     "10 juin, 3 juin"),
    (BRIDGE, "Le pont des Tanneurs de Vaubrenne rouvre le 3 juin.",
     "Le pont des Tanneurs de Vaubrenne rouvre le 24 juin.", "24 juin, 3 juin"),
    (PRIZE, "Le prix du jury du festival de Lormel est allé à Lina Roche.",
     "Le prix du jury du festival de Lormel est allé à Paul Aubrac.", "Paul Aubrac, Lina Roche"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "first", "second", "told"), DIFFERENT)
def test_both_are_given_newest_first(question: str, first: str, second: str, told: str) -> None:
    found = disagreement(question, first, second)
    assert found is not None
    assert ", ".join(version.text for version in found.versions) == told
    assert [version.date for version in found.versions] == [NEXT, FIRST]


SAME = [
    # the same, however written
    (FIRE, "L’incendie de Montbrel a fait 12 morts.", "L’incendie de Montbrel a fait douze morts."),
    (FIRE, "L’incendie de Montbrel a fait 12 morts.", "Douze personnes sont mortes à Montbrel."),
    ("Quel est le coût du pont de Montbrel ?", "Le pont de Montbrel coûte 3,2 millions d’euros.",
     "Le pont de Montbrel coûte 3 200 000 euros."),
    (BRIDGE, "Le pont des Tanneurs de Vaubrenne rouvre le 3 juin.",
     "Le pont des Tanneurs de Vaubrenne rouvre vendredi 3 juin 2016."),
    (PRIZE, "Le prix du jury du festival de Lormel est allé à Lina Roche.",
     "Le prix du jury du festival de Lormel est allé à Mme Roche."),
    # rounded
    (FIRE, "L’incendie de Montbrel a fait près de 2 000 morts.",
     "L’incendie de Montbrel a fait 1 987 morts."),
    (FIRE, "L’incendie de Montbrel a fait une dizaine de morts.",
     "L’incendie de Montbrel a fait 11 morts."),
    (FIRE, "L’incendie de Montbrel a fait plus de 100 morts.",
     "L’incendie de Montbrel a fait 112 morts."),
    (FIRE, "L’incendie de Montbrel a fait moins de 50 morts.",
     "L’incendie de Montbrel a fait 48 morts."),
    ("Combien d’hectares l’incendie de Montbrel a-t-il brûlés ?",
     "L’incendie de Montbrel a brûlé 1 500 hectares.",
     "L’incendie de Montbrel a brûlé 1 512 hectares."),
    ("Quel est le coût du pont de Montbrel ?", "Le pont de Montbrel coûte 3 millions d’euros.",
     "Le pont de Montbrel coûte 3,2 millions d’euros."),
    # other things are counted
    (FIRE, "L’incendie de Montbrel a fait 12 morts.", "L’incendie de Montbrel a fait 40 blessés."),
    (FIRE, "L’incendie de Montbrel a fait 12 morts.",
     "L’incendie de Montbrel a duré 15 heures, sans nouveaux morts."),
    (FIRE, "L’incendie de Montbrel a fait 12 morts.",
     "Parmi eux, dont 3 enfants morts, l’incendie de Montbrel a frappé."),
    (FIRE, "L’incendie de Montbrel a fait 12 morts.", "Deux autres morts signalés à Montbrel."),
    (FIRE, "L’incendie de Montbrel a fait 12 morts.",
     "Un hommage aux deux pompiers morts dans l’incendie de Montbrel aura lieu."),
    (FIRE, "L’incendie de Montbrel a fait 12 morts.",
     "Les incendies ont fait des milliers de morts, dit-on à Montbrel."),
    (FIRE, "L’incendie de Montbrel a fait 12 morts.", "À Montbrel, 3 morts par jour en moyenne."),
    (FIRE, "L’incendie de Montbrel a fait 12 morts.",
     "L’incendie de Montbrel a fait entre 10 et 20 morts."),
    ("Combien d’hectares l’incendie de Montbrel a-t-il brûlés ?",
     "L’incendie de Montbrel a brûlé 300 hectares.",
     "L’incendie de Montbrel a touché un massif de 900 hectares."),
    (POOL, "La piscine de Lormel a accueilli 40 visiteurs.",
     "La piscine de Lormel a accueilli 40 000 visiteurs."),
    # of another time or place
    (FIRE, "L’incendie de Montbrel a fait 12 morts.",
     "En juillet 2005, un incendie à Montbrel avait fait 56 morts."),
    (FIRE, "L’incendie de Montbrel a fait 12 morts.",
     "L’incendie de Montbrel rappelle celui de Courtelles, qui avait fait 30 morts."),
    (FIRE, "L’incendie de Montbrel a fait 12 morts.",
     "À Courtelles, un incendie avait fait 30 morts."),
    # told by one of them as a change, or as what was said before
    (FIRE, "L’incendie de Montbrel a fait 12 morts.",
     "Le bilan de Montbrel passe de 12 morts à 15 morts."),
    (FIRE, "L’incendie de Montbrel a fait 15 morts.",
     "Un précédent bilan de l’incendie de Montbrel faisait état de 12 morts."),
    # dates and names of other things
    (BRIDGE, "Le pont des Tanneurs de Vaubrenne rouvre le 3 juin.",
     "Le pont des Tanneurs de Vaubrenne a fêté ses cent ans avec le maire le 24 avril."),
    (BRIDGE, "Le pont des Tanneurs de Vaubrenne rouvre le 3 juin.",
     "Le pont des Tanneurs de Vaubrenne rouvre bientôt."),
    (PRIZE, "Le prix du jury du festival de Lormel est allé à Lina Roche.",
     "Au festival de Lormel, Paul Aubrac a joué du piano avant le prix du jury."),
    ("Quels élus étaient à Lormel ?", "Étaient à Lormel Lina Roche et Tom Reed.",
     "Était à Lormel Paul Aubrac."),
    ("Que s’est-il passé à Lormel ?", "Il y a eu 12 morts à Lormel.",
     "Il y a eu 15 morts à Lormel."),
]  # fmt: skip


@pytest.mark.parametrize(("question", "first", "second"), SAME)
def test_what_only_seems_different(question: str, first: str, second: str) -> None:
    assert disagreement(question, first, second) is None
    assert disagreement(question, second, first) is None


TOLLS = ("L’incendie a fait 12 morts.", "L’incendie a fait 15 morts.")


def test_other_stories_are_apart() -> None:
    assert disagreement(FIRE, *TOLLS) is not None
    elsewhere = (TITLE, "Incendie dans une grange de Courtelles")
    assert disagreement(FIRE, *TOLLS, titles=elsewhere) is None


def test_months_later_it_is_another_story() -> None:
    assert disagreement(FIRE, *TOLLS, days=30) is not None
    assert disagreement(FIRE, *TOLLS, days=90) is None


def test_one_article_doesnt_disagree_with_itself() -> None:
    article = Article("a", TITLE, "\n".join(TOLLS), FIRST)
    assert find_disagreement(parse_question(FIRE), sentences_of(article, [0.5, 0.4])) is None


def test_nothing_ranked_is_no_disagreement() -> None:
    assert find_disagreement(parse_question(FIRE), []) is None


def test_of_a_day_without_year_one_year_alone_counts() -> None:
    query = parse_question("Combien de stands à la foire de Lormel du 14 mars ?")
    title = "La foire de Lormel"
    ranked = [
        sentence_of("La foire de Lormel du 14 mars 2016 avait 40 stands.", FIRST, title, id="a"),
        sentence_of("La foire de Lormel du 14 mars 2015 avait 70 stands.", NEXT, title, id="b"),
    ]
    assert find_disagreement(query, ranked) is None


@pytest.fixture
def rising() -> Disagreement:
    """12 dead, then 15."""
    found = disagreement(FIRE, *TOLLS)
    assert found is not None
    return found


def test_it_is_introduced_with_days(rising: Disagreement) -> None:
    french = introduce_disagreement(rising, "fr")
    assert french == (
        "Les articles ne disent pas tous la même chose\u00a0: "
        "15 morts (12 mai 2016) [1], 12 morts (11 mai 2016) [2]."
    )
    assert "15 morts (12 May 2016)" in introduce_disagreement(rising, "en")


def test_undated_articles_come_last() -> None:
    ranked = [
        sentence_of(TOLLS[0], None, TITLE, id="a"),
        sentence_of(TOLLS[1], NEXT, TITLE, id="b"),
    ]
    found = find_disagreement(parse_question(FIRE), ranked)
    assert found is not None
    assert introduce_disagreement(found, "fr").endswith("12 morts (sans date) [2].")


def test_versions_are_quoted_first(rising: Disagreement) -> None:
    other = sentence_of("La scierie de Montbrel employait 80 personnes.", FIRST, id="c")
    old, new = (version.citation for version in reversed(rising.versions))
    quotes = number([*map(_ranked, (old, new)), other])
    ordered = quote_versions(quotes, rising)
    assert [quote.article.id for quote in ordered] == ["b", "a", "c"]
    assert [quote.number for quote in ordered] == [1, 2, 3]
    assert [q.article.id for q in quote_versions(quotes[:1], rising)] == ["b", "a"]


def _ranked(citation: Citation) -> RankedSentence:
    return sentence_of(citation.quote, citation.article.date, TITLE, id=citation.article.id)


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("L’incendie a fait 12 morts.", True),
        ("Douze personnes ont péri, soit douze morts.", True),
        ("L’incendie a fait 15 morts.", False),
        ("Le bilan est passé de 12 morts à 15 morts.", False),
        ("L’incendie a fait 40 blessés.", False),
        ("L’incendie a frappé la scierie.", False),
    ],
)
def test_an_older_version_alone_is_contradicted(
    rising: Disagreement, statement: str, wrong: bool
) -> None:
    assert contradicted(statement, rising) is wrong


def test_an_older_day_alone_is_contradicted() -> None:
    found = disagreement(BRIDGE, *DIFFERENT[9][1:3])
    assert found is not None
    assert contradicted("Le pont rouvre le 3 juin 2016.", found)
    assert not contradicted("Le pont rouvre le 24 juin, et non le 3 juin.", found)
