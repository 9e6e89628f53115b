"""The same said with other words: another verb, another noun.

``synonyms.json`` is a table by hand: verbs that may stand for another before “que”, before an
object, in the passive, alone, or as a reflexive; and noun phrases of the same use.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from qa.training.asking.clauses import Clause
from qa.training.asking.lots import Lot
from qa.training.asking.verb_groups import Verb
from qa.training.asking.verbs import (
    AVOIR,
    BEING,
    ETRE,
    TO_AVOIR,
    TO_ETRE,
    forms,
    like,
    masculine,
    participles,
)
from qa.training.asking.words import with_a, with_de

_FILE = Path(__file__).with_name("synonyms.json")
_NAMED = re.compile(
    r"[A-ZÀ-Ý\d]|(?:le|la|les|l['’]|un|une|des|son|sa|ses|leurs?|plusieurs|deux|trois)\b"
)
_FREE_AFTER = re.compile(
    r"$|[ ,](?:de|du|des|d['’]|à|au|aux|en|pour|par|dans|sur|avec|lors|et|$)(?![\w])"
)
_PREPOSITIONS = ("à", "de", "avec", "pour", "dans", "sur")


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """Return the table of synonyms, by use."""
    loaded: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return loaded


def use_of(clause: Clause) -> str:
    """Return which part of the table a clause's verb is looked up in, '' for none."""
    verb = clause.verb
    if verb.reflexive:
        return "itself"
    if verb.been or (verb.finite in ETRE and verb.participle and verb.lemma not in BEING):
        return "is done" if verb.participle else ""
    first = next((c for c in clause.chunks if not c.lead and c.kind == "object"), None)
    if first is None:
        return "alone"
    text = first.span.cut(clause.text)
    if re.match(r"(?:que |qu['’])", text):
        return "says that"
    return "does" if _NAMED.match(text) else ""


def reword(clause: Clause, lot: Lot) -> Clause:
    """Return ``clause`` with another verb of the same meaning where the table has one."""
    use = use_of(clause)
    choices = table().get(use, {}).get(clause.verb.lemma, ())
    if not choices:
        return clause
    first = next((c for c in clause.chunks if not c.lead), None)
    if use == "is done" and any(chunk.kind == "object" for chunk in clause.chunks):
        return clause  # “nommé ministre”, “accusé de vol”
    choice = lot.pick(choices, "synonym")
    verb = _put(clause, choice, use)
    if verb is None or (verb.before_object and (first is None or first.kind != "object")):
        return clause
    return replace(clause, verb=verb)


def _put(clause: Clause, choice: str, use: str) -> Verb | None:
    """Return ``choice``, “mettre au jour” or “s’en prendre à”, in the form of the clause's verb."""
    match = re.match(r"(?P<self>s'en |se |s')?(?P<lemma>\S+) ?(?P<after>.*)$", choice)
    if match is None:
        return None
    lemma, after = match["lemma"], match["after"]
    before = next((p for p in _PREPOSITIONS if after == p or after.endswith(f" {p}")), "")
    if before and use in ("does", "says that"):
        after = after[: -len(before)].strip()
    else:
        before = ""
    old = clause.verb
    reflexive = bool(match["self"]) or use == "itself"
    own = Verb("", reflexive, old.been, "", lemma, after, before, match["self"] == "s'en ")
    if not old.participle:
        finite = like(forms()[old.finite], old.finite, lemma) if old.finite in forms() else ""
        return replace(own, finite=finite) if finite else None
    participle = "été" if lemma == "être" else _participle(lemma)
    if not participle:
        return None
    return _compound(clause, own, participle, use)


def _participle(lemma: str) -> str:
    found = next((form for form, verb in participles().items() if verb == lemma), "")
    return found or (f"{lemma[:-2]}é" if lemma.endswith("er") else "")


def _compound(clause: Clause, own: Verb, participle: str, use: str) -> Verb | None:
    """Return the verb with auxiliary and agreement: “s’est félicité”, “a perdu”, “sont mortes”."""
    old = clause.verb
    if use in ("is done", "itself"):
        ending = old.participle.removeprefix(masculine(old.participle))
        return replace(own, finite=old.finite, participle=_agreed(participle, ending))
    takes_etre = own.reflexive or own.lemma in BEING
    if not takes_etre:
        finite = TO_AVOIR.get(old.finite, old.finite) if old.finite in ETRE else old.finite
        return replace(own, finite=finite, participle=participle) if finite in AVOIR else None
    sex = clause.subject.gender
    finite = old.finite if old.finite in ETRE else TO_ETRE.get(old.finite, "")
    if not sex or not finite:
        return None
    ending = ("e" if sex == "f" else "") + ("s" if clause.subject.plural else "")
    ending = "" if own.lemma == "prendre" and own.en and not ending else ending
    return replace(own, finite=finite, participle=_agreed(participle, ending))


def _agreed(participle: str, ending: str) -> str:
    return participle + ending.removesuffix(
        "s" if participle.endswith("s") and ending == "s" else "\0"
    )


def joined(verb: Verb, rest: str) -> str:
    """Return what stays behind the verb, with the preposition a synonym needs: “du projet”."""
    if not verb.before_object or not rest:
        return rest
    if verb.before_object == "de":
        return with_de(rest)
    return with_a(rest) if verb.before_object == "à" else f"{verb.before_object} {rest}"


def other_nouns(text: str, lot: Lot) -> str:
    """Return ``text``, what stands behind a verb, with some nouns exchanged for their like."""
    exchanges: dict[str, str] = table()["words"]
    for old, new in exchanges.items():
        at = text.find(old)
        after_word = at > 0 and (text[at - 1].isalnum() or text[:at].endswith(("à ", "de ")))
        if at < 0 or after_word or not lot.chance(0.7, old):
            continue
        end = at + len(old)
        if _FREE_AFTER.match(text, end) and (new not in text):
            return text[:at] + new + text[end:]
    return text
