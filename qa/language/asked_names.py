"""Names in a text that may be who or what body a question asks for."""

from __future__ import annotations

import re
from functools import lru_cache, partial

from qa.language.analysis import analyse
from qa.language.folding import fold
from qa.language.head_nouns import BODIES
from qa.language.mentions import Name, find_names
from qa.language.query import Query
from qa.language.scanning import MONTHS, WEEKDAYS
from qa.types import Span

_MEDIA = re.compile(
    r"^(?:afp|agence france-presse|reuters|ap|associated press|belga|ansa|bfm\w*|cnews|lci|rtl|rmc|"
    r"france (?:inter|info|bleu|culture|2|3|5|24)|franceinfo|europe 1|tf1|m6|cnn|bbc|facebook|"
    r"twitter|instagram|youtube|snapchat|whatsapp|internet|google|orange|"
    r"(?:le |la )?(?:monde|figaro|parisien|point|croix|jdd|journal du dimanche|canard enchaine|"
    r"depeche|voix du nord|new york times|washington post|times|guardian|sun)|"
    r"liberation|l'express|l'obs|mediapart|sud ouest|ouest-france|nice-matin|20 minutes|"
    r"paris match|closer|voici|gala)$"
)
_ASKS_MEDIA = frozenset("journal chaine media magazine quotidien site hebdomadaire agence".split())
_NATIONS = re.compile(
    r"^(?:francais|allemand|americain|britannique|anglais|italien|espagnol|russe|chinois|japonais|"
    r"belge|suisse|europeen|africain|parisien|israelien|palestinien|syrien|irakien|iranien|turc|"
    r"grec|polonais|ukrainien|canadien|australien|bresilien|mexicain|algerien|marocain|tunisien|"
    r"coreen|indien|neerlandais|portugais|suedois|danois|norvegien|autrichien|catalan|afghan|"
    r"marseillais|roumain|hongrois|bulgare|tcheque|slovaque|irlandais|colombien|gallois|ecossais|croate|serbe|argentin|chilien|camerounais|senegalais|"
    r"ivoirien|malien|egyptien|libanais|saoudien|finlandais|philippin|vietnamien|thailandais|"
    r"pakistanais|kosovar|bielorusse|bosniaque|venezuelien|cubain|lyonnais|toulousain|bordelais|lillois|nantais|strasbourgeois)e?s?$"
)
_COUNTRIES = frozenset(
    (
        "france allemagne etats-unis usa royaume-uni grande-bretagne angleterre italie espagne "
        "russie chine japon belgique suisse europe union inde iran irak syrie turquie israel "
        "ukraine pologne canada australie bresil mexique algerie maroc tunisie libye egypte "
        "arabie grece portugal suede danemark norvege autriche irlande ecosse afrique asie "
        "amerique paris marseille lyon londres berlin moscou washington bruxelles pekin rome madrid"
    ).split()
)
_PLACE_LEADS = re.compile(
    r"(?<!\w)(?:[àÀ]|[Ee]n|[Aa]ux?|[Dd]ans|[Vv]ers|[Pp]rès de|in|at) (?:la |le |l['’])?$"
)
_OF = re.compile(r"(?<!\w)(?:de|du|des|d['’]) ?(?:la |l['’])?$", re.IGNORECASE)
_ROLE = (
    r"(?:M\.|MM\.|Mme|Me|Mgr|Dr|Pr|maire|ministre|président\w*|député\w*|avocat\w*|patron\w*|"
    r"directeur|directrice|procureur\w*|chanteu\w+|act(?:eur|rice)s?|comédien\w*|sénat\w+|chef\w*|"
    r"porte-parole|secrétaire\w*|préfet\w*|professeur\w*|médecin\w*|général|roi|reine|prince\w*|"
    r"nommée?|appelée?|dénommée?)"
)
_ROLE_LEADS = re.compile(rf"\b{_ROLE}(?!\w)[^.;:]{{0,45}}?,? $", re.IGNORECASE)
_ROLE_FOLLOWS = re.compile(rf"^, (?:\w+ )?{_ROLE}(?!\w)", re.IGNORECASE)
_AGED = re.compile(
    r"^,? (?:âgée? de )?\d{1,2} ans|^ ?\((?:\d{1,2} ans|[A-Z]{2,})\)|^, (?:le|la|l['’])"
)
_SPEAKS = re.compile(
    r"^,? (?:a|est|avait|s['’]est|était|dit|explique|affirme|estime|assure|raconte|va|doit|sera|"
    r"has|is|was|said)\b"
)
_TITLED = re.compile(r"\b(?:M\.|MM\.|Mme|Me|Mgr|Dr|Pr|Mr\.?|Mrs\.?|Ms\.?) $")
_INSTITUTION = re.compile(
    r"^(?:conseil|academie|institut|ministere|cour|assemblee|senat|parlement|universite|ecole|"
    r"hopital|chu|chru|maison|palais|comite|commission|haut|centre|musee|festival|prix|coupe|"
    r"ligue|fashion|tour|place|rue|avenue|hotel|elysee|matignon|bercy|grand|union|nations|onu|"
    r"otan|etat|republique|constitution|conseil|chambre|office|direction|brigade|parquet)$"
)
_SHARED = 0.25  # taken off a name that the question gives a part of
_HEAD = re.compile(r"\bquel(?:le)?s? (?P<nouns>(?:\w+ ){0,3}?[a-z][\w-]{3,})")


def find_asked_names(query: Query, text: str) -> list[tuple[Span, float]]:
    """Return the names in ``text`` that ``query`` doesn't give, each with a score, 0 to about 1."""
    known = query.names | set(query.terms)
    asks_body, asks_media, heads = _head(query.text)
    found = []
    for name in map(partial(_without_nation, text), find_names(text)):
        span = name.span
        terms = set(analyse(span.cut(text)))
        if not terms or terms <= known or _no_name(name, asks_media):
            continue
        shared = _SHARED * bool(terms & known)
        found.append((span, _score(name, text, asks_body, heads) - shared))
    return found


@lru_cache(maxsize=16)
def _head(question: str) -> tuple[bool, bool, frozenset[str]]:
    """Return whether a body is asked for, whether one of the press, and the nouns asked for."""
    folded = fold(question)
    words = set(re.findall(r"[a-z][\w-]+", folded))
    singular = {word.removesuffix("s") for word in words}
    match = _HEAD.search(folded)
    heads = frozenset(analyse(match["nouns"])) if match else frozenset()
    return bool(singular & BODIES), bool(singular & _ASKS_MEDIA), heads


def is_people(word: str) -> bool:
    """Whether a folded word names people by where they are from: “francais”, “lyonnaises”."""
    return _NATIONS.match(word) is not None


def _without_nation(text: str, name: Name) -> Name:
    """Return “Boris Johnson” for “Britannique Boris Johnson”."""
    if len(name.words) < 3 or not is_people(name.words[0]):
        return name
    first = name.span.cut(text).partition(" ")[0]
    return Name(Span(name.span.start + len(first) + 1, name.span.end), name.words[1:])


def _no_name(name: Name, asks_media: bool) -> bool:
    whole = " ".join(name.words)
    first = name.words[0]
    if first in WEEKDAYS or first in MONTHS:
        return True
    if _MEDIA.match(whole) and not asks_media:
        return True
    return len(name.words) == 1 and is_people(first)


def _score(name: Name, text: str, asks_body: bool, heads: frozenset[str]) -> float:
    start, end = name.span.start, name.span.end
    several = len(name.words) > 1
    before, after = text[max(0, start - 60) : start], text[end : end + 30]
    score = 0.6 if several else 0.35
    if asks_body:
        score += 0.1 if not several else -0.1
    elif not several and name.span.cut(text).isupper():
        score -= 0.15  # an acronym is nobody
    if not asks_body and _INSTITUTION.match(name.words[0]):
        score -= 0.3
    if _TITLED.search(before):
        score += 0.15
    if _ROLE_LEADS.search(before):
        score += 0.2
    belongs = not several and _OF.search(before)  # “le gala de Noirval”
    if belongs:
        score -= 0.2
    elif _AGED.match(after) or _SPEAKS.match(after) or _ROLE_FOLLOWS.match(after):
        score += 0.15
    if heads & set(analyse(f"{before[-35:]} {after}")):
        score += 0.2
    alone = not several and _PLACE_LEADS.search(before)
    if alone or name.words[0] in _COUNTRIES or before.endswith("("):
        score -= 0.35
    if not several and not before.strip(' \u00a0«“"'):
        score -= 0.2  # most likely a word that opens the sentence
    return score
