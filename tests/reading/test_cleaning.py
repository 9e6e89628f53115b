"""Residue goes, French typography stays, and glued paragraphs come apart."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa.reading.cleaning import clean_line, clean_text

# A stroke marks the place where the line must break.
GLUED = [
    # as news agencies and sites come out of a scraper
    "La neige a fermé le col des Aravis.¦Alors que la station ouvrait, il a fallu attendre.",
    "Le préfet l'a confirmé à l'AFP.¦Aucune victime n'est à déplorer.",
    "Le renard rôdait depuis un mois près de l'enclos.¦L'abattage a été refusé.",
    "C'était prévu pour l'été 2019.¦Cette fois, la date est ferme.",
    'Le maire juge le plan "consternant".¦Un riverain approuve.',
    'Elle attendait "un geste".¦"Nous n\'avons rien vu venir", dit-elle.',
    'Il est sorti de la salle.¦"On ne nous écoute pas", a-t-il lancé.',
    'Elle répond : "Le canal est à nous."¦Quelques voix ont protesté.',
    'Le bilan passe à 1.250.¦"C\'est trop", estime le médecin.',
    "La somme atteint 40% du budget (12 millions).¦Les élus ont voté.",
    "Les deux tiers, soit 66%.¦Pour l'opposition, c'est peu.",
    'Il quitte la pièce.¦- "Trop tard" -¦La nuit tombe sur le port.',
    "Les bêtes sont rentrées.¦- Une saison sèche -¦Sur le plateau, rien ne pousse.",
    "Les bêtes sont rentrées. ¦- Une saison sèche -¦Sur le plateau, rien ne pousse.",
    "Les bêtes sont rentrées.¦-- Une saison sèche --¦Sur le plateau, rien ne pousse.",
    "Le vote a eu lieu.¦- Espoir -¦Lundi, tout le monde attendait.",
    "L'accord tient toujours.¦M. Berthier a salué la décision.",
    'Il a "tout dit".¦M. Berthier se tait.',
    "La vitesse tombe à 80 km/h.¦Les motards protestent.",
    "Le vent a soufflé toute la nuit en 24 h.¦Le calme revient.",
    "Il a fait jusqu'à 41°C.¦Les écoles ont fermé.",
    "La voiture offre 530 ch.¦Elle coûte cher.",
    "La commune passe à la 5G.¦Les opposants déposent un recours.",
    "Restez chez vous...¦Un appel resté sans effet.",
    "Quelle chaleur !¦Le thermomètre monte.",
    "Faut-il vacciner?¦Oui, répond le médecin.",
    "Où en est-on?¦R: Au même point.",
    'Le maire parle d\'un "accord historique"¦"Nous attendions cela", dit-il.',
    'Il conclut : "C\'est fini."¦"Vous verrez", répond-elle.',
    'Ils ont crié "au feu!"¦Personne n\'a bougé.',
    "La scène s'est passée à Dole.¦A Paris, on l'ignorait.",
    "Le lac a gelé.¦À quelques mètres, un pêcheur attend.",
    "Le ministère a démenti.¦PORTUGAL : la liste s'allonge.",
    "La collecte a été bonne à Dole.¦145 euros par enfant, c'est un record.",
    "Il a pris la parole sur le parvis.¦12h38. La foule se disperse.",
    "L'usine a fermé.¦« Nous sommes trahis », dit un ouvrier.",
    "« Nous sommes trahis. »¦L'ouvrier n'en dira pas plus.",
    "Le modèle s'appelle « Flèche ».¦Un nom ancien.",
    "Trois mesures ont été prises.¦• Fermer le pont.",
    "Le texte est prêt (il dormait depuis mai.)¦Encore faut-il le voter.",
    "Les pompiers sont repartis à l'aube.¦abc-de/fgh/ijk",
    "ЕС принял решение.¦Москва ответила.",
]
WHOLE = [
    "Il est né aux U.S.A.Les siens l'ont suivi.",
    "Vers 52 av. J.-C.Les Gaulois se rendent.",
    "C'est M.Dupont qui l'a dit, et Mme.Durand aussi.",
    "Le docteur Dr.House est une fiction, St.Louis une ville.",
    "L'annonce est sur Booking.com, pas sur www.Exemple.fr ni Exemple.Fr.",
    "Le code tourne sous Node.JS et ASP.NET.",
    "La note est de 3.5, le total de 3.076.",
    "Ouvrez Rapport.PDF puis Rapport.Final.docx.",
    "Ouvrez notes.txt, e.g. avec un éditeur, i.e. le vôtre.",
    "Écrivez à Jean.Dupont@exemple.fr ou contact@Exemple.Org.",
    "Voir https://exemple.fr/Page.Une?Lang=Fr et http://a.b.fr/C.Dd",
    "Le service ouvre dimanche.Exemple.com le dit.",
    "Il y avait des Dupont,Durand et autres;Martin.",
    'Des montagnes "pyrénéennes",a dit le guide.',
    "Voir art.5 du code, fig.3 et chap.2 du livre, le 3 sept.2020 au soir.",
    "L'ID.3 est une voiture, la version 2.1 aussi.",
    "1.Premier point\n2.Second point",
    "Le groupe Canal+, Yahoo! et les autres.",
    "Il hésite (...)Puis il part.",
    "- Paris - Lyon : deux heures",
    "Le mouvement Génération.s a signé.",
    "S.A.R. et S.p.A. sont des sigles.",
    'La ID.R : un record, et un ""guillemet double"" de tableur.',
]


@pytest.mark.parametrize("marked", GLUED)
def test_glued_paragraphs_come_apart(marked: str) -> None:
    glued = marked.replace("¦", "")
    assert clean_text(glued) == marked.replace(" ¦", "\n").replace("¦", "\n")


@pytest.mark.parametrize("text", WHOLE)
def test_what_only_looks_glued_is_left(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        (
            "Avant.\n![]() |\nLa ministre, Anne Roy. |\nAprès.",
            "Avant.\nLa ministre, Anne Roy.\nAprès.",
        ),
        ("| Ville | Voix |\n| --- | ---: |\n| Dole | 12 |", "Ville | Voix\nDole | 12"),
        ("Un [](https://exemple.fr) lien ![](a.png) vide", "Un lien vide"),
        ("[![](a.png)](https://exemple.fr)Suite", "Suite"),
        ("co\u00adopé\u00adra\u00adtion, zé\u200bro, \ufeffmarque", "coopération, zéro, marque"),
        ("a\x00b\x07c\x81d", "abcd"),
        ("12\xa0\x80, l\x92\x9cuvre\x85", "12\xa0€, l’œuvre…"),
        ("un  deux\t trois   ", "un deux trois"),
        ("un\r\ndeux\rtrois\u2028quatre\x0ccinq", "un\ndeux\ntrois\nquatre\ncinq"),
        ("un\n \n\n\n  \ndeux", "un\n\ndeux"),
        ("e\u0301te\u0301", "été"),
        (
            "« Oui\u00a0», dit-il\u202f! Vraiment\u00a0?",
            "« Oui\u00a0», dit-il\u202f! Vraiment\u00a0?",
        ),
        ("Vraiment \u00a0?", "Vraiment\u00a0?"),
        ("L’été — « déjà »… à l'œuvre", "L’été — « déjà »… à l'œuvre"),
        ("famille 👩\u200d👧, می\u200cخواهم", "famille 👩\u200d👧, می\u200cخواهم"),
        ("demi\ud83d-mot", "demi-mot"),
        ("", ""),
        (" \n\t\u00a0\u200b ![]() \n|---|\n", ""),
    ],
)
def test_residue_goes_and_typography_stays(raw: str, cleaned: str) -> None:
    assert clean_text(raw) == cleaned


def test_a_title_is_cleaned_onto_one_line_and_never_taken_apart() -> None:
    assert clean_line(" La ID.Buzz\u200b :\n\nessai | ") == "La ID.Buzz : essai"
    assert clean_line("") == ""


def test_a_sentence_is_still_found_word_for_word() -> None:
    sentence = "« L’île\u00a0», dit M. Roy, n’a plus que 3.076 habitants — et 2,5\u202f% d’élus !"
    assert sentence in clean_text(f"![]() |\n{sentence}Mais la mer monte. |")


SIGNS = "aéàyAÀZ.!?…\"'’«»“”()[]|-–—:;,/@=° \t\n\u00a0\u202f\u00ad\u200d\u0301📎"
PIECES = 'le Le M. ." .- - ... 24 www. http:// AFP ![]( km/h .fr'.split(" ")
NEWS = st.lists(st.sampled_from([*SIGNS, *PIECES, " -", " - ", "M. "]), max_size=40).map("".join)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(NEWS | st.text(max_size=80))
@example('Il part.- "Assez" -"Nous restons."Elle aussi.')
@example("e![]()\u0301")
@example("www.Awww.«")
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    once = clean_text(raw)
    assert clean_text(once) == once


# Without the controls that are letters once read again.
TEXT = st.text(st.characters(exclude_characters="".join(map(chr, range(0x80, 0xA0)))), max_size=80)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(TEXT | NEWS.filter(lambda text: "](" not in text))
def test_every_letter_and_figure_survives_in_order(raw: str) -> None:
    if "](" in raw:
        return
    assert _letters(clean_text(raw)) == _letters(raw)


def _letters(text: str) -> str:
    """The letters and figures of a text, as Unicode composes them once marks stand together."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text)))


@pytest.mark.parametrize(
    "hostile",
    [
        " " * 400_000,
        '."' * 200_000,
        "- " * 200_000 + " -A",
        "A." * 200_000,
        "![](" * 100_000,
        "[" * 100_000 + "]()" * 100_000,
        "|" * 400_000,
        "\n12.Le" * 80_000,
        " -A" * 130_000,
        "é." + "Aa." * 130_000,
    ],
)
def test_hostile_texts_take_no_more_time_than_others(hostile: str) -> None:
    start = time.process_time()
    clean_text(hostile)
    assert time.process_time() - start < 5
