"""Every dial of Sourcier, in one frozen dataclass."""

from __future__ import annotations

from dataclasses import dataclass

STAGES = (
    "reprints",
    "best sentence",
    "word pairs",
    "title",
    "whole article",
    "sentence vectors",
    "dates",
    "neighbours",
    "answer type",
    "checking",
    "reading",
)
"""Stages that can be left out, to measure what each is worth."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Defaults were chosen on our own questions; see docs/DECISIONS.md.

    Sizes of text are in words, characters or tokens as named; memory is in bytes.
    """

    # Passages
    passage_words: int = 120
    overlap_sentences: int = 1

    # Retrieval
    candidates: int = 30  # from each leg
    rescored: int = 30  # of both together
    top_k: int = 10
    dense_weight: float | None = None  # None: calibrated on the library; 0 and 1 leave a leg out

    # Reranking, where a model for it is chosen: how many passages it reads, and its share
    rerank_passages: int = 20
    rerank_weight: float = 0.5

    # Quotes: at most so many, of about so many words together; more words where a list is asked
    quotes: int = 6
    answer_words: int = 90
    list_words: int = 125

    # Abstaining: the least evidence, 0 to 1, an answer may rest on; .5 is balanced
    caution: float = 0.5

    # Questions
    max_question_chars: int = 2_000

    # Writing
    prompt_sentences: int = 24
    prompt_tokens: int = 700
    answer_tokens: int = 128
    reading_tokens: int = 500  # of sentences, where the model reads and points at the answer
    temperature: float = 0.0
    context_memory: int = 1 << 30
    threads: int = 0  # 0: half as many as the system counts processors
    seed: int = 0
    queue: int = 16  # how many questions may wait for the model
    deadline: float = 300.0  # seconds an answer may take, waiting and all

    # Reading
    max_file_bytes: int = 64 << 20
    max_article_chars: int = 4_000_000

    # Indexing
    batch_passages: int = 512

    # Measuring: names of STAGES left out
    without: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Raise ``ValueError`` for a stage there isn't, and caution not from 0 to 1."""
        unknown = sorted(self.without - set(STAGES))
        if unknown:
            raise ValueError(f"There is no stage “{unknown[0]}”: there are {', '.join(STAGES)}.")
        if not 0.0 <= self.caution <= 1.0:
            raise ValueError(f"Caution goes from 0 to 1: {self.caution} doesn't.")
