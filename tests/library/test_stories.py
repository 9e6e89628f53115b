"""Reprints stay together whatever is added, changed or removed, and in whatever order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import Article, Assistant
from qa.library import stories
from qa.library.passages import split_passages
from qa.library.store import Store
from tests.library.reprints import (
    ANOTHER,
    DISPATCH,
    OTHERS,
    REPRINTS,
    RETYPED,
    SHORTENED,
    SPELLED,
    TITLED_ANEW,
    UPDATED,
)

ALL = (*REPRINTS, *OTHERS)
TOGETHER = frozenset(article.id for article in REPRINTS)
# Each is near the next one, and the ends aren't near each other.
CHAIN = tuple(
    Article(
        f"maillon-{n}",
        "La fête du lac",
        " ".join(f"mot{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(n * 14, n * 14 + 200)),
    )
    for n in range(4)
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path)
    yield store
    store.close()


def put(store: Store, *articles: Article) -> int:
    """Add articles in one transaction; return how many are reprints."""
    with store.transaction() as generation:
        for article in articles:
            passages = split_passages(article.text, 40, 1)
            vectors = np.ones((len(passages), 4), dtype=np.float16)
            store.put_article(article, passages, vectors, generation)
        return store.recognise_reprints()


def remove(store: Store, *ids: str) -> None:
    with store.transaction() as generation:
        for article_id in ids:
            assert store.delete_article(article_id, generation)


def groups(store: Store) -> set[frozenset[str]]:
    """Return the ids of each story, checking that every way to ask says the same."""
    passages = [p for chunk, _ in store.added_since(0) for p in chunk]
    by_story: dict[int, set[str]] = {}
    for passage in passages:
        by_story.setdefault(passage.story, set()).add(passage.article.id)
    for ids in by_story.values():
        for article_id in ids:
            assert {a.id for a in store.reprints(article_id)} == ids - {article_id}
    places = store.stories([passage.id for passage in passages])
    assert {n: story for n, (story, _) in places.items()} == {p.id: p.story for p in passages}
    assert {story for story, _ in places.values()} <= {article for _, article in places.values()}
    _check_tables(store._db)
    return {frozenset(ids) for ids in by_story.values()}


def _check_tables(db: sqlite3.Connection) -> None:
    """No key of an article that is gone, and a story is the least of its articles."""
    assert not db.execute(
        "SELECT 1 FROM bands WHERE article NOT IN (SELECT article FROM stories)"
    ).fetchall()
    assert not db.execute(
        "SELECT 1 FROM stories WHERE article NOT IN (SELECT n FROM articles)"
    ).fetchall()
    assert not db.execute(
        "SELECT 1 FROM stories GROUP BY story HAVING story != min(article)"
    ).fetchall()


def expected(articles: Iterable[Article]) -> set[frozenset[str]]:
    """Return the stories of a few of ``ALL``."""
    ids = {article.id for article in articles}
    return {frozenset(group) for group in (ids & TOGETHER, *({i} for i in ids - TOGETHER)) if group}


@settings(max_examples=20, deadline=None)
@given(st.permutations(ALL), st.lists(st.integers(1, len(ALL)), max_size=3))
def test_stories_are_the_same_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, order: list[Article], cuts: list[int]
) -> None:
    store = Store(tmp_path_factory.mktemp("order"))
    edges = [0, *sorted(set(cuts)), len(order)]
    recognised = sum(put(store, *order[a:b]) for a, b in pairwise(edges))
    assert groups(store) == expected(ALL)
    assert recognised == len(REPRINTS) - 1
    store.close()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ALL), st.sampled_from(["add", "change", "remove"]))))
def test_stories_are_those_of_the_articles_that_are_left(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Article, str]]
) -> None:
    store = Store(tmp_path_factory.mktemp("steps"))
    held: dict[str, Article] = {}
    for article, step in steps:
        if step == "remove":
            with store.transaction() as generation:
                assert store.delete_article(article.id, generation) == (article.id in held)
            held.pop(article.id, None)
        else:
            # Changed, it says what no other says.
            text = article.text if step == "add" else f"{ANOTHER.text} Signé : {article.id}, 1987."
            held[article.id] = replace(article, text=text)
            put(store, held[article.id])
    fresh = Store(tmp_path_factory.mktemp("fresh"))
    put(fresh, *held.values())
    assert groups(store) == groups(fresh)
    store.close()
    fresh.close()


def test_those_that_held_others_together_leave_them_apart(store: Store) -> None:
    put(store, *CHAIN)
    assert groups(store) == {frozenset(article.id for article in CHAIN)}
    remove(store, "maillon-1")
    assert groups(store) == {
        frozenset({"maillon-0"}),
        frozenset({"maillon-2", "maillon-3"}),
    }
    put(store, CHAIN[1])
    assert groups(store) == {frozenset(article.id for article in CHAIN)}


def test_the_first_of_a_story_goes_and_the_others_stay_together(store: Store) -> None:
    put(store, *REPRINTS)
    remove(store, DISPATCH.id)
    assert groups(store) == {TOGETHER - {DISPATCH.id}}
    remove(store, *sorted(TOGETHER - {DISPATCH.id, RETYPED.id}))
    assert groups(store) == {frozenset({RETYPED.id})}


def test_copies_by_the_hundred_are_one_story(store: Store) -> None:
    copies = [replace(DISPATCH, id=f"copie-{n}") for n in range(500)]
    assert put(store, *copies[:300]) == 299
    assert put(store, *copies[300:]) == 200
    remove(store, "copie-0", "copie-400")
    assert len(store.reprints("copie-1")) == 497
    _check_tables(store._db)


def test_reprints_come_oldest_first_and_undated_ones_last(store: Store) -> None:
    put(store, *ALL)
    assert store.reprints(TITLED_ANEW.id) == [SHORTENED, DISPATCH, SPELLED, RETYPED]
    assert store.reprints(UPDATED.id) == store.reprints("nowhere") == []


def test_what_is_undone_is_undone_in_stories_too(store: Store) -> None:
    put(store, DISPATCH)
    with pytest.raises(KeyboardInterrupt), store.transaction() as generation:
        vectors = np.ones((1, 4), dtype=np.float16)
        passage = split_passages(RETYPED.text, 10_000, 0)
        store.put_article(RETYPED, passage, vectors, generation)
        store.recognise_reprints()
        raise KeyboardInterrupt
    assert groups(store) == {frozenset({DISPATCH.id})}
    assert store.unrecognised == 0


def test_signatures_made_otherwise_are_made_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, *ALL)
    before = store._db.execute("SELECT * FROM stories").fetchall()
    monkeypatch.setattr(stories, "parameters", lambda: "of another time")
    assert store.unrecognised == len(ALL)
    assert sum(store.recognise_older()) >= len(ALL)
    assert store.unrecognised == 0
    assert store._db.execute("SELECT * FROM stories").fetchall() == before
    assert groups(store) == expected(ALL)


def test_the_report_counts_reprints(assistant: Assistant) -> None:
    report = assistant.add([DISPATCH, ANOTHER])
    assert (report.added, report.reprints) == (2, 0)
    report = assistant.add([RETYPED, UPDATED, DISPATCH])
    assert (report.added, report.unchanged, report.reprints) == (2, 1, 1)
    changed = replace(ANOTHER, text=DISPATCH.text)
    assert assistant.add([changed]).reprints == 1
