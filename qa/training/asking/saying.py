"""Questions about what was said by whom: “…, a annoncé le préfet”, « “…”, a dit Léa Roy »."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.training.asking.clauses import Clause
from qa.training.asking.drafts import Draft
from qa.training.asking.hanging import hangs
from qa.training.asking.lots import Lot
from qa.training.asking.phrases import read_phrase, reads_verb
from qa.training.asking.verbs import SAYING, forms, participles
from qa.training.asking.wording import plain, straight
from qa.training.asking.words import as_question, read_words, with_que

_SAID = re.compile(
    r"[\"»”]?, ?(?:a|ont|avait)(?:-t-il|-t-elle)? "
    r"(?:\w+ment |aussi |ainsi |ensuite |par ailleurs )?(?P<verb>[a-zà-ÿ]+)"
    r"(?: (?:à l['’]AFP|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|ce \w+|"
    r"de son côté|sur \w+|dans un \w+|à la presse))* "
    r"(?P<who>[A-ZÀ-Ý].*|(?:le|la|un|une|son|sa) .*|l['’].*)$"
)
_SAYS = re.compile(r"[\"»”]?, (?P<verb>[a-zà-ÿ]+) (?P<who>[A-ZÀ-Ý].*|(?:le|la) .*|l['’].*)$")
_QUOTE = re.compile(r"^[\"«“] ?(?P<said>[^\"«»“”]{25,400}?) ?[\"»”], ")
_PIECE = re.compile(r"^[^,;:.!?]{20,90}(?=[,;:.!?]|$)")
_TO_WHOM = re.compile(r" (?:à l['’]AFP|à nos|à la presse|auprès|sur|dans une?|au micro|lors d).*$")
_CUT = re.compile(r"\b(?:qui|que|et|de|du|des|la|le|les|à|en|dont|où|mais|pour|par|il|on|je)$")
_TOO_SHORT = 5


def ask_sayer(text: str, number: int, lot: Lot) -> Iterator[Draft]:
    """Yield “who said …” and “what did … say” of a sentence that is a quotation."""
    found = _who(text)
    quote = _QUOTE.match(text)
    if found is None or quote is None:
        return
    who, _, start = found
    if quote.end() - 2 > start + 2:
        return
    piece = _PIECE.match(quote["said"])
    if piece and not _is_saying(piece.group()):
        piece = None
    said = re.sub(r"^(?:Mais|Et|Car|Or|Donc),? ", "", quote["said"].strip())
    if (
        piece
        and not re.match(r"(?:Si|Quand|Lorsque?|S'|Comme|Alors|Oui|Non)\b", piece.group())
        and lot.chance(0.5, "who said")
        and len(piece.group().split()) >= _TOO_SHORT
    ):
        asked = lot.pick(("qui a dit", "qui a déclaré", "de qui est cette phrase"), "who said it")
        question = f"{as_question(asked).removesuffix(' ?')} : « {piece.group()} » ?"
        yield Draft(question, who, (number,), "who", "plain")
    elif len(said.split()) <= 22 and who[0].isupper():
        asked = lot.pick(
            ("qu'a dit", "qu'a déclaré", "quelle a été la réaction de", "qu'a affirmé"), "said"
        )
        if asked.endswith(" de") and re.match(r"[AEIOUYÉÈÊH]", who):
            asked = "qu'a dit"
        yield Draft(as_question(f"{asked} {who}"), said.rstrip(","), (number,), "what", "inversion")


def _is_saying(piece: str) -> bool:
    """Whether a piece of a quotation has a verb and isn't cut off."""
    words = read_words(piece)
    whole = not hangs(piece) and not _CUT.search(piece)
    return whole and any(reads_verb(words, at) for at in range(len(words)))


def _who(text: str) -> tuple[str, str, int] | None:
    """Return who said it, the verb and where “, a dit” begins."""
    for pattern in (_SAID, _SAYS):
        match = pattern.search(text)
        if not match:
            continue
        lemma = participles().get(match["verb"]) or (
            forms()[match["verb"]].lemma if match["verb"] in forms() else ""
        )
        if lemma not in SAYING:
            continue
        words = read_words(match["who"].rstrip(" ."))
        phrase = read_phrase(words, 0)
        if phrase is None or phrase.kind not in ("person", "people", "body", "name"):
            return None
        who = _TO_WHOM.sub("", match["who"][: words[phrase.end - 1].end])
        return who, match["verb"], match.start()
    return None


def ask_reporter(clause: Clause, number: int, lot: Lot) -> Iterator[Draft]:
    """Yield “qui a annoncé que …” of a clause that “, a annoncé le préfet” follows."""
    found = _who(clause.text)
    if found is None or '"' in clause.text[: found[2]]:
        return
    who, verb, start = found
    end = max((chunk.span.end for chunk in clause.chunks), default=0)
    if not end or abs(start - end) > 2 or verb in ("réagi", "demandé", "appelé"):
        return
    said = " ".join(plain(chunk.span.cut(clause.text)) for chunk in clause.chunks if not chunk.lead)
    if len(said.split()) > 14:
        return
    verb = (
        lot.pick(("annoncé", "déclaré", "indiqué", "fait savoir", verb), "reporter")
        if verb in participles()
        else "indiqué"
    )
    question = as_question(f"qui a {verb} {with_que(straight(clause))} {said}")
    yield Draft(question, who, (number,), "who", "subject")
