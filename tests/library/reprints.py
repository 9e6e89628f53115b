"""A dispatch, and what newspapers make of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from qa import Article

DISPATCH = Article(
    id="agence.txt",
    title="Vaubrenne : la passerelle du canal rouvre",
    text="La passerelle du canal de Vaubrenne a rouvert mardi après 14 mois de travaux. Les "
    "garde-corps avaient cédé lors de la tempête, blessant 3 passants, et la mairie avait aussitôt "
    "interdit l’accès à l’ouvrage. « Nous avons voulu un bois qui dure », explique Odette Vasseur, "
    "qui a suivi le chantier pour la commune. Les planches de mélèze viennent d’une scierie de la "
    "vallée. Le coût s’élève à 240 000 euros, payés pour moitié par le département. Les riverains "
    "gagnent dix minutes pour aller à la gare. Un gardien y passera chaque soir pendant l’été, "
    "car des jeunes gens ont pris l’habitude d’y plonger.",
    date=date(2021, 6, 8),
)
TITLED_ANEW = replace(
    DISPATCH,
    id="courrier.txt",
    title="On traverse de nouveau le canal à pied",
    date=date(2021, 6, 9),
)
RETYPED = replace(
    DISPATCH,
    id="echo.txt",
    text=DISPATCH.text.replace("’", "'").replace("«", '"').replace("»", '"').replace("É", "E"),
    date=None,
)
SHORTENED = replace(
    DISPATCH,
    id="gazette.txt",
    text=DISPATCH.text.replace(" Les planches de mélèze viennent d’une scierie de la vallée.", ""),
    date=date(2021, 6, 7),
)
UPDATED = replace(DISPATCH, id="bilan.txt", text=DISPATCH.text.replace("blessant 3", "blessant 5"))
SPELLED = replace(
    DISPATCH, id="lettres.txt", text=DISPATCH.text.replace("3 passants", "trois passants")
)
ANOTHER = Article(
    id="autre.txt",
    title="Vaubrenne : la piscine ferme pour l’hiver",
    text="La piscine de Vaubrenne ferme ses portes vendredi pour l’hiver. Les bassins seront vidés "
    "et repeints, et la chaudière remplacée par une pompe à chaleur. « Nous rouvrirons au "
    "printemps, avec une eau plus chaude », promet Lucien Perrot, chargé des sports. Le club de "
    "natation s’entraînera d’ici là à Saint-Elme, où la commune paie des créneaux du soir, et un "
    "car partira de la place du Puits.",
)
REPRINTS = (DISPATCH, TITLED_ANEW, RETYPED, SHORTENED, SPELLED)
OTHERS = (UPDATED, ANOTHER)
