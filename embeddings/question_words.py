"""Ways of beginning a question, put before parts of articles in training.

News hardly ever asks: without them the vectors of “qui” or “combien” would be left as noise, and
every real question would carry it.
"""

from __future__ import annotations

FRENCH = """
Qui|Qui a|Qui est|Qui sont|Qui étaient|À qui|De qui|Par qui|Avec qui|Pour qui|Chez qui|Contre qui
Quand|Quand a|Quand est|Depuis quand|Jusqu'à quand|À quelle date|Quel jour|En quelle année
Quel mois|À quelle heure|Combien|Combien de|Combien a|Combien de personnes|Combien coûte
Quel|Quelle|Quels|Quelles|Quel est|Quelle est|Quels sont|Quelles sont|Quel était|Quelle était
Quel a été|Quel âge a|Où|Où est|Où se trouve|Où a|D'où vient|Dans quelle ville|Dans quel pays
En quel lieu|Dans quelle région|Pourquoi|Pourquoi a|Pour quelle raison|Comment|Comment a
Comment s'appelle|De quelle manière|Que|Qu'est-ce que|Qu'est-ce qui|Est-ce que|Que fait|Qu'a
Que s'est-il passé|Quoi|À quoi|De quoi|Sur quoi|Lequel|Laquelle|Lesquels|Auquel|Duquel|De quel
De quelle|À quel|À quelle|Par quel|Par quelle|Selon qui|Selon quel|Quel nom|Quel nombre
Quel montant|Quel pourcentage|Combien de fois|Combien de temps|Pendant combien de temps|Y a-t-il
A-t-il|A-t-elle|Ont-ils|Est-il vrai que|Peut-on dire que|Dans quel but|Grâce à qui|Grâce à quoi
Dis-moi|Dites-moi qui|Donne-moi|Je cherche|Je voudrais savoir|Sait-on|Sait-on qui
Quelqu'un sait-il|Cite|Citez les|Nommez|Qui donc|Et qui|Et quand|Et où|Et combien|Et pourquoi
Quelle personne|Quelle entreprise|Quel homme|Quelle femme|Quel pays|Quelle ville|Quel événement
Quel rôle|Quelle somme|Quelle durée|Quelle distance|À combien|En quoi|Vers quel|Sous quel
Sur quel|Sur quelle
"""
ENGLISH = "Who|Who is|When|When did|Where|Where is|What|What is|Which|Why|Why did|How|How many"

WORDINGS = tuple(
    wording for line in (*FRENCH.strip().splitlines(), ENGLISH) for wording in line.split("|")
)
