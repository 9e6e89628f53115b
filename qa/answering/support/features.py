"""What speaks against a sentence, given its evidence: few numbers, each 0 where nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

from qa.answering.support import tone, wording
from qa.answering.support.binding import bound_elsewhere
from qa.answering.support.facts import facts_against, find_facts, misplaced
from qa.answering.support.matching import match
from qa.answering.support.polarity import turned_words
from qa.answering.support.reading import Reading

_STRANGE = 0.75  # share of the words missing from which a sentence is about something else


@dataclass(frozen=True, slots=True)
class Findings:
    """Features by name; ``reasons`` are a few English words each.

    ``unheard`` says that the evidence has next to nothing of it, or nothing of a name, number or
    date; ``doubted``
    that it has something else of the kind, or has names the other way round.
    """

    features: dict[str, float]
    reasons: tuple[str, ...]
    unheard: bool
    doubted: bool


def find_against(
    sentence: Reading, evidence: Sequence[Reading], title: Reading | None, date: Date | None
) -> Findings:
    """Return what speaks against ``sentence``; ``evidence`` are its texts, each read apart."""
    matches = match(sentence, evidence, title)
    shares = wording.shares(matches, matches.degrees)
    places = tone.best_places(shares)
    facts = find_facts(sentence, evidence, title, date)
    negated, contrary = tone.said_otherwise(matches, places, evidence)
    there = tone.text_of(places, evidence)
    contrary += tuple(turned_words(sentence.folded, there)) if there else ()
    bound, whose = bound_elsewhere(sentence, facts, evidence)
    turned = tone.swapped_names(sentence, places, evidence)
    speaker = tone.other_speaker(sentence, facts, places, evidence)
    features = {
        **wording.missing_words(matches),
        "clause": wording.weakest_clause(matches, sentence),
        **facts_against(facts),
        "misplaced": misplaced(facts, matches),
        **bound,
        "negated": float(bool(negated)),
        "denies": float(tone.denies(sentence, places, evidence)),
        "contrary": float(bool(contrary)),
        "turned": float(turned),
        "speaker": float(speaker),
        **tone.tone(sentence, places, evidence),
    }
    reasons = [f"{fact.kind} not in the evidence: {fact.text}" for fact in facts if fact.false]
    reasons += [f"negation differs: {word}" for word in negated]
    reasons += [f"says the contrary: {word}" for word in contrary]
    reasons += [f"belongs elsewhere: {text}" for text in whose]
    reasons += ["names the other way round"] if turned else []
    reasons += ["said by somebody else"] if speaker else []
    lost = wording.lost_words(matches)
    reasons += [f"not in the evidence: {', '.join(lost)}"] if lost else []
    return Findings(
        features,
        tuple(reasons),
        features["text"] > _STRANGE or any(fact.unheard for fact in facts),
        turned or any(fact.false for fact in facts),
    )
