"""A model's draft → sentences with the numbers they cite."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language.analysis import fold
from qa.language.sentences import split_sentences

_MARKER = re.compile(r"\[([0-9]{1,3})\]")
_CITED = re.compile(r"(?P<text>[^\[\]]+?)\s*(?P<markers>(?:\[[0-9]{1,3}\][\s,]*)+)(?P<stop>[.!?]?)")
_STOPPED = re.compile(r"[.!?…][\s»”’\"')]*\Z")
_GOES_ON = re.compile(r"\s*[,;:a-zß-öø-ÿœ]")
_EDGES = " \n\t.,;:-–—"
_LONGEST_SENTENCE = 240
_CUT = _LONGEST_SENTENCE - 8  # what comes so near the limit was cut by it, not finished
_REPEATED = 4  # words: a small model that says as many again is going in circles


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence as the model wrote it, without markers, and the numbers it cites, in order."""

    text: str
    numbers: tuple[int, ...]


def parse_draft(draft: str, candidates: int) -> list[Claim]:
    """Return the sentences of ``draft`` that cite, keeping only numbers from 1 to ``candidates``.

    A sentence that goes on after a citation is one, with all it cites. What follows the last
    marker cites nothing and is left out.
    """
    claims: list[Claim] = []
    ended, comma = True, ""
    for match in _CITED.finditer(draft):
        text, markers = match["text"], match["markers"]
        numbers = [n for n in map(int, _MARKER.findall(markers)) if 1 <= n <= candidates]
        if not ended and _GOES_ON.match(text):
            last = claims.pop()
            space = "" if text.lstrip()[:1] in ",;:" else " "
            text, numbers = f"{last.text}{comma}{space}{text.strip()}", [*last.numbers, *numbers]
        claims.append(Claim(text.strip(_EDGES), tuple(dict.fromkeys(numbers))))
        comma = "," if "," in markers else ""
        ended = bool(match["stop"] or _STOPPED.search(match["text"])) or "\n" in markers
    return [claim for claim in claims if claim.text]


def is_sound(text: str) -> bool:
    """Whether ``text`` is one finished sentence that doesn't repeat itself.

    An ellipsis says that the model, or the room it had, ended before the sentence did.
    """
    words = re.findall(r"\w+", fold(text))
    runs = list(zip(*(words[at:] for at in range(_REPEATED)), strict=False))
    finished = len(text) < _CUT and not text.endswith(("…", "..."))
    return finished and len(split_sentences(text)) == 1 and len(runs) == len(set(runs))
