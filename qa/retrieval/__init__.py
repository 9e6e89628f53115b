"""Question → hits and ranked sentences: lexical and dense search, fusion, rescoring."""

from qa.retrieval.retriever import PassageIndex, Scored, retrieve, weigh_terms
from qa.retrieval.sentences import rank_sentences

__all__ = ["PassageIndex", "Scored", "rank_sentences", "retrieve", "weigh_terms"]
