"""Which two articles are reprints of each other, and what must keep them apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import Article
from qa.library.duplicates import Signature, band_keys, parameters, sign
from tests.library.reprints import ANOTHER, DISPATCH, OTHERS, REPRINTS, UPDATED

LETTERS = st.text(max_size=60)


def alike(one: Article, other: Article) -> bool:
    first, second = sign([one, other])
    sharing = set(band_keys([first])[0]) & set(band_keys([second])[0])
    found = first.is_reprint_of(second)
    assert found == second.is_reprint_of(first)
    assert sharing or not found, "a reprint that would never be looked at"
    return found


@pytest.mark.parametrize("reprint", REPRINTS, ids=lambda article: article.id)
def test_reprints_are_known_by_their_text(reprint: Article) -> None:
    assert alike(DISPATCH, reprint)


@pytest.mark.parametrize("other", OTHERS, ids=lambda article: article.id)
def test_other_articles_are_not(other: Article) -> None:
    assert not alike(DISPATCH, other)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("14 mois", "15 mois"),
        ("3 passants", "cinq passants"),
        ("240 000 euros", "250 000 euros"),
        ("après 14 mois de travaux", "après des mois de travaux"),
        ("dix minutes", "onze minutes"),
        ("Un gardien y passera", "Deux gardiens y passeront"),
    ],
)
def test_another_figure_is_another_article(before: str, after: str) -> None:
    assert before in DISPATCH.text
    assert not alike(DISPATCH, replace(DISPATCH, text=DISPATCH.text.replace(before, after)))


def test_figures_that_change_places_are_other_figures() -> None:
    text = f"La collision a fait 3 morts et 5 blessés. {ANOTHER.text}"
    other = text.replace("3 morts et 5 blessés", "5 morts et 3 blessés")
    assert not alike(replace(ANOTHER, text=text), replace(ANOTHER, text=other))


def test_a_figure_in_the_title_counts_unless_the_text_has_it() -> None:
    assert not alike(DISPATCH, replace(DISPATCH, title="Passerelle : 5 blessés"))
    assert alike(DISPATCH, replace(DISPATCH, title="14 mois de travaux"))


def test_a_short_text_needs_its_title_too() -> None:
    stub = Article("un", "Le cirque s’installe à Courtelles", "Les images arrivent dans la soirée.")
    assert alike(stub, replace(stub, id="deux"))
    assert not alike(stub, replace(stub, id="deux", title="Un incendie détruit la grange du haras"))


def test_other_alphabets_have_words_too() -> None:
    text = " ".join(f"слово{n % 7} дом{chr(1072 + n % 30)}" for n in range(40))
    cyrillic = Article("ru", "Мост", text)
    assert alike(cyrillic, replace(cyrillic, id="ru2"))
    assert not alike(cyrillic, replace(cyrillic, id="ru2", text=text[::-1]))


def test_signing_together_or_alone_gives_the_same() -> None:
    together = [one.pack() for one in sign([*REPRINTS, *OTHERS])]
    assert together == [sign([article])[0].pack() for article in [*REPRINTS, *OTHERS]]
    assert sign([]) == []


@settings(max_examples=40, deadline=None)
@given(LETTERS, LETTERS)
def test_any_text_has_a_signature_that_is_kept_whole(title: str, text: str) -> None:
    (signature,) = sign([Article("a", title, text)])
    read = Signature.unpack(signature.pack())
    assert read.is_reprint_of(signature)
    assert band_keys([read]) == band_keys([signature])
    assert all(-(1 << 63) <= key < 1 << 63 for key in band_keys([signature])[0])


def test_a_signature_made_today_is_the_one_made_before() -> None:
    """They are kept in libraries: change ``parameters`` with whatever changes them."""
    packed = sign([UPDATED])[0].pack()
    assert (len(packed), packed[:16].hex(), parameters()) == KNOWN


KNOWN = (
    264,
    "3f8fde06f765994a5760541dc1e22562",
    "1: rensa 2, 128 hashes from 1, 5 words, 40 short, 6 × 3, 0.8",
)
