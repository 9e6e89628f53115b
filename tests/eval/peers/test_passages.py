"""What every system is given is what the library holds, whole and in order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings import Encoder
from eval.peers.passages import Entry, PassageSet, draw
from qa import Article
from qa.errors import QuestionError
from qa.types import Passage


def test_the_passages_are_the_librarys(pool: PassageSet, towns: list[Article]) -> None:
    assert [entry.article.id for entry in pool.entries] == [article.id for article in towns]
    assert len(pool) > len(towns)  # the long ones have several
    assert len(pool.texts) == len(pool.owners) == len(pool.vectors) == len(pool)
    assert pool.owners[:2] == ("0.txt", "0.txt")


def test_texts_are_as_the_encoder_saw_them(pool: PassageSet) -> None:
    first = pool.entries[-1]
    assert pool.texts[-1] == f"Le marché de Dole — 30 mai 2021\n{first.article.text}"


def test_vectors_are_the_encoders_own(pool: PassageSet, encoder: Encoder) -> None:
    assert pool.vectors.dtype == np.float32
    np.testing.assert_allclose(pool.vectors, encoder.encode_passages(pool.texts), atol=1e-3)


def test_reading_leaves_the_library_alone(town_library: Path, pool: PassageSet) -> None:
    names = {path.name for path in town_library.iterdir()}
    assert {"library.db", "lexicon", "vectors"} <= names
    assert not any(name.endswith(".new") for name in names)


def _entries(sizes: list[int]) -> list[Entry]:
    return [
        Entry(Article(str(n), "", ""), (Passage(0, 0, ()),) * size, np.zeros((size, 2), np.float16))
        for n, size in enumerate(sizes)
    ]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=30), st.data())
def test_a_draw_keeps_what_is_wanted_and_stays_within_its_limit(
    sizes: list[int], data: st.DataObject
) -> None:
    entries = _entries(sizes)
    wanted = data.draw(st.sets(st.sampled_from([e.article.id for e in entries])))
    most = data.draw(st.integers(1, 300))
    drawn = draw(entries, wanted, most)
    ids = [entry.article.id for entry in drawn]
    assert wanted <= set(ids)
    assert ids == sorted(ids, key=int)
    needed = sum(sizes[int(i)] for i in wanted)
    total = sum(len(entry.passages) for entry in drawn)
    assert total <= max(most, needed)
    left = [size for n, size in enumerate(sizes) if str(n) not in ids]
    assert all(size > most - total for size in left)  # nothing more would fit
    assert [e.article.id for e in draw(entries, wanted, most)] == ids


def test_without_a_limit_everything_is_kept() -> None:
    entries = _entries([1, 2, 3])
    assert draw(entries, {"1"}, None) == entries


def test_an_article_that_is_not_there_is_named() -> None:
    with pytest.raises(QuestionError, match=r"1 of the articles .* \(gone, …\): index the art"):
        draw(_entries([1]), {"0", "gone"}, None)
