"""Question → hits and ranked sentences: lexical and dense search, fusion, rescoring."""

from qa.retrieval.looking_up import Findings, look_up
from qa.retrieval.reranking import rerank
from qa.retrieval.retriever import PassageIndex, Scored, retrieve, weigh_terms
from qa.retrieval.sentences import describe_sentences, rank_sentences

__all__ = [
    "Findings",
    "PassageIndex",
    "Scored",
    "describe_sentences",
    "look_up",
    "rank_sentences",
    "rerank",
    "retrieve",
    "weigh_terms",
]
