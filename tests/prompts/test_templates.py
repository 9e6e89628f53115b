"""The prompt files: whole, strict, their fixed part first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError

import prompts
from prompts import render

VARIABLES: dict[str, dict[str, Any]] = {
    "answer": {
        "question": "Qui préside la régie ?",
        "sentences": [{"number": 1, "text": "Odette Vasseur préside."}],
        "abstention": "Rien ne le dit.",
    },
    "followup": {
        "question": "Et depuis quand ?",
        "turns": [{"question": "Qui préside la régie ?", "answer": "Odette Vasseur."}],
    },
    "reading": {
        "question": "Qui préside la régie ?",
        "sentences": [{"heading": "", "label": "A", "text": "Odette Vasseur préside."}],
    },
}
LANGUAGES = {"reading": ("fr",)}  # what the embedded model is taught; the others are in both
FILES = sorted(path.name for path in Path(prompts.__file__).parent.glob("*.jinja"))


def test_every_task_has_a_prompt_in_its_languages() -> None:
    tasks = {task: LANGUAGES.get(task, ("fr", "en")) for task in VARIABLES}
    assert sorted(f"{task}.{code}.jinja" for task in tasks for code in tasks[task]) == FILES


@pytest.mark.parametrize("name", FILES)
def test_a_prompt_holds_what_it_is_given(name: str) -> None:
    task, language, _ = name.split(".")
    prompt = render(task, language, **VARIABLES[task])
    whole = prompt.system + prompt.user
    assert VARIABLES[task]["question"] in prompt.user
    assert "Odette Vasseur" in whole
    assert "{" not in whole and "\n\n\n" not in whole


@pytest.mark.parametrize("name", FILES)
def test_a_missing_variable_fails(name: str) -> None:
    task, language, _ = name.split(".")
    for missing in VARIABLES[task]:
        rest = {key: value for key, value in VARIABLES[task].items() if key != missing}
        with pytest.raises(UndefinedError):
            render(task, language, **rest)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_first_part_is_the_same_for_every_question(language: str) -> None:
    one = render("answer", language, **VARIABLES["answer"])
    other = {"question": "Où ?", "sentences": [], "abstention": "Rien ne le dit."}
    assert render("answer", language, **other).system == one.system


def test_another_language_is_asked_in_english_to_answer_in_its_own() -> None:
    prompt = render("answer", "de", **VARIABLES["answer"])
    assert prompt == render("answer", "en", **VARIABLES["answer"])
    assert "in the language of the question" in prompt.system


def test_the_hash_is_that_of_the_file() -> None:
    hashes = {render("answer", code, **VARIABLES["answer"]).hash for code in ("fr", "en")}
    assert len(hashes) == 2 and all(len(one) == 12 for one in hashes)
