"""Whether a place begins somewhere in a sentence: “à Rouen”, “dans un théâtre de Lyon”."""

from __future__ import annotations

import re

from qa.language.folding import fold
from qa.training.asking import names, nouns
from qa.training.asking.chunks import Chunk
from qa.types import Span

_NAME = (
    r"[A-ZÀ-ÝŒ](?!['’])[\w’'.-]*"
    r"(?:[ \u00a0](?:(?:de|du|des|la|le|les|sur|sous|en|d['’])[ \u00a0]?){0,2}[A-ZÀ-ÝŒ][\w’'-]*)*"
)
_PLACE = re.compile(
    r"(?P<lead>à|au|aux|en|dans (?:le|la|les)|dans l['’]|sur (?:le|la|les)|près de|près d['’]|"
    r"à l['’]|à la|au large de|au large du|au nord de|au sud de)[ \u00a0]?"
    rf"(?P<place>(?:[Ll]['’])?{_NAME})"
)
_MORE_NAME = re.compile(r" (?:de |du |des |d['’])[a-zà-ÿ]")
_ADJECTIVE = re.compile(
    r" (?!(?:et|ou|de|du|des|pour|par|avec|lors|le|la|les|un|une|avant|après|depuis|où|ce|cette|à|"
    r"au|aux|en|dans|sur|ainsi|vers|dès|sans|sous|contre|entre|comme|selon|jusqu|pendant|durant|face|"
    r"grâce|suite|afin|car|plus|son|sa|ses|leur|leurs|qui|que|dont|mais|près|chez|alors|tôt|tard|"
    r"a|est|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|il|fin|début|mi|d|l|s|n)\b)[a-zà-ÿ]{3,}"
)
_SITE = re.compile(
    r"(?P<lead>dans|devant|sur|à|au|près)[ \u00a0](?P<place>(?:d['’]|de )?"
    r"(?:(?:un|une|le|la|les|l['’]|son|sa|ses|leur|plusieurs|cette?|ce|des)[ \u00a0]?)?"
    r"(?:(?:petite?s?|grande?s?|ancien(?:ne)?|célèbre|même|premier|première) )?"
    r"(?P<noun>[a-zà-ÿ-]+)\b)"
)
_NO_PLACE = re.compile(
    r"^(?:facebook|twitter|instagram|youtube|internet|google|whatsapp|l?'?afp|bfm|europe 1|france "
    r"(?:inter|info|bleu|2|3|5|culture)|franceinfo|rtl|rmc|lci|cnews|le (?:monde|parisien|figaro|"
    r"point)|monde|parisien|figaro|point|tf1|m6|canal|covid|senat|parlement|republicains|ps|lr|"
    r"conseil|gouvernement|journal|huffington|jdd|ligue|coupe|premier|grand debat|"
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b)"
)
_GIVING = frozenset(
    (
        "demander répondre confier annoncer déclarer expliquer dire indiquer raconter adresser "
        "donner offrir permettre reprocher proposer rappeler assurer succéder appartenir "
        "ressembler participer renoncer accorder rendre apporter imposer promettre interdire "
        "céder affirmer préciser envoyer écrire attribuer opposer associer lier"
    ).split()
)


def place_at(text: str, at: int, stop: int, lemma: str) -> Chunk | None:
    """Return the place that begins at ``at``, None without one.

    ``lemma`` is the verb's: after “demander”, “à …” is whom one asks.
    """
    if match := _PLACE.match(text, at, stop):
        place, lead = match["place"], match["lead"]
        giving = lemma in _GIVING and lead.startswith(("à", "au"))
        if (
            giving
            or names.is_person(place)
            or _NO_PLACE.match(fold(place))
            or place.lstrip("Ll'’").isupper()
        ):
            return None
        start = match.start("lead") if lead.startswith(("près", "au ", "sur", "dans")) else None
        first = match.start("place") if start is None else start
        more = _MORE_NAME.match(text, match.end()) if lead != "en" else None
        # “au Parc des expositions”, “dans le Nord montagneux”
        if more or _ADJECTIVE.match(text, match.end()):
            return Chunk("place", Span(at, stop), Span(first, stop), word=f"{lead} *")
        core = Span(first, match.end("place"))
        return Chunk("place", Span(at, match.end()), core, word=f"{lead} name")
    if text.startswith(("à la place d", "à l'école d", "à la base d"), at):
        return None
    if (match := _SITE.match(text, at, stop)) and nouns.is_site(match["noun"]):
        if lemma in _GIVING and match["lead"] in ("à", "au"):
            return None
        return Chunk("place", Span(at, stop), Span(at, stop), word=f"{match['lead']} *")
    return None
