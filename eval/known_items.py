"""Known-item sets: an article's title or summary asks for the article it was taken from.

They cost nothing to make and measure the search alone, on anybody's articles. Titles share
more words with their articles than people's questions do, so read the numbers as differences
between systems, not as what users see (Beitzel et al. 2003, “Using titles and category names
from editor-driven taxonomies for automatic evaluation”).
"""

from __future__ import annotations

import hashlib
import heapq
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from eval.loading import load_set
from eval.loading.jsonl import article_row, question_row
from eval.locating import letters
from eval.questions import Question, QuestionSet
from qa.errors import QuestionError
from qa.settings import Settings
from qa.types import Article, Failure

Field = Literal["title", "summary"]
_FEWEST_WORDS = 4
_TYPE = "known-item"


def known_items(articles: Sequence[Article], field: Field, count: int, seed: int) -> QuestionSet:
    """Return ``count`` articles' own titles or summaries as questions, or as many as there are.

    The field is blanked in all the articles of the set, so that no index holds it. An article
    isn't asked about, but stays, when the field has less than four words or is too long to be
    asked, is another article's too, or stands at the beginning of the article's text: blanked,
    it would still be there word for word, and any search would find it. Raises
    ``QuestionError`` when nothing is left to ask.
    """
    longest = Settings().max_question_chars
    items = {article.id: str(getattr(article, field)) for article in articles}
    times = Counter(_plain(item) for item in items.values())
    candidates = [
        article
        for article in articles
        if len(item := items[article.id]) <= longest
        and sum(map(bool, map(letters, item.split()))) >= _FEWEST_WORDS
        and times[_plain(item)] == 1
        and not _plain(article.text).startswith(_plain(item))
    ]
    chosen = _draw(candidates, count, seed)
    if not chosen:
        raise QuestionError(
            f"None of the {len(articles):,} articles has a {field} to ask about, of four words or "
            "more and its own: choose another field, other articles, or a greater number."
        )
    questions = [
        Question(f"{field} of {one.id}", items[one.id], article=one.id, type=_TYPE)
        for one in chosen
    ]
    blanked = tuple(
        replace(article, title="") if field == "title" else replace(article, summary="")
        for article in articles
    )
    return QuestionSet(f"known-item-{field}", tuple(questions), blanked)


def _plain(text: str) -> str:
    return letters(text).casefold()


def make_known_items(
    corpus: Path,
    field: Field,
    *,
    articles: int | None,
    questions: int,
    out: Path,
    seed: int = 7,
    told: Callable[[Failure], None] = lambda failure: None,
) -> QuestionSet:
    """Make a known-item set of any file or folder of articles, and return it as written to ``out``.

    ``articles`` keeps a random sample of that many. ``told`` hears of what couldn't be read.
    Raises ``ReadingError`` when nothing can be read, and ``QuestionError``.
    """
    there = _read(corpus, told)
    kept = list(there) if articles is None else _draw(there, articles, seed)
    write_set(known_items(kept, field, questions, seed), out)
    return load_set(out)


def write_set(question_set: QuestionSet, folder: Path) -> None:
    """Write a set and its articles as ``articles.jsonl`` and ``questions.jsonl``.

    Interrupted, it leaves the set that was there, or one that can't be loaded, never halves of
    two. Raises ``QuestionError`` when the folder can't be written.
    """
    if question_set.gives_passages or not question_set.articles:
        raise QuestionError(
            f"The set {question_set.name} brings no articles of its own: copy its file instead."
        )
    articles, questions = folder / "articles.jsonl", folder / "questions.jsonl"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        drafts = [
            _write(articles, map(article_row, question_set.articles)),
            _write(questions, map(question_row, question_set.questions)),
        ]
        questions.unlink(missing_ok=True)
        for draft, path in zip(drafts, (articles, questions), strict=True):
            draft.replace(path)
    except OSError as error:
        raise QuestionError(
            f"The set can't be written to {folder} ({error.strerror}): choose another folder."
        ) from error


def _write(path: Path, rows: Iterable[dict[str, object]]) -> Path:
    """Write the rows to a draft beside ``path``, whole and on the disk; return it."""
    draft = path.with_name(f"{path.name}.new")
    with draft.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _draw(articles: Iterable[Article], count: int, seed: int) -> list[Article]:
    """Return ``count`` of the articles at random, in random order.

    Drawing by a hash of the id, an article is as likely to be drawn again when others come or go.
    """
    return heapq.nsmallest(count, articles, key=lambda article: _lot(article.id, seed))


def _lot(id: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}\n{id}".encode("utf-8", "replace")).digest()


def _read(corpus: Path, told: Callable[[Failure], None]) -> Iterator[Article]:
    """Yield the articles under ``corpus``; one whose id is taken goes by its place instead."""
    from qa.reading import list_files, read_file

    listed = list_files([corpus])
    taken: set[str] = set()
    for failure in listed.skipped:
        told(failure)
    for file in listed.files:
        for reading in read_file(file, Settings()):
            if isinstance(reading, Failure):
                told(reading)
                continue
            names = (reading.article.id, reading.place)
            id = next((name for name in names if name not in taken), None)
            if id is None:
                told(Failure(reading.place, "another article has its id: give it its own"))
                continue
            taken.add(id)
            yield replace(reading.article, id=id)
