"""French verbs by hand: the forms a news sentence has, and what each becomes after “qui”."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("verbs.json")
_DOUBLING = re.compile(r"(?:app|rapp|rej|proj|j|ren?ouv|ép)(?:el|et)$")

AVOIR = {
    "a": "a", "ont": "a", "avait": "avait", "avaient": "avait", "aura": "aura", "auront": "aura",
    "aurait": "aurait", "auraient": "aurait", "eut": "eut", "eurent": "eut",
}  # fmt: skip
ETRE = {
    "est": "est", "sont": "est", "était": "était", "étaient": "était", "sera": "sera",
    "seront": "sera", "serait": "serait", "seraient": "serait", "fut": "fut", "furent": "fut",
}  # fmt: skip
TO_AVOIR = dict(
    zip(
        ("est", "sont", "était", "étaient", "sera", "seront", "serait", "seraient"),
        ("a", "ont", "avait", "avaient", "aura", "auront", "aurait", "auraient"),
        strict=True,
    )
)
# Verbs that need no object, and those of speech: only people and bodies do that.
ALONE = frozenset(
    (
        "manifester démissionner débuter commencer durer éclater exploser disparaître comparaître "
        "augmenter baisser chuter réagir voter témoigner parler travailler vivre jouer gagner "
        "accoucher défiler débarquer décoller atterrir périr succomber survivre échouer habiter "
        "résider séjourner grandir naître mourir fermer ouvrir rouvrir diminuer progresser "
        "bondir grimper reculer doubler tripler dormir voyager échapper participer siéger "
        "démarrer reprendre cesser circuler fonctionner protester figurer culminer perdre "
        "dégénérer dérailler couler sombrer brûler accélérer enquêter abdiquer capituler"
    ).split()
)
SAYING = frozenset(
    (
        "annoncer déclarer indiquer affirmer expliquer préciser dire estimer assurer ajouter "
        "souligner demander réagir confirmer dénoncer appeler répondre rappeler commenter "
        "reconnaître promettre raconter évoquer révéler prévenir rapporter saluer refuser "
        "déplorer juger constater proposer accuser conclure détailler exprimer réclamer "
        "regretter critiquer fustiger rejeter démentir admettre insister plaider exiger "
        "décider vouloir souhaiter publier accepter croire penser espérer craindre considérer "
        "recommander préconiser exhorter avertir alerter nier avouer prôner envisager juger"
    ).split()
)
TO_ETRE = {avoir: etre for etre, avoir in TO_AVOIR.items()}
BEING = frozenset(
    "mourir naître venir devenir revenir parvenir intervenir survenir aller partir repartir sortir "
    "descendre apparaître arriver rester tomber entrer rentrer décéder retourner monter".split()
)
PLURAL = frozenset((*list(AVOIR)[1::2], *list(ETRE)[1::2]))
_PARTICIPLE = re.compile(
    r"(?:[^\W\d_]{2,}(?:é|i|u|û)(?:e?s?)|[^\W\d_]*(?:mis|pris|quis|clus|sis)(?:es?)?|n[ée]e?s?|"
    r"[^\W\d_]*(?:fait|dit|crit|duit|truit|cuit|ouvert|couvert|offert|souffert|joint|teint|"
    r"traint|point|peint|mort|plaint)(?:e?s?)|[eé]u|[lvbpst]ue?s?|réduite?s?|élue?s?|dû)$"
)
_ENDS_IN_S = re.compile(r"(?:m|pr|qu|cl[uo]|ass|surs|incl|recl)[iu]?s$")
_NO_PARTICIPLE = frozenset(
    "lui ainsi aussi qui qu ni si ici aujourd'hui demi parmi vrai celui jusqu plus peu du au sous "
    "nu mi samedi lundi mardi jeudi vendredi midi depuis puis pas eux tous nous vous jamais "
    "toujours désormais après très près dès bien récemment malgré début mois milieu lieu".split()
)


@dataclass(frozen=True, slots=True)
class Form:
    """A finite form of a verb: its infinitive, whether plural, and its singular."""

    lemma: str
    plural: bool
    singular: str


def is_participle(word: str) -> bool:
    """Whether a lower-case word may be a past participle."""
    return word not in _NO_PARTICIPLE and _PARTICIPLE.match(word) is not None


def masculine(participle: str) -> str:
    """Return a participle in its masculine singular: “prises” → “pris”, “élues” → “élu”."""
    if participle in participles():
        return participle
    bare = re.sub(r"(?<=[éiuûst])es?$", "", participle)
    return bare if _ENDS_IN_S.search(bare) else re.sub(r"(?<=[éiuûtd])s$", "", bare)


def present(infinitive: str) -> tuple[str, str]:
    """Return the third persons of the present of a verb in -er."""
    stem = infinitive[:-2]
    if stem.endswith(("oy", "uy")):
        stem = stem[:-1] + "i"
    elif _DOUBLING.search(stem):
        stem += stem[-1]
    elif match := re.search(r"[eé](?=(?:[bcdfglmnprstv]|gn|ch|gu|br)$)", stem):
        stem = stem[: match.start()] + "è" + stem[match.end() :]
    return stem + "e", stem + "ent"


@lru_cache(maxsize=1)
def _record() -> dict[str, str | list[list[str]]]:
    record: dict[str, str | list[list[str]]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return record


@lru_cache(maxsize=1)
def participles() -> dict[str, str]:
    """Return masculine singular past participles and their infinitives."""
    found = {f"{verb[:-2]}é": verb for verb in _regular()}
    found |= {row[1]: row[0] for row in _record()["irregular"]}
    return found


@lru_cache(maxsize=1)
def forms() -> dict[str, Form]:
    """Return the third persons of the simple tenses, by their lower-case spelling."""
    found: dict[str, Form] = {}
    for verb in _regular():
        one, many = present(verb)
        stem = verb[:-2]
        past = stem[:-1] + "ç" if stem.endswith("c") else stem + "e" * stem.endswith("g")
        root = one[:-1] if "è" in one and "é" not in stem else stem
        pairs = (
            (one, many),
            (f"{past}ait", f"{past}aient"),
            (f"{root}era", f"{root}eront"),
            (f"{root}erait", f"{root}eraient"),
        )
        for single, several in pairs:
            found[single] = Form(verb, False, single)
            found[several] = Form(verb, True, single)
    for row in _record()["irregular"]:
        found[row[2]] = Form(row[0], False, row[2])
        found[row[3]] = Form(row[0], row[3] != row[2], row[2])
    for single, several, verb in _OTHERS:
        found[single], found[several] = Form(verb, False, single), Form(verb, True, single)
    return found


_OTHERS = (
    ("devait", "devaient", "devoir"), ("devra", "devront", "devoir"),
    ("devrait", "devraient", "devoir"), ("pourrait", "pourraient", "pouvoir"),
    ("pouvait", "pouvaient", "pouvoir"), ("pourra", "pourront", "pouvoir"),
    ("voulait", "voulaient", "vouloir"), ("faisait", "faisaient", "faire"),
    ("fera", "feront", "faire"), ("ira", "iront", "aller"), ("allait", "allaient", "aller"),
    ("prendra", "prendront", "prendre"), ("prenait", "prenaient", "prendre"),
    ("recevra", "recevront", "recevoir"), ("vivait", "vivaient", "vivre"),
    ("prévoyait", "prévoyaient", "prévoir"), ("tiendra", "tiendront", "tenir"),
    ("ouvrira", "ouvriront", "ouvrir"), ("rendra", "rendront", "rendre"),
    ("mettra", "mettront", "mettre"), ("permettra", "permettront", "permettre"),
    ("reprendra", "reprendront", "reprendre"), ("accueillera", "accueilleront", "accueillir"),
    ("réunira", "réuniront", "réunir"), ("conduisait", "conduisaient", "conduire"),
    ("rejoindra", "rejoindront", "rejoindre"), ("deviendra", "deviendront", "devenir"),
)  # fmt: skip


def _regular() -> list[str]:
    return " ".join(map(str, _record()["regular"])).split()


def is_plural(form: str) -> bool:
    """Whether a finite form, of an auxiliary or a verb of its own, is plural."""
    return form in PLURAL or (form in forms() and forms()[form].plural)


def singular(form: str) -> str:
    """Return a finite form in its third person singular."""
    return (
        AVOIR.get(form) or ETRE.get(form) or (forms()[form].singular if form in forms() else form)
    )


_TENSES = 4


@lru_cache(maxsize=1)
def _tenses() -> dict[str, dict[int, tuple[str, str]]]:
    """Return the third persons of each verb by tense: 0 present, 1 imperfect, 2 future …"""
    found: dict[str, dict[int, tuple[str, str]]] = {"être": dict(enumerate(_BEING))}
    single: dict[str, list[str]] = {}
    several: dict[str, list[str]] = {}
    for form, its in forms().items():
        (several if its.plural else single).setdefault(its.lemma, []).append(form)
    for verb in _regular():
        pairs = list(zip(single.get(verb, ()), several.get(verb, ()), strict=False))
        if len(pairs) == _TENSES:
            found[verb] = dict(enumerate(pairs))
    for row in _record()["irregular"]:
        found[row[0]] = {0: (row[2], row[3])}
    return found


_BEING = (("est", "sont"), ("était", "étaient"), ("sera", "seront"), ("serait", "seraient"))


def like(form: Form, finite: str, lemma: str) -> str:
    """Return ``lemma`` in the person and tense of ``finite``, a form of another verb; or ''."""
    own = _tenses().get(form.lemma, {})
    tense = next((n for n, pair in own.items() if finite in pair), None)
    pair = _tenses().get(lemma, {}).get(tense) if tense is not None else None
    return pair[form.plural] if pair else ""
