"""Noun phrases that may be a subject: where they end, their number, gender and what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language.folding import fold
from qa.language.numbers import NUMBER_WORDS
from qa.language.openers import opens_sentences
from qa.language.scanning import MONTHS, WEEKDAYS
from qa.training.asking import names, nouns
from qa.training.asking.verbs import AVOIR, ETRE, forms, is_participle
from qa.training.asking.words import Word

_ONE = {"le": "m", "un": "m", "ce": "m", "cet": "m", "la": "f", "une": "f", "cette": "f"}
_ONE |= {"l'": "", "son": "", "sa": "f", "leur": "", "aucun": "m", "chaque": ""}
_MANY = frozenset("les des ces ses leurs plusieurs quelques certains certaines deux trois".split())
_NUMBERS = frozenset(NUMBER_WORDS) | {"quelque"}
_MEASURING = ("plus de", "plus d'", "près de", "près d'", "moins de", "environ", "au moins",
              "au total", "quelque", "moins d'", "pas moins de", "une", "des")  # fmt: skip
_STOPS = frozenset(
    (
        "que qui qu' dont où mais car si comme quand lorsque lorsqu' puisque ou ni il elle ils "
        "elles on je j' nous vous tu c' ça cela ceci y ne n' pas se s' me m' te donc or parce afin "
        "tandis alors selon lors après avant depuis pendant durant dès malgré sauf voici voilà "
        "ainsi aussi notamment également celui celle ceux celles lui eux aujourd'hui hier tout"
    ).split()
)
_MARKS = frozenset(',;:.!?…«»“”"()[]–—/•-')
_LONGEST = 14  # words of a subject


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase at words ``start`` to ``end``, not included.

    ``kind`` is “person”, “people” (a noun), “body”, “site”, “name” (a name of something) or
    “thing”; ``gender`` is '' when not known. ``head`` is its noun in lower case, '' of a name.
    """

    start: int
    end: int
    gender: str
    plural: bool
    kind: str
    head: str
    counted: bool = False

    @property
    def pronoun(self) -> str:
        """The pronoun that repeats it: “il”; '' when its gender isn't known."""
        if not self.gender:
            return ""
        return {"m": "il", "f": "elle"}[self.gender] + "s" * self.plural


def reads_verb(words: list[Word], at: int) -> bool:
    """Whether a finite verb begins at ``at``: an auxiliary with its participle, or a known form."""
    low = words[at].low
    if words[at].capital or (at and words[at - 1].low in ("l'", "d'", "le", "la", "les")):
        return False
    if low in ETRE:
        return at + 1 < len(words)
    if low in AVOIR:
        return participle_at(words, at + 1) is not None
    return low in forms()


_ADVERBS = frozenset(
    (
        "aussi déjà toujours ainsi encore bien depuis ensuite alors désormais jamais beaucoup "
        "fort mieux enfin hier aujourd'hui ici plus pas tout peu également même quasi presque "
        "toutefois cependant pourtant néanmoins lui elle-même lui-même parfois souvent bientôt "
        "tôt tard vite mal trop plutôt d'abord soudain sitôt aussitôt rien guère"
    ).split()
)
NEGATIONS = frozenset("pas plus jamais rien guère ni rarement".split())


def is_adverb(low: str) -> bool:
    """Whether a word may stand between an auxiliary and its participle."""
    return low in _ADVERBS or (low.endswith("ment") and len(low) > 5 and not nouns.is_noun(low))


def participle_at(words: list[Word], at: int) -> int | None:
    """Return where the participle after an auxiliary stands, past adverbs; None without one."""
    while at < len(words) and is_adverb(words[at].low):
        at += 1
    if at < len(words) and words[at].text.islower() and is_participle(words[at].low):
        return at
    return None


def read_phrase(words: list[Word], start: int) -> Phrase | None:
    """Return the noun phrase from ``start`` to the next finite verb or comma; None when unsure."""
    end = _end(words, start)
    if end is None or end == start:
        return None
    if words[start].capital and words[start].low not in _ONE and _is_name(words, start, end):
        return _named(words, start, end)
    return _determined(words, start, end)


def _end(words: list[Word], start: int) -> int | None:
    for at in range(start, min(len(words), start + _LONGEST + 1)):
        word = words[at]
        if word.text in _MARKS or (at > start and reads_verb(words, at)):
            return at
        if word.low in _STOPS and not word.capital:
            return at if word.low in ("se", "s'", "ne", "n'") else None
    return len(words) if len(words) - start <= _LONGEST else None


def _is_name(words: list[Word], start: int, end: int) -> bool:
    """Whether capitals, small particles between them and figures are all there is."""
    particles = ("de", "du", "des", "d'", "la", "le", "et", "l'", "von", "van", "ben", "al", "bin")
    return (
        words[end - 1].low not in particles
        and all(w.capital or w.low in particles or w.text.isdigit() for w in words[start:end])
        and fold(words[start].text) not in _OPENERS
    )


_OPENERS = frozenset(
    (
        "en a peut-etre au aux dans pour par sur selon apres avant depuis avec sans si quand "
        "lorsque comme "
        "mais et ou il elle ils elles on je nous vous tu c'est ce cela ca ceci d' j' qu' que qui "
        "tout tous toute toutes ainsi aussi alors enfin car or donc puis ensuite ailleurs resultat "
        "bref hier aujourd'hui demain lundi mardi mercredi jeudi vendredi samedi dimanche chez "
        "contre entre face lors pendant durant des malgre sous vers via y n' s' m' outre quant "
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
    ).split()
)


def _named(words: list[Word], start: int, end: int) -> Phrase | None:
    text = join(words, start, end)
    lows = [word.low for word in words[start:end]]
    if "et" in lows:
        at = start + lows.index("et")
        both = (join(words, start, at), join(words, at + 1, end))
        if not all(names.may_be_person(one) for one in both):
            return None
        sexes = {names.sex(one) for one in both}
        sex = "m" if "m" in sexes else "f" if sexes == {"f"} else ""
        return Phrase(start, end, sex, True, "person", "")
    if end == start + 1 and start < 2 and not text.isupper() and opens_sentences(text):
        return None
    kind = "person" if names.may_be_person(text) else "name"
    return Phrase(start, end, names.sex(text), False, kind, "")


def _determined(words: list[Word], start: int, end: int) -> Phrase | None:
    at, sex, plural, counted = _determiner(words, start)
    if at == start or at >= end:
        return None
    head = next(
        (
            n
            for n in range(at, end)
            if not nouns.is_before(words[n].text) and not words[n].text[0].isdigit()
        ),
        None,
    )
    if head is None or not _clean(words, head, end):
        return None
    noun = words[head].low
    if fold(noun) in (*MONTHS, *WEEKDAYS) or noun in _NO_HEADS:
        return None
    if words[start].low in ("ce", "cet", "cette", "ces", "son", "sa", "ses", "leur", "leurs"):
        return None  # it points at what another sentence says
    if any(may_be_verb(w.low) for w in words[head + 1 : end]):
        return None
    if any(w.text in ("Le", "La", "Les", "L'", "Un", "Une") for w in words[start + 1 : end]):
        return None  # a heading glued to its paragraph
    if words[head].capital:
        sex, kind = sex or "", "name"
    elif not nouns.is_noun(noun) and not nouns.is_human(noun) and not sex:
        return None
    else:
        kind = _kind(noun)
    lows = [word.low for word in words[start:end]]
    plural = plural or (" et " in f" {' '.join(lows)} " and _two(words, start, end))
    sex = sex or nouns.gender(noun) or ("m" if plural and kind == "people" else "")
    return Phrase(start, end, sex, plural, kind, "" if words[head].capital else noun, counted)


def _determiner(words: list[Word], start: int) -> tuple[int, str, bool, bool]:
    """Return where the determiner ends, its gender, whether it is plural and whether it counts."""
    at, low = start, words[start].low
    for lead in _MEASURING:
        parts = lead.replace("'", "' ").split()
        if [w.low for w in words[at : at + len(parts)]] == parts and lead not in ("une", "des"):
            at += len(parts)
            break
    number = at
    while at < len(words) and (words[at].text[0].isdigit() or _spelled(words[at].low)):
        if words[at].low in ("un", "une", "et"):
            break
        at += 1
    if at > number:
        return _past_scale(words, at), "", True, True
    if number > start:
        return start, "", False, False
    if low in _MANY:
        return start + 1, "", True, False
    if low in _ONE:
        return start + 1, _ONE[low], False, False
    return start, "", False, False


def _spelled(low: str) -> bool:
    return all(part in _NUMBERS or part == "et" for part in low.split("-"))


def _past_scale(words: list[Word], at: int) -> int:
    if at < len(words) and words[at].low in ("millions", "million", "milliards", "milliard"):
        at += 1
        if at < len(words) and words[at].low in ("de", "d'"):
            at += 1
    return at


def _two(words: list[Word], start: int, end: int) -> bool:
    """Whether “et” in the phrase joins two phrases, each with its determiner or a name."""
    return any(
        words[n].low == "et"
        and n + 1 < end
        and (words[n + 1].low in _ONE or words[n + 1].low in _MANY or words[n + 1].capital)
        for n in range(start, end)
    )


_NO_HEADS = frozenset(
    (
        "semaine mois année jour soir nuit matin soirée matinée heure an ans jours années plupart "
        "reste moitié suite tiers quart chose raison fait cas nombre autre autres"
    ).split()
)
_VERB_LIKE = re.compile(
    r"[a-zà-ÿ]{3,}(?:era|ira|dra)$|[a-zà-ÿ]{2,}(?:aient|èrent|eront|iront|aît)$|[a-zà-ÿ]{3,}ait$"
)


def may_be_verb(low: str) -> bool:
    """Whether a word within a subject is rather a verb that wasn't known for one."""
    known = low in forms() and (forms()[low].plural or not nouns.is_noun(low))
    return (known or _VERB_LIKE.match(low) is not None) and not nouns.is_noun(low)


_INNER = frozenset("de du des d' à au aux en et l' la le les un une son sa ses leur leurs".split())


def _clean(words: list[Word], head: int, end: int) -> bool:
    """Whether the phrase ends on a word of sense and holds no second phrase of its own kind."""
    last = words[end - 1].low
    return last not in _INNER and not any(w.low in ETRE or w.low in AVOIR for w in words[head:end])


def _kind(noun: str) -> str:
    if nouns.is_human(noun):
        return "people"
    if nouns.is_body(noun):
        return "body"
    return "site" if nouns.is_site(noun) else "thing"


def join(words: list[Word], start: int, end: int) -> str:
    """Return words ``start`` to ``end`` with the spaces French has between them."""
    text = ""
    for word in words[start:end]:
        glue = not text or text.endswith(("'", "’", "(", "«")) or word.text in (",", ")", ".", "»")
        text += word.text if glue else f" {word.text}"
    return text
