"""Words that carry no topic, French with their accents, and English.

Question words are here too: what they ask for is read by ``qa.language.questions``. So is
negation: a passage that says “n’a pas signé” is about signing, and whether a written sentence
negates what it cites is looked at by the checks, on the text itself.
"""

from __future__ import annotations

FRENCH = frozenset(
    (
        "à a ai aie ainsi alors après as au aucun aucune aujourd aujourdhui auquel aura aurait "
        "aussi autre autres aux auxquels avaient avait avant avec avez avoir avons ayant beaucoup "
        "bien c ce ceci cela celle celles celui cependant ces cest cet cette ceux chaque chez ci "
        "comme combien comment d dans de déjà depuis des dès désormais devaient devait devra "
        "devront doit doivent donc dont du dû duquel elle elles en encore entre es est et étaient "
        "était étant été êtes être eu eurent eut eux faire fait faut font furent fut fût hors hui "
        "ici il ils j jai je jusqu jusque l la là laquelle le lequel les lesquels leur leurs lors "
        "lorsqu lorsque lui m ma mais me même mêmes mes mm mme mmes mlle moi moins mon n ne ni "
        "nos notre nous on ont ou où par parce parmi pas pendant peu peut peuvent plus plutôt "
        "pour pourquoi pourra pourrait pouvait pouvoir puis puisqu puisque qu quand que quel "
        "quelle quelles quelqu quels quelquun quelquune quest qui quil quoi quoiqu quoique s sa "
        "sans se selon sera seraient serait ses si sien soi soit sommes son sont sous sur t ta "
        "tandis tant te tel telle telles tels tes toi ton tous tout toute toutes très tu un une "
        "va vers veulent veut voici voilà vos votre vous y"
    ).split()
)
ENGLISH = frozenset(
    (
        "an and are at be been by did do does for from had has have he her his how in is it its "
        "not of that the their they this to was were what when where which who whom why with"
    ).split()
)
