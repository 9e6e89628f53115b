"""Files → question sets: the form is told by what is there."""

from __future__ import annotations

from pathlib import Path

from eval.loading.beir import load_beir
from eval.loading.files import find
from eval.loading.jsonl import load_questions, load_with_articles
from eval.loading.nomiracl import FIELDS, load_nomiracl
from eval.loading.rows import read_rows
from eval.loading.squad import load_squad
from eval.questions import QuestionSet
from qa.errors import QuestionError

__all__ = ["load_beir", "load_set"]

_FORMS = (
    "a .jsonl file of questions or of questions with passages, a SQuAD .json file, a folder with "
    "articles.jsonl and questions.jsonl, or a BEIR folder"
)


def load_set(path: Path) -> QuestionSet:
    """Return the question set in a file or a folder, whichever of these forms it has:

    our JSON Lines, alone or in a folder beside its articles; SQuAD's JSON; a BEIR folder;
    NoMIRACL's JSON Lines. Raises ``QuestionError`` naming the file, the line, and a way out.
    """
    if not path.exists():
        raise QuestionError(f"There is no question set at {path}: check the path.")
    if path.is_dir():
        return _load_folder(path)
    name = path.name.lower()
    if name.endswith((".json", ".json.gz")):
        return load_squad(path)
    if not name.endswith((".jsonl", ".jsonl.gz")):
        raise QuestionError(f"{path} isn't a question set: name {_FORMS}.")
    first = next(read_rows(path), None)
    gives_passages = first is not None and any(first.has(name) for name in FIELDS)
    return load_nomiracl(path) if gives_passages else load_questions(path)


def _load_folder(folder: Path) -> QuestionSet:
    articles, questions = find(folder, "articles"), find(folder, "questions")
    if articles and questions:
        return load_with_articles(folder, articles, questions)
    if find(folder, "corpus") or find(folder, "queries"):
        return load_beir(folder)
    raise QuestionError(f"The folder {folder} holds no question set: name {_FORMS}.")
