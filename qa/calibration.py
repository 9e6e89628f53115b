"""A library's calibration: how far its vectors are trusted, and how much evidence it takes.

It is kept in the library and renewed as that grows.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from time import monotonic

from qa.library import Library
from qa.library.indexing import Told
from qa.retrieval.calibrating import QUESTIONS, calibrate, pseudo_questions
from qa.retrieval.calibrating_evidence import calibrate_evidence
from qa.settings import Settings
from qa.types import Progress

_VERSION = 2  # 1 had no “evidence_shift”: read as none, and made anew when there is a chance to
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

    sample = library.sample(QUESTIONS)
    questions = pseudo_questions(sample)
    found = calibrate(questions, library, library.encode_freely, settings, tell)
    if found is not None and settings.dense_weight is None:
        settings = replace(settings, dense_weight=found.dense_weight)
    evidence = calibrate_evidence(sample, library, settings, tell)
    record = {
        "version": _VERSION,
        "dense_weight": None,
        **(asdict(found) if found else {}),
        "encoder": encoder["model"],
        "passages": passages,
        "evidence_shift": evidence.shift if evidence else 0.0,
        "evidence_parting": evidence.parting if evidence else None,
        "evidence_questions": evidence.asked if evidence else 0,
    }
    library.store.set_calibration(record)
    return True


def _still_good(record: dict[str, object], encoder: str, passages: int) -> bool:
    then = record.get("passages")
    return (
        record.get("version") == _VERSION
        and record.get("encoder") == encoder
        and isinstance(then, int)
        and then / _GROWTH <= passages <= then * _GROWTH
    )
