"""An event asked for by its noun: “Quand a eu lieu l’arrestation du maire ?”."""

from __future__ import annotations

from qa.training.asking.clauses import Clause
from qa.training.asking.lots import Lot
from qa.training.asking.rewording import table, use_of
from qa.training.asking.verbs import ETRE
from qa.training.asking.wording import plain
from qa.training.asking.words import as_question, elides, with_de

_QUESTIONS = {
    "when": (
        "quand a eu lieu {event}",
        "quelle est la date {of_event}",
        "à quelle date a eu lieu {event}",
        "à quand remonte {event}",
        "de quand date {event}",
    ),
    "where": (
        "où a eu lieu {event}",
        "où s'est passée {event}",
        "à quel endroit a eu lieu {event}",
    ),
    "why": (
        "quelle est la raison {of_event}",
        "qu'est-ce qui explique {event}",
        "quelle est la cause {of_event}",
        "pour quelle raison y a-t-il eu {event}",
    ),
}
_TO_COME = ("sera", "seront", "doit", "doivent", "va", "vont")
_TIMELESS = 1  # the question of “when” that suits what is to come


def ask_event(clause: Clause, kind: str, lot: Lot) -> str:
    """Return the question for ``kind`` about the event as a noun; '' where there is no noun."""
    use = use_of(clause)
    found = table()["noun"].get(clause.verb.lemma)
    if use not in ("is done", "alone") or not found or kind not in _QUESTIONS:
        return ""
    subject = plain(clause.subject_text)
    if subject.startswith(("des ", "plusieurs", "de ")) or len(subject.split()) > 9:
        return ""
    if (
        use == "is done"
        and clause.verb.finite in ETRE
        and clause.verb.finite not in ("sera", "seront")
    ):
        return ""
    noun, sex = found.split()
    event = f"l'{noun}" if elides(noun) else f"{'le' if sex == 'm' else 'la'} {noun}"
    event = f"{event} {with_de(subject)}"
    choices = _QUESTIONS[kind]
    if clause.verb.finite in _TO_COME:
        choices = choices[_TIMELESS : _TIMELESS + 1] if kind == "when" else choices[:0]
    if not choices:
        return ""
    question = lot.pick(choices, f"event {kind}")
    if sex == "m":
        question = question.replace("passée", "passé")
    return as_question(question.format(event=event, of_event=with_de(event)))
