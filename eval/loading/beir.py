"""Retrieval sets in BEIR's form (Thakur et al. 2021): a corpus, queries, judgments by split.

There are no answers in them: only the search is measured. Judgments are few, so an article
that answers and wasn't judged counts as wrong.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from pathlib import Path

from eval.loading.files import digest, find, read_lines, set_name
from eval.loading.rows import claim, read_rows
from eval.questions import Question, QuestionSet
from qa.errors import QuestionError
from qa.language.detect import detect_language
from qa.types import Article

_HEADER = ["query-id", "corpus-id", "score"]
_Judgments = dict[str, dict[str, float]]


def load_beir(folder: Path, split: str | None = None) -> QuestionSet:
    """Return the set of ``folder/{corpus,queries}.jsonl`` and ``folder/qrels/{split}.tsv``.

    Without ``split``: test, else the only one, else dev, else train. Documents with a score
    above 0 are relevant, the highest as ``article``, the others as ``also``; queries without
    one are left out. Documents without a word are left out of the articles, as nothing can
    find them. Raises ``QuestionError``.
    """
    corpus, queries = _needed(folder, "corpus"), _needed(folder, "queries")
    qrels = _qrels(folder, split)
    articles, documents = _articles(corpus)
    asked = _queries(queries)
    judged = _judgments(qrels, asked, documents)
    questions = tuple(_question(id, text, judged[id]) for id, text in asked.items() if id in judged)
    if not questions:
        raise QuestionError(
            f"{qrels} judges no document relevant: choose another split, or correct its scores."
        )
    return QuestionSet(set_name(folder), questions, articles, digest([corpus, queries, qrels]))


def _needed(folder: Path, stem: str) -> Path:
    path = find(folder, stem)
    if path is None:
        raise QuestionError(f"{folder} has no {stem}.jsonl: a set in BEIR's form needs one.")
    return path


def _qrels(folder: Path, split: str | None) -> Path:
    """Return the judgments of the split asked for, or of the usual one."""
    there = {path.stem: path for path in sorted((folder / "qrels").glob("*.tsv"))}
    if not there:
        raise QuestionError(f"{folder} has no qrels/test.tsv: a set in BEIR's form needs one.")
    if split is None:
        usual = "test" if "test" in there or len(there) > 1 else next(iter(there))
        split = next((name for name in (usual, "dev", "train") if name in there), None)
    if split not in there:
        asked = f"no split “{split}”" if split else "no test, dev or train split"
        raise QuestionError(f"{folder}/qrels has {asked}: it has {', '.join(there)}.")
    return there[split]


def _articles(corpus: Path) -> tuple[tuple[Article, ...], Collection[str]]:
    """Return the documents with words as articles, and the ids of all."""
    articles = []
    taken: dict[str, str] = {}
    for row in read_rows(corpus):
        id = row.id("_id")
        claim(taken, id, row)
        title, text = row.optional("title") or "", row.optional("text") or ""
        body = text if text.strip() else title
        if body.strip():
            language = detect_language(body)
            articles.append(Article(id, title, body, language=language))
    if not articles:
        raise QuestionError(f"The corpus {corpus} holds no document: write one a line.")
    return tuple(articles), taken.keys()


def _queries(path: Path) -> dict[str, str]:
    asked: dict[str, str] = {}
    taken: dict[str, str] = {}
    for row in read_rows(path):
        id = row.id("_id")
        claim(taken, id, row)
        asked[id] = row.text("text")
    return asked


def _judgments(path: Path, queries: Mapping[str, str], documents: Collection[str]) -> _Judgments:
    """Return the scores above 0, by query and document; of two for a pair the higher."""
    judged: _Judgments = {}
    for where, line in read_lines(path):
        cells = [cell.strip() for cell in line.split("\t")]
        if cells in ([""], _HEADER):
            continue
        query, document, score = _judgment(cells, where)
        for id, known, kind in ((query, queries, "query"), (document, documents, "document")):
            if id not in known:
                raise QuestionError(f"{where}: no {kind} has the id “{id}”: add it, or drop this.")
        if score > 0:
            scores = judged.setdefault(query, {})
            scores[document] = max(score, scores.get(document, 0.0))
    return judged


def _judgment(cells: list[str], where: str) -> tuple[str, str, float]:
    try:
        query, document, written = cells
        score = float(written)
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        raise QuestionError(
            f"{where}: a judgment is a query's id, a document's id and a number, with tabs between."
        )
    return query, document, score


def _question(id: str, text: str, scores: Mapping[str, float]) -> Question:
    # Sorting keeps the order of the file among equals.
    best, *others = sorted(scores, key=lambda document: -scores[document])
    return Question(id, text, article=best, also=tuple(others))
