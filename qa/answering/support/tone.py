"""Whether a sentence says the contrary of its evidence, or more than it, in the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qa.answering.support.facts import Fact
from qa.answering.support.matching import Matches
from qa.answering.support.polarity import denials
from qa.answering.support.reading import Reading, Token
from qa.answering.support.words import lexicon

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CLOSE = 0.85  # places this near to the best one speak of the same
_THERE = 0.8  # a word found to this degree is said, whatever else is
_ROLE = 3  # content words between a name and what it does
_SWEEPING = re.compile(
    r"\b(?:toujours|jamais|tous les|toutes les|tout le monde|uniquement|exclusivement|entierement|"
    r"totalement|completement|systematiquement|partout|seule?s?|always|never|only|all)\b"
)
_COMMENT = re.compile(
    r"\b(?:souligne(?:nt)?|temoigne(?:nt)?|reflete(?:nt)?|illustre(?:nt)?|suggere(?:nt)?|"
    r"contribue(?:nt|r)?|symbolise(?:nt)?|cruciale?s?|remarquables?|fascinante?s?|veritable|"
    r"probablement|generalement|ce qui (?:montre|en fait|permet|souligne|temoigne)|faisant de|"
    r"en raison de son|reputation|heritage|profondement|permettant ainsi|importance)\b"
)
_REFUSAL = re.compile(
    r"\b(?:aucune?s?|sans|ni|nulle?|refus\w*|renonc\w*|rejet\w*|interdi\w*|empech\w*|annul\w*|"
    r"supprim\w*|evit\w*|exclu\w*|ecart\w*|absence|manque\w*|impossible|inutile|seule?s?|"
    r"contrairement|rarement|fin|abandonn\w*|non)\b"
)
_SAID = re.compile(
    r"\b(?:selon|d'apres|a (?:dit|declare|affirme|explique|indique|precise|souligne|ajoute|estime|"
    r"annonce|assure|confie)|declare|affirme|explique|indique|precise|estime|annonce|assure)\b"
)


def best_places(shares: NDArray[np.float64]) -> list[int]:
    """Return the sentences of the evidence that speak of the same thing, the nearest first."""
    if not shares.size or not shares.max():
        return []
    near = [n for n, share in enumerate(shares) if share >= _CLOSE * shares.max()]
    return sorted(near, key=lambda n: -shares[n])


def said_otherwise(
    matches: Matches, places: Sequence[int], evidence: Sequence[Reading]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words negated on one side alone, and those whose contrary is there."""
    there = [token for place, token in _numbered(evidence) if place in set(places)]
    mine = {token.stem for token in matches.tokens}
    theirs = {token.stem for token in there}
    negated, contrary = [], []
    for row, token in enumerate(matches.tokens):
        same = [other for other in there if _same(token, other)]
        if same and not token.named and all(other.negated != token.negated for other in same):
            negated.append(token.word)
        opposite = lexicon().contrary.get(token.stem, frozenset()) & (theirs - mine)
        if opposite and matches.degrees[row].max(initial=0.0) < _THERE:
            words = [other for other in there if other.stem in opposite]
            if all(other.negated == token.negated for other in words):
                contrary.append(token.word)
    return tuple(negated), tuple(contrary)


def denies(sentence: Reading, places: Sequence[int], evidence: Sequence[Reading]) -> bool:
    """Whether the sentence says “ne … pas” where the best place of the evidence doesn't."""
    there = text_of(places, evidence)
    return denials(sentence.folded) > 0 and not denials(there) and not _REFUSAL.search(there)


def swapped_names(sentence: Reading, places: Sequence[int], evidence: Sequence[Reading]) -> bool:
    """Whether two names stand the other way round about a word: “A accuse B”, “B accuse A”."""
    for place, reading, (start, end) in _sentences(evidence):
        if place not in places:
            continue
        tokens = [token for token in reading.tokens if start <= token.start < end]
        if _turned(sentence, tokens) and _passive(sentence.folded) == _passive(
            reading.folded[start:end]
        ):
            return True
    return False


def other_speaker(
    sentence: Reading, facts: Sequence[Fact], places: Sequence[int], evidence: Sequence[Reading]
) -> bool:
    """Whether who is said to have said it stands elsewhere, and another name in its place."""
    speech = _SAID.search(sentence.folded)
    if not speech or not places:
        return False
    said = [fact for fact in facts if fact.kind == "name" and not fact.false]
    if not said:
        return False
    speaker = min(said, key=lambda fact: abs(fact.start - speech.start()))
    wanted = sentence.folded[speaker.start : speaker.start + len(speaker.text)].split()[-1]
    here = list(_around(places, evidence))
    return bool(here) and not any(wanted in text for text, _ in here) and any(n for _, n in here)


def tone(sentence: Reading, places: Sequence[int], evidence: Sequence[Reading]) -> dict[str, float]:
    """Return the weak features: sweeping words and comment that the evidence hasn't."""
    here = " ".join(text for text, _ in _around(places, evidence))
    return {
        "sweeping": float(bool(_new(_SWEEPING, sentence.folded, here))),
        "comment": min(len(_new(_COMMENT, sentence.folded, here)), 2) / 2,
    }


def _new(pattern: re.Pattern[str], mine: str, there: str) -> set[str]:
    return set(pattern.findall(mine)) - set(pattern.findall(there))


def text_of(places: Sequence[int], evidence: Sequence[Reading]) -> str:
    """Return the folded text of the best places."""
    return " ".join(
        reading.folded[start:end]
        for place, reading, (start, end) in _sentences(evidence)
        if place in places
    )


def _same(one: Token, other: Token) -> bool:
    return one.stem == other.stem or lexicon().alike(one.stem, other.stem)


def _passive(folded: str) -> bool:
    return re.search(r"\bpar\b", folded) is not None


def _turned(sentence: Reading, there: Sequence[Token]) -> bool:
    """Whether two names about a word of ``sentence`` are about it the other way round there."""
    place = {token.stem: token.start for token in reversed(there)}
    tokens = sentence.tokens
    for at, middle in enumerate(tokens):
        if middle.named or middle.stem not in place:
            continue
        before = {t.stem for t in tokens[max(0, at - _ROLE) : at] if t.named and t.stem in place}
        after = {t.stem for t in tokens[at + 1 : at + 1 + _ROLE] if t.named and t.stem in place}
        if not before - after or not after - before:
            continue
        pivot = place[middle.stem]
        if all(place[stem] > pivot for stem in before - after) and all(
            place[stem] < pivot for stem in after - before
        ):
            return True
    return False


def _numbered(evidence: Sequence[Reading]) -> Iterator[tuple[int, Token]]:
    first = 0
    for reading in evidence:
        for token in reading.tokens:
            yield first + token.sentence, token
        first += len(reading.sentences)


def _sentences(evidence: Sequence[Reading]) -> Iterator[tuple[int, Reading, tuple[int, int]]]:
    first = 0
    for reading in evidence:
        for number, span in enumerate(reading.sentences):
            yield first + number, reading, span
        first += len(reading.sentences)


def _around(places: Sequence[int], evidence: Sequence[Reading]) -> Iterator[tuple[str, bool]]:
    """Yield the folded best places and those next to them, and whether each holds a name."""
    near = {place + step for place in places for step in (-1, 0, 1)}
    for place, reading, (start, end) in _sentences(evidence):
        if place in near:
            named = any(start <= name.span.start < end for name in reading.names)
            yield reading.folded[start:end], named
