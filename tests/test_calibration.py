"""When a library is calibrated, and what it remembers."""

from __future__ import annotations

from pathlib import Path

from qa import Assistant
from qa.calibration import calibrate_library
from qa.types import Progress


def test_indexing_calibrates_and_only_growth_does_again(samples: Path, tmp_path: Path) -> None:
    told: list[Progress] = []
    with Assistant.open(tmp_path / "library", model="none") as assistant:
        assistant.add(samples, told=told.append)
        record = assistant.library.store.calibration
        assert record is not None and record["questions"] > 40
        assert assistant.library.dense_weight == record["dense_weight"]
        assert {one.stage for one in told} >= {"indexing", "finishing", "calibrating"}
        assert not calibrate_library(assistant.library, assistant.settings)
        for path in sorted(samples.rglob("2019/*")):
            assistant.remove(f"2019/{path.name}")
        for path in sorted(samples.rglob("2020/*")):
            assistant.remove(f"2020/{path.name}")
        assert calibrate_library(assistant.library, assistant.settings)


def test_a_library_too_small_to_tell_has_a_default(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Une gare\n\nLa gare de Lormel a fermé lundi.", "utf-8")
    with Assistant.open(tmp_path / "library", model="none") as assistant:
        assistant.add(tmp_path / "one.txt")
        record = assistant.library.store.calibration
        assert record is not None and record["dense_weight"] is None
        assert 0 < assistant.library.dense_weight < 1
        assert assistant.search("Quelle gare a fermé ?")


def test_a_record_of_an_older_sourcier_is_read_and_then_renewed(
    samples: Path, tmp_path: Path
) -> None:
    with Assistant.open(tmp_path / "library", model="none") as assistant:
        assistant.add(samples / "2022")
        library = assistant.library
        record = library.store.calibration
        assert record is not None
        new = ("version", "evidence_shift", "evidence_parting", "evidence_questions")
        library.store.set_calibration({k: v for k, v in record.items() if k not in new})
        assert library.evidence_shift == 0.0 and assistant.search("Qui ?")
        assert calibrate_library(library, assistant.settings)
        renewed = library.store.calibration
        assert renewed is not None and renewed["evidence_shift"] == record["evidence_shift"]
