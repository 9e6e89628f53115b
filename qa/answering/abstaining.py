"""What to say when the articles don't answer: that they don't, and what they lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.language.calendar import written_date
from qa.language.questions import Kind
from qa.types import Answer, Evidence, Period

_ABSTENTION = {
    "fr": "Les articles ne permettent pas de répondre à cette question.",
    "en": "The articles don't answer this question.",
}
_LACKING = {
    "fr": {
        "missing": "Les plus proches mentionnent {found}, mais pas {missing}.",
        "only missing": "Les plus proches ne mentionnent pas {missing}.",
        "other date": "Les plus proches sont d’une autre date que {missing}.",
        "no such thing": "Les plus proches mentionnent {found} {thing}.",
    },
    "en": {
        "missing": "The nearest mention {found}, but not {missing}.",
        "only missing": "The nearest don't mention {missing}.",
        "other date": "The nearest are of another date than {missing}.",
        "no such thing": "The nearest mention {found}, but {thing}.",
    },
}
_NO_SUCH = {
    "fr": {
        Kind.WHO: "sans donner de nom",
        Kind.WHEN: "sans donner de date",
        Kind.HOW_MANY: "sans donner de chiffre",
        Kind.WHERE: "sans donner de lieu",
    },
    "en": {
        Kind.WHO: "give no name",
        Kind.WHEN: "give no date",
        Kind.HOW_MANY: "give no figure",
        Kind.WHERE: "give no place",
    },
}
_QUOTED = {"fr": ("«\u00a0{}\u00a0»", " et "), "en": ("“{}”", " and ")}
_NO_ARTICLE = {
    "fr": {
        "on": "Aucun article du {since}.",
        "between": "Aucun article entre le {since} et le {until}.",
        "since": "Aucun article depuis le {since}.",
        "until": "Aucun article jusqu’au {until}.",
    },
    "en": {
        "on": "There is no article of {since}.",
        "between": "There is no article between {since} and {until}.",
        "since": "There is no article since {since}.",
        "until": "There is no article up to {until}.",
    },
}


def abstention_sentence(language: str) -> str:
    """Return the one sentence that means “the articles don't say”, in French or English."""
    return _ABSTENTION[_known(language)]


def abstention_text(language: str, evidence: Evidence, kind: Kind = Kind.WHAT) -> str:
    """Return the abstention sentence, and what the articles nearest to the question lack.

    ``kind`` is what the question asks for: it words what is said when there is no such thing.
    """
    lacking = _lacking(_known(language), evidence, kind)
    return " ".join(filter(None, [abstention_sentence(language), lacking]))


def abstention_reason(evidence: Evidence) -> str:
    """Say in a few English words why the evidence is weak; for logs and ``Answer.reason``."""
    if evidence.other_date:
        return "no article is about the date asked for"
    if evidence.no_such_thing:
        return "no sentence found holds the kind of thing asked for"
    if evidence.missing:
        return "the nearest article doesn't mention " + ", ".join(evidence.missing)
    return "no sentence found covers enough of the question"


def _lacking(language: str, evidence: Evidence, kind: Kind) -> str:
    """Say in a sentence what the nearest articles lack, "" when nothing in particular is."""
    words = _LACKING[language]
    found, missing = _listed(evidence.found, language), _listed(evidence.missing, language)
    thing = _NO_SUCH[language].get(kind, "")
    if evidence.other_date:
        return words["other date"].format(missing=_listed(evidence.missing[-1:], language))
    if evidence.no_such_thing and thing and found:
        return words["no such thing"].format(found=found, thing=thing)
    if missing:
        return words["missing" if found else "only missing"].format(found=found, missing=missing)
    return ""


def _listed(words: Sequence[str], language: str) -> str:
    """Return the words in quotation marks: “a”, “b” and “c”."""
    mark, last = _QUOTED[language]
    quoted = [mark.format(word) for word in words]
    return last.join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))


def _known(language: str) -> str:
    return language if language in _ABSTENTION else "en"


def abstain_outside(found: Answer, period: Period) -> Answer:
    """Return the answer that the library holds no article of ``period``."""
    text = f"{abstention_sentence(found.language)} {_no_article(found.language, period)}"
    return replace(found, text=text, abstained=True, reason="no article in the period asked for")


def _no_article(language: str, period: Period) -> str:
    """Say in a sentence that there is no article of ``period``, bounded at one end at least."""
    since, until = (
        written_date(day, language) if day else "" for day in (period.since, period.until)
    )
    if since and until:
        shape = "on" if since == until else "between"
    else:
        shape = "since" if since else "until"
    return _NO_ARTICLE[_known(language)][shape].format(since=since, until=until)
