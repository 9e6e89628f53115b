"""Reprints: of the articles of one story, one speaks; the others crowd nothing out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.retrieval.retriever import Scored

_DEEPER = 4  # times, when reprints take places
_DEEPEST = 64  # times as many passages as asked for


def collapse(scored: Sequence[Scored]) -> list[Scored]:
    """Return the passages, best first as given, of one article a story: the best-scored one."""
    kept: dict[int, str] = {}
    return [
        one
        for one in scored
        if kept.setdefault(one.passage.story, one.passage.article.id) == one.passage.article.id
    ]


def search_stories(
    search: Callable[[int], Sequence[tuple[int, float]]],
    stories: Callable[[Sequence[int]], Mapping[int, tuple[int, int]]],
    k: int,
) -> list[int]:
    """Return the ids of up to ``k`` passages, best first, of one article a story.

    ``search`` gives that many ids with their scores, ``stories`` the story and the article of
    each id. The search goes deeper while reprints take the places of others.
    """
    depth = k
    while True:
        found = [n for n, _ in search(depth)]
        places = stories(found)
        kept: dict[int, int] = {}
        chosen = []
        for n in found:
            if n in places:
                story, article = places[n]
                if kept.setdefault(story, article) == article:
                    chosen.append(n)
        if len(chosen) >= k or len(found) < depth or depth >= k * _DEEPEST:
            return chosen[:k]
        depth *= _DEEPER
