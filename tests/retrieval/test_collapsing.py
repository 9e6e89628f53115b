"""Of the articles of one story the best speaks; no passage of another is lost to reprints."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from qa.retrieval import Scored
from qa.retrieval.collapsing import collapse, search_stories
from qa.types import Article, Passage, Span, StoredPassage

PLACES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), max_size=40)


def scored(n: int, story: int, article: int) -> Scored:
    passage = Passage(0, 1, (Span(0, 1),))
    stored = StoredPassage(n, Article(f"{story}.{article}", "", "t"), passage, story)
    return Scored(stored, 1 - n / 100, False)


@given(PLACES)
def test_each_story_keeps_all_passages_of_its_best_article(places: list[tuple[int, int]]) -> None:
    found = [scored(n, *place) for n, place in enumerate(places)]
    kept = collapse(found)
    assert [one for one in found if one in kept] == kept, "in the same order"
    best: dict[int, str] = {}
    for one in found:
        best.setdefault(one.passage.story, one.passage.article.id)
    assert kept == [one for one in found if best[one.passage.story] == one.passage.article.id]


@given(PLACES, st.integers(1, 12))
def test_reprints_take_no_places(places: list[tuple[int, int]], k: int) -> None:
    """What is found is what would be found in a library without the reprints."""
    ranked = [(n, -float(n)) for n in range(len(places))]

    def stories(ids: Sequence[int]) -> dict[int, tuple[int, int]]:
        return {n: (places[n][0], 10 * places[n][0] + places[n][1]) for n in ids}

    everything = collapse([scored(n, *place) for n, place in enumerate(places)])
    found = search_stories(lambda depth: ranked[:depth], stories, k)
    assert found == [one.passage.id for one in everything][:k]


def test_passages_that_are_gone_are_left_out() -> None:
    found = search_stories(lambda depth: [(1, 2.0), (2, 1.0)][:depth], lambda ids: {2: (7, 7)}, 2)
    assert found == [2]


def test_a_search_goes_only_so_deep() -> None:
    depths: list[int] = []

    def search(depth: int) -> list[tuple[int, float]]:
        depths.append(depth)
        return [(n, 0.0) for n in range(depth)]

    def copies(ids: Sequence[int]) -> dict[int, tuple[int, int]]:
        return {n: (0, n) for n in ids}

    assert search_stories(search, copies, 10) == [0]
    assert len(depths) < 6 and max(depths) < 1_000
