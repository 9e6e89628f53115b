"""Questions for the object of a clause, and for what its subject is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from qa.training.asking import names
from qa.training.asking.chunks import Chunk
from qa.training.asking.clauses import Clause
from qa.training.asking.drafts import Draft
from qa.training.asking.hanging import hangs
from qa.training.asking.keeping import answer_of, rest_of
from qa.training.asking.lots import Lot
from qa.training.asking.phrases import read_phrase
from qa.training.asking.verb_groups import Verb
from qa.training.asking.verbs import AVOIR, ETRE, SAYING
from qa.training.asking.wording import ask_best, behind, plain, straight
from qa.training.asking.words import as_question, elides, read_words, with_que
from qa.types import Span

_DETERMINER = re.compile(
    r"(?:le|la|les|l['’]|un|une|des|son|sa|ses|leurs?|cette?|ces?|deux|trois|quatre|\d)"
    r"(?:\b|(?<=['’]))",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:son|sa|ses|leurs?)\b")
_GOES_ON = re.compile(
    r"[ \u00a0]?(?:\(|qui |que |qu['’]|dont |où |et |ou |de |d['’]|:|-|–|, [^,.]{2,40} et |"
    r", [^,.]{2,30}, )"
)
_LISTED = r"(?:(?:le|la|les|un|une|des|du|son|sa|ses)[ \u00a0]|l['’]|[A-ZÀ-Ý])[^,;:.()\"«»]{2,45}?"
_ENUMERATION = re.compile(rf"(?:, {_LISTED})*(?:,| et|, et) {_LISTED}(?=\.$|\.\s*$|$)")
_LIGHT = frozenset(
    (
        "faire avoir être mettre tendre prendre rendre laisser tenir donner porter tirer jeter "
        "poser rester devenir sembler paraître demeurer"
    ).split()
)
_SAYS_MORE = re.compile(r"(?:contre|sur|entre|pour|avec|sans|face) ")
_QUE = re.compile(r"(?:que |qu['’])")
_MOST, _MOST_SAID = 14, 24  # words of an object, and of a clause with “que”
_EMPTY_HEADS = frozenset(
    "mesure nombre fait cas situation chose tour part face fin lieu point question idée".split()
)


def ask_object(clause: Clause, at: int, number: int, lot: Lot) -> Iterator[Draft]:
    """Ask for the object of a verb with “avoir”: a noun phrase or “que …”."""
    verb, chunk = clause.verb, clause.chunks[at]
    answer = answer_of(clause, chunk.core)
    says = _QUE.match(answer)
    if not _takes_object(clause, at) or not _may_answer(verb, answer, says is not None):
        return
    kind = "what"
    chunk, after = _with_complement(clause, at)
    answer = answer_of(clause, chunk.core)
    if goes := _ENUMERATION.match(clause.text, chunk.core.end):
        kept = clause.text[chunk.core.start : goes.end()].strip()
        kind = "list"
    elif _GOES_ON.match(clause.text, chunk.core.end):
        return
    rest = rest_of(clause, at, lot) if after is None else ""
    if kind == "what":
        kept = answer if not says else answer[says.end() :]
    elif says or len(kept.split()) > 20:
        return
    rest = "" if lot.chance(0.6, "bare") else rest
    phrase = read_phrase(read_words(kept), 0)
    if phrase is not None and phrase.kind in ("person", "people") and not says:
        if phrase.end == len(read_words(kept)):  # not “les gouverneurs à rouvrir …”
            question, form = ask_best(clause, "qui", rest, ("inversion", "est-ce que"))
            yield Draft(question, kept, (number,), "who", form)
        return
    if not rest and len(clause.subject_text.split()) <= 7 and lot.chance(0.6, "qu'a"):
        que = "qu'" if elides(verb.finite) else "que "
        question = as_question(f"{que}{behind(clause)}")
        yield Draft(question, kept, (number,), kind, "inversion")
        return
    question = as_question(f"qu'est-ce {with_que(straight(clause))} {rest}")
    yield Draft(question, kept, (number,), kind, "est-ce que")


def _takes_object(clause: Clause, at: int) -> bool:
    """Whether the verb is one with “avoir”, or simple, and the chunk its only object."""
    verb = clause.verb
    if verb.been or verb.reflexive or verb.finite in ETRE or verb.lemma in _LIGHT:
        return False
    if verb.participle == "eu" or (verb.finite in AVOIR and not verb.participle):
        return False
    return not any(c.kind == "object" for n, c in enumerate(clause.chunks) if n != at)


def _may_answer(verb: Verb, answer: str, says: bool) -> bool:
    """Whether an object is whole and of use: no figure, no “sa” of somebody else, not too long."""
    words = answer.split()
    if not 2 <= len(words) <= (_MOST_SAID if says else _MOST):
        return False
    if _OWN.match(answer.lower()) and verb.lemma not in SAYING:
        return False
    if answer[0].isdigit() or words[0].lower() in _EMPTY_HEADS:
        return False
    return says or _DETERMINER.match(answer) is not None


def _with_complement(clause: Clause, at: int) -> tuple[Chunk, int | None]:
    """Return the object with what says more of it (“un appel” + “contre la guerre”), and where."""
    chunk = clause.chunks[at]
    if at + 1 == len(clause.chunks):
        return chunk, None
    following = clause.chunks[at + 1]
    text = following.span.cut(clause.text)
    whole = Span(chunk.core.start, following.span.end)
    if (
        following.kind != "other"
        or not _SAYS_MORE.match(text)
        or len(whole.cut(clause.text).split()) > _MOST
    ):
        return chunk, None
    return replace(chunk, span=whole, core=whole), at + 1


def ask_attribute(clause: Clause, number: int, lot: Lot) -> Iterator[Draft]:
    """Ask what or who it is of “X est un …”."""
    verb, subject = clause.verb, clause.subject
    chunks = [chunk for chunk in clause.chunks if not chunk.lead]
    if verb.lemma != "être" or verb.been or not chunks or chunks[0].kind != "object":
        return
    answer = answer_of(clause, chunks[0].core)
    if len(chunks) > 1 and chunks[1].kind in ("other", "place"):
        answer = clause.text[chunks[0].core.start : chunks[1].span.end].strip(" ,")
    if not re.match(r"(?:une?|le|la|l['’]) ?", answer) or not 3 <= len(answer.split()) <= 16:
        return
    if hangs(answer) or _GOES_ON.match(clause.text, clause.text.find(answer) + len(answer)):
        return
    name = plain(clause.subject_text)
    if subject.kind == "person" and names.is_person(name):
        yield Draft(as_question(f"qui est {name}"), answer, (number,), "what", "plain")
    elif subject.kind in ("name", "person") and not subject.plural:
        if not answer.startswith("un"):
            return
        asked = lot.pick(("qu'est-ce {}", "c'est quoi {}"), "qu'est-ce")
        whole = with_que(name) if asked.startswith("qu") else name
        yield Draft(as_question(asked.format(whole)), answer, (number,), "what", "plain")
