"""How rare a term is: of French at large in a small library, of its own in a large one."""

from __future__ import annotations

from qa.language.analysis import analyse
from qa.language.rarity import of_french


def idf(word: str, held_by: int = 0, of: int = 0) -> float:
    (term,) = analyse(word)
    return of_french().idf(term, held_by, of)


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    assert idf("ornithorynque") > idf("fleuve") > idf("président") > 0


def test_a_small_library_changes_little_and_a_large_one_decides() -> None:
    assert idf("fleuve") > idf("fleuve", 10, 10) > 0.75 * idf("fleuve")
    assert idf("fleuve", 80_000, 100_000) < 1 < idf("fleuve", 0, 10)
