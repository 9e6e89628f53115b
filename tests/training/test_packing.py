"""Packed lessons: each question reads as if it came alone."""

from __future__ import annotations

import numpy as np
import pytest

from qa import Article
from qa.answering.llama import Vocabulary
from qa.answering.reading_prompt import CLOSING, LABELS, NONE, Shown, lay_out
from qa.language.sentences import split_sentences
from qa.training.lessons import Asked
from qa.training.packing import Tree, pack

ASKED = (
    Asked("Quand le pont rouvre-t-il ?", 0, "4 mars 2019"),
    Asked("Combien de voitures y passent ?", None, ""),
    Asked("Qui dirige la commune ?", 4, "Jeanne Aubry"),
)
END = 2


@pytest.fixture
def shown(bridge: Article) -> list[Shown]:
    return [Shown(bridge, span) for span in split_sentences(bridge.text)]


def packed(shown: list[Shown], vocabulary: Vocabulary, asked: tuple[Asked, ...] = ASKED) -> Tree:
    return pack(shown, asked, lambda text: vocabulary.tokens(text, markup=False), END)


def test_each_branch_is_the_prompt_and_its_answer(
    shown: list[Shown], vocabulary: Vocabulary
) -> None:
    tree = packed(shown, vocabulary)
    for branch, one in enumerate(ASKED, 1):
        seen = np.flatnonzero((tree.branches == 0) | (tree.branches == branch))
        prompt = lay_out(shown, one.question)
        label = NONE if one.number is None else LABELS[one.number]
        said = f"{label}{CLOSING}{one.answer}".strip()
        text = prompt.sentences + prompt.question + said
        assert tree.tokens[seen].tolist() == vocabulary.tokens(text, markup=False)
        assert tree.positions[seen].tolist() == list(range(len(seen)))


def test_a_branch_sees_the_sentences_and_itself_up_to_now(
    shown: list[Shown], vocabulary: Vocabulary
) -> None:
    tree = packed(shown, vocabulary)
    sees = tree.sees()
    assert not np.triu(sees, 1).any()
    for row, branch in enumerate(tree.branches):
        others = tree.branches[sees[row]]
        assert set(others) <= {0, branch}
        assert sees[row, : row + 1].sum() == ((others == 0) | (others == branch)).sum()
        assert sees[row, row]


def test_what_is_learnt_is_the_label_the_answer_and_the_end(
    shown: list[Shown], vocabulary: Vocabulary
) -> None:
    tree = packed(shown, vocabulary)
    (first, second, third) = tree.chosen
    assert [vocabulary.pieces[tree.targets[n]] for n in (first, second, third)] == [
        b"A",
        b"0",
        b"E",
    ]
    assert tree.targets[second - 1] == tree.targets[third - 1] == tree.targets[-1] == END
    assert tree.weights.sum() == pytest.approx(len(ASKED))
    # A place is where the token before its target stands.
    inside = [n for n in range(len(tree.learnt)) if tree.targets[n] != END]
    for n in inside:
        assert tree.tokens[tree.learnt[n] + 1] == tree.targets[n]
