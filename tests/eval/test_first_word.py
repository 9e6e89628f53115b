"""Times of two ways, compared where both gave a word."""

from __future__ import annotations

from pathlib import Path

from eval.first_word import Times, table, time_answer
from qa import Assistant


def test_ratios_are_of_questions_for_which_both_gave_a_word() -> None:
    times = {
        "reading": [Times(1.0, 1.5), Times(None, 0.5), Times(2.0, 2.0)],
        "writing instead": [Times(2.0, 3.0), Times(4.0, 5.0), Times(None, 4.0)],
    }
    reading, writing, ratio = table(times).splitlines()[2:]
    assert reading == "| reading | 1.00 | 1.50 | 2 |"
    assert writing == "| writing instead | 2.00 | 4.00 | 2 |"
    assert ratio == "| ratio, median | 0.50 | 0.50 |  |"
    assert "| – |" in table({way: [Times(None, 1.0)] for way in times})


def test_quotes_alone_have_no_word(sample_library: Path) -> None:
    with Assistant.open(sample_library, model="none") as assistant:
        took = time_answer(assistant, "Qui a été élue maire de Vaubrenne ?")
    assert took.word is None and took.answer > 0
