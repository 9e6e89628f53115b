"""How people type: key words alone, no accents, small letters, a slip of the finger."""

from __future__ import annotations

import re

from qa.language.analysis import STOP_WORDS
from qa.language.folding import fold
from qa.training.asking.lots import Lot

_WORD = re.compile(r"[\w’'-]+")
_ELISION = re.compile(r"^(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
_DROPPED = STOP_WORDS | frozenset(
    (
        "est-ce qui que quoi quand ou comment pourquoi combien quel quelle quels quelles a-t-il "
        "a-t-elle ont-ils ont-elles est-il est-elle sont-ils sont-elles s'est-il s'est-elle "
        "se sont-ils va-t-il va-t-elle avait-il avait-elle etait-il etait-elle ete avoir etre "
        "avait etait avaient etaient doit-il doit-elle peut-il peut-elle sera-t-il sera-t-elle "
        "fait-il fait-elle quelqu temps lieu endroit moment raison motif but pays ville heure "
        "appelle nomme fonctions occupe quelles "
        "annee jour sera seront serait eu deja notamment donc plus"
    ).split()
)
_ASKED = (
    (re.compile(r"^(?:pendant )?combien de temps", re.I), ("durée",)),
    (re.compile(r"^(?:en )?quelle année", re.I), ("année",)),
    (re.compile(r"quelle heure", re.I), ("heure",)),
    (re.compile(r"^(?:depuis )?quand|quelle date|quel jour|quel moment|quand \?$", re.I),
     ("date", "quand", "")),
    (re.compile(r"quelle ville", re.I), ("ville",)),
    (re.compile(r"quel pays", re.I), ("pays",)),
    (re.compile(r"^où|quel endroit|quel lieu|où \?$", re.I), ("lieu", "où")),
    (re.compile(r"^combien", re.I), ("nombre", "combien")),
    (re.compile(r"^pourquoi|quelle raison|quel motif|quel but|pourquoi \?$", re.I),
     ("raison", "cause", "pourquoi", "motif")),
    (re.compile(r"^(?:par )?qui\b", re.I), ("qui", "nom", "")),
    (re.compile(r"quel âge", re.I), ("âge",)),
)  # fmt: skip
_FEWEST = 3
_FEWEST_OF = {False: 4, True: 6}  # key words of a question, a vague one's


def key_words(question: str, lot: Lot) -> str:
    """Return the words of ``question`` that say something, and one for what is asked; or ''."""
    asked = next((words for pattern, words in _ASKED if pattern.search(question)), ("",))
    words = [_ELISION.sub("", word) for word in _WORD.findall(question)]
    kept = [word for word in words if word and fold(word) not in _DROPPED and fold(word) != "ou"]
    kept = [re.sub(r"-t?-?(?:ils?|elles?)$", "", word) for word in kept]
    if len(kept) < _FEWEST:
        return ""
    word = lot.pick(asked, "key word")
    if lot.chance(0.5, "key word first"):
        return " ".join(filter(None, (word, *kept)))
    return " ".join(filter(None, (*kept, word)))


def without_accents(question: str, lot: Lot) -> str:
    """Return ``question`` without accents, often all in small letters and without its mark."""
    bare = "".join(
        fold(c) if not c.isupper() else fold(c).upper() for c in question.replace("’", "'")
    )
    if lot.chance(0.6, "small"):
        bare = bare.lower()
    return bare.removesuffix(" ?") if lot.chance(0.4, "mark") else bare


def with_slip(question: str, lot: Lot) -> str:
    """Return ``question`` with one word misspelt: letters swapped, doubled or left out."""
    words = question.split(" ")
    long = [n for n, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    if not long:
        return question
    n = lot.pick(long, "slip word")
    word = words[n]
    at = 1 + int(lot.number("slip place") * (len(word) - 3))
    slips = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
    )
    words[n] = lot.pick(slips, "slip")
    return " ".join(words)


def disguise(question: str, form: str, lot: Lot, *, vague: bool = False) -> tuple[str, str]:
    """Return ``question`` as somebody may type it, and its form: in a third it changes.

    A ``vague`` one, which asks for no kind of thing, has to keep more of its words.
    """
    at = lot.number(f"disguise {question}")
    negative = re.search(r"\bne |\bn['’]", question)
    if (
        at < 0.2
        and not negative
        and (words := key_words(question, lot))
        and len(words.split()) >= _FEWEST_OF[vague]
    ):
        return words, "keywords"
    if 0.2 <= at < 0.28:
        return without_accents(question, lot), "no accents"
    if 0.28 <= at < 0.33 and (slipped := with_slip(question, lot)) != question:
        return slipped, "typo"
    return question, form
