"""The sentence splitters compared: ours, and the well-kept ones that happen to be installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import pairwise

from qa.language.sentences import split_sentences

# Text → its sentences, in order. Their white space doesn't matter; their letters must all be there.
Split = Callable[[str], Sequence[str]]


def ours() -> Split:
    """Return Sourcier's own."""
    return lambda text: [span.cut(text) for span in split_sentences(text)]


def pysbd() -> Split:
    """Return pySBD's French rules (Sadvilkar and Neumann 2020)."""
    segmenter = import_module("pysbd").Segmenter(language="fr", clean=False)
    return lambda text: list(segmenter.segment(text))


def syntok() -> Split:
    """Return syntok's, which has one set of rules for Spanish, English, German and the like."""
    analyze = import_module("syntok.segmenter").analyze

    def split(text: str) -> list[str]:
        tokens = [sentence[0] for paragraph in analyze(text) for sentence in paragraph]
        starts = [0, *(token.offset for token in tokens[1:]), len(text)]
        return [text[start:end] for start, end in pairwise(starts)]

    return split


def spacy() -> Split:
    """Return spaCy's ``sentencizer`` on its French tokenizer; its parsers need a download."""
    nlp = import_module("spacy").blank("fr")
    nlp.add_pipe("sentencizer")
    return lambda text: [sentence.text for sentence in nlp(text).sents]


def blingfire() -> Split:
    """Return BlingFire's ``text_to_sentences``, a finite-state machine in C++."""
    to_sentences = import_module("blingfire").text_to_sentences
    return lambda text: str(to_sentences(text)).split("\n")


def sentence_splitter() -> Split:
    """Return sentence-splitter's: Koehn's Perl script of Europarl, with its French prefixes."""
    splitter = import_module("sentence_splitter").SentenceSplitter(language="fr")
    return lambda text: list(splitter.split(text))


SPLITTERS: dict[str, Callable[[], Split]] = {
    "Sourcier": ours,
    "pysbd": pysbd,
    "syntok": syntok,
    "spacy": spacy,
    "blingfire": blingfire,
    "sentence-splitter": sentence_splitter,
}
