"""What a bound answer looks like, in the notations that servers hold a model to."""

from __future__ import annotations

import re

MOST_SENTENCES = 3
_SHORTEST, _LONGEST = 8, 240  # characters of a sentence, without its citations
_LETTERS = r"[^\[\]\n<>]"


def citing_grammar(candidates: int, abstention: str) -> str:
    """Return the GBNF of an answer: sentences each ending in numbers that exist, or abstention.

    See llama.cpp's grammars/README.md for the notation.
    """
    numbers = " | ".join(f'"{n}"' for n in range(1, candidates + 1))
    more = "(space sentence)? " * (MOST_SENTENCES - 1)
    escaped = abstention.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return (
        f'root ::= "{escaped}" | sentence {more}\n'
        f'sentence ::= {_LETTERS}{{{_SHORTEST},{_LONGEST}}} cite cite? "."?\n'
        f'cite ::= "[" ({numbers}) "]"\n'
        'space ::= " " | "\\n"\n'
    )


def citing_pattern(candidates: int, abstention: str) -> str:
    """Return the same as a regular expression, of what all dialects have in common."""
    numbers = "|".join(str(n) for n in range(1, candidates + 1))
    sentence = rf"{_LETTERS}{{{_SHORTEST},{_LONGEST}}}(\[({numbers})\]){{1,2}}\.?"
    escaped = re.sub(r"([\\.^$*+?{}\[\]()|])", r"\\\1", abstention.replace("\n", " "))
    return rf"({escaped}|{sentence}([ \n]{sentence}){{0,{MOST_SENTENCES - 1}}})"
