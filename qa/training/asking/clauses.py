"""The main clause of a sentence: subject, verb, and what follows cut into chunks.

Only sentences whose subject can be told are read, about a quarter of all; a wrong question does
more harm than a missing one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date as Date
from itertools import pairwise

from qa.language.numbers import NUMBER_WORDS
from qa.language.scanning import MONTHS, WEEKDAYS
from qa.training.asking import names
from qa.training.asking.adverbials import cut_chunks, lead_chunk
from qa.training.asking.chunks import Chunk
from qa.training.asking.phrases import (
    Phrase,
    join,
    participle_at,
    read_phrase,
    reads_verb,
)
from qa.training.asking.verb_groups import Verb, read_verb
from qa.training.asking.verbs import ETRE, is_plural, masculine
from qa.training.asking.words import Word, read_words
from qa.types import Span

_SMALL = frozenset(NUMBER_WORDS) | frozenset("le la les l' plusieurs quelque quelques".split())
_LEADS = frozenset("mais et or car puis enfin ainsi".split())
_PREAMBLES = frozenset(
    (
        "en a à au aux dans pour par sur selon après avant depuis avec sans d'après lors pendant "
        "durant dès malgré chez contre entre face à sous vers outre quant né née âgé âgée hier "
        "aujourd'hui lundi mardi mercredi jeudi vendredi samedi dimanche le d' afin suite grâce "
        "début fin mi-mars courant ce cette cet enfin ensuite finalement également notamment "
        "depuis interrogé interrogée invité invitée arrivé arrivée selon déjà désormais toutefois "
        "cependant pourtant résultat au-delà parallèlement au-dessus près plus il"
    ).split()
)
_TELLING = frozenset(
    "préciser déclarer indiquer expliquer annoncer affirmer ajouter assurer estimer souligner "
    "raconter confier rapporter dire conclure détailler répondre commenter réagir noter répliquer "
    "lancer rétorquer tonner ironiser plaider marteler tweeter écrire insister relever".split()
)
_WHEN_SAID = frozenset((*WEEKDAYS, *MONTHS, *"matin soir après-midi hier ce".split()))
_RELATIVES = frozenset(
    "qui dont où mais tandis alors lorsque lorsqu' quand puisque car ainsi comme tout".split()
)

_ENDINGS = frozenset(
    (
        "de du des d' à au aux en et ou l' la le les un une son sa ses leur leurs que qu' pour par "
        "sur dans avec sans entre ce cette ces plus très"
    ).split()
)
_MARKS = frozenset(",;:.!?…–—•-")
_LONGEST = 60  # words of a sentence


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of ``text``: its subject (``Phrase`` over ``words``), verb and chunks.

    ``apposition`` is what stands between commas after the subject. Chunks keep the order of
    the sentence; one with ``lead`` stood before the subject. A pronoun's antecedent is what
    the subject is ``called``.
    """

    text: str
    words: tuple[Word, ...]
    subject: Phrase
    verb: Verb
    chunks: tuple[Chunk, ...]
    apposition: Span | None
    called: str = ""

    @property
    def subject_span(self) -> Span:
        """Where the subject stands."""
        first, last = self.words[self.subject.start], self.words[self.subject.end - 1]
        return Span(first.start, last.end)

    @property
    def subject_text(self) -> str:
        """The subject as it is written within a sentence: “le maire”; or as it is ``called``."""
        if self.called:
            return self.called
        written = self.subject_span.cut(self.text)
        name = self.subject.kind in ("person", "name") and not self.subject.head
        keeps = name and written.split("'")[0].lower() not in ("le", "la", "les", "l")
        small = self.words[self.subject.start].low in _SMALL
        return written[0].lower() + written[1:] if small or not keeps else written


def read_clause(text: str, published: Date | None) -> Clause | None:
    """Return the main clause of a sentence; None when its subject or verb isn't sure."""
    words = read_words(text)
    if not 5 <= len(words) <= _LONGEST or not words[0].text[0].isalnum():
        return None
    if words[0].low in ("c'", "résultat", "ça"):
        return None
    for start in _starts(words):
        found = _subject(words, start)
        if found is None:
            continue
        subject, apposition, at = found
        read = read_verb(words, at)
        if read is None:
            return None
        verb, after = read
        end = _tail_end(words, after)
        if end is None:
            return None
        passive = verb.passive or (verb.finite in ETRE and bool(verb.participle))
        chunks = cut_chunks(text, words, after, end, published, verb.lemma, passive)
        if is_plural(verb.finite) != subject.plural:
            return None
        if _told_by(words, after, end) and (verb.lemma in _TELLING or apposition):
            return None  # “…, a annoncé le préfet”
        stop = words[end].low if end < len(words) else ""
        if not _sound(text, chunks, stop) or (stop == "," and _wants_more(verb, chunks)):
            return None
        subject = _agreeing(subject, verb)
        lead = lead_chunk(text, words, start, published)
        return Clause(text, tuple(words), subject, verb, (*lead, *chunks), apposition)
    return None


def _sound(text: str, chunks: list[Chunk], stop: str) -> bool:
    """Whether what follows the verb was well cut; ``stop`` is the word it was cut at."""
    pieces = [chunk.span.cut(text) for chunk in chunks]
    if pieces and stop in ("que", "qu'", "comme"):
        return False  # “le fait que …”, “ne … qu’une fois”
    if any(_unbalanced(piece) or piece.startswith(("et ", "ou ")) for piece in pieces):
        return False
    return not any(_stray(before, behind, text) for before, behind in pairwise(chunks))


def _wants_more(verb: Verb, chunks: list[Chunk]) -> bool:
    """Whether the object may stand behind a comma."""
    bare = not any(chunk.kind == "object" for chunk in chunks)
    return bare and not verb.reflexive and not verb.passive and verb.finite not in ETRE


def _told_by(words: list[Word], at: int, end: int) -> bool:
    """Whether a person or body stands behind a verb of saying."""
    while at < end and (words[at].low in _WHEN_SAID or words[at].text[0].isdigit()):
        at += 1
    phrase = read_phrase(words[:end], at) if at < end else None
    return phrase is not None and phrase.kind in ("person", "people", "body", "name")


def _agreeing(subject: Phrase, verb: Verb) -> Phrase:
    """Return the subject with the gender that a participle with “être” has."""
    if verb.reflexive or not verb.participle or not (verb.been or verb.finite in ETRE):
        return subject
    feminine = verb.participle != masculine(verb.participle) and verb.participle.endswith(
        ("e", "es")
    )
    return replace(subject, gender="f" if feminine else "m")


def _stray(before: Chunk, chunk: Chunk, text: str) -> bool:
    """Whether an object is rather the complement of a date or a place: “ce jeudi de grève”."""
    piece = chunk.span.cut(text)
    behind = before.kind in ("time", "place", "hour") and chunk.kind == "object"
    return behind and re.match(r"(?:de |d['’])(?!\w+(?:er|ir|re)\b)", piece) is not None


def _unbalanced(piece: str) -> bool:
    return piece.count('"') % 2 == 1 or piece.count("«") != piece.count("»")


def _starts(words: list[Word]) -> list[int]:
    """Return where the subject may begin: first, after “mais”, after an adverbial's comma."""
    starts = [0]
    if words[0].low in _LEADS:
        starts = [2 if words[1].text == "," else 1]
    elif words[0].low in _PREAMBLES and (words[0].low != "le" or words[1].text[0].isdigit()):
        commas = [n for n, word in enumerate(words[:25]) if word.text == ","]
        starts += [comma + 1 for comma in commas[:2]]
        if words[0].low in ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"):
            starts.insert(1, 1)
    return [start for start in starts if start < len(words) - 3]


def _subject(words: list[Word], start: int) -> tuple[Phrase, Span | None, int] | None:
    """Return the subject from ``start``, its apposition, and where the verb stands."""
    phrase = read_phrase(words, start)
    if phrase is None:
        return None
    at = phrase.end
    apposition = None
    if at < len(words) and words[at].text == "(":
        close = next((n for n in range(at, min(at + 8, len(words))) if words[n].text == ")"), None)
        if close is None:
            return None
        at = close + 1
    if at < len(words) and words[at].text == ",":
        close = next(
            (n for n in range(at + 1, min(at + 22, len(words))) if _closes(words, n)), None
        )
        if close is None or close == at + 1 or reads_verb(words, at + 1):
            return None
        if any(word.text in ':"«»' for word in words[at:close]):
            return None
        named = names.may_be_person(join(words, at + 1, close))
        if words[at + 1].capital and not (phrase.kind == "people" and named):
            return None
        apposition, at = Span(words[at + 1].start, words[close - 1].end), close + 1
    if at < len(words) and (words[at].low in ("se", "s'") or reads_verb(words, at)):
        return phrase, apposition, at
    return None


def _closes(words: list[Word], at: int) -> bool:
    return (
        words[at].text == ","
        and at + 1 < len(words)
        and (words[at + 1].low in ("se", "s'", "ne", "n'") or reads_verb(words, at + 1))
    )


def _tail_end(words: list[Word], after: int) -> int | None:
    """Return where the clause ends: at a mark, a relative, or a second verb; None when unsure."""
    quoted, depth, at = False, 0, after
    while at < len(words):
        word = words[at]
        if word.text in '«»“”"':
            quoted = not quoted if word.text == '"' else word.text in "«“"
        elif word.text in "()":
            depth += 1 if word.text == "(" else -1
        elif not quoted and not depth and _breaks(words, at, after):
            break
        at += 1
    if quoted or depth:
        return None
    while at > after and words[at - 1].low in _ENDINGS | {"(", "qui"}:
        return None
    return at


def _until_mark(words: list[Word], start: int) -> range:
    """Return up to six words from ``start``, none behind a mark or a relative."""
    end = start
    while end < min(len(words), start + 6):
        if words[end].text in _MARKS or words[end].low in _RELATIVES | {"que", "qu'"}:
            break
        end += 1
    return range(start, end)


def _breaks(words: list[Word], at: int, after: int) -> bool:
    low = words[at].low
    if words[at].text in _MARKS or low in _RELATIVES:
        return True
    if low in ("que", "qu'"):
        return at > after + 3 and words[at - 1].low not in ("plus", "moins", "ce", "alors", "afin")
    if low in ("et", "ou") and at + 2 < len(words):
        following = words[at + 1]
        if any(reads_verb(words, n) for n in _until_mark(words, at + 2)):
            return True  # “et sa famille se déchire”
        if following.low == "à" and words[at + 2].text[0].isdigit():
            return True
        return (
            following.text[0].isdigit()
            or following.low in ("au", "quelque", "plus", "près", "environ", "pas", "non", "même")
            or reads_verb(words, at + 1)
            or following.low in ("se", "s'", "ne", "n'", "qu'", "que", "l'", "y")
            or (participle_at(words, at + 1) is not None and participle_at(words, at + 1) == at + 1)
        )
    return False
