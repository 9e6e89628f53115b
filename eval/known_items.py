"""Known-item sets: an article's title or summary asks for the article it was taken from.

They cost nothing to make and measure the search alone, on anybody's articles. Titles share
more words with their articles than people's questions do, so read the numbers as differences
between systems, not as what users see (Beitzel et al. 2003, “Using titles and category names
from editor-driven taxonomies for automatic evaluation”).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from eval.corpus import draw, read_corpus
from eval.loading import load_set
from eval.loading.writing import write_set
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
    chosen = draw(candidates, count, seed)
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
    there = read_corpus(corpus, told)
    kept = list(there) if articles is None else draw(there, articles, seed)
    write_set(known_items(kept, field, questions, seed), out)
    return load_set(out)
