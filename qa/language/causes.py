"""Clauses that give a cause or an aim: “en raison de la neige”, “pour protester contre …”."""

from __future__ import annotations

import re

from qa.types import Span

_SURE = re.compile(
    r"\b(?:parce qu|en raison d|à cause d|au motif qu|faute d|sous prétexte|afin d|afin qu|"
    r"de (?:peur|crainte) (?:d|qu)|à la suite d|suite (?:à|aux?)\b|puisqu|en représailles|"
    r"en réponse à|grâce (?:à|aux?)\b|because|due to|so that)",
    re.IGNORECASE,
)
_LIKELY = re.compile(
    r"(?<![\w-])(?:car (?=\w)|pour (?:ne (?:pas|plus) )?(?:l['’]|les? |la |s['’]|se |y |en |lui |"
    r"leur )?(?:avoir|être|\w+(?:er|ir|re))\b|lié(?:e?s?) (?:à|aux?)\b|dus? à|dues? à|"
    r"pour (?:des )?raisons? |accusée?s? d|soupçonnée?s? d|poursuivie?s? pour|reproch\w+ d|"
    r"voul(?:u|ait|aient|oir) \w+(?:er|ir|re)\b|"
    r"par (?:manque|peur|réflexe|solidarité|respect|souci))",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.;!?»”\n](?!\d)|\s[–—-]\s|$")
_COMMA = re.compile(r",\s")
_FEWEST, _MOST = 3, 28  # words of a clause


def find_causes(text: str) -> list[tuple[Span, float]]:
    """Return the clauses that give a cause, each with how surely it does, 0 to 1."""
    found = [(_clause(text, match), 1.0) for match in _SURE.finditer(text)]
    found += [(_clause(text, match), 0.6) for match in _LIKELY.finditer(text)]
    return [(span, score) for span, score in found if len(span.cut(text).split()) >= _FEWEST]


def _clause(text: str, cue: re.Match[str]) -> Span:
    """Return the clause from its cue on: to the comma where it opens the sentence, else whole."""
    start = cue.start()
    stop = _ENDS.search(text, cue.end())
    end = stop.start() if stop else len(text)
    opens = not text[:start].strip(' \u00a0«“"')
    commas = [match.start() for match in _COMMA.finditer(text, cue.end(), end)]
    if opens and commas:
        end = commas[0]
    elif len(text[start:end].split()) > _MOST and commas:
        fits = [at for at in commas if len(text[start:at].split()) <= _MOST]
        end = fits[-1] if fits else commas[0]
    return Span(start, start + len(text[start:end].rstrip(' \u00a0"')))
