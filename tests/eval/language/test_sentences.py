"""Marked boundaries are read as written, and what splitters make of them is counted."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from eval.language import sentences
from eval.language.sentences import Counts, Marked, add, count, errors, read_marked, read_placed
from eval.language.splitters import SPLITTERS
from eval.locating import by_place
from qa.errors import QuestionError

WRITTEN = """# How it is written.

## dev: a kind
Il pleut.
Mme Roy part.
¦Elle revient.

Titre
## test: another
Fin.
"""


@pytest.fixture
def marked(tmp_path: Path) -> list[Marked]:
    file = tmp_path / "marked.txt"
    file.write_text(WRITTEN, "utf-8")
    return read_marked(file)


def at_stops(text: str) -> Sequence[str]:
    """Cut after every full stop and white space."""
    return text.replace(". ", ".|").split("|")


def test_paragraphs_are_read_with_their_boundaries(marked: list[Marked]) -> None:
    first, title, last = marked
    assert first.text == "Il pleut. Mme Roy part.Elle revient."
    assert first.sentences == ("Il pleut.", "Mme Roy part.", "Elle revient.")
    assert first.boundaries == {7, 17}
    assert (title.half, title.text, title.boundaries) == ("dev", "Titre", frozenset())
    assert (last.half, last.text) == ("test", "Fin.")


def test_what_is_found_wrong_missed_and_exact_is_counted(marked: list[Marked]) -> None:
    counts = count(at_stops, marked[0])
    assert counts == Counts(found=1, wrong=0, missed=1, exact=1, sentences=3)
    assert (counts.precision, counts.recall, counts.f1) == (1, 0.5, pytest.approx(2 / 3))
    wrong = count(lambda text: text.split(), marked[0])
    assert wrong == Counts(found=1, wrong=4, missed=1, exact=0, sentences=3)
    assert add([counts, wrong]) == Counts(2, 4, 2, 1, 6)
    assert list(errors(at_stops, marked[0])) == ["− IlpleutMmeRoypart | Ellerevient"]
    nothing = count(at_stops, marked[1])
    assert (nothing.precision, nothing.recall, nothing.f1) == (1, 1, 1)


def test_a_text_of_no_half_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "marked.txt"
    file.write_text("Il pleut.\n", "utf-8")
    with pytest.raises(QuestionError, match="## dev"):
        read_marked(file)


def test_stretches_of_articles_are_found_by_place_and_checked(tmp_path: Path) -> None:
    text = "Avant. Il pleut. Elle part. Après."
    place = by_place("7", text, "Il pleut. Elle part.")
    row = {"half": "dev", "article": "7", "start": place.start, "end": place.end}
    file = tmp_path / "placed.jsonl"
    file.write_text(json.dumps({**row, "check": place.check, "ends": [12]}), "utf-8")
    (stretch,) = read_placed({"7": text}, file)
    assert count(at_stops, stretch) == Counts(found=1)
    assert count(lambda whole: [whole], stretch) == Counts(missed=1)
    with pytest.raises(QuestionError, match="Article 7"):
        read_placed({"7": text.replace("pleut", "neige")}, file)


def test_the_command_prints_a_row_for_each_splitter_that_is_installed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert sentences.main(["--half", "dev", "--errors"]) == 0
    printed = capsys.readouterr()
    for name in SPLITTERS:
        left_out = f"{name} isn't installed" in printed.err
        assert left_out != (f"| {name} | ours |" in printed.out)
    assert "| Sourcier | ours |" in printed.out


def test_another_corpus_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus.jsonl.gz"
    with gzip.open(corpus, "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"id": "1", "text": "Rien."}))
    assert sentences.main(["--corpus", str(corpus)]) == 1
    assert "give the corpus" in capsys.readouterr().err
