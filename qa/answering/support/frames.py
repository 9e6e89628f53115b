"""What a writer puts around a claim: “Selon le texte, …”, “Le texte ne précise pas …”."""

from __future__ import annotations

import re
from functools import lru_cache

from qa.language.analysis import analyse

_SOURCE = (
    r"(?:(?:le|la|les|l'|ce|cet|cette|ces|un|du|des|aux?|the|d'apres)\s?)?"
    r"(?:textes?|passages?|articles?|documents?|sources?|extraits?|contextes?|informations?|"
    r"elements?|donnees)"
    r"(?: (?:\d+|fournie?s?|donnee?s?|disponibles?|ci-dessus|presentee?s?|proposee?s?|cite?e?s?))*"
)
_VERB = (
    r"(?:ne |n')?(?:indique|precise|mentionne|explique|rapporte|affirme|montre|dit|souligne|revele|"
    r"declare|stipule|fourni[ts]?|evoque|confirme|decri[tv])(?:nt|ent)?"
)
_FRAMES = re.compile(
    r"^(?:(?:"
    r"(?:selon|d'apres|suivant|dans|comme l'indique(?:nt)?|sur la base d(?:e|u|es)|"
    rf"a partir d(?:e|u|es)) (?:{_SOURCE})"
    r"|en resume|pour resumer|en conclusion|en somme|en bref|en effet|de plus|par ailleurs|"
    r"en outre|ainsi|donc|par consequent|enfin|ensuite|egalement|de meme|notamment|"
    r"cependant|toutefois|neanmoins|en revanche|par exemple|oui|non|voici la reponse|reponse"
    r")\s?[,:]\s*"
    rf"|{_SOURCE} {_VERB}(?: (?:clairement|egalement|aussi|explicitement))? qu(?:e |')"
    r"|il (?:est|a ete) (?:egalement |aussi )?(?:mentionne|indique|precise|note|rapporte|"
    r"important de noter|a noter|dit|explique)(?: (?:dans|par) (?:"
    + _SOURCE
    + r"))?(?: ici)? qu(?:e |')"
    r"|on (?:sait|apprend|note|peut noter|lit)(?: (?:aussi|egalement))? qu(?:e |')"
    r"|il convient de (?:noter|preciser|souligner) qu(?:e |'))"
)
_SILENT = re.compile(
    r"\b(?:ne|n')\s?(?:\w+ ){0,3}?(?:precis|mentionn|indiqu|fourni|donn|di[ts]|revel|specifi|"
    r"evoqu|parl|conten|contienn|permett|repond|detaill|expliqu)\w*\b[^.]{0,12}?\b"
    r"(?:pas|aucune?|rien|point)\b"
    r"|\baucune? (?:information|mention|indication|precision|detail|element|donnee)s?\b"
    r"|\bn'(?:est|sont|a ete|ont ete) (?:pas |aucunement )?(?:explicitement |clairement )?"
    r"(?:precisee?s?|mentionnee?s?|indiquee?s?|fournie?s?|specifiee?s?)\b"
    r"|\b(?:je|nous) ne (?:peux|pouvons|sais|savons|dispose|disposons)\b"
    r"|\bil n'y a (?:pas|aucune?) (?:d'|de )?(?:information|mention|indication|precision)"
)
_ABOUT_SOURCE = re.compile(_SOURCE)
_MARKERS = re.compile(
    r"\s*(?:\[\s?\d+(?:\s?[,;-]\s?\d+)*\s?\]"
    r"|\((?:passages?|sources?|documents?|articles?) [\d, et]+\))"
)
_WORDS = (
    "texte passage document extrait contexte fourni information mentionner mentionné indiqué "
    "indiquer précisé préciser résumé élément"
)


@lru_cache(maxsize=1)
def frame_stems() -> frozenset[str]:
    """Return the stems of words that speak of the text, not of what it says."""
    return frozenset(analyse(_WORDS))


def strip_markers(text: str) -> str:
    """Return ``text`` without citation markers: “[2]”, “(passage 3)”."""
    return _MARKERS.sub("", text).strip()


def strip_frames(folded: str) -> int:
    """Return where the claim begins in ``folded`` text, after what introduces it."""
    at = 0
    while match := _FRAMES.match(folded[at:]):
        at += match.end()
    return at if at < len(folded) else 0


def says_nothing(folded: str) -> tuple[int, int] | None:
    """Return the words that say that the text doesn't say; None when the sentence isn't of it."""
    silent = _SILENT.search(folded)
    if not silent or not (_ABOUT_SOURCE.search(folded) or " je " in f" {folded}"):
        return None
    return silent.span()
