"""Articles that don't say the same: a toll that rose, a day that was moved, two names.

All versions are given, each with the day its article appeared, newest first, and never one
number made of two. A false alarm costs trust: what is reported as a disagreement is about the
same thing, of one story, told within weeks, and differs by more than rounding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date

from qa.answering.dating import date_taken, of_the_day
from qa.answering.quoting import number, wants_list
from qa.answering.values import Value, read_value, values_in
from qa.language.analysis import analyse
from qa.language.asked_names import is_people
from qa.language.calendar import written_date
from qa.language.dates import find_dates
from qa.language.mentions import Name, find_names
from qa.language.query import Query, date_terms
from qa.language.questions import Kind
from qa.language.units import asked_amount
from qa.types import Article, Citation, RankedSentence, Span

_LOOKED_AT = 15  # sentences
_NEAR_BEST = 0.02  # … each with at least this part of the best one's share of the evidence
_MOST = 3  # versions
_WEEKS = 45  # days within which articles tell one story
_YEAR = 400  # … and in which a day is put off
_SAME_STORY = 0.35  # of the names of the article that has fewer, how many both have
_BESIDE = 50  # characters
_READ = 1_500  # characters of an article in which the names of its story stand
_COVERED = 0.6  # of the question's terms, how many both sentences have, with their titles
_FEWEST = 2
_FAR_APART = 10  # times as many, and something else is counted
_SAME_WORDS = 0.7  # of the words of two sentences that give other names or days
_UPDATE = re.compile(
    r"\b(?:bilan|alourdi\w*|port(?:e|é|ée|ant) à|pass(?:e|é|ée) (?:de|à)|désormais|révis\w+|"
    r"rectifi\w+|revu\w* à|report\w+|repouss\w+|décal\w+|avanc(?:e|é|ée) (?:au|à)|finalement|"
    r"provisoire|dernier décompte|nouveau décompte|toll|postponed|revised|now)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:précédents? (?:bilans?|décomptes?)|premier bilan|auparavant|initialement|previous|"
    r"earlier|jusqu['’](?:ici|alors))\b",
    re.IGNORECASE,
)
_INTRODUCTIONS = {
    "fr": "Les articles ne disent pas tous la même chose\u00a0: {versions}.",
    "en": "The articles don’t all say the same: {versions}.",
}
_UNDATED = {"fr": "sans date", "en": "no date"}


@dataclass(frozen=True, slots=True)
class Version:
    """What one article gives as the answer: the value as written, and the sentence."""

    value: Value
    citation: Citation

    @property
    def text(self) -> str:
        """The value as it is written."""
        return self.value.written

    @property
    def date(self) -> Date | None:
        """The day its article appeared on."""
        return self.citation.article.date


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two versions or more of one answer, newest first."""

    versions: tuple[Version, ...]


def find_disagreement(query: Query, ranked: Sequence[RankedSentence]) -> Disagreement | None:
    """Return the versions of the answer among the best sentences, None where there is but one.

    One of them is that of the best sentence that clearly gives an answer. Only numbers, days
    and single names are compared.
    """
    if wants_list(query) or not ranked:
        return None
    least = _NEAR_BEST * ranked[0].score
    near = [s for s in ranked[:_LOOKED_AT] if s.score >= least and (s.dated or not ranked[0].dated)]
    citations = number(near)
    taken = date_taken(query, citations)
    if taken is not None:
        citations = of_the_day(query, citations, taken)
    versions = [
        Version(value, citation)
        for citation in citations
        if _is_about(query, citation) and not _EARLIER.search(citation.quote)
        if (value := read_value(query, citation.quote, citation.article.date))
    ]
    if not versions:
        return None
    best, differing = versions[0], [versions[0]]
    for version in versions[1:]:
        if any(_same_version(version, one) for one in differing):
            continue
        if _same_thing(query, best, version) and not _tells_both(best, version):
            differing.append(version)
    if len(differing) == 1:
        return None
    return Disagreement(tuple(_newest_first(differing[:_MOST])))


def introduce_disagreement(disagreement: Disagreement, language: str) -> str:
    """Say in a sentence, in French or English, which versions there are and of when.

    Each cites its sentence by the number that ``quote_versions`` gives it.
    """
    undated = _UNDATED.get(language, _UNDATED["en"])
    versions = ", ".join(
        f"{one.text} ({written_date(one.date, language) if one.date else undated}) [{n}]"
        for n, one in enumerate(disagreement.versions, 1)
    )
    return _INTRODUCTIONS.get(language, _INTRODUCTIONS["en"]).format(versions=versions)


def quote_versions(quotes: Sequence[Citation], disagreement: Disagreement) -> tuple[Citation, ...]:
    """Return the quotes with those of the versions first, newest first, numbered anew.

    There are as many as before, and as many at least as there are versions.
    """
    first = [version.citation for version in disagreement.versions]
    places = {_place(citation) for citation in first}
    rest = [quote for quote in quotes if _place(quote) not in places]
    kept = [*first, *rest][: max(len(quotes), len(first))]
    return tuple(replace(citation, number=n) for n, citation in enumerate(kept, 1))


def contradicted(statement: str, disagreement: Disagreement) -> bool:
    """Whether a written sentence gives an older version alone, as if there were no newer one.

    One that gives the newest too, and so reports the change, isn't contradicted.
    """
    newest, *older = (version.value for version in disagreement.versions)
    given = values_in(statement, newest)
    if any(value.agrees_with(newest) for value in given):
        return False
    return any(value.agrees_with(one) for value in given for one in older)


def _place(citation: Citation) -> tuple[str, int]:
    return citation.article.id, citation.start


def _newest_first(versions: Iterable[Version]) -> list[Version]:
    """Sort by day; of one day the larger number is the later one, as tolls rise."""

    def newness(one: Version) -> tuple[Date, float]:
        return one.date or Date.min, one.value.amount.value if one.value.amount else 0.0

    return sorted(versions, key=newness, reverse=True)


def _same_version(one: Version, other: Version) -> bool:
    """Whether both give one value, or one article gives both: then they tell different things."""
    same = one.citation.article.id == other.citation.article.id
    return same or one.value.agrees_with(other.value)


def _same_thing(query: Query, one: Version, other: Version) -> bool:
    """Whether two versions are of one story and about the same thing in it."""
    if not one.value.is_like(other.value) or not _same_story(query, one, other):
        return False
    if not _of_those_days(query, one, other):
        return False
    if _told_of_another(query, one, other) or _told_of_another(query, other, one):
        return False
    sentences = [set(analyse(version.citation.quote)) for version in (one, other)]
    titles = [set(analyse(version.citation.article.title)) for version in (one, other)]
    asked = _topic(query)
    shared = asked & (sentences[0] | titles[0]) & (sentences[1] | titles[1])
    if len(shared) < max(_FEWEST, _COVERED * len(asked)):
        return False
    if query.kind is Kind.HOW_MANY:
        return _of_one_order(one, other) and one.value.complement == other.value.complement
    values = set(analyse(one.text)) | set(analyse(other.text))
    both, either = sentences[0] & sentences[1] - values, (sentences[0] | sentences[1]) - values
    alike = len(both) >= _SAME_WORDS * len(either)
    return alike or (query.kind is Kind.WHEN and _updates(one, other) and len(both) >= _FEWEST)


def _of_one_order(one: Version, other: Version) -> bool:
    """Whether two amounts are near enough to count the same, or one is said to have changed."""
    amounts = sorted(v.value.amount.value for v in (one, other) if v.value.amount)
    return amounts[-1] <= _FAR_APART * amounts[0] or _updates(one, other)


def _topic(query: Query) -> set[str]:
    """Return the question's terms without its dates and the thing it counts."""
    dates = {term for mention in query.dates for term in date_terms(mention)}
    counted = asked_amount(query.text)[1] if query.kind is Kind.HOW_MANY else ""
    return set(query.terms) - dates - {counted}


def _is_about(query: Query, citation: Citation) -> bool:
    """Whether a sentence names what the question does, or nothing: “le drame a fait 43 morts”."""
    if not query.names or query.names & set(analyse(citation.quote)):
        return True
    names = find_names(citation.quote, initial=False)
    return all(is_people(name.words[0]) for name in names)


def _same_story(query: Query, one: Version, other: Version) -> bool:
    """Whether two articles tell of the same within weeks: by their names, or by their titles."""
    articles = one.citation.article, other.citation.article
    dates = [article.date for article in articles if article.date]
    put_off = query.kind is Kind.WHEN and _updates(one, other)
    if len(dates) == 2 and abs((dates[0] - dates[1]).days) > (_YEAR if put_off else _WEEKS):
        return False
    asked = _topic(query)
    if len(asked) >= _FEWEST and all(asked <= set(analyse(a.title)) for a in articles):
        return True
    names = [_names(article) for article in articles]
    fewer = min(map(len, names))
    return fewer > 0 and len(names[0] & names[1]) >= _SAME_STORY * fewer


def _told_of_another(query: Query, one: Version, other: Version) -> bool:
    """Whether a name beside a value is one that neither the question nor the other article has."""
    known = query.names | _names(other.citation.article)
    return any(
        not is_people(name.words[0]) and not set(name.words) & known
        for name in _beside(one.citation.quote, one.value.span)
    )


def _beside(quote: str, span: Span) -> Iterable[Name]:
    """Yield the names right before and after a span; acronyms are mostly who says so."""
    names = [n for n in find_names(quote, initial=False) if not n.span.cut(quote).isupper()]
    before = [name for name in names if 0 <= span.start - name.span.end <= _BESIDE]
    after = [name for name in names if 0 <= name.span.start - span.end <= _BESIDE]
    yield from (*before[-1:], *after[:1])


def _of_those_days(query: Query, *versions: Version) -> bool:
    """Whether neither sentence tells of another time: “en juillet 2005, 56 morts”."""
    days = [version.date for version in versions if version.date]
    for version in versions:
        citation = version.citation
        for mention in find_dates(citation.quote, citation.article.date):
            span = mention.span_of_days()
            its_own = version.value.day and mention.start == version.value.span.start
            if span is None or its_own:
                continue
            asked = any(given.agrees_with(mention) for given in query.dates)
            far = any(
                (day - span[1]).days > _WEEKS or (span[0] - day).days > _WEEKS for day in days
            )
            if far and not asked:
                return False
    return True


def _names(article: Article) -> set[str]:
    text = f"{article.title}.\n{article.text[:_READ]}"
    return {word for name in find_names(text, initial=False) for word in name.words}


def _updates(*versions: Version) -> bool:
    return any(_UPDATE.search(version.citation.quote) for version in versions)


def _tells_both(one: Version, other: Version) -> bool:
    """Whether one of the sentences gives the other's value too: it reports the change itself."""
    return any(
        value.agrees_with(theirs.value)
        for mine, theirs in ((one, other), (other, one))
        for value in values_in(mine.citation.quote, theirs.value)
    )
