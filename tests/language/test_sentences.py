"""Sentences of French news: by table, on marked text, and what must hold of any text."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.language.sentences import PLACED, Counts, add, count, read_marked, read_placed
from eval.language.splitters import ours
from qa.language.sentences import split_sentences
from qa.reading.cleaning import clean_text

# A stroke marks the white space where a sentence ends, a double one that there is none.
CASES = [
    "Il pleut.|Il vente.",
    # titles, initials, acronyms
    "M. Dupont est là.|Mme Roy aussi.|MM. Vidal et Roche également.",
    "Me Astier plaide.|Le Pr Lenoir écoute.|Dr. Mangin, Mgr. Roux et St. Louis aussi.",
    "J.-C. Martin est élu.|J. Roy perd.|Ph. Astier et Chr. Bel aussi.",
    "Vers 50 av. J.-C. la ville grandit.",
    "La tombe date de 50 av. J.-C.|Les fouilles ont repris.",
    "En 52 av. J.-C.|César arrive.|Vers 300 apr. J.-C., il n’y a plus rien.",
    "L’O.T.A.N. se réunit.|Puis rien.",
    "Il travaille à la S.N.C.F.|Elle est à l’O.N.U.|Les autres sont à la R.A.T.P.",
    "L’U.S. Army arrive.|George W. Bush et J. R. R. Tolkien aussi.",
    "Il a vu S. Le Goff et P. De La Tour.|Il a vu Fabrice G.|Le procureur aussi.",
    "Léon C.|Ce dernier est mort.|Il reste M. T. et Mme V.",
    "C’est la vitamine D.|Elle manque.|Il a la grippe A.|Paris l’a.|Le plan B.|95 millions.",
    "Charles X.|Il abdique.|Louis XV.|Versailles brille.",
    # abbreviations that are words, and that end sentences
    "Voir art. 12 de la loi.|Fin.",
    "Voir art. L. 122-1, vol. II, p. 12 et fig. 3, nos. 4 et 5, env. 300 pages.",
    "Il a nié tout vol.|C’est son art.|Picasso l’aimait.",
    "Des pommes, des poires, etc.|Le reste suit.|Du thé, etc. et du pain.",
    "Au col.|Il attaque à fond, au max.|Sa mère l’attend.|C’est un jeu.|20 joueurs restent.",
    "Le jeu. 12 mai, le 3 sept. 2020 ou le 4 oct.|Il viendra.|Ils étaient sept.|Rien.",
    "Une ville, p. ex. Lyon, ou par ex. Paris.|Son ex.|Karine l’a vu.",
    "Il vit av. Foch, 12 bd. Pasteur, cf. Le Plan, i.e. Paris, c.-à-d. ici.",
    "Apple Inc. et Delmas & Cie. montent.|Novatek Inc.|Les autres baissent.",
    "Le point de la CIE.|Voilà.|Photo : DR.|Partagez.",
    # figures
    "Le prix est de 3.500 euros.|C’est cher.|La note est de 3.5.|Bien.",
    "Il part à 8 h 30.|Elle reste jusqu’à 20 h.|Tout ferme à 22h.|Lui non.",
    "Un mâle de 1,60 m.|Il dort.|Il roule à 90 km/h.|Il pèse 3 t.|Voilà.|À 2 min. 30 s de là.",
    "En 2019.|300 personnes sont venues.|Le 12.|Les autres attendent.|Il fait 35°C.|Enfin.",
    "1. Le contexte.|2. Les faits.",
    "Trois demandes : 1. le temps ; 2. les moyens.",
    # addresses
    "Sur Booking.com et Le Monde.fr.|Sur www.exemple.fr.|À a.b@exemple.fr.|Dans plan.pdf.|Fin.",
    # quotations
    "« Oui ! », dit-il.|Elle rit.",
    "Vraiment ?|Oui…|Peut-être.",
    "« Venez. »|Personne ne vient.",
    "« Venez tous.|Vite ! »|Il court.",
    "Il a dit non.|« Jamais », a-t-il ajouté.|« jamais de la vie ».",
    "Il dit : « Non. » puis sort.|« Quoi ? » demande-t-il.|Yahoo! annonce la fin.",
    'Il crie "Au feu !"|Et court.|"J’ai eu peur", dit-il.|"pas moi", dit l’autre.',
    '"Tout est prêt".|"On part.|Vite."|Il sort.|" Enfin ", dit-elle.',
    "“Nous savons.”|Il se tait.|‘Toujours.’|Elle aussi.",
    "— Bonjour.|— Bonsoir.|– Encore !|- Trois morts.|• Un blessé.",
    "Il se tait (...)|Nous partons.|Il (sic !) reste (?) Paris.|Et vous ?|Non !!!|Ah bon ?!|Oui.",
    "(Il part.|Elle reste.)|Rien ne bouge (ou presque).|Fin.",
    "Attendez... d’accord ?|Non...|On part.",
    # what else a sentence may begin with
    "Elle a un iPhone.|iOS change.|eBay vend.|@maire tweete.|#marche grandit.|À midi, il part.",
    # glued paragraphs
    "C’était en 2019.||Cette fois, non.||« Oui », dit-il.||M. Roy part.||60 millions restent.",
    "Vous venez ?||Oui.|« Non. »||Le maire sort.|À Paris.||Le soir, tout ferme.",
    "Aucun blessé||L'incendie est éteint.||DÉJÀ CONDAMNÉ||Le suspect nie.|« Un plateau »||Il dure.",
]
LINES = [
    ("PARIS (AFP) – Le maire part.", ["PARIS (AFP) – Le maire part."]),
    ("Titre sans point\nPremière phrase.", ["Titre sans point", "Première phrase."]),
    ("Vrai ? \n … \n Non.", ["Vrai ?", "Non."]),
    ("Bien. … Oui.", ["Bien. …", "Oui."]),
    ("Fin. ***", ["Fin. ***"]),
    ("", []),
    (" \n ", []),
    ("…", []),
]
LEAST_F1 = 0.98


@pytest.mark.parametrize("marked", CASES)
def test_cases(marked: str) -> None:
    text = marked.replace("||", "").replace("|", " ")
    expected = re.split(r"\|+", marked)
    assert [span.cut(text) for span in split_sentences(text)] == expected


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_lines(text: str, expected: list[str]) -> None:
    assert [span.cut(text) for span in split_sentences(text)] == expected


@pytest.mark.parametrize("half", ["dev", "test"])
def test_marked_boundaries_are_found(half: str) -> None:
    total = add([count(ours(), each) for each in read_marked() if each.half == half])
    assert total.found + total.missed > 200
    assert total.f1 >= LEAST_F1
    assert total.exact / total.sentences >= LEAST_F1


def test_boundaries_of_real_articles_are_found_glued_or_cleaned(shared: Path) -> None:
    wanted = {json.loads(line)["article"] for line in PLACED.read_text("utf-8").splitlines()}
    with gzip.open(shared / "data" / "orangesum.jsonl.gz") as lines:
        rows = (json.loads(line) for line in lines if line.split(b'"', 4)[3].decode() in wanted)
        raw = {row["id"]: row["text"] for row in rows}
    for texts in (raw, {id_: clean_text(text) for id_, text in raw.items()}):
        for half in ("dev", "test"):
            marked = [each for each in read_placed(texts) if each.half == half]
            total: Counts = add([count(ours(), each) for each in marked])
            assert total.found + total.missed > 80
            assert total.f1 >= LEAST_F1


@given(
    st.text(alphabet=st.sampled_from("aBÉ. é!?…»«“” \n\"'’1MJCh-,()@#•\u00a0"), max_size=200)
    | st.lists(
        st.sampled_from(["M.", "av.", "J.-C.", "Le", "a", "12", ".", " ", '"', "»", "etc.", "L'"])
    ).map("".join)
    | st.text()
)
def test_spans_are_ordered_apart_and_lose_no_word(text: str) -> None:
    spans = split_sentences(text)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert span.end - span.start <= 1_200
        assert span.cut(text) == span.cut(text).strip()
        assert "\n" not in span.cut(text)
        end = span.end
    assert "".join(re.findall(r"\w", "".join(s.cut(text) for s in spans))) == "".join(
        re.findall(r"\w", text)
    )


def test_a_sentence_without_end_is_cut_at_a_space() -> None:
    text = "mot " * 2_000
    spans = split_sentences(text)
    assert max(span.end - span.start for span in spans) <= 1_200
    assert all(span.cut(text).startswith("mot") for span in spans)


@pytest.mark.parametrize(
    ("text", "sentences"),  # quadratic: minutes, and the test times out
    [
        ("Une phrase courte suit l’autre. " * 5_000, 5_000),
        ("M. A. Roy, " * 10_000, None),
        (". " * 50_000 + "a", None),
        ("." * 100_000, 0),
        ('"A."Le ' * 10_000, None),
        ("Fin.Le jour. " * 5_000, 10_000),
    ],
)
def test_a_long_line_takes_linear_time(text: str, sentences: int | None) -> None:
    found = split_sentences(text)
    assert sentences is None or len(found) == sentences
