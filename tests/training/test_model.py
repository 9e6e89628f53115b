"""The model in training gives the numbers of transformers', and learns as one should."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from qa import Article
from qa.answering.llama import Vocabulary
from qa.answering.reading_prompt import Shown
from qa.language.sentences import split_sentences
from qa.training.base import BaseFile, load_base
from qa.training.learning import Recipe, Step, in_buckets, learn, rate_at
from qa.training.lessons import Asked
from qa.training.model import Adapter, Reader
from qa.training.packing import Tree, pack

ASKED = (
    Asked("Quand le pont rouvre-t-il ?", 0, "4 mars 2019"),
    Asked("Combien de voitures y passent ?", None, ""),
)


@pytest.fixture(scope="module")
def trees(bridge: Article, vocabulary: Vocabulary) -> list[Tree]:
    spans = split_sentences(bridge.text)

    def tokens(text: str) -> list[int]:
        return vocabulary.tokens(text, markup=False)

    return [
        pack([Shown(bridge, span) for span in spans[:count]], ASKED, tokens, 2)
        for count in (2, 1, 3, 1)
    ]


def reader(model_file: Path, rank: int = 4, dtype: torch.dtype = torch.bfloat16) -> Reader:
    return Reader(model_file, Adapter(BaseFile(model_file), rank, 2.0 * rank), dtype)


def test_its_numbers_are_those_of_transformers(model_file: Path, trees: list[Tree]) -> None:
    ours = reader(model_file, dtype=torch.float32)
    theirs = load_base(model_file)
    tree = trees[0]
    with torch.no_grad():
        found = ours.logits(tree)
        for branch in (1, 2):
            seen = np.flatnonzero((tree.branches == 0) | (tree.branches == branch))
            alone = theirs(torch.from_numpy(tree.tokens[seen])[None]).logits[0]
            last = tree.branches[seen] == branch
            assert torch.allclose(found[seen][last], alone[last], atol=2e-3)


def test_a_run_that_was_stopped_ends_as_one_that_was_not(
    model_file: Path, trees: list[Tree], tmp_path: Path
) -> None:
    recipe = Recipe(rank=2, alpha=4.0, warmup=1, save_every=1)

    class StoppedError(Exception):
        pass

    def stop(step: Step) -> None:
        if step.step == 2:
            raise StoppedError

    whole = reader(model_file, rank=2)
    learn(whole, trees, recipe, tmp_path / "whole", lambda step: None)
    with pytest.raises(StoppedError):
        learn(reader(model_file, rank=2), trees, recipe, tmp_path / "stopped", stop)
    resumed = reader(model_file, rank=2)
    learn(resumed, trees, recipe, tmp_path / "stopped", lambda step: None)
    for one, other in zip(whole.adapter.parameters(), resumed.adapter.parameters(), strict=True):
        assert torch.equal(one, other)


def test_it_learns(model_file: Path, trees: list[Tree], tmp_path: Path) -> None:
    steps: list[Step] = []
    recipe = Recipe(rank=4, alpha=8.0, rate=3e-3, warmup=1, fall=0.1)
    learn(reader(model_file), trees[1:2] * 12, recipe, tmp_path, steps.append)
    assert steps[-1].loss < steps[0].loss / 2
    assert len((tmp_path / "log.jsonl").read_text().splitlines()) == len(steps) == 6


def test_the_rate_rises_stays_and_falls_only_at_the_end() -> None:
    recipe = Recipe(rate=1.0, warmup=4, fall=0.25)
    rates = [rate_at(step, 40, recipe) for step in range(40)]
    assert rates[:4] == [0.25, 0.5, 0.75, 1.0]
    assert rates[4:30] == [1.0] * 26
    assert rates[30:] == sorted(rates[30:], reverse=True)
    assert 0 < rates[-1] <= 0.1
    longer = [rate_at(step, 80, recipe) for step in range(30)]
    assert longer == rates[:30]


def test_buckets_hold_every_lesson_once_and_put_like_lengths_together(trees: list[Tree]) -> None:
    named = [replace(tree, positions=tree.positions + n) for n, tree in enumerate(trees)]
    ordered = in_buckets(named, 2)
    assert sorted(map(id, ordered)) == sorted(map(id, named))
    assert [len(tree.tokens) for tree in ordered[:2]] == [len(trees[1].tokens)] * 2 or [
        len(tree.tokens) for tree in ordered[2:]
    ] == [len(trees[1].tokens)] * 2
