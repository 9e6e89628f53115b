"""A model's draft → sentences with the numbers they cite; and the grammar that holds it to them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language.analysis import fold
from qa.language.sentences import split_sentences

_MARKER = re.compile(r"\[(\d{1,3})\]")
_CITED = re.compile(r"(?P<text>[^\[\]]+?)\s*(?P<markers>(?:\[\d{1,3}\][\s,]*)+)(?P<stop>[.!?]?)")
_LONGEST_SENTENCE = 240
_CUT = _LONGEST_SENTENCE - 8  # what comes so near the limit was cut by it, not finished
_MOST_SENTENCES = 3
_REPEATED = 4  # words: a small model that says as many again is going in circles


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence as the model wrote it, without markers, and the numbers it cites, in order."""

    text: str
    numbers: tuple[int, ...]


def parse_draft(draft: str, candidates: int) -> list[Claim]:
    """Return the sentences of ``draft`` that cite, keeping only numbers from 1 to ``candidates``.

    What follows the last marker cites nothing and is left out.
    """
    claims = []
    for match in _CITED.finditer(draft):
        text = match["text"].strip(" \n\t.,;:-–—")
        numbers = dict.fromkeys(int(n) for n in _MARKER.findall(match["markers"]))
        claims.append(Claim(text, tuple(n for n in numbers if 1 <= n <= candidates)))
    return [claim for claim in claims if claim.text]


def is_sound(text: str) -> bool:
    """Whether ``text`` is one finished sentence that doesn't repeat itself."""
    words = fold(text).split()
    runs = list(zip(*(words[at:] for at in range(_REPEATED)), strict=False))
    return len(text) < _CUT and len(split_sentences(text)) == 1 and len(runs) == len(set(runs))


def citing_grammar(candidates: int, abstention: str) -> str:
    """Return the GBNF of an answer: sentences each ending in numbers that exist, or abstention.

    See llama.cpp's grammars/README.md for the notation.
    """
    numbers = " | ".join(f'"{n}"' for n in range(1, candidates + 1))
    more = "(space sentence)? " * (_MOST_SENTENCES - 1)
    escaped = abstention.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'root ::= "{escaped}" | sentence {more}\n'
        f'sentence ::= [^\\[\\]\\n<>]{{8,{_LONGEST_SENTENCE}}} cite cite? "."?\n'
        f'cite ::= "[" ({numbers}) "]"\n'
        'space ::= " " | "\\n"\n'
    )
