"""A library's calibration: how far its vectors are trusted, kept in it, renewed as it grows."""

from __future__ import annotations

from dataclasses import asdict
from time import monotonic

from qa.library import Library
from qa.library.indexing import Told
from qa.retrieval.calibrating import QUESTIONS, calibrate, pseudo_questions
from qa.settings import Settings
from qa.types import Progress

_GROWTH = 1.25  # times as many passages, or as few, make a new calibration due


def calibrate_library(library: Library, settings: Settings, told: Told | None = None) -> bool:
    """Calibrate ``library`` if that is due; return whether it was done.

    It is due for a library without a calibration, with another encoder than then, or of another
    size. ``told`` hears of progress. Nothing is done where another process is writing.
    """
    library.catch_up()
    passages, encoder = library.store.counts()[1], library.store.encoder
    before = library.store.calibration
    if encoder is None or (before is not None and _still_good(before, encoder["model"], passages)):
        return False
    started = monotonic()

    def tell(done: int, total: int) -> None:
        if told is not None:
            told(Progress("calibrating", done, total, 0, passages, monotonic() - started))

    questions = pseudo_questions(library.sample(QUESTIONS))
    found = calibrate(questions, library, library.encode_freely, settings, tell)
    record = {
        "dense_weight": None,
        **(asdict(found) if found else {}),
        "encoder": encoder["model"],
        "passages": passages,
    }
    library.store.set_calibration(record)
    return True


def _still_good(record: dict[str, object], encoder: str, passages: int) -> bool:
    then = record.get("passages")
    return (
        record.get("encoder") == encoder
        and isinstance(then, int)
        and then / _GROWTH <= passages <= then * _GROWTH
    )
