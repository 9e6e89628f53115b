"""Sets in our own form: read whole, or refused by file and line."""

from __future__ import annotations

import gzip
import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from eval.loading import load_set
from eval.questions import Question, Support
from qa.errors import QuestionError

GOOD: dict[str, Any] = {"id": "1", "question": "Qui ?", "answers": ["Anne"], "article": "a"}
PLACE = {"start": 3, "end": 9, "check": "0123abcd"}


def written(path: Path, *rows: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(QuestionError) as caught:
        load_set(path)
    return str(caught.value)


def test_every_field_is_read(tmp_path: Path) -> None:
    row = {
        **GOOD,
        "all_of": ["Anne", "Luc"],
        "also": ["b"],
        "support": [
            "Anne est là.",
            PLACE,
            {**PLACE, "article": "b"},
            {"text": "Luc.", "article": "b"},
        ],
        "type": "who",
        "history": [["Où ?", "À Paris."]],
        "near": "c",
        "not_in": ["d"],
        "tags": ["paraphrase"],
        "note": "what else is there doesn't matter",
    }
    path = written(tmp_path / "mine.v2.jsonl", row)
    asked = load_set(path)
    assert asked.questions == (
        Question(
            "1",
            "Qui ?",
            answers=("Anne",),
            all_of=("Anne", "Luc"),
            article="a",
            also=("b",),
            support=(
                Support("a", "Anne est là."),
                Support("a", "", 3, 9, "0123abcd"),
                Support("b", "", 3, 9, "0123abcd"),
                Support("b", "Luc."),
            ),
            type="who",
            history=(("Où ?", "À Paris."),),
            near="c",
            not_in=("d",),
            tags=("paraphrase",),
        ),
    )
    assert (asked.name, asked.articles) == ("mine.v2", ())
    assert asked.digest == sha256(path.read_bytes()).hexdigest()


def test_unanswerable_and_search_only_questions_need_no_answers(tmp_path: Path) -> None:
    silent: dict[str, Any] = {
        "id": "2",
        "question": "Quand ?",
        "answers": [],
        "article": None,
        "also": None,
    }
    search = {"id": "3", "question": "Où ?", "article": "a"}
    questions = load_set(written(tmp_path / "set.jsonl", silent, search)).questions
    assert [(q.answerable, q.gold) for q in questions] == [(False, ()), (True, ())]


def test_marks_line_ends_and_packing_dont_matter(tmp_path: Path) -> None:
    # U+2028 is a line break to str.splitlines, not to JSON Lines.
    line = json.dumps({**GOOD, "question": "Qui\u2028donc ?"}, ensure_ascii=False).encode()
    other = json.dumps({**GOOD, "id": "2"}).encode()
    raw = b"\xef\xbb\xbf" + line + b"\r\n\r\n  \n" + other
    (tmp_path / "plain.jsonl").write_bytes(raw)
    (tmp_path / "Packed.JSONL.GZ").write_bytes(gzip.compress(raw))
    plain, packed = load_set(tmp_path / "plain.jsonl"), load_set(tmp_path / "Packed.JSONL.GZ")
    assert [q.question for q in plain.questions] == ["Qui\u2028donc ?", "Qui ?"]
    assert packed.questions == plain.questions
    assert packed.name == "Packed"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "character 2: this isn't JSON"),
        ('{"id": NaN}', "NaN"),
        ('{"id": ' + "1" * 5_000 + "}", "isn't JSON"),
        ("[]", "in braces"),
        ('"Qui ?"', "in braces"),
        ("[" * 100_000, "nested too deep"),
        ('{"deep": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deep"),
        (json.dumps({**GOOD, "question": "\ud83d"}), "half of a character"),
        (json.dumps({**GOOD, "id": ""}), "“id”"),
        (json.dumps({**GOOD, "id": 3}), "“id”"),
        (json.dumps({**GOOD, "question": 3}), "“question”"),
        (json.dumps({**GOOD, "question": " "}), "“question”"),
        (json.dumps({**GOOD, "article": 3}), "“article”"),
        (json.dumps({**GOOD, "type": ["who"]}), "“type”"),
        (json.dumps({**GOOD, "near": {}}), "“near”"),
        (json.dumps({**GOOD, "answers": "Anne"}), "“answers” must be a list"),
        (json.dumps({**GOOD, "answers": [""]}), "“answers”"),
        (json.dumps({**GOOD, "all_of": [3]}), "“all_of”"),
        (json.dumps({**GOOD, "also": "b"}), "“also”"),
        (json.dumps({**GOOD, "not_in": [None]}), "“not_in”"),
        (json.dumps({**GOOD, "tags": {"a": 1}}), "“tags”"),
        (json.dumps({**GOOD, "answers": []}), "needs “answers”"),
        (json.dumps({**GOOD, "support": "Anne."}), "“support”"),
        (json.dumps({**GOOD, "support": [3]}), r"support\[0\]: a JSON object"),
        (json.dumps({**GOOD, "support": ["Anne.", {}]}), r"support\[1\]: “start” and “end”"),
        (json.dumps({**GOOD, "support": [{**PLACE, "end": 3}]}), "the first before the second"),
        (json.dumps({**GOOD, "support": [{**PLACE, "start": -1}]}), "“start” must be a whole"),
        (json.dumps({**GOOD, "support": [{**PLACE, "end": 9.0}]}), "“end” must be a whole"),
        (json.dumps({**GOOD, "support": [{**PLACE, "start": True}]}), "“start” must be a whole"),
        (json.dumps({**GOOD, "support": [{**PLACE, "check": "0123ABCD"}]}), "“check”"),
        (json.dumps({**GOOD, "support": [{**PLACE, "check": None}]}), "“check”"),
        (json.dumps({**GOOD, "article": None, "support": ["Anne."]}), "leave it empty"),
        (json.dumps({**GOOD, "history": [["Où ?"]]}), "“history”"),
        (json.dumps({**GOOD, "history": [[" ", "Ici."]]}), "“history”"),
        (json.dumps({**GOOD, "history": ["Où"]}), "“history”"),
        (json.dumps({**GOOD}), "the id “1” was used at .*set.jsonl, line 1 already"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(GOOD) + "\n\n" + line + "\n", encoding="utf-8")
    with pytest.raises(QuestionError, match=rf"set\.jsonl, line 3.*{says}"):
        load_set(path)


def test_other_encodings_and_broken_archives_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(json.dumps(GOOD).encode() + b'\n{"id": "\xe9"}')
    assert "set.jsonl, line 2: this isn't UTF-8 text: save" in refusal(path)
    path.write_text(json.dumps(GOOD), encoding="utf-16")
    assert "line 1: this isn't UTF-8" in refusal(path)
    packed = tmp_path / "set.jsonl.gz"
    for raw in (b"not packed", gzip.compress(json.dumps(GOOD).encode() * 99)[:-9], b"\x1f\x8b\x08"):
        packed.write_bytes(raw)
        assert "set.jsonl.gz is cut short or isn't a GZIP file: pack" in refusal(packed)


def test_nothing_is_no_set(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    for nothing in (b"", b"\n \r\n", b"\xef\xbb\xbf"):
        empty.write_bytes(nothing)
        assert "holds no question" in refusal(empty)
    assert "no question set at" in refusal(tmp_path / "none.jsonl")
    assert "holds no question set: name a .jsonl" in refusal(tmp_path)
    (tmp_path / "set.txt").write_text("Qui ?", encoding="utf-8")
    assert "set.txt isn't a question set: name a .jsonl" in refusal(tmp_path / "set.txt")


ARTICLE = {"id": "a", "text": "Anne est à Lormel."}


def test_a_folder_brings_its_articles(tmp_path: Path) -> None:
    rest = {
        "title": "Visite",
        "date": "2022-02-11",
        "url": "https://a.fr/1",
        "summary": "Elle vient.",
        "language": "en",
    }
    articles = written(tmp_path / "set" / "articles.jsonl", ARTICLE, {**ARTICLE, **rest, "id": "b"})
    row = {**GOOD, "also": ["b"], "near": "b", "not_in": ["a"], "support": ["Anne est à Lormel."]}
    questions = written(tmp_path / "set" / "questions.jsonl", row)
    loaded = load_set(tmp_path / "set")
    bare, full = loaded.articles
    assert (bare.title, bare.text, bare.date, bare.language) == ("", ARTICLE["text"], None, "fr")
    assert (full.title, full.date, full.url) == ("Visite", date(2022, 2, 11), "https://a.fr/1")
    assert (full.summary, full.language) == ("Elle vient.", "en")
    assert loaded.name == "set"
    both = articles.read_bytes() + questions.read_bytes()
    assert loaded.digest == sha256(both).hexdigest()


@pytest.mark.parametrize(
    ("article", "question", "says"),
    [
        ({"id": "b"}, {}, r"articles\.jsonl, line 2: “text”"),
        ({**ARTICLE}, {}, r"articles\.jsonl, line 2: the id “a” was used at .*line 1"),
        ({**ARTICLE, "id": "b", "date": "le 3"}, {}, r"articles\.jsonl, line 2: “date”"),
        ({**ARTICLE, "id": "b", "title": 3}, {}, r"articles\.jsonl, line 2: “title”"),
        (None, {"article": "z"}, r"questions\.jsonl, line 1: no article has the id “z”"),
        (None, {"also": ["z"]}, "no article has the id “z”"),
        (None, {"near": "z"}, "no article has the id “z”"),
        (None, {"not_in": ["z"]}, "no article has the id “z”"),
        (None, {"support": [{"text": "A.", "article": "z"}]}, "no article has the id “z”"),
    ],
)
def test_a_folder_is_refused_by_file_and_line(
    tmp_path: Path, article: object, question: dict[str, Any], says: str
) -> None:
    written(tmp_path / "articles.jsonl", ARTICLE, *([article] if article else []))
    written(tmp_path / "questions.jsonl", {**GOOD, **question})
    with pytest.raises(QuestionError, match=says):
        load_set(tmp_path)


def test_a_folder_without_articles_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "questions.jsonl", GOOD)
    assert "holds no question set" in refusal(tmp_path)
    written(tmp_path / "articles.jsonl")
    assert "holds no article" in refusal(tmp_path)
