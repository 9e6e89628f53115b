"""Whether the evidence is strong enough to answer, and what to say when it isn't."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.language.analysis import analyse
from qa.language.calendar import written_date
from qa.language.query import Query
from qa.language.questions import Kind
from qa.types import Answer, Article, Period, RankedSentence

_ABSTENTION = {
    "fr": "Les articles ne permettent pas de répondre à cette question.",
    "en": "The articles don't answer this question.",
}
_NEAREST = {
    "fr": "Le plus proche\u00a0: «\u00a0{title}\u00a0»{date}.",
    "en": "The nearest is “{title}”{date}.",
}
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
_LOOKED_AT = 5
_MISSING_NAME = 0.45
_OTHER_DATE = 0.4
_SAME_DAY = 0.25  # the share of what is lacking that meeting the question's day makes up for
_NO_SUCH_THING = 0.75
_KINDS_CHECKED = (Kind.WHO, Kind.WHEN, Kind.HOW_MANY)


@dataclass(frozen=True, slots=True)
class Evidence:
    """How strongly the best sentences bear on the question, 0 to 1, and what weakens them."""

    strength: float
    missing_names: tuple[str, ...] = ()
    other_date: bool = False
    no_such_thing: bool = False

    def reason(self) -> str:
        """Say in a few English words why the evidence is weak; for logs and ``Answer.reason``."""
        if self.other_date:
            return "no article is about the date asked for"
        if self.missing_names:
            return "no sentence found names " + ", ".join(self.missing_names)
        if self.no_such_thing:
            return "no sentence found holds the kind of thing asked for"
        return "no sentence found covers enough of the question"


def abstention_sentence(language: str) -> str:
    """Return the one sentence that means “the articles don't say”, in French or English."""
    return _ABSTENTION.get(language, _ABSTENTION["en"])


def abstention_text(language: str, nearest: Article | None) -> str:
    """Return the abstention sentence, with the nearest article named when there is one."""
    sentence = abstention_sentence(language)
    if nearest is None:
        return sentence
    date = f" ({written_date(nearest.date, language)})" if nearest.date else ""
    template = _NEAREST.get(language, _NEAREST["en"])
    return f"{sentence} {template.format(title=nearest.title, date=date)}"


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
    words = _NO_ARTICLE.get(language, _NO_ARTICLE["en"])
    return words[shape].format(since=since, until=until)


def weigh_evidence(query: Query, ranked: Sequence[RankedSentence]) -> Evidence:
    """Return the strongest evidence among the best sentences.

    A sentence's strength is its coverage of the question's terms, cut down when its article
    lacks a name of the question, is about another date, or when the sentence lacks the kind
    of thing asked for (a date, a number, a name).
    """
    found = [_weigh(query, sentence) for sentence in ranked[:_LOOKED_AT]]
    return max(found, key=lambda evidence: evidence.strength, default=Evidence(0.0))


def _weigh(query: Query, sentence: RankedSentence) -> Evidence:
    article = sentence.article
    there = set(analyse(f"{article.title}\n{article.text}"))
    missing = tuple(sorted(query.names - there))
    no_such_thing = query.kind in _KINDS_CHECKED and not sentence.typed
    strength = sentence.coverage
    if sentence.dated and any(asked.day for asked in query.dates):
        strength += _SAME_DAY * (1.0 - strength)
    strength *= _MISSING_NAME if missing else 1.0
    strength *= 1.0 if sentence.dated else _OTHER_DATE
    strength *= _NO_SUCH_THING if no_such_thing else 1.0
    return Evidence(strength, missing, not sentence.dated, no_such_thing)
