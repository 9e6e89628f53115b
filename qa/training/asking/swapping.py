"""Questions an article doesn't answer: made of those it does, one name or date exchanged."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace

from qa.language.folding import fold
from qa.language.mentions import find_names
from qa.training.asking import names
from qa.training.asking.lots import Lot
from qa.training.triples import Triple
from qa.types import Article

_SHARE = 0.12  # of the questions with something to exchange
_KEPT = 400  # names of each kind that are remembered
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TOWN = re.compile(
    r"(?<= à )(?!Hong|New|Los|San|Las|Rio|Abou|La |Le |Sao|Buenos|Saint )"
    r"[A-ZÀ-Ý][a-zà-ÿ]+(?:-[\w-]+)?(?=,| [a-z?])"
)


def with_unanswerable(made: Iterable[tuple[Article, list[Triple]]]) -> Iterator[Triple]:
    """Yield the triples of each article, and after them some that it doesn't answer.

    What is put in comes from the articles before, of the same kind: a person of the same sex,
    a town, a year; it stands nowhere in the article.
    """
    pools: dict[str, deque[str]] = {kind: deque(maxlen=_KEPT) for kind in ("m", "f", "town")}
    for article, triples in made:
        yield from triples
        for triple in triples:
            if triple.form != "keywords" and len(triple.sentences) == 1:
                yield from _swapped(article, triple, pools)
        _remember(article.text, pools)


def _swapped(article: Article, triple: Triple, pools: dict[str, deque[str]]) -> Iterator[Triple]:
    lot = Lot(article.id, triple.sentences[0])
    if not lot.chance(_SHARE, f"swap {triple.question}"):
        return
    for start, end, kind in _exchangeable(triple.question):
        other = _other(article, kind, pools, lot)
        if other:
            question = triple.question[:start] + other + triple.question[end:]
            if names_agree(triple.question, start, other):
                yield replace(triple, question=question, sentences=(), answer="")
                return


def names_agree(question: str, start: int, other: str) -> bool:
    """Whether what stands before a name needs no other spelling: no “d’” before “Paul”."""
    elided = question[:start].endswith(("'", "’"))
    return elided == (fold(other)[0] in "aeiouyh") or not question[:start].lower().endswith(
        ("'", "’", " de ", " que ")
    )


def _exchangeable(question: str) -> Iterator[tuple[int, int, str]]:
    for name in find_names(question, initial=False):
        written = name.span.cut(question)
        if names.is_person(written) and names.sex(written) and not written.startswith("M"):
            yield name.span.start, name.span.end, names.sex(written)
    for match in _TOWN.finditer(question):
        yield match.start(), match.end(), "town"


def _other(article: Article, kind: str, pools: dict[str, deque[str]], lot: Lot) -> str:
    pool = pools[kind]
    for turn in range(4):
        if pool:
            found = lot.pick(pool, f"other {turn}")
            if found.split()[-1] not in article.text:
                return found
    return ""


def _remember(text: str, pools: dict[str, deque[str]]) -> None:
    for name in find_names(text):
        written = name.span.cut(text)
        sex = names.sex(written)
        if sex and names.is_person(written) and len(written.split()) == 2 and "." not in written:
            pools[sex].append(written)
    for match in _TOWN.finditer(text):
        pools["town"].append(match.group())
