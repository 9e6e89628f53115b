"""An encoder trained on a library's articles is used if it finds more, and moves along with it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings import open_encoder
from embeddings.static import Recipe
from qa import Article, Assistant, LibraryError, Settings
from qa.cli import main
from qa.library import Library
from qa.library.training import train_encoder
from tests.library.conftest import check_agreement

SYLLABLES = "ba co du fe gi lo mu na pe ri sa to vu za".split()
SMALL = Recipe(pieces=900, width=48, dimension=48, steps=150, epochs=1, rate=0.05, warm_up=10)
SETTINGS = Settings(passage_words=12)


def _article(n: int) -> Article:
    """An article whose words are its own but for a frame."""
    random = np.random.default_rng(n)
    words = ["".join(random.choice(SYLLABLES, 4)) for _ in range(8)]
    drawn = [" ".join(random.permutation(words)[:3]) for _ in range(8)]
    text = " ".join(f"Le village a vu {one} cette année-là." for one in drawn)
    return Article(f"a{n}", f"Voici {words[0]} {words[1]} {words[2]}", text)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, tiny: str) -> Path:
    """A library of sixty articles with the tiny encoder; to be copied."""
    folder = tmp_path_factory.mktemp("filled") / "library"
    with Assistant.open(folder, model="none", encoder=tiny, settings=SETTINGS) as assistant:
        assistant.add([_article(n) for n in range(60)])
    return folder


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "library"))


def _told(stage: str, done: int, total: int) -> None:
    pass


def _vectors(library: Library) -> np.ndarray:
    return np.concatenate([rows for _, rows in library.store.added_since(0)])


def test_a_better_encoder_is_switched_to(path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    library = Library.open(path)
    report = train_encoder(library, lambda *one: told.append(one), anew=True, recipe=SMALL)
    assert report.switched and 0 < report.before < report.after <= 1
    assert report.trained_on + report.held_out == 60 and report.questions > report.held_out
    assert report.model == path / "encoders" / "1"
    assert library.encoder_info().dimension == SMALL.dimension
    check_agreement(library)
    library.close()
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == ["reading", "judging", "training", "embedding"]
    wrong = [one for one in told if not 0 <= one[1] <= one[2]]
    assert wrong == []
    with Assistant.open(path, model="none", settings=SETTINGS) as assistant:
        assert assistant.search(_article(7).title)[0].article.id == "a7"


def test_a_library_takes_its_encoder_along(path: Path) -> None:
    library = Library.open(path)
    train_encoder(library, _told, anew=True, recipe=SMALL)
    library.close()
    moved = path.rename(path.with_name("moved"))
    with Assistant.open(moved, model="none", settings=SETTINGS) as assistant:
        assert assistant.library.encoder.model == str(moved / "encoders" / "1")
        assert assistant.search(_article(7).title)[0].article.id == "a7"
        assert assistant.add([_article(77)]).added == 1


def test_one_that_finds_no_more_is_thrown_away(path: Path) -> None:
    library = Library.open(path)
    before, record = _vectors(library), library.store.encoder
    report = train_encoder(
        library, _told, anew=True, recipe=replace(SMALL, width=2, steps=1, epochs=0)
    )
    assert not report.switched and report.after <= report.before
    assert not report.model.exists() and list((path / "encoders").iterdir()) == []
    assert library.store.encoder == record
    np.testing.assert_array_equal(_vectors(library), before)
    library.close()


def test_training_again_replaces_the_one_before(path: Path) -> None:
    library = Library.open(path)
    poor = replace(SMALL, width=12, steps=1, epochs=0)
    assert train_encoder(library, _told, anew=True, recipe=poor).switched
    report = train_encoder(library, _told, anew=True, recipe=SMALL)
    assert report.switched and report.encoder == str(path / "encoders" / "1")
    assert [one.name for one in (path / "encoders").iterdir()] == ["2"]
    library.close()


@pytest.mark.parametrize("when", ["reading", "training", "judging", "embedding"])
def test_stopped_it_leaves_everything_as_it_was(path: Path, when: str) -> None:
    library = Library.open(path)
    before, record, model = _vectors(library), library.store.encoder, library.encoder.model

    def stop(stage: str, done: int, total: int) -> None:
        if stage == when:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_encoder(library, stop, anew=True, recipe=replace(SMALL, steps=60))
    assert (library.store.encoder, library.encoder.model) == (record, model)
    np.testing.assert_array_equal(_vectors(library), before)
    library.close()
    assert not list((path / "encoders").glob("*"))
    with Assistant.open(path, model="none", settings=SETTINGS) as assistant:
        assert assistant.search(_article(7).title)[0].article.id == "a7"


def test_with_a_folder_to_write_to_the_library_stays(path: Path, tmp_path: Path) -> None:
    library = Library.open(path)
    record = library.store.encoder
    report = train_encoder(library, _told, out=tmp_path / "model", anew=True, recipe=SMALL)
    assert not report.switched and report.after > report.before
    assert open_encoder(str(tmp_path / "model")).info.dimension == SMALL.dimension
    assert library.store.encoder == record
    with pytest.raises(LibraryError, match="is there already"):
        train_encoder(library, _told, out=tmp_path / "model", anew=True, recipe=SMALL)
    library.close()


def test_ids_may_say_which_are_held_out(path: Path) -> None:
    library = Library.open(path)
    few = replace(SMALL, steps=2, epochs=0)
    report = train_encoder(library, _told, anew=True, held_out="*0", recipe=few)
    assert (report.trained_on, report.held_out) == (54, 6)
    for pattern in ("none-of-them", "*"):
        with pytest.raises(LibraryError, match="held out"):
            train_encoder(library, _told, anew=True, held_out=pattern, recipe=few)
    library.close()


def test_too_few_passages_are_a_sentence(tmp_path: Path, tiny: str) -> None:
    with Assistant.open(tmp_path / "library", model="none", encoder=tiny) as assistant:
        assistant.add([_article(1)])
        with pytest.raises(LibraryError, match="training needs 300"):
            train_encoder(assistant.library, _told, anew=True)


def test_the_command_prints_both_scores(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["embeddings", "train", "--anew", "--library", str(path), "--epochs", "1", "--json"]
    assert main(command) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["after"] > record["before"] and record["switched"]
    assert main(["info", "--json", "--library", str(path)]) == 0
    shown = json.loads(capsys.readouterr().out)["encoder"]
    assert (shown["model"], shown["dimension"]) == (record["model"], Recipe().dimension)
