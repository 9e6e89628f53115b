"""Sets in BEIR's form: judgments become the articles that answer."""

from __future__ import annotations

import gzip
import json
from hashlib import sha256
from pathlib import Path

import pytest

from eval.loading import load_beir, load_set
from eval.questions import Question
from qa.errors import QuestionError

CORPUS = [
    {"_id": "d1", "title": "Musée", "text": "Le musée rouvre."},
    {"_id": 2, "title": "Un titre seul", "text": ""},
    {"_id": "d3", "text": "Une crue.", "metadata": {"source": "x"}},
    {"_id": "d4", "title": "", "text": " "},
]
QUERIES = [
    {"_id": "q1", "text": "Quand rouvre le musée ?"},
    {"_id": "q2", "text": "Où est la crue ?"},
    {"_id": "q3", "text": "Sans jugement ?"},
]
HEADER = "query-id\tcorpus-id\tscore\n"


def written(folder: Path, **qrels: str) -> Path:
    for name, rows in (("corpus", CORPUS), ("queries", QUERIES)):
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    (folder / "qrels").mkdir()
    for split, text in qrels.items():
        (folder / "qrels" / f"{split}.tsv").write_text(text, encoding="utf-8")
    return folder


def refusal(folder: Path, split: str | None = None) -> str:
    with pytest.raises(QuestionError) as caught:
        load_beir(folder, split)
    return str(caught.value)


def test_graded_judgments(tmp_path: Path) -> None:
    folder = written(
        tmp_path, test=HEADER + "q2\td3\t1\nq1\td1\t1\nq1\t2\t2\nq1\td3\t0\nq2\td4\t1\nq2\td3\t0\n"
    )
    loaded = load_set(folder)
    assert loaded.questions == (
        Question("q1", "Quand rouvre le musée ?", article="2", also=("d1",)),
        Question("q2", "Où est la crue ?", article="d3", also=("d4",)),
    )
    # What has no word can't be found: d4 is judged, and no article.
    assert [(a.id, a.title, a.text) for a in loaded.articles] == [
        ("d1", "Musée", "Le musée rouvre."),
        ("2", "Un titre seul", "Un titre seul"),
        ("d3", "", "Une crue."),
    ]
    names = ("corpus.jsonl", "qrels/test.tsv", "queries.jsonl")
    raw = b"".join((folder / name).read_bytes() for name in names)
    assert (loaded.name, loaded.digest) == (folder.name, sha256(raw).hexdigest())


def test_marks_line_ends_blank_lines_and_packing_dont_matter(tmp_path: Path) -> None:
    folder = written(tmp_path)
    raw = (HEADER + "\nq1\td1\t1.0\n").replace("\n", "\r\n")
    (folder / "qrels" / "test.tsv").write_text(raw, encoding="utf-8-sig", newline="")
    corpus = folder / "corpus.jsonl"
    (folder / "corpus.jsonl.gz").write_bytes(gzip.compress(corpus.read_bytes()))
    corpus.unlink()
    assert [q.article for q in load_beir(folder).questions] == ["d1"]


@pytest.mark.parametrize(
    ("there", "asked", "taken"),
    [
        (["dev", "test", "train"], None, "test"),
        (["dev", "train"], None, "dev"),
        (["train", "validation"], None, "train"),
        (["validation"], None, "validation"),
        (["dev", "test", "train"], "train", "train"),
    ],
)
def test_the_split(tmp_path: Path, there: list[str], asked: str | None, taken: str) -> None:
    judged = {split: f"{HEADER}q1\td1\t{split == taken:d}\nq2\td3\t1\n" for split in there}
    questions = load_beir(written(tmp_path, **judged), asked).questions
    assert [q.id for q in questions] == ["q1", "q2"]


@pytest.mark.parametrize(
    ("there", "asked", "says"),
    [
        (["dev", "test"], "train", "no split “train”: it has dev, test"),
        (["a", "b"], None, "no test, dev or train split: it has a, b"),
        ([], None, "has no qrels/test.tsv"),
    ],
)
def test_a_split_that_isnt_there(
    tmp_path: Path, there: list[str], asked: str | None, says: str
) -> None:
    folder = written(tmp_path, **dict.fromkeys(there, HEADER + "q1\td1\t1\n"))
    assert says in refusal(folder, asked)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("q1\td1\t1\nq9\td1\t1\n", "test.tsv, line 3: no query has the id “q9”"),
        ("q1\td9\t1\n", "test.tsv, line 2: no document has the id “d9”"),
        ("q1 d1 1\n", "test.tsv, line 2: a judgment is"),
        ("q1\t0\td1\t1\n", "test.tsv, line 2: a judgment is"),
        ("q1\td1\tnan\n", "test.tsv, line 2: a judgment is"),
        ("q1\td1\thigh\n", "test.tsv, line 2: a judgment is"),
        ("q1\td1\t0\n", "judges no document relevant"),
        ("", "judges no document relevant"),
    ],
)
def test_broken_judgments_are_named(tmp_path: Path, lines: str, says: str) -> None:
    assert says in refusal(written(tmp_path, test=HEADER + lines))


@pytest.mark.parametrize(
    ("name", "line", "says"),
    [
        ("corpus", '{"_id": "d1", "text": "Deux."}', "the id “d1” was used at"),
        ("corpus", '{"_id": null, "text": "Deux."}', "“_id”"),
        ("corpus", '{"_id": "d5", "text": ["Deux."]}', "“text”"),
        ("corpus", "[]", "a JSON object"),
        ("queries", '{"_id": "q1", "text": "Qui ?"}', "the id “q1” was used at"),
        ("queries", '{"_id": "q5", "text": ""}', "“text”"),
        ("queries", "oops", "this isn't JSON"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, name: str, line: str, says: str) -> None:
    folder = written(tmp_path, test=HEADER + "q1\td1\t1\n")
    path = folder / f"{name}.jsonl"
    number = len(path.read_text(encoding="utf-8").splitlines()) + 1
    with path.open("a", encoding="utf-8") as file:
        file.write(line)
    said = refusal(folder)
    assert said.startswith(f"{path}, line {number}") and says in said


def test_a_missing_or_empty_file_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path, test=HEADER + "q1\td1\t1\n")
    (folder / "qrels" / "test.tsv").write_bytes(b"q1\t\xe9\t1\n")
    assert "test.tsv, line 1: this isn't UTF-8" in refusal(folder)
    (folder / "corpus.jsonl").write_text("\n", encoding="utf-8")
    assert "holds no document" in refusal(folder)
    (folder / "corpus.jsonl").unlink()
    with pytest.raises(QuestionError, match=r"has no corpus\.jsonl"):
        load_set(folder)
