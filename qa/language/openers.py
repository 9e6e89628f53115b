"""Words that open French sentences and, mostly, are no names.

Of the single capitalised words that open a sentence of news, 84 in a hundred are stop words
and 2 are names; these words and endings are another 11.
"""

from __future__ import annotations

import re

from qa.language.folding import fold

# Folded.
_WORDS = frozenset(
    (
        "accord afin ailleurs aller ancien ancienne appel arretons assis atteint attendu aupres "
        "auteur autour autrefois avis baisse bientot bilan bon bonjour bonne bravo bref ca cent "
        "certaines certains certes chacun chacune changer chef chomage cible cinq cinquante "
        "colere compte concu concue connu connue considere construit construite contraint "
        "contre coronavirus coup crainte davantage debut demain deplacements dernier derniere "
        "derriere deux deuxieme devant devenu difficile dimanche directeur disponible dix "
        "donner douze durant elu enfin enquete ensemble ensuite entendue environ exemple face "
        "faites faute faux fils fin force fort forte gilets grace grand grande greve hausse "
        "hier hommage honte hormis huit idem impact impossible incendie inconnu interdire "
        "interdit ironie jamais jeudi joint jouer juste justice lieu loin long longtemps lundi "
        "maintenant maire mal malgre manque mardi marge masque masques mauvaise medecin "
        "medecins membre merci mercredi mere mettre mieux ministre mis mise monsieur "
        "municipales musee ne nee neanmoins neuf nombre nombreux non nouveau nouvel nouvelle "
        "nouvelles nul objectif onze or originaire oui outre parcours parfois parler parti "
        "partis partout passage passer pays personne petit peur pire plan plusieurs point "
        "police pompiers pourtant premier premiere prendre pres present presente president "
        "presque preuve prevue principal pris prise prix probleme quant quatorze quatre quelque "
        "quelques quid quinze rappelons record reduire reforme reponse reprise reste restent "
        "rester resultat retour reunis revenir rien risque samedi sauf seize sept seront seul "
        "seule seules seuls signe simple sinon six sondage sorti soutenue soutien souvent "
        "soyons succes suite suivent surtout toujours tour toutefois trafic treize trente trois "
        "troisieme trop vaccin vendredi venu verdict veritable via victime victimes viennent "
        "vingt virus vive vivre voir vu"
    ).split()
)
_ENDINGS = re.compile(
    r"(?:ment|ants?|[^r]és?|ées?|ez|ions?|ités?|ures?|ances?|ences?|ismes?|iques?|"
    r"-(?:t-)?(?:il|elle|on|ils|elles|vous|nous|ce|ci|là))$"
)


def opens_sentences(word: str) -> bool:
    """Whether a word that opens a sentence, as written, is most likely no name."""
    return fold(word) in _WORDS or _ENDINGS.search(word) is not None
