"""What a draft may cite, and the grammar that holds it to that."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.answering.citing import Claim, is_sound, parse_draft


def test_each_claim_keeps_its_numbers() -> None:
    draft = "Le marché déménage le 3 mai [1]. La maire l’a dit [2][3]."
    assert parse_draft(draft, 3) == [
        Claim("Le marché déménage le 3 mai", (1,)),
        Claim("La maire l’a dit", (2, 3)),
    ]


def test_numbers_that_do_not_exist_are_left_out() -> None:
    assert parse_draft("Vrai [1]. Faux [9]. Nul [0].", 3) == [
        Claim("Vrai", (1,)),
        Claim("Faux", ()),
        Claim("Nul", ()),
    ]


def test_what_cites_nothing_is_no_claim() -> None:
    assert parse_draft("Je ne sais pas.", 3) == []
    assert parse_draft("Oui [1] et encore ceci", 3) == [Claim("Oui", (1,))]
    assert parse_draft("[1]", 3) == []


def test_a_sentence_that_goes_on_after_a_citation_is_one() -> None:
    assert parse_draft("Le marché ferme [1], et la maire l’a dit [2][1]. Il rouvre [3].", 3) == [
        Claim("Le marché ferme, et la maire l’a dit", (1, 2)),
        Claim("Il rouvre", (3,)),
    ]
    assert parse_draft("Le marché [1] ferme [2].", 3) == [Claim("Le marché ferme", (1, 2))]
    for apart in ("Il ferme [1].\nhier [2]", "Il ferme. [1] hier [2]", "Il ferme [1]\nhier [2]"):
        assert [claim.numbers for claim in parse_draft(apart, 3)] == [(1,), (2,)]


@given(st.text(alphabet=st.sampled_from("ab [1]2,.\n"), max_size=80), st.integers(0, 12))
def test_claims_cite_only_what_exists(draft: str, candidates: int) -> None:
    for claim in parse_draft(draft, candidates):
        assert claim.text.strip()
        assert all(1 <= number <= candidates for number in claim.numbers)


def test_only_one_finished_sentence_that_does_not_go_in_circles_is_sound() -> None:
    assert is_sound("Le marché de M. Roy déménage le 3 mai, a dit la maire")
    assert not is_sound("Le marché déménage. La maire l’a dit")
    assert not is_sound("Le feu a pris à la scierie vendredi, le feu a pris à la scierie")
    assert not is_sound("Le livre est un livre de la mer, ce qui est le livre de la mer")
    assert not is_sound("Le marché de Noirval déménage le…")
    assert not is_sound("Le marché " + "très " * 3 + "long " + "x" * 230)
