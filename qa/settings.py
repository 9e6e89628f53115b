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
    "one story",
    "checking",
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

    # Quotes
    quotes: int = 3
    list_quotes: int = 4

    # Abstaining: the least evidence, 0 to 1, an answer may rest on
    caution: float = 0.4

    # Questions
    max_question_chars: int = 2_000

    # Writing
    prompt_sentences: int = 12
    prompt_tokens: int = 700
    answer_tokens: int = 128
    temperature: float = 0.0
    context_memory: int = 1 << 30
    threads: int = 0  # 0: half as many as the system counts processors
    seed: int = 0

    # Reading
    max_file_bytes: int = 64 << 20
    max_article_chars: int = 4_000_000

    # Indexing
    batch_passages: int = 512

    # Measuring: names of STAGES left out
    without: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Raise ``ValueError`` for a stage there isn't."""
        unknown = sorted(self.without - set(STAGES))
        if unknown:
            raise ValueError(f"There is no stage “{unknown[0]}”: there are {', '.join(STAGES)}.")
