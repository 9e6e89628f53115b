"""Which of the questions made by rule are good enough to learn from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from qa.language.sentences import split_sentences
from qa.training.asking import nouns
from qa.training.asking.disguise import disguise
from qa.training.asking.drafts import Draft
from qa.training.asking.hanging import hangs
from qa.training.asking.lots import Lot
from qa.training.triples import Triple
from qa.types import Article

_FEWEST, _MOST = 4, 30  # words of a question
_A_KIND, _AN_ARTICLE = 5, 12
_OF_WHAT = 4  # questions for an object, the commonest kind
_RARE = frozenset(("why", "how", "how many", "where", "when", "list", "two"))
_NAMES_SOMEBODY = re.compile(r"(?:[Ll]['’]|[Ll]e |[Ll]a |[Ll]es )?[A-ZÀ-Ý][\w'’-]+ [A-ZÀ-Ý]")
_PRONOUN = re.compile(
    r"\b(?:ce dernier|cette dernière|ces derniers|ces dernières|celui-ci|celle-ci|ceux-ci|j'|je|"
    r"nous|notre|nos|mon|ma|mes|moi|votre|vos|vous|y compris|lequel|laquelle|"
    r"c(?:ette|et|es) (?!année|semaine|mois|jours|été|automne|hiver|printemps)[a-zà-ÿ]+|ce (?!mois|"
    r"jour|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|que|qui|soir|matin)[a-zà-ÿ]+|"
    r"l'un|l'une|autres|autre|ailleurs|tel|telle|ici|elle-même|lui-même)\b",
    re.IGNORECASE,
)
_ENDS_BADLY = re.compile(
    r"(?:\b(?:par rapport|de|du|des|à|au|aux|en|et|ou|la|le|les|un|une|son|sa|ses|leurs?|que|pour|"
    r"par|sur|dans|avec|sans|ce|cette|ces|plus|très|ne|se|est|sont|a|ont|été)|['’,;:(-]) \?$"
)
_ANSWER_PRONOUN = re.compile(
    r"^(?:il|elle|ils|elles|on|moi|toi|lui|eux|celui|celle|ceux|cela|ça|ce|y|en|je|nous|vous|qui|"
    r"tous|tout|l'un|certains|ce dernier|cette dernière|ces derniers)$",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:cel(?:ui|le)-ci|tel|telle|ce (?!qu|soir|matin|\w+di\b|dimanche|mois|week)|"
    r"ce dernier|cette dernière|cet|ces|cette)\b"
)
_PRONOUN_THEN = re.compile(r"\b(?:le|la|les|lui|leur|l['’]|y) ?([a-zà-ÿ]{2,}(?:er|ir|re))\b")
_HEADING = re.compile(r"[A-ZÀ-Ý]{3,} [A-ZÀ-Ý]{3,}|[a-zà-ÿ]{3}[A-ZÀ-Ý][a-zà-ÿ]{3,} |\bles \d+ \?$")
_NAME = re.compile(r"(?<=[ '’])[A-ZÀ-ÝŒ]\w|\d")


def choose(article: Article, drafts: Iterable[Draft]) -> list[Triple]:
    """Return the good ones of ``drafts``: at most five of a kind and twelve of an article."""
    sentences = [span.cut(article.text) for span in split_sentences(article.text)]
    good = [draft for draft in drafts if is_good(draft, sentences)]
    good.sort(key=lambda draft: _rank(article, draft))
    kinds: Counter[str] = Counter()
    chosen: list[Triple] = []
    asked: set[tuple[int, str]] = set()
    for draft in good:
        about = (draft.sentences[0], draft.answer)
        most = _OF_WHAT if draft.kind == "what" else _A_KIND
        if kinds[draft.kind] >= most or len(chosen) >= _AN_ARTICLE or about in asked:
            continue
        asked.add(about)
        kinds[draft.kind] += 1
        lot = Lot(article.id, draft.sentences[0])
        vague = draft.kind in ("what", "two", "list") and draft.form != "plain"
        question, form = disguise(draft.question, draft.form, lot, vague=vague)
        chosen.append(Triple(article.id, question, draft.sentences, draft.answer, draft.kind, form))
    return sorted(chosen, key=lambda triple: triple.sentences)


def _rank(article: Article, draft: Draft) -> tuple[int, float]:
    """Return what drafts are sorted by: rarer kinds and names first, then by lot."""
    order = 0 if draft.kind in _RARE else 1 if _NAMES_SOMEBODY.match(draft.answer) else 2
    return order, Lot(article.id, draft.sentences[0]).number(draft.question)


def is_good(draft: Draft, sentences: list[str]) -> bool:
    """Whether a question reads well, and its answer stands in its sentence and not in itself."""
    question, answer = draft.question, draft.answer
    words = question.removesuffix(" ?").split()
    return (
        _FEWEST <= len(words) <= _MOST
        and bool(answer)
        and answer in sentences[draft.sentences[0]]
        and answer.lower() not in question.lower()
        and not _ENDS_BADLY.search(question)
        and not _PRONOUN.search(question)
        and not _ANSWER_PRONOUN.match(answer)
        and _balanced(question)
        and _balanced(answer)
        and _telling(question)
        and not _POINTS_BACK.search(answer)
        and not _points_at_nobody(question)
        and not _HEADING.search(f"{answer} {question}")
        and not (draft.kind in ("what", "where", "why", "list") and hangs(answer))
        and not re.search(r"[a-zà-ÿ]ant \?$", question)
        and sum(answer in sentence for sentence in sentences) <= max(2, len(sentences) // 4)
    )


def _points_at_nobody(question: str) -> bool:
    """Whether a pronoun stands before an infinitive: “de le réanimer”."""
    return any(not nouns.is_noun(match[1]) for match in _PRONOUN_THEN.finditer(question))


def _balanced(text: str) -> bool:
    return (
        text.count('"') % 2 == 0
        and text.count("«") == text.count("»")
        and text.count("(") == text.count(")")
        and "…" not in text
        and "..." not in text
    )


def _telling(question: str) -> bool:
    """Whether a question says what it is about: a name, a figure, or many words."""
    return bool(_NAME.search(question)) or len(question.split()) >= 9
