"""Trains an encoder on a library's own articles, and has the library use it if it is better."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from embeddings import DEFAULT_MODEL, Encoder, EncoderError, open_encoder
from embeddings.static import (
    Document,
    KnownItems,
    Recipe,
    StaticModel,
    Step,
    known_items,
    score,
    train_static,
)
from qa.errors import LibraryError, ModelError
from qa.language.dates import MONTH_NAMES
from qa.language.sentences import split_sentences
from qa.library import own_encoder
from qa.library.indexing import reembed
from qa.library.library import Library
from qa.types import Article, Progress

_FEWEST_PASSAGES = 300
_ONE_IN = 10  # articles kept out of training
ANEW = Recipe()
ONWARDS = Recipe(epochs=8.0, rate=0.005)

_CARD = """# A static encoder of one library’s own

Made by `sourcier embeddings train` from {articles} articles: one vector a token, the mean for a
text. Its words, and what they are near to, are those of the articles.
"""

Told = Callable[[str, int, int], None]  # stage, done, of how many


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What came of a training: mean reciprocal ranks of known items, by the library's encoder
    ``before`` and by the trained one ``after``; ``model`` is the trained one's folder."""

    trained_on: int
    held_out: int
    questions: int
    encoder: str
    before: float
    after: float
    switched: bool
    model: Path


def train_encoder(
    library: Library,
    told: Told,
    *,
    out: Path | None = None,
    anew: bool = False,
    held_out: str = "",
    recipe: Recipe | None = None,
) -> TrainingReport:
    """Train a static encoder on the articles of ``library``, and switch to it if it finds more.

    It goes on from the bundled one, or begins ``anew``. Articles whose ids fit the pattern
    ``held_out``, by default one in ten, are kept out of training: both encoders are judged on
    them. With ``out`` the model is written there and the library stays as it is. What ``told``
    raises stops it and leaves everything as it was. Raises ``LibraryError`` for too small a
    library or an ``out`` that is taken, ``ModelError``.
    """
    if out is not None and out.exists():
        raise LibraryError(f"{out} is there already: give --out a folder that isn't.")
    kept, held = _divide(library, held_out, told)
    items = known_items([*held, *kept], range(len(held)))
    before = _score(library.encoder, items, told)
    with _new_folder(library, out) as folder:
        trained = _train(kept, recipe or (ANEW if anew else ONWARDS), anew, told)
        trained.save(folder, _CARD.format(articles=len(kept)))
        after = _score(open_encoder(str(folder)), items, told)
        report = TrainingReport(
            trained_on=len(kept),
            held_out=len(held),
            questions=len(items.questions),
            encoder=library.encoder.model,
            before=before,
            after=after,
            switched=out is None and after > before,
            model=folder,
        )
        if report.switched:
            _switch(library, folder, told)
    return report


@contextmanager
def _new_folder(library: Library, out: Path | None) -> Iterator[Path]:
    """Give a folder for a model: ``out``, else one of the library's.

    It is gone afterwards when what is done inside fails, or the library doesn't use its own.
    """
    folder = (out or own_encoder.next_folder(library.folder)).absolute()
    whole = False
    try:
        yield folder
        whole = out is not None
    except OSError as error:
        raise LibraryError(
            f"The encoder can't be written to {folder} ({error.strerror}): check the disk and the "
            "folder's permissions."
        ) from error
    finally:
        if not whole and not _is_used(library, folder):
            shutil.rmtree(folder, ignore_errors=True)


def _divide(library: Library, held_out: str, told: Told) -> tuple[list[Document], list[Document]]:
    """Return the library's articles to train on, and those to judge on."""
    count, passages = library.store.counts()
    if passages < _FEWEST_PASSAGES:
        raise LibraryError(
            f"The library {library.folder} has {passages:,} passages: training needs "
            f"{_FEWEST_PASSAGES} at least; the encoder it has will do."
        )
    kept: list[Document] = []
    held: list[Document] = []
    for n, article in enumerate(library.store.articles(), 1):
        (held if _is_held(article.id, held_out) else kept).append(_document(article))
        told("reading", n, count)
    if not held or not kept:
        raise LibraryError(
            f"{len(held)} of {count} articles are held out: both encoders are judged on those and "
            "trained on the others; give --held-out a pattern that fits some ids."
        )
    return kept, held


def _train(documents: list[Document], recipe: Recipe, anew: bool, told: Told) -> StaticModel:
    def step(one: Step) -> None:
        told("training", one.done, one.total)

    try:
        return train_static(documents, recipe, step, start=None if anew else DEFAULT_MODEL)
    except EncoderError as error:
        raise ModelError(str(error)) from error


def _score(encoder: Encoder, items: KnownItems, told: Told) -> float:
    try:
        return score(encoder, items, lambda done, total: told("judging", done, total))
    except EncoderError as error:
        raise ModelError(str(error)) from error


def _document(article: Article) -> Document:
    date = article.date
    words = f"{date.day} {MONTH_NAMES[date.month - 1]} {date.year}" if date else ""
    sentences = tuple(span.cut(article.text) for span in split_sentences(article.text))
    return Document(article.title, article.summary, words, sentences)


def _is_held(article_id: str, pattern: str) -> bool:
    if pattern:
        return fnmatchcase(article_id, pattern)
    return zlib.crc32(article_id.encode()) % _ONE_IN == 0


def _switch(library: Library, folder: Path, told: Told) -> None:
    """Embed the library with the model in ``folder``; stopped half way, it is as it was."""

    def embedded(progress: Progress) -> None:
        told("embedding", progress.done, progress.total)

    before = library.encoder
    library.encoder = open_encoder(str(folder))
    try:
        reembed(library, embedded)
    except BaseException:
        if not _is_used(library, folder):  # stopped before the last write
            library.encoder = before
            library.forget_vectors()
        raise
    own_encoder.remove_others(library.folder, str(folder))


def _is_used(library: Library, folder: Path) -> bool:
    """Whether the library's vectors are by the model in ``folder``."""
    recorded = library.store.encoder
    return recorded is not None and recorded["model"] == str(folder)
