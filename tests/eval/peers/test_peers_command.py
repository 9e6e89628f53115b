"""``python -m eval.peers`` from the question set to the table."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from eval.peers import __main__ as command
from eval.peers.systems import System, find_systems
from eval.questions import Question
from qa import Article, Assistant
from qa.errors import QuestionError


@pytest.fixture
def questions(towns: list[Article], tmp_path: Path) -> Path:
    """Ten questions that are answered, one that isn't, and one that follows another."""
    rows = [
        {"id": f"q{n}", "question": f"Qui vient à {town.title.split()[-1]} ?", "answers": ["x"],
         "article": town.id}
        for n, town in enumerate(towns[:10])
    ]  # fmt: skip
    rows.append({"id": "none", "question": "Qui vient à Lyon ?", "article": None})
    path = tmp_path / "towns.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sourcier and a peer that nobody has."""
    systems = {"sourcier": find_systems()["sourcier"], "nonesuch": System("None", ("no-such",), ())}
    monkeypatch.setattr(command, "find_systems", lambda: systems)


@pytest.mark.usefixtures("only_ours")
def test_sourcier_is_measured_and_the_missing_are_named(
    questions: Path, town_library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = town_library / "library.db"
    before = hashlib.sha256(database.read_bytes()).hexdigest()
    out = tmp_path / "figures" / "towns.json"
    code = command.main([str(questions), "--library", str(town_library), "--out", str(out)])
    shown = capsys.readouterr()
    assert code == 0
    assert "None is not installed: pip install -e '.[peers]'" in shown.err
    assert "| Sourcier | shipped | 1.000 |" in shown.out
    assert shown.out.rstrip().endswith("None is not installed: pip install -e '.[peers]'")
    record = json.loads(out.read_text(encoding="utf-8"))
    assert record["questions"] == 10
    assert record["articles"] == 30
    assert [row["system"] for row in record["systems"]] == ["Sourcier"]
    assert record["systems"][0]["passages a second"] > 0
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before


@pytest.mark.usefixtures("only_ours")
def test_fewer_questions_and_passages_can_be_drawn(questions: Path, town_library: Path) -> None:
    record = command.compare_peers(questions, town_library, keys=[], questions=4, passages=9)
    assert record["questions"] == 4
    assert record["passages"] <= 9
    assert record["systems"][0]["measures"]["article recall@5"]["value"] == 1.0


def test_a_library_that_is_not_there_is_a_sentence(
    questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([str(questions), "--library", str(tmp_path / "gone")]) == 1
    assert "There is no library in" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--peers", "elastic"], "name peers among haystack, llamaindex, txtai"),
        (["--questions", "0"], "give a whole number from 1"),
    ],
)
def test_bad_arguments_are_refused(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        command.main(["set.jsonl", "--library", "x", *arguments])
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


def test_only_questions_that_stand_alone_are_asked() -> None:
    alone = [Question(str(n), "?", article="a") for n in range(9)]
    others = [
        Question("unanswerable", "?"),
        Question("follow-up", "?", article="a", history=(("?", "!"),)),
        Question("given", "?", article="a", given=(Article("a", "", "x"),)),
    ]
    assert command.choose_questions([*alone, *others], None) == alone
    drawn = command.choose_questions([*alone, *others], 3)
    assert len(drawn) == 3
    assert [q for q in alone if q in drawn] == drawn == command.choose_questions(alone, 3)
    with pytest.raises(QuestionError, match="no question that an article of a library answers"):
        command.choose_questions(others, None)


@pytest.mark.usefixtures("only_ours")
def test_an_empty_library_is_a_sentence(
    questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Assistant.open(tmp_path / "empty", model="none").close()
    assert command.main([str(questions), "--library", str(tmp_path / "empty")]) == 1
    assert "is empty: index articles into it first." in capsys.readouterr().err


@pytest.mark.usefixtures("only_ours")
def test_figures_that_cannot_be_written_are_shown_all_the_same(
    questions: Path, town_library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    out = str(tmp_path / "file" / "figures.json")
    assert command.main([str(questions), "--library", str(town_library), "--out", out]) == 1
    shown = capsys.readouterr()
    assert "| Sourcier | shipped |" in shown.out
    assert "choose another --out." in shown.err
