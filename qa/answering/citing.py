"""A model's draft → sentences with the numbers they cite; and the grammar that holds it to them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKER = re.compile(r"\[(\d{1,3})\]")
_CITED = re.compile(r"(?P<text>[^\[\]]+?)\s*(?P<markers>(?:\[\d{1,3}\][\s,]*)+)(?P<stop>[.!?]?)")
_LONGEST_SENTENCE = 240
_MOST_SENTENCES = 3


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
