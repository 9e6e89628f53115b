"""Whether a full stop ends a sentence or shortens a word: tables, and what stands around it.

Most abbreviations of French are words as well (*art*, *sec*, *ex*, *mer*), and an abbreviation
may end a sentence too. So few decide alone; most do only before a figure or before a name.
"""

from __future__ import annotations

import re

UPPER = "A-ZÀ-ÖØ-ÞŒŠŽŸΑ-ΩА-Я"
LOWER = "a-zß-öø-ÿœšžα-ωа-я"

# Somebody's name follows, whatever it looks like.
TITLES = frozenset(
    "m mm mme mmes mlle mlles me mr mrs ms dr drs pr mgr st ste sts cf vs gén cdt lt sgt".split()
)
# A capital follows within the sentence, unless it is a word that begins one.
_BEFORE_NAMES = frozenset(
    (
        "av apr bd bld boul pl éd éds coll trad dir ill gal cne adj prés gov rev hon bros "
        "prof inc corp ltd co cie jr sr alex guill jos geo wm dép all angl lat esp"
    ).split()
)
_RANKS = frozenset("Col Cap Gen Sen Rep Cal Op Amb Sec Art Ex".split())  # else words of their own
# A figure follows within the sentence.
REFERENCES = frozenset(
    (
        "al art av bd bât cap chap col éd env fax fig hab lot max min n no nos num op p par paragr "
        "pp pl rens rés réf sect tab tél t tome v vers vol"
    ).split()
)
MONTHS = frozenset("janv févr avr juil sept oct nov déc".split())
_DAYS = frozenset("lun mar mer jeu ven sam dim".split())
_UNITS = frozenset("h m s g l t p j km cm mm ms kg ha hl min mn sec".split())
# A letter after one of these is its name: « l’hépatite C. Paris … »
_LETTERED = frozenset(
    (
        "annexe bac bâtiment bloc case catégorie classe division épreuve fiche fiché fichés "
        "formule grippe groupe hall hépatite jour ligne ligue lettre liste option phase plan point "
        "porte poule protéine quai radio rer scénario secteur série super système terminal tranche "
        "type vitamine voie zone"
    ).split()
)
_STARTERS = (
    "Actuellement Afin Âgé Âgée Ainsi Alors Après Arrivé Arrivée Au Aucun Aucune Aujourd "
    "Autant Autre Autres Aux Avant Avec Beaucoup Bien Ça Ca Car Ce Ceci Cela Celle Celles "
    "Celui Cependant Certain Certaine Certaines Certains Ces Cet Cette Ceux Chacun Chaque "
    "Chez Cinq Comme Comment Concernant Contacté Contactée Contrairement Contre Côté Dans "
    "Début Déjà Depuis Derrière Dès Désormais Deux Dimanche Dix Donc Durant Elle Elles En "
    "Encore Enfin Ensuite Entre Environ Est Et Été Face Faut Fin Finalement Heureusement "
    "Huit Il Ils Interrogé Interrogée Invité Invitée Jamais Je Jeudi Jusqu Là Leur Leurs "
    "Loin Lors Lorsque Lui Lundi Ma Maintenant Mais Malgré Malheureusement Mardi Même "
    "Mercredi Mes Moi Moins Mon Ne Né Née Neuf Nos Notre Nous On Or Ou Où Outre Par Parce "
    "Parfois Parmi Pas Pendant Personne Peu Plus Plusieurs Pour Pourquoi Pourtant Près Proche Puis "
    "Quand Quant Quatre Que Quel Quelle Quelles Quelque Quelques Quels Qui Quoi Récemment "
    "Reste Rien Sa Samedi Sans Sauf Se Selon Sept Ses Seul Seule Seulement Si Sinon Six "
    "Soit Son Sont Sous Suite Sur Surtout Tandis Tel Telle Toujours Tous Tout Toute "
    "Toutefois Toutes Très Trois Trop Tu Un Une Vendredi Vers Voici Voilà Votre Vous Y"
).split()
# A word that begins sentences and no name: « vitamine D. Elle », but not « J. Le Goff ».
STARTER = (
    rf"(?:(?:{'|'.join(_STARTERS)})(?!\w)|(?:Le|La|Les|De|Du|Des)(?=\s(?![{UPPER}][{LOWER}]))"
    rf"|(?:[CDJLMNST]|Qu)['’][{LOWER}])"
)
_BEGINS = re.compile(rf"""{STARTER}|[AÀ] |[«“"] ?[{UPPER}]|[—–•-]""")
_LOWER_QUOTED = re.compile(rf'[«“"] ?[{LOWER}]')

_REACH = 40  # what is longer is no abbreviation
_TOKEN = re.compile(r"[^\s«“\"'’(\[–—]+\Z")
_WORD_BEFORE = re.compile(r"(\S+)\s\Z")
_ACRONYM = re.compile(
    r"[^\W\d_](?:\.-?[^\W\d_])*|[^\W\d_](?:\.?-[^\W\d_])+"
)  # J, U.S, J.-C, c.-à-d
_NEVER_LAST = frozenset(("e.g", "i.e", "c.-à-d", "p.ex"))
_FIRST_NAME = re.compile(r"[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]{1,2}")  # Ch, Ph, Chr
_FIGURE = re.compile(r"(?:[ALRD]\.? ?)?\d|[IVXLC]+\b(?!['’])")
_DAY = re.compile(r"\d\d?(?:er)?\s(?:jan|fév|mars|avr|mai|jui|août|sep|oct|nov|déc)")
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_MEANING = re.compile(r"\w")
_ITEM = re.compile(r"\d{1,2}|[IVX]+|[^\W\d_]")


def ends_sentence(text: str, begin: int, stop: int, after: int) -> bool:
    """Whether the full stop at ``stop`` ends the sentence that began at ``begin``.

    At ``after``, beyond white space, stands something a sentence may begin with.
    """
    if text[stop - 5 : stop].isalpha():
        return True
    token = _TOKEN.search(text, max(begin, stop - _REACH), stop)
    if token is None:
        return True
    word = token[0]
    if _ITEM.fullmatch(word) and not _MEANING.search(text, begin, token.start()):
        return False  # “1. Le contexte”: the number of an item
    before = _WORD_BEFORE.search(text, max(begin, token.start() - _REACH), token.start())
    previous = before[1] if before else ""
    if word in _UNITS and previous[-1:].isdigit():
        return not text[after].isdigit() or word in ("h", "m")
    if word.lower() in _NEVER_LAST:
        return False
    if _ACRONYM.fullmatch(word):
        return _acronym_ends(text, word, previous, after)
    return _word_ends(text, word, previous, after)


def _acronym_ends(text: str, word: str, previous: str, after: int) -> bool:
    """Whether an initial or an acronym with dots ends the sentence."""
    if len(word) == 1 and previous.lower() in _LETTERED:
        return True
    if word == "M" or text[after].isdigit() or _LOWER_QUOTED.match(text, after):
        return False
    return (
        _BEGINS.match(text, after) is not None
        or previous in ("av.", "apr.", "avant", "après")  # « en 52 av. J.-C. César … »
    )


def _word_ends(text: str, word: str, previous: str, after: int) -> bool:
    """Whether a word or a number before a full stop ends the sentence."""
    small = word.lower()
    if small in TITLES:
        return word.isupper() and word != "MM"
    if small in REFERENCES and _FIGURE.match(text, after):
        return False
    if small in _DAYS:
        return _DAY.match(text, after) is None
    if small in MONTHS:
        return _YEAR.match(text, after) is None
    if small == "ex":
        names = previous.lower() in ("p.", "par")
    else:
        names = small in _BEFORE_NAMES or word in _RANKS or _FIRST_NAME.fullmatch(word) is not None
    return not names or word.isupper() or _BEGINS.match(text, after) is not None
